"""How long the judges take for 50 outcomes against 400 statements, and how much memory the learned one needs.

    python bench/judge_speed.py

Each judge runs in a process of its own; the seconds are those of the judging alone, and with the weights loaded.
The texts are those of ``data/training/plans``. Exits 1 where the goals are missed: 5 s and 400 MB for the
learned judge, 0.1 s for the lexical one.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
OUTCOMES, STATEMENTS = 50, 400
GOALS = {"learned": 5.0, "lexical": 0.1}
MEMORY = 400  # MB


def measure(name: str) -> dict[str, float]:
    """Judge once, in this process."""
    sys.path.insert(0, str(ROOT))
    from align.terms import Vocabulary
    from diff.judge import Claim, Passage, shipped_judge
    from train.plans import read_plans

    plans = read_plans()
    texts = [s.text for plan in plans for row in plan.rows for year in row.years for s in year][:STATEMENTS]
    outcomes = [o for plan in plans for row in plan.rows for o in row.outcomes][:OUTCOMES]
    claims = [Claim(text=o, title="A title", own=frozenset([str(n // 5)])) for n, o in enumerate(outcomes)]
    passages = [Passage(text=s, lead_in="", key=str(n // 40)) for n, s in enumerate(texts)]
    vocabulary = Vocabulary([*outcomes, *texts])
    start = perf_counter()
    judge = shipped_judge("learned" if name == "learned" else "lexical")
    loaded = perf_counter()
    judge.judged(claims, passages, vocabulary)
    done = perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"judging": done - loaded, "with loading": done - start, "peak MB": peak}


def main() -> int:
    """Measure both and say."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        return 0
    missed = 0
    for name, goal in GOALS.items():
        done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
        said = json.loads(done.stdout)
        print(f"{name:8s}" + "".join(f"  {what} {value:.2f}" for what, value in said.items()))
        missed += said["judging"] > goal or (name == "learned" and said["peak MB"] > MEMORY)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
