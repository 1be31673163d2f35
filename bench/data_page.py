"""Write what docs/data.md says of columns from the schemas, and docs/ten-questions.ipynb from its questions.

With ``--check`` write nothing, and exit with 1 where either is not in step.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from diff.schema import FIELDS as COMPARED  # noqa: E402
from extract.schema import FIELDS as PARSED  # noqa: E402
from extract.schema import Field  # noqa: E402

PAGE, NOTEBOOK = ROOT / "docs" / "data.md", ROOT / "docs" / "ten-questions.ipynb"
_COLUMNS = re.compile(r"(?<=<!-- columns -->\n).*?(?=<!-- /columns -->)", re.DOTALL)
_BLOCK = re.compile(r"```(python|sql)\n(.*?)\n```", re.DOTALL)
_ABOUT = (
    "Made from [data.md](data.md) by `python bench/data_page.py`. Start it beside the folder `comparison`, which "
    "`evidence-trail compare … --parquet` wrote."
)
READR = {"string": "c", "integer": "i", "number": "d", "boolean": "l"}


def questions(page: str) -> tuple[str, list[tuple[str, str, str]]]:
    """What the questions start from, and of each its words, its pandas and its SQL."""
    start, *asked = re.split(r"\n### ", page.partition("## Ten questions\n")[2])
    found = []
    for part in asked:
        blocks = dict(_BLOCK.findall(part))
        found.append((part.partition("\n")[0], blocks["python"], blocks["sql"]))
    return _BLOCK.findall(start)[0][1], found


def columns() -> str:
    """Each file with its columns, as Markdown."""
    first = "`extract`: `<report>/`; `compare`: `parsed/<report>/`", PARSED
    second = "`compare`, `diff`; `align` writes the first two, `statements.csv` and `measures.csv`", COMPARED
    lines: list[str] = []
    for where, tables in (first, second):
        lines += [f"### In {where}", ""]
        for name, fields in tables.items():
            lines += [*_table(name, fields), ""]
    return "\n".join(lines)


def _table(name: str, fields: Sequence[Field]) -> Iterator[str]:
    yield f"**`{name}.csv`** (readr: `{''.join(READR[field.type] for field in fields)}`)"
    yield ""
    yield "| Column | Type | Meaning |"
    yield "|---|---|---|"
    for field in fields:
        kind = field.type + (f", {field.unit}" if field.unit else "")
        values = f": {', '.join(f'`{value}`' for value in field.one_of)}" if field.one_of else ""
        empty = f". *Empty: {field.blank[0].lower()}{field.blank[1:]}*" if field.blank else ""
        yield f"| `{field.name}` | {kind} | {field.says}{values}{empty} |"


def notebook(page: str) -> str:
    """The questions as a notebook, without results: those come when it is run."""
    start, asked = questions(page)
    cells = [
        _cell("markdown", f"# Ten questions\n\n{_ABOUT}"), _cell("code", start),
    ]  # fmt: skip
    for title, pandas, sql in asked:
        cells += [
            _cell("markdown", f"## {title}"), _cell("code", f"{pandas}\nanswer"),
            _cell("code", f'duckdb.sql(r"""\n{sql}\n""").df()'),
        ]  # fmt: skip
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {
        "cells": [{"id": f"cell-{n}", **cell} for n, cell in enumerate(cells)],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _cell(kind: str, text: str) -> dict[str, Any]:
    code = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, **code, "source": text.splitlines(keepends=True)}


def main(arguments: Iterable[str]) -> int:
    """Write both, or check both."""
    said = PAGE.read_text(encoding="utf-8")
    page = _COLUMNS.sub(lambda _: columns(), said)
    if "--check" in arguments:
        return int(page != said or notebook(page) != NOTEBOOK.read_text(encoding="utf-8"))
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    NOTEBOOK.write_text(notebook(page), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
