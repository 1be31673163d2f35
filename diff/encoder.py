"""Texts → token vectors, by the small encoder that comes with the program. Nothing is fetched, nothing leaves.

The encoder is MiniLM (six layers, 384 numbers a token; Wang et al. 2020), tuned by ``make train``; ``weights/CARD.md``
says on what and how well. It runs in onnxruntime with weights stored as bytes and computed with as floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).with_name("weights")
LONGEST = 256  # tokens of a text that are read: about 190 words
WIDTH = 384  # numbers a token
_MODEL = "encoder.onnx"
_END = 102  # the token that ends a text, of BERT's vocabulary
_AT_ONCE = 1024  # tokens, with padding, that go through the encoder together
Vectors = NDArray[np.float32]
Text = tuple[str, str]  # what is said, and its context (a title, a lead-in), which may be empty


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: its token vectors ``(length, WIDTH)``, and how many of them, from the first, are not its context's.

    ``places`` says where in the text those begin, but for the first, which stands for no letter of it.
    """

    tokens: Vectors
    own: int
    places: tuple[int, ...] = ()

    def part(self, start: float, end: float) -> Encoded:
        """The tokens of the text that begin between two of its letters, without those of its context."""
        within = [n for n, place in enumerate(self.places, 1) if start <= place < end]
        return Encoded(self.tokens[within], len(within))


class Encoder:
    """The encoder, loaded once; texts that were encoded before are remembered."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Load the weights from a folder. Raises ``FileNotFoundError`` where they are not there.

        What runs them is made ready in a thread of its own, while the reports are matched.
        """
        if not (folder / _MODEL).is_file():
            raise FileNotFoundError(folder / _MODEL)
        pool = ThreadPoolExecutor(max_workers=1)
        self._session = pool.submit(_session, folder)
        pool.shutdown(wait=False)
        self._tokenizer = _tokenizer(folder)
        self._known: dict[Text, Encoded] = {}

    def encode(self, texts: Sequence[Text]) -> list[Encoded]:
        """The token vectors of each text, in order."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            rows = self._tokenizer.encode_batch([(a, b) if b else a for a, b in fresh])
            for text, row, tokens in zip(fresh, rows, self._run([row.ids for row in rows]), strict=True):
                own = row.ids.index(_END)
                self._known[text] = Encoded(tokens, own, tuple(start for start, _ in row.offsets[1:own]))
        return [self._known[text] for text in texts]

    def _run(self, ids: Sequence[list[int]]) -> list[Vectors]:
        """Texts of like length go through together, so that little is padding."""
        out: list[Any] = [None] * len(ids)
        group: list[int] = []
        order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
        for place, n in enumerate(order):
            group.append(n)
            longer = place + 1 < len(order) and len(ids[order[place + 1]]) * (len(group) + 1) <= _AT_ONCE
            if not longer:
                for k, tokens in zip(group, self._batch([ids[k] for k in group]), strict=True):
                    out[k] = tokens
                group = []
        return out

    def _batch(self, ids: Sequence[list[int]]) -> list[Vectors]:
        width = max(map(len, ids))
        padded = np.array([row + [0] * (width - len(row)) for row in ids], dtype=np.int64)
        mask = np.array([[1] * len(row) + [0] * (width - len(row)) for row in ids], dtype=np.int64)
        (tokens,) = self._session.result().run(["tokens"], {"ids": padded, "mask": mask})
        return [np.asarray(t[: len(row)], dtype=np.float32) for t, row in zip(tokens, ids, strict=True)]


@cache
def encoder() -> Encoder:
    """The encoder that comes with the program, loaded when it is first asked for."""
    return Encoder()


def _session(folder: Path) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    # Bytes become floats once, at the start: no kernel of a processor's own then changes a score.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    # A thread that waits by spinning takes the other's core where a machine has few, or is busy with other things.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(folder / _MODEL), options, providers=["CPUExecutionProvider"])


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
