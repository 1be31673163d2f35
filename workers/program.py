"""What reads: this program's own code and the libraries, so that what one version read is not taken for another's."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ENGINES = ("pypdfium2", "pdfplumber", "rapidocr", "onnxruntime", "numpy", "opencv-python-headless", "pillow")
_READ_BY = ("extract", "report/page/drawing.py")  # what of this program makes the results


@cache
def program() -> list[str]:
    """This program's own code that reads, and the versions of the libraries that do."""
    root = Path(__file__).parent.parent
    code = hashlib.sha256()
    for name in _READ_BY:
        for path in sorted((root / name).rglob("*.py")) or [root / name]:
            code.update(path.read_bytes())
    return [code.hexdigest(), *(f"{name} {_version(name)}" for name in _ENGINES)]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
