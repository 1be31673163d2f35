"""The other side: a process that opens PDFs, one job a line on its standard input, one process a job.

It reads the heavy modules once and forks for each file, so that a file costs a fork and not the start of Python, and
nothing that one file did is there when the next is opened. Where there is no fork (Windows) it does one job and ends.

It answers in lines of JSON: ``{"pid"}`` first, ``{"step", "done", "of", "slow"}`` for a page, ``{"facts"}``,
``{"why", "page", "labels"}`` for a file that cannot be read, ``{"limit"}`` or ``{"bug"}``, and ``{"ended", "peak"}``
when the job's process is gone. Results are files in the job's folder, never pickled objects: whoever takes over this
process can write nothing that the other side would run.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from extract.errors import InputError, TooManyPagesError
from workers.job import Job, from_line
from workers.limits import MB, Limits

Say = Callable[..., None]
_GRACE = 15  # seconds after its limit at which a process ends by itself, should nobody be left to stop it


def main() -> None:
    """Serve until the input ends."""
    say = _speaker()
    import extract.parsed
    import extract.read  # noqa: F401  read once, for every process that is forked from this one

    gc.freeze()  # what is shared with the forks stays shared: no collection touches it
    for line in iter(sys.stdin.buffer.readline, b""):
        if not hasattr(os, "fork"):
            sys.exit(work(line, say))
        pid = os.fork()
        if pid == 0:
            os._exit(work(line, say))
        _, status, usage = os.wait4(pid, 0)
        say(ended=os.waitstatus_to_exitcode(status), peak=_megabytes(usage.ru_maxrss))


def _speaker() -> Say:
    """How to answer: on what was standard output, which from now on swallows whatever libraries print."""
    out: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)

    def say(**what: Any) -> None:
        out.write(json.dumps(what).encode() + b"\n")

    return say


def work(line: bytes, say: Say) -> int:
    """Do one job within its limits and say how it went; returns the exit status, 0 in any case that was foreseen."""
    job, folder, limits = from_line(line)
    say(pid=os.getpid())
    try:
        _confine(limits)
        facts = {"read": _read, "draw": _draw}[job.does](job, Path(folder), limits, say)
    except TooManyPagesError:
        say(limit="pages")
    except InputError as error:
        say(why=error.why, page=error.page, labels=error.labels)
    except MemoryError:
        say(limit="memory")
    except OSError as error:
        if error.errno == errno.EFBIG:
            say(limit="output")
        elif error.errno == errno.ENOSPC:
            say(why="could not be read: there is no space left on the disk for temporary files.", page=None, labels=())
        else:
            say(bug=described(error))
    except Exception as error:
        say(bug=described(error))
    else:
        say(facts=facts)
    return 0


def _confine(limits: Limits) -> None:
    """The walls that the kernel holds. Elsewhere the other side watches memory and the clock, here too."""
    _set_alarm(limits)
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that a file grown too long is an error and not the end
    _lower(resource.RLIMIT_FSIZE, limits.output * MB)
    _lower(resource.RLIMIT_DATA, limits.memory * MB)


def _lower(which: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (most, most))


def _read(job: Job, folder: Path, limits: Limits, say: Say) -> dict[str, Any]:
    from dataclasses import replace

    from extract.parsed import write_parsed
    from extract.read import read_report
    from extract.verify import verify_report

    report = read_report(
        job.path, label=job.label, columns=job.columns, pages=job.pages, most=limits.pages,
        step=_counting("read", say), recognised=_counting("recognised", say, limits),
    )  # fmt: skip
    if job.verify:
        report = verify_report(report, job.pages)
    if job.inspect:
        from report.inspection.inspect import write_pictures

        (folder / "inspect").mkdir()
        write_pictures(report, folder / "inspect", job.version, job.pages, _counting("drawn", say, limits))
    write_parsed(replace(report, source=replace(report.source, path=job.name)), folder, job.version)
    return {"sha256": report.source.sha256}


def _draw(job: Job, folder: Path, limits: Limits, say: Say) -> dict[str, Any]:
    from report.page.drawing import draw_pages

    draw_pages(job.path, job.pages or (), folder, job.sha256, _counting("drawn", say, limits))
    return {}


def _counting(step: str, say: Say, limits: Limits | None = None) -> Callable[[int, int], None]:
    """To be told of each page that is done. With ``limits`` one takes long: the time allowed counts from there on."""

    def told(done: int, of: int) -> None:
        if limits:
            _set_alarm(limits)
        say(step=step, done=done, of=of, slow=bool(limits))

    return told


def _set_alarm(limits: Limits) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(limits.seconds + _GRACE)


def described(error: BaseException) -> str:
    """What went wrong and where, for whoever mends it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if Path(f.filename).parent.parent == Path(__file__).parent.parent] or frames
    place = f" in {Path(own[-1].filename).name}, line {own[-1].lineno}" if own else ""
    return f"{type(error).__name__}: {str(error)[:300]}{place}"


def _megabytes(peak: int) -> int:
    """Of ``ru_maxrss``, which is kilobytes on Linux and bytes on macOS."""
    return peak * (1 if sys.platform == "darwin" else 1024) // MB


if __name__ == "__main__":
    main()
