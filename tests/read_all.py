"""Reads PDFs with the program that lies in a folder, and tells what came of each: ``read_all.py FOLDER < names``.

A line a name: the modules that are compiled first, then a fingerprint of the report, or the error with fingerprints of
what the pages hold and of each road's tables, each by itself.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

MOST = 60  # pages


def fingerprint(thing: object) -> str:
    return hashlib.sha256(repr(thing).encode("utf-8", "surrogatepass")).hexdigest()


def told(path: str) -> list[str]:
    """What came of a file."""
    from extract import InputError, read_report
    from extract.borderless import read_borderless
    from extract.pdf import read_document
    from extract.ruled import read_ruled
    from extract.tags import read_tags

    try:
        return [fingerprint(read_report(path, most=MOST))]
    except InputError as error:
        said = [str(error)]
    try:
        document = read_document(path, most=MOST)
    except InputError as error:
        return [*said, str(error)]
    roads: tuple[Callable[..., object], ...] = (read_tags, read_ruled, read_borderless)
    return [*said, fingerprint(document), *(fingerprint(road(document)) for road in roads)]


def main() -> None:
    sys.path.insert(0, sys.argv[1])
    from extract import read_report

    assert Path(sys.modules[read_report.__module__].__file__ or "").is_relative_to(sys.argv[1])
    modules = {name: Path(module.__file__ or "") for name, module in sys.modules.items() if name.startswith("extract.")}
    print(json.dumps(sorted(name for name, path in modules.items() if path.suffix != ".py")))
    for name in sys.stdin:
        print(json.dumps(told(name.rstrip("\n"))), flush=True)


if __name__ == "__main__":
    main()
