"""The picture of a page → its lines of text, letter by letter with how sure each is: the engine for text recognition.

Sole importer of RapidOCR. It finds where text stands and reads line by line; its models come in its own package, and
are named by path, so that nothing is ever looked for on the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import rapidocr

from extract.shades import Grey

_FINDING = 1760  # pixels of the longer side of the picture on which lines are looked for: finer costs time only


class Letters(NamedTuple):
    """A line as read: its text, and for each character how sure it is (0 to 1) and where (share of the width)."""

    text: str
    sure: tuple[float, ...]
    at: tuple[float, ...]


def engine_name() -> str:
    """The engine and its version."""
    return f"rapidocr {version('rapidocr')}"


@cache
def _engine() -> rapidocr.RapidOCR:
    models = Path(rapidocr.__file__).parent / "models"
    (finds,), (reads,) = models.glob("*_det_*.onnx"), models.glob("*_rec_*.onnx")
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.use_preprocess_img": False,
            "Det.model_path": str(finds),
            "Rec.model_path": str(reads),
        }
    )


def find_lines(grey: Grey) -> Iterator[tuple[float, float, float, float]]:
    """Where lines of text stand on an upright picture: (x0, top, x1, bottom) in pixels."""
    shrink = min(1.0, _FINDING / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else grey
    found: Any = _engine()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    for box in () if found.boxes is None else found.boxes:
        (x0, top), (x1, bottom) = np.min(box, axis=0) / shrink, np.max(box, axis=0) / shrink
        yield float(x0), float(top), float(x1), float(bottom)


def read_line(part: Grey) -> Letters:
    """Read the picture of one line."""
    found: Any = _engine()(
        cv2.cvtColor(part, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True, return_word_box=True
    )
    if not found.txts or not found.txts[0].strip():
        return Letters("", (), ())
    text, info = found.txts[0], found.word_results[0]
    columns = iter([column for word in info.word_cols for column in word])
    width = max(info.line_txt_len, 1.0)
    at: list[float] = []
    for character in text:
        at.append(
            at[-1] if character.isspace() and at else 0.0 if character.isspace() else (next(columns) + 0.5) / width
        )
    return Letters(text, tuple(float(c) for c in info.confs), tuple(at))
