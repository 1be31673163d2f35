"""data/training → diff/weights: the encoder, tuned and exported, and the numbers of the interaction.

    python -m train.tune [--epochs 5] [--seed 1]

Sheets that are held out for the head (``sheets.held_out``) are not seen. Same seed, same machine, same weights.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import numpy as np

from diff.encoder import WEIGHTS
from train.encoder import BASE, Judge, train
from train.export import export_encoder
from train.sheets import held_out, sheets


def write(judge: Judge, folder: Path) -> None:
    """The files that the program loads."""
    folder.mkdir(exist_ok=True)
    judge.bert.set_attn_implementation("eager")  # the exporter writes plain products of matrices
    export_encoder(judge.bert, folder / "encoder.onnx")
    arrays = {
        "weigh": judge.weigh.weight[0], "query": judge.query.weight, "mix": judge.mix.weight,
        "mix_bias": judge.mix.bias,
        "hidden": judge.mlp[0].weight, "hidden_bias": judge.mlp[0].bias, "out": judge.mlp[2].weight,
        "out_bias": judge.mlp[2].bias,
    }  # fmt: skip
    np.savez_compressed(
        folder / "interaction.npz", **{k: v.detach().numpy().astype(np.float16) for k, v in arrays.items()}
    )
    shutil.copy(BASE / "tokenizer.json", folder / "tokenizer.json")


def main() -> int:
    """Tune and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    every = sheets()
    training = [s for s in every if not held_out(s)]
    watch = [s for s in every if held_out(s)][::4]  # looked at after each epoch, and no more
    print(f"{len(training)} sheets to learn from, {len(watch)} held out", flush=True)
    write(train(training, epochs=arguments.epochs, seed=arguments.seed, watch=watch), WEIGHTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
