"""How long 2,000 statements take to be matched with 2,000 others, and how much memory, beside RapidFuzz on the same.

    python bench/align_speed.py

Everything from the texts to the matches, by their words; RapidFuzz's ``cdist`` with ``token_set_ratio`` over all pairs,
on both cores, is timed in the same process before it. The texts are those of ``data/training/plans``, shuffled. Exits 1
where matching takes 2 s or 500 MB.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from random import Random
from time import perf_counter

ROOT = Path(__file__).parent.parent
STATEMENTS = 2000
SECONDS, MEMORY = 2.0, 500.0  # s, MB


def texts(year: int) -> list[str]:
    """The statements of one year of all plans, as many as are asked for."""
    from train.plans import read_plans

    every = [s.text for plan in read_plans() for row in plan.rows for s in row.years[year]]
    Random(year).shuffle(every)
    return every[:STATEMENTS]


def main() -> int:
    """Measure and say."""
    sys.path.insert(0, str(ROOT))
    import numpy as np
    from rapidfuzz import fuzz, process

    from align.similarity import TermLikeness
    from align.statements import likely_matches, pair_statements
    from align.terms import Vocabulary

    before, after = texts(0), texts(1)
    start = perf_counter()
    process.cdist(before, after, scorer=fuzz.token_set_ratio, workers=-1, dtype=np.float32)
    theirs = perf_counter() - start
    start = perf_counter()
    likeness = TermLikeness(Vocabulary([*before, *after]))
    likely = likely_matches(before, after, np.zeros((len(before), len(after))), likeness)
    pairs = pair_statements(before, after, likely)
    ours = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(before):,} × {len(after):,} statements, {len(pairs)} matches")
    print(f"ours {ours:.2f} s, {peak:.0f} MB in all; RapidFuzz cdist, token_set_ratio {theirs:.2f} s")
    return int(ours > SECONDS or peak > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
