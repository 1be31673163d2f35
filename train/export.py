"""A tuned judge → the files that ship with the program: the encoder as ONNX with weights in eight bits, and the head.

Weights are stored as signed bytes with one scale a row and computed with as floats: the arithmetic, and so the scores,
are the same on every processor, which dynamic quantisation would not promise.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

LEAST = 4096  # weights: a smaller tensor stays as it is


class Tokens(nn.Module):
    """Token ids → token vectors, for the export."""

    def __init__(self, bert: nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.bert(input_ids=ids, attention_mask=mask).last_hidden_state


def export_encoder(bert: nn.Module, path: Path) -> None:
    """Write the encoder: inputs ``ids`` and ``mask`` ``(n, length)``, output ``tokens`` ``(n, length, 384)``."""
    ids = torch.randint(1000, 2000, (3, 17))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Tokens(bert).eval(), (ids, torch.ones_like(ids)), str(path), dynamo=False, opset_version=17,
            input_names=["ids", "mask"], output_names=["tokens"],
            dynamic_axes={"ids": {0: "n", 1: "length"}, "mask": {0: "n", 1: "length"}, "tokens": {0: "n", 1: "length"}},
        )  # fmt: skip
    model = onnx.load(str(path))
    _in_bytes(model)
    model.doc_string = ""
    onnx.save(model, str(path))


def _in_bytes(model: onnx.ModelProto) -> None:
    """Large weights → bytes with a scale for each output (a matrix's column) or word (a row of the embedding)."""
    graph = model.graph
    gathered = {n.input[0] for n in graph.node if n.op_type == "Gather"}
    kept, nodes = [], []
    for tensor in graph.initializer:
        weights = numpy_helper.to_array(tensor)
        if weights.dtype != np.float32 or weights.ndim != 2 or weights.size < LEAST:
            kept.append(tensor)
            continue
        axis = 0 if tensor.name in gathered else 1
        scale = np.maximum(np.abs(weights).max(axis=1 - axis) / 127, 1e-9).astype(np.float32)
        wide = scale[:, None] if axis == 0 else scale[None, :]
        small = np.clip(np.round(weights / wide), -127, 127).astype(np.int8)
        kept.append(numpy_helper.from_array(small, f"{tensor.name}.b"))
        kept.append(numpy_helper.from_array(scale, f"{tensor.name}.s"))
        nodes.append(
            helper.make_node("DequantizeLinear", [f"{tensor.name}.b", f"{tensor.name}.s"], [tensor.name], axis=axis)
        )
    del graph.initializer[:]
    graph.initializer.extend(kept)
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *rest])
    onnx.checker.check_model(model)
    assert all(i.data_type in (TensorProto.FLOAT, TensorProto.INT8, TensorProto.INT64) for i in graph.initializer)
