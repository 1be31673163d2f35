"""A desk as a process of its own, asked over a plain socket: started, killed, started again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import psutil
from conftest import ROOT, sample_pdf

JSON = {"accept": "application/json"}
_PATIENCE = 60.0  # seconds for anything that a desk is asked


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a desk answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def where(self) -> str:
        """The address that it leads on to, below the token."""
        return "/" + self.headers["location"].split("/", 2)[2]


@dataclass(kw_only=True)
class DeskProcess:
    """One that runs. ``base`` is the address with its token and without a slash at the end."""

    process: subprocess.Popen[str]
    base: str
    library: Path

    @property
    def address(self) -> str:
        """As it was printed: with a slash at the end."""
        return f"{self.base}/"

    @property
    def port(self) -> int:
        return urlsplit(self.base).port or 0

    @property
    def token(self) -> str:
        return urlsplit(self.base).path.strip("/")

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Ask for ``path`` below the token, as the desk's own page would; names of headers with ``_`` for ``-``."""
        own = {} if method in ("GET", "HEAD") else {"origin": self.origin}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)) as connection:
            connection.request(method, f"/{self.token}{path}", body=body, headers={**own, **named})
            answer = connection.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(status=answer.status, headers=said, body=answer.read())

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, said: Any = None, **headers: str) -> Answer:
        """Send a form (pairs), bytes, or anything else as JSON."""
        if isinstance(said, list):
            return self.ask("POST", path, urlencode(said), **headers)
        return self.ask(
            "POST", path, said if isinstance(said, bytes | None) else json.dumps(said), **{**JSON, **headers}
        )

    def raw(self, said: bytes) -> bytes:
        """Send bytes as they are; whatever comes back until the desk hangs up or is silent for a second."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
            line.sendall(said)
            got = b""
            try:
                while piece := line.recv(65536):
                    got += piece
            except (TimeoutError, ConnectionError):
                pass
            return got

    def upload(self, pdf: bytes | Path, name: str = "") -> str:
        """Bring a PDF in; returns the id of its report."""
        data = pdf.read_bytes() if isinstance(pdf, Path) else pdf
        answer = self.post(f"/uploads?name={quote(name or getattr(pdf, 'name', 'a.pdf'), safe='')}", data)
        assert answer.status == 200, answer.text
        return str(answer.json["id"])

    def read(self, report: str) -> None:
        """Wait until a report is read, or could not be."""
        until(lambda: b'id="follow"' not in self.get(f"/reports/{quote(report)}").body)

    def samples(self, *years: str) -> list[str]:
        """Sample reports brought in and read; their ids."""
        ids = [self.upload(sample_pdf(year)) for year in years]
        for report in ids:
            self.read(report)
        return ids

    def compare(self, reports: list[str], years: tuple[str, ...] = ("2024", "2025", "2026"), plan: str = "P") -> str:
        """Ask for a comparison; returns its address below the token."""
        said = [("body", "B"), ("plan", plan), ("sure", "on")]
        for report, year in zip(reports, years, strict=False):
            said += [("r", report), ("year", year)]
        answer = self.post("/compare", said)
        assert answer.status == 303, answer.text
        return answer.where

    def made(self, at: str) -> None:
        """Wait until a comparison is made, or could not be."""
        until(lambda: b'id="follow"' not in self.get(at).body)

    def family(self) -> list[psutil.Process]:
        """The process and all that it started."""
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def stop(self, how: int = signal.SIGINT) -> tuple[int, str]:
        """End it; returns its exit status and what it said on standard error."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        _, said = self.process.communicate(timeout=_PATIENCE)
        return self.process.returncode, said


def command(library: Path, *more: str) -> list[str]:
    """A desk as a user types it."""
    return [sys.executable, str(ROOT / "cli.py"), "desk", "--no-browser", "--library", str(library), *more]


def started(library: Path, *more: str, **how: Any) -> DeskProcess:
    """A desk that answers. Whoever asks for it stops it. ``before`` stands in front of its command."""
    process = subprocess.Popen(
        [*how.pop("before", ()), *command(library, *more)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **how.pop("env", {})}, **how,
    )  # fmt: skip
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    if not address:
        raise AssertionError(process.communicate()[1])
    return DeskProcess(process=process, base=address.rstrip("/"), library=library)


@contextmanager
def desk_process(library: Path, *more: str, **how: Any) -> Iterator[DeskProcess]:
    """A desk for as long as the block lasts; one that still runs then must end well."""
    desk = started(library, *more, **how)
    try:
        yield desk
        if desk.process.poll() is None:
            code, said = desk.stop()
            assert code == 0, said
            assert "Traceback" not in said, said
    finally:
        if desk.process.poll() is None:
            desk.stop(signal.SIGKILL)
        for pipe in (desk.process.stdout, desk.process.stderr):
            if pipe:
                pipe.close()


def until(true: Callable[[], bool], seconds: float = _PATIENCE) -> None:
    """Wait until something is true; it must be within ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "this never came to be"
        time.sleep(0.05)
