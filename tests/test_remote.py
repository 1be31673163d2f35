"""Reports by address: fetched, within limits, and said in a sentence where that fails. Nothing else uses a network."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import ROOT, Run, sample_pdf


class Shelf(BaseHTTPRequestHandler):
    """Serves the sample reports, over plain HTTP and as the bucket ``reports`` of S3 as far as reading goes."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        name = self.path.split("?")[0].rsplit("/", 1)[-1]
        path = ROOT / "data" / "raw" / name
        if not (name.endswith(".pdf") and path.exists()):
            self.send_error(404)
            return
        data = path.read_bytes()
        first, last = 0, len(data) - 1
        if asked := self.headers.get("Range"):
            first, last = (int(part) if part else len(data) - 1 for part in asked.removeprefix("bytes=").split("-"))
            last = min(last, len(data) - 1)
        self.send_response(206 if asked else 200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(last - first + 1))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Thu, 26 Nov 2026 12:00:00 GMT")
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.end_headers()
        if body:
            self.wfile.write(data[first : last + 1])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests' output is not the place."""


@pytest.fixture(scope="module")
def shelf() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def same_texts(one: Path, other: Path) -> bool:
    return (one / "items.csv").read_bytes() == (other / "items.csv").read_bytes()


@pytest.mark.slow
def test_reports_are_compared_by_their_addresses_with_their_pages(shelf: str, run: Run, tmp_path: Path) -> None:
    names = [f"{shelf}/{sample_pdf(year).name}" for year in ("2024", "2025")]
    done = run("compare", *names)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "comparison" / "report.html").read_text(encoding="utf-8")
    assert "pictures of the pages are left out" not in page
    assert "data:image" in page or "/9j/" in page, "the pages can be looked at"
    parsed = tmp_path / "comparison" / "parsed" / "estuary-and-moors-2024"
    assert same_texts(parsed, ROOT / "data" / "parsed" / "estuary-and-moors-2024")
    assert f'"{names[0]}"' in (parsed / "datapackage.json").read_text(encoding="utf-8")


def test_a_bucket_of_s3_is_read_too(shelf: str, run: Run, tmp_path: Path) -> None:
    place = {"FSSPEC_S3_ENDPOINT_URL": shelf, "FSSPEC_S3_ANON": "true", "AWS_EC2_METADATA_DISABLED": "true"}
    done = run("extract", f"s3://reports/{sample_pdf('2024').name}", **place)
    assert done.returncode == 0, done.stderr
    assert same_texts(tmp_path / "data/parsed/estuary-and-moors-2024", ROOT / "data/parsed/estuary-and-moors-2024")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/missing.pdf", "was not found there. Check the address."),
        ("//nobody.invalid/a.pdf", "was not found there"),
        ("gopher://127.0.0.1/a.pdf", "cannot be fetched ("),
    ],
)
def test_an_address_without_a_file_costs_one_file(name: str, said: str, shelf: str, run: Run, tmp_path: Path) -> None:
    address = f"{shelf}{name}" if name == "/missing.pdf" else f"http:{name}" if name.startswith("//") else name
    done = run("extract", address, sample_pdf("2024"))
    assert done.returncode == 3
    assert done.stderr.startswith(f"Error: {address}: {said}"), done.stderr
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "data" / "parsed" / "estuary-and-moors-2024").exists()


def test_the_same_file_at_two_addresses_is_refused(shelf: str, run: Run) -> None:
    address = f"{shelf}/{sample_pdf('2024').name}"
    done = run("compare", address, f"{shelf}/again/{sample_pdf('2024').name}", "--label", "a", "--label", "b")
    assert done.returncode == 2
    assert "is the same file as" in done.stderr


def test_without_the_extra_a_sentence_says_how_to_get_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "fsspec.py").write_text("raise ImportError", encoding="utf-8")
    done = run("extract", "https://example.org/a.pdf", PYTHONPATH=str(tmp_path / "without"))
    assert done.returncode == 3
    assert 'pip install "evidence-trail[remote]"' in done.stderr


@pytest.mark.slow
def test_no_socket_is_opened_for_files_of_this_machine(tmp_path: Path) -> None:
    """Python's own audit of what a program does, over a whole comparison with pictures and the learned judge."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "def watch(event, args):\n"
        "    if event.startswith(('socket.connect', 'socket.getaddrinfo', 'socket.bind', 'urllib')): sys.exit(99)\n"
        "sys.addaudithook(watch)\n"
        "from cli import run; run()"
    )
    arguments = ["compare", str(sample_pdf("2024")), str(sample_pdf("2025")), "--no-cache"]
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "comparison" / "report.html").exists()
