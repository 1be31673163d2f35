"""The same reports give the same bytes, whatever the language, the clock, and the seed of Python's hashes."""

from __future__ import annotations

from pathlib import Path

from conftest import YEARS, Run, sample_pdf

#: The second has no UTF-8 anywhere, and stands on the other side of the world.
SURROUNDINGS = (
    {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "Europe/London", "PYTHONHASHSEED": "1"},
    {
        "LANG": "tr_TR.ISO-8859-9", "LC_ALL": "POSIX", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242",
        "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0",
    },
)  # fmt: skip
KINDS = {".html", ".xlsx", ".docx", ".csv", ".json", ".parquet"}


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def made(run: Run, folder: Path, *arguments: object) -> list[dict[str, bytes]]:
    """The files of two runs in surroundings that differ; nothing of the first is remembered by the second."""
    found = []
    for n, surroundings in enumerate(SURROUNDINGS):
        done = run(*arguments, "-q", "--no-cache", "-o", f"out{n}", **surroundings)
        assert done.returncode == 0, done.stderr
        found.append(files(folder / f"out{n}"))
    return found


def test_compare_gives_the_same_bytes_everywhere(run: Run, tmp_path: Path) -> None:
    first, second = made(run, tmp_path, "compare", *map(sample_pdf, YEARS), "--parquet")
    assert {Path(name).suffix for name in first} == KINDS
    assert len(first) > 30
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_extract_gives_the_same_bytes_everywhere(run: Run, tmp_path: Path) -> None:
    first, second = made(run, tmp_path, "extract", sample_pdf("2024"), "--inspect", "--verify")
    assert any(name.endswith(".png") for name in first)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
