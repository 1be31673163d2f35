"""Does jobs on a cluster, through Dask: the same processes and limits as here, on whichever machine has time.

A file travels with its job and its results travel back, so that the machines need no disk in common. What runs there
is ``workers.here``, so a file that brings its process down costs the cluster nothing; a machine that dies has its jobs
done again by another (Dask sees to that). Each machine must have this very program: another would read otherwise.
"""

from __future__ import annotations

import io
import logging
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from distributed import Client

from extract.errors import InputError
from extract.files import read_bytes
from workers.here import Here
from workers.job import Job
from workers.limits import Limits
from workers.packing import pack, unpack
from workers.program import program

# That a machine is lost and its work done anew is no matter of the user's: what cannot be done is said by us.
logging.getLogger("distributed.client").setLevel(logging.ERROR)

_PATIENCE = "30s"  # for a scheduler to answer


class Cluster:
    """A Dask cluster that has this program installed."""

    def __init__(self, address: str, limits: Limits) -> None:
        """``address`` is the scheduler's, such as ``tcp://host:8786``. Raises ``InputError`` where nobody answers."""
        try:
            self._client = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise InputError(address, f"no Dask scheduler answers there ({error}).") from None
        self._limits = limits

    def run(self, job: Job, folder: Path) -> None:
        """Do a job, with its results in ``folder``. Raises ``InputError`` where the file cannot be read."""
        content = read_bytes(job.path)
        sent = self._client.submit(done_there, job, content, self._limits, program(), pure=False)
        try:
            result = sent.result()
        except Exception as error:  # a machine's end, the scheduler's end, a job that ended several machines
            why = str(error).split("\n")[0][:200]
            raise InputError(job.name, f"was lost with the cluster ({type(error).__name__}: {why}).") from None
        finally:
            sent.release()  # type: ignore[no-untyped-call]
        if isinstance(result, bytes):
            unpack(io.BytesIO(result), folder)
        else:
            why, page = result
            raise InputError(job.name, why, page=page)

    def stop(self) -> None:
        """Leave the cluster, which forgets what was not done yet."""
        self._client.close()  # type: ignore[no-untyped-call]


def done_there(job: Job, content: bytes, limits: Limits, wanted: list[str]) -> bytes | tuple[str, int | None]:
    """One job on a machine of the cluster: its results packed, or why there are none and on which page.

    ``wanted`` is the program that must do it, as ``program()`` says.
    """
    if program() != wanted:
        return "was sent to a machine of the cluster that has another version of this program or its libraries.", None
    with tempfile.TemporaryDirectory(prefix="evidence-trail-") as place:
        path, folder = Path(place) / "sent.pdf", Path(place) / "results"
        path.write_bytes(content)
        folder.mkdir()
        try:
            _workers(limits).run(replace(job, path=str(path)), folder)
        except InputError as error:
            return error.why, error.page
        packed = io.BytesIO()
        pack(folder, packed)
        return packed.getvalue()


@cache
def _workers(limits: Limits) -> Here:
    """This machine's own processes for such limits, kept from job to job."""
    return Here(limits)
