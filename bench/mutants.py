"""What becomes of damaged files: copies of the samples with bytes flipped, cut out, doubled or exchanged.

    python bench/mutants.py [--count 10000] [--seed 1] [--jobs 2] [--keep FOLDER]

Each copy is read as the command line reads it, in a process of its own within limits. It is refused in a sentence, or
read as the whole file is, or read otherwise with a word on that (a finding, a doubt or an unowned word that the whole
file has not), or read otherwise without one. The last are kept in FOLDER. Exits 1 where anything but a result or a
sentence comes out, or where more than one copy in a thousand is read otherwise without a word.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from extract.errors import InputError  # noqa: E402
from extract.report import Report  # noqa: E402
from workers.intake import Parsed, intake  # noqa: E402
from workers.job import Job  # noqa: E402
from workers.limits import Limits  # noqa: E402

SILENT = 0.001  # of all copies
LONGEST = 400  # characters of a sentence that says why


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A damaged copy: one to eight bytes flipped, or a stretch cut out, doubled, blanked or put elsewhere."""
    made = bytearray(data)
    kind = chance.choice(("flip", "flip", "cut", "end", "double", "blank", "splice"))
    at, length = chance.randrange(len(made)), int(2 ** chance.uniform(0, 12))
    if kind == "flip":
        for _ in range(chance.randint(1, 8)):
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del made[at : at + length]
    elif kind == "end":
        del made[at:]
    elif kind == "double":
        made[at:at] = made[at : at + length]
    elif kind == "blank":
        made[at : at + length] = bytes(len(made[at : at + length]))
    else:
        piece = made[at : at + length]
        del made[at : at + length]
        to = chance.randrange(len(made))
        made[to:to] = piece
    return bytes(made)


def copies(count: int, seed: int, folder: Path) -> Iterator[Job]:
    """Jobs for damaged copies; a copy is written when its job is asked for."""
    samples = [path.read_bytes() for path in sorted((ROOT / "data" / "raw").glob("*.pdf"))]
    for n in range(count):
        chance = random.Random(f"{seed}:{n}")
        path = folder / f"{n % len(samples)}-{n}.pdf"
        path.write_bytes(mutated(samples[n % len(samples)], chance))
        yield Job(does="read", path=str(path), name=path.name, label="copy")


def content(report: Report) -> list[tuple[str, str, str]]:
    """What a reading says, without where it stands."""
    titles = [("commitment", c.number, c.title) for c in report.commitments]
    return [*titles, *((item.commitment, item.role, item.text) for item in report.items)]


def words(report: Report) -> Counter[str]:
    """Every word on uncertainty: findings, doubts and unowned words."""
    said = Counter(finding.text for finding in report.findings)
    said.update(item.doubt for item in report.items if item.doubt)
    said["unowned"] = report.ledger.unowned
    return said


def fate(result: Parsed | InputError, whole: list[Report]) -> str:
    """What became of one copy."""
    if isinstance(result, InputError):
        sentence = str(result)
        plain = "\n" not in sentence and len(sentence) < LONGEST and "mistake of this program" not in sentence
        return f"refused: {kind_of(result.why)}" if plain else f"BADLY REFUSED: {sentence[:300]}"
    report = result.report()
    original = whole[int(result.job.name.split("-")[0])]
    if content(report) == content(original):
        return "read as the whole file"
    return "read otherwise, with a word on it" if words(report) - words(original) else "READ OTHERWISE WITHOUT A WORD"


def kind_of(why: str) -> str:
    """The first words of a sentence, to count by."""
    return " ".join(why.split()[:4])


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path)
    said = parser.parse_args()
    fates: Counter[str] = Counter()
    start = perf_counter()
    with tempfile.TemporaryDirectory() as place, intake(Limits(), said.jobs) as readers:
        samples = sorted((ROOT / "data" / "raw").glob("*.pdf"))
        jobs = [Job(does="read", path=str(path), name=str(path), label="copy") for path in samples]
        whole = [result.report() for result in readers.read(jobs) if isinstance(result, Parsed)]
        for job, result in readers.each(copies(said.count, said.seed, Path(place))):
            what = fate(result, whole)
            fates[what] += 1
            path = Path(job.path)
            if said.keep and what.isupper():
                said.keep.mkdir(parents=True, exist_ok=True)
                path.rename(said.keep / path.name)
            path.unlink(missing_ok=True)
    for what, count in fates.most_common():
        print(f"{count:7d}  {100 * count / said.count:6.2f} %  {what}")
    print(f"{said.count} copies in {perf_counter() - start:.0f} s")
    silent = fates["READ OTHERWISE WITHOUT A WORD"]
    return int(silent > SILENT * said.count or any(what.startswith("BADLY") for what in fates))


if __name__ == "__main__":
    sys.exit(main())
