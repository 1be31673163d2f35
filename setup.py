"""What ``pyproject.toml`` cannot say: the reading of PDFs compiled to C, where that is asked for.

    EVIDENCE_TRAIL_COMPILE=1 pip wheel --no-deps .

mypyc compiles the modules as they stand, by the types that they are checked with anyway; it needs a C compiler. Without
the variable nothing is compiled, and the wheel serves every machine: the same code, and slower.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools import Extension, setup

# All that ``extract.read`` imports, but for the package itself and calls.py, which is a list of pdfium's functions.
COMPILED = (
    "about", "agreement", "astray", "blocks", "borderless", "columns", "damage", "divisions", "drawn", "drawn_grid",
    "errors", "files", "filled_grids", "fonts", "frame", "furniture", "grid", "grids", "hidden", "items", "labels",
    "layout", "ledger", "legible", "lines", "looks", "outside", "pdf", "read", "reading", "rendered", "report", "roads",
    "rows", "ruled", "runs", "scanned", "sizes", "structure", "tags", "texts", "turned", "words",
)  # fmt: skip
MYPYC = "mypy[mypyc]>=2.4"
ASKED = os.environ.get("EVIDENCE_TRAIL_COMPILE") == "1"


def compiled() -> list[Extension]:
    """The modules as C, and what calls pdfium for them.

    Only while a wheel is built, since setuptools runs this file for each of its questions too.
    """
    if not (ASKED and "bdist_wheel" in sys.argv):
        return []
    from mypyc.build import mypycify

    # `make lint` checks the types; here the libraries may be missing, and what they give is then of any type.
    paths = [str(Path("extract", f"{name}.py")) for name in COMPILED]
    modules: list[Extension] = mypycify(["--config-file=", "--ignore-missing-imports", *paths])
    return [Extension("extract.plain", ["extract/plain.c"]), *modules]


setup(setup_requires=[MYPYC] if ASKED else [], ext_modules=compiled())
