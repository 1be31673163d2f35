"""What a desk refuses: other pages, other machines, files and requests made to break it or to run in it."""

from __future__ import annotations

import asyncio
import contextlib
import html
import io
import itertools
import json
import select
import socket
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psutil
import pytest
import typst
from conftest import sample_pdf
from desk_process import DeskProcess, desk_process, until
from starlette.responses import PlainTextResponse

from desk.errors import DeskError
from desk.guard import Guard
from desk.receiving import clean_name
from desk.web import _routes

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MB = 1_000_000
SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>{{7*7}}</textarea>'
HEADERS = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    """A desk that takes files of 5 MB."""
    with desk_process(tmp_path_factory.mktemp("guard") / "library", "--max-upload", "5") as running:
        yield running


@pytest.fixture(scope="module")
def made(desk: DeskProcess) -> str:
    """A comparison: its address below the token."""
    at = desk.compare(desk.samples("2024", "2025"))
    desk.made(at)
    return at


def raw(desk: DeskProcess, line: str, *headers: str, body: bytes = b"") -> bytes:
    """The answer to a request of these lines, up to its status line's end."""
    said = "\r\n".join([line.replace("TOKEN", desk.token), *headers, "connection: close", "", ""]).encode("latin-1")
    return desk.raw(said + body)


def status(answer: bytes) -> int:
    """Of an answer; 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


def addresses(made: str) -> list[tuple[str, str]]:
    """Every address of the desk, with its method, below the token."""
    values = {"comparison": made.split("/")[-1], "report": "estuary-and-moors-2024", "file": "report.html", "page": "1"}
    found = []
    for route in _routes():
        path = route.path
        for name, value in values.items():
            path = path.replace(f"{{{name}}}", value).replace(f"{{{name}:int}}", value)
        found += [(method, path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


# Who is let in


def test_the_socket_is_on_this_machine_only(desk: DeskProcess) -> None:
    found = [c for p in desk.family() for c in p.net_connections() if c.status == psutil.CONN_LISTEN]
    assert [(c.laddr.ip, c.laddr.port) for c in found] == [("127.0.0.1", desk.port)]


def test_each_start_has_a_long_token_of_its_own(desk: DeskProcess, tmp_path: Path) -> None:
    with desk_process(tmp_path / "other") as other:
        assert other.token != desk.token
        assert len(other.token) == len(desk.token) >= 32


def test_without_the_token_nothing_is_told(desk: DeskProcess, made: str) -> None:
    for token in (
        "",
        "x",
        "x" * len(desk.token),
        desk.token[:-1],
        desk.token + "x",
        desk.token.swapcase(),
        "%2e%2e",
        "é",
    ):
        for path in ("/", made, f"{made}/report", "/library"):
            answer = raw(desk, f"GET /{quote(token)}{path} HTTP/1.1", f"host: 127.0.0.1:{desk.port}")
            assert status(answer) == 403, (token, path)
            assert b"evidence-trail" not in answer
            assert desk.token.encode() not in answer
    for line in ("GET / HTTP/1.1", "GET /favicon.ico HTTP/1.1", f"GET http://evil.example/{desk.token}/ HTTP/1.1"):
        assert status(raw(desk, line, f"host: 127.0.0.1:{desk.port}")) == 403


def test_another_host_is_refused(desk: DeskProcess) -> None:
    """As where another site's name is pointed at this machine."""
    port = desk.port
    for host in (
        f"evil.example:{port}", "127.0.0.1.evil.example", f"127.0.0.1.evil.example:{port}", "", f":{port}", "0.0.0.0",
        f"evil.example#@127.0.0.1.x:{port}", f"[::2]:{port}", "[", "localhost.evil.example", "127.0.0.2", "2130706433",
    ):  # fmt: skip
        assert status(raw(desk, "GET /TOKEN/ HTTP/1.1", f"host: {host}")) in (400, 421), host
    assert status(raw(desk, "GET /TOKEN/ HTTP/1.1", f"host: 127.0.0.1:{port}", "host: evil.example")) in (400, 421)
    assert status(raw(desk, "GET /TOKEN/ HTTP/1.1", f"host: 127.0.0.1:{port}", f"host: 127.0.0.1:{port}")) in (400, 421)
    assert status(raw(desk, "GET /TOKEN/ HTTP/1.1")) in (400, 421)
    assert status(raw(desk, "GET /TOKEN/ HTTP/1.0")) in (400, 421)
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
        assert status(raw(desk, "GET /TOKEN/ HTTP/1.1", f"host: {host}")) == 200, host


def test_a_post_must_come_from_the_desks_own_page(desk: DeskProcess, made: str) -> None:
    host = f"host: 127.0.0.1:{desk.port}"
    posts = [path for method, path in addresses(made) if method == "POST"]
    assert len(posts) > 10
    forged = [
        (), ("origin: null",), ("origin: http://evil.example",), (f"origin: https://127.0.0.1:{desk.port}",),
        ("origin: http://127.0.0.1",), (f"origin: http://127.0.0.1:{desk.port}.evil.example",), ("origin:",),
        (f"origin: http://127.0.0.1:{desk.port + 1}",), (f"origin: http://localhost:{desk.port}",),
        (f"origin: http://127.0.0.1:{desk.port}", "sec-fetch-site: cross-site"),
        (f"origin: http://127.0.0.1:{desk.port}", "sec-fetch-site: same-site"),
        (f"referer: http://127.0.0.1:{desk.port}/{desk.token}/",),
    ]  # fmt: skip
    before = desk.get(f"{made}/rulings").body
    for path in posts:
        for headers in forged:
            answer = raw(desk, f"POST /TOKEN{path} HTTP/1.1", host, "content-length: 0", *headers)
            assert status(answer) == 403, (path, headers)
    assert desk.get(made).status == 200
    assert desk.get(f"{made}/rulings").body == before


def test_another_page_cannot_read(desk: DeskProcess, made: str) -> None:
    for headers in (
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "http://evil.example"},
    ):
        for path in ("/", made, f"{made}/rulings", "/library"):
            answer = desk.get(path, **headers)
            assert answer.status == 403
            assert "access-control-allow-origin" not in answer.headers
    assert desk.get("/", sec_fetch_site="none").status == 200
    assert desk.get("/", sec_fetch_site="same-origin").status == 200


def test_what_changes_something_is_no_get(desk: DeskProcess, made: str) -> None:
    both = addresses(made)
    for path in {path for method, path in both if method == "POST"} - {
        path for method, path in both if method == "GET"
    }:
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"):
            answer = desk.ask(method, path)
            assert answer.status == 405, (method, path)
            assert answer.headers["allow"] == "POST"
    for method, path in itertools.product(("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"), {path for _, path in both}):
        assert desk.ask(method, path).status == 405, (method, path)
    assert desk.get(made).status == 200


def test_every_answer_has_its_headers(desk: DeskProcess, made: str) -> None:
    asked = [path for method, path in addresses(made) if method == "GET" and not path.endswith("/news")]
    for path in [*asked, "/nothing", "/reports/nobody", "/comparisons/nobody", "/x" * 50, "/%00", "/%ff%fe"]:
        answer = desk.get(path)
        assert HEADERS.items() <= answer.headers.items(), path
        assert "content-security-policy" in answer.headers
        assert "server" not in answer.headers
        kind = answer.headers.get("content-type", "")
        if kind.startswith("text/html") and "attachment" not in answer.headers.get("content-disposition", ""):
            policy = html.unescape(answer.text.split('Content-Security-Policy" content="', 1)[1].split('"', 1)[0])
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    refused = raw(desk, "GET /x/ HTTP/1.1", f"host: 127.0.0.1:{desk.port}").decode().lower()
    assert all(f"{name}: {value.lower()}" in refused for name, value in HEADERS.items())
    assert "default-src 'none'" in desk.get(f"{made}/report").headers["content-security-policy"]


def test_a_head_gives_the_headers_alone(desk: DeskProcess, made: str) -> None:
    for path in ("/", made, f"{made}/report", f"{made}/files/report.xlsx", "/library", "/reports"):
        answer = desk.ask("HEAD", path)
        assert (answer.status, answer.body) == (200, b"")
    until(lambda: not list((desk.library / "incoming").iterdir()))


def test_there_are_no_websockets(desk: DeskProcess) -> None:
    for path in ("", "reports/news"):
        answer = raw(
            desk, f"GET /TOKEN/{path} HTTP/1.1", f"host: 127.0.0.1:{desk.port}", "upgrade: websocket",
            "connection: upgrade", "sec-websocket-version: 13", "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
        )  # fmt: skip
        assert b" 101 " not in answer[:20]


# Paths and names

BAD_NAMES = [
    "../../x.pdf", "..%2f..%2fx.pdf", "..\\..\\x.pdf", "/etc/passwd", "C:\\x.pdf", "%00", "x%00.pdf", "x\u202efdp.exe",
    "a" * 5000, "..", ".", "...", "%2e%2e", "....//....//x", "\u200b", "~", "$(touch x)", "a;b|c&d", "\n",
    "%0d%0aset-cookie:x",
]  # fmt: skip


@pytest.mark.parametrize("path", ["/reports/{}", "/reports/{}/report.pdf", "/comparisons/{}", "/comparisons/{}/report"])
def test_no_path_leads_out(path: str, desk: DeskProcess) -> None:
    for name in BAD_NAMES:
        for written in (quote(name, safe=""), quote(quote(name, safe=""), safe="")):
            assert desk.get(path.format(written)).status == 404, name


def test_no_file_but_those_of_a_comparison_is_given(desk: DeskProcess, made: str) -> None:
    for name in [
        *BAD_NAMES,
        "../../../library.sqlite",
        "parsed",
        "rulings.csv",
        "datapackage.json",
        ".",
        "report.html/",
    ]:
        assert desk.get(f"{made}/files/{quote(name, safe='')}").status == 404, name
    answer = desk.get(f"{made}/files/report.html")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_forms_words_stay_words_in_where_it_leads(desk: DeskProcess, made: str) -> None:
    for name in BAD_NAMES:
        for path in (f"/comparisons/{quote(name, safe='')}/cancel", f"/reports/{quote(name, safe='')}/stop"):
            answer = desk.post(path)
            assert answer.status in (303, 404, 405), name
            if answer.status == 303:
                assert answer.headers["location"].startswith(f"/{desk.token}/")
                assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", [*BAD_NAMES, SCRIPT, "a\u2066b\u2069.pdf", "x" * 4990 + ".pdf", "ﷺ" * 400])
def test_a_files_name_is_shown_harmless_and_leads_nowhere(name: str, desk: DeskProcess) -> None:
    pdf = b"%PDF-1.7\n" + name.encode("utf-8", "replace")
    report = desk.upload(pdf, name)
    shown = desk.post(f"/uploads?name={quote(name, safe='')}", pdf).json["file"]
    assert shown == shown.strip()
    assert shown
    assert len(shown) <= 120
    assert not {"/", "\\", "\0", "\n", "\u202e", "\u2066", "\u200b"} & set(shown)
    desk.read(report)
    page = desk.get(f"/reports/{quote(report)}")
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert "onerror=alert(1)>" not in page.text
    at = desk.get(f"/reports/{quote(report)}/report.pdf")
    assert at.body == pdf
    assert at.headers["content-disposition"].startswith("attachment")
    assert {path.name for path in (desk.library / "reports").iterdir()} >= {"."} - {"."}
    assert all(len(path.name) == 64 for path in (desk.library / "reports").iterdir())
    assert desk.post(f"/reports/{quote(report)}/delete").status == 303
    assert desk.get(f"/reports/{quote(report)}").status == 404


def test_a_name_keeps_what_people_write() -> None:
    for name in ("Plan 2025 – “final” (v2).pdf", "Évaluation.pdf", "報告.pdf", "a.b.c.pdf"):
        assert clean_name(name) == name
    assert clean_name("C:\\Users\\a\\plan.pdf") == "plan.pdf"
    assert clean_name("x" * 500 + ".pdf").endswith("x.pdf")


# Files


def upload_head(desk: DeskProcess, *headers: str, name: str = "a.pdf") -> bytes:
    lines = [
        f"POST /{desk.token}/uploads?name={name} HTTP/1.1",
        f"host: 127.0.0.1:{desk.port}",
        f"origin: {desk.origin}",
    ]
    return "\r\n".join([*lines, *headers, "", ""]).encode()


def nothing_came_in(desk: DeskProcess) -> None:
    until(lambda: not list((desk.library / "incoming").iterdir()), 10)


def test_a_file_that_says_it_is_too_large_is_refused_at_once(desk: DeskProcess) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", desk.port), timeout=20) as line:
        line.sendall(
            upload_head(desk, "content-length: 2000000000", "accept: application/json") + b"%PDF-1.7 the first bytes"
        )
        got = line.makefile("rb").read(500)
    assert b" 413 " in got[:20]
    assert b"--max-upload" in got or b"5 MB" in got
    assert time.monotonic() - began < 5
    nothing_came_in(desk)


def test_a_file_without_a_length_is_refused_once_it_is_too_large(desk: DeskProcess) -> None:
    """It is told so while it is still being sent; what comes after that is not kept."""
    piece = b"%PDF" + b"x" * (64 * 1024 - 4)
    sent, most = 0, 0
    with socket.create_connection(("127.0.0.1", desk.port), timeout=20) as line:
        line.sendall(upload_head(desk, "transfer-encoding: chunked"))
        line.setblocking(True)
        answered = False
        while not answered and sent < 50 * MB:
            line.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            sent += len(piece)
            with contextlib.suppress(FileNotFoundError):  # gone between the two looks, as it should be
                most = max(most, sum(path.stat().st_size for path in (desk.library / "incoming").iterdir()))
            answered = bool(select.select([line], [], [], 0.01)[0])
        assert answered
        assert b" 413 " in line.recv(4096)[:20]
    assert most <= 5 * MB
    nothing_came_in(desk)
    assert desk.get("/").status == 200


def test_a_file_that_is_cut_off_leaves_nothing(desk: DeskProcess) -> None:
    for said in (
        upload_head(desk, "content-length: 1000000") + b"%PDF-1.7" + b"x" * 300_000,
        upload_head(desk, "transfer-encoding: chunked") + b"400\r\n%PDF",
        upload_head(desk, "transfer-encoding: chunked") + b"zzz\r\n%PDF",
        upload_head(desk, "content-length: 7", "content-length: 70") + b"%PDF-1.7",
        upload_head(desk, "content-length: -1"),
        upload_head(desk, "content-length: \xb2"),
    ):
        with socket.create_connection(("127.0.0.1", desk.port), timeout=20) as line:
            line.sendall(said)
    nothing_came_in(desk)
    assert not any("x" * 9 in path.name for path in (desk.library / "reports").iterdir())
    assert desk.get("/reports").status == 200


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"), (b"PK\x03\x04 a Word document", "is not a PDF"), (b"x" * 2000 + b"%PDF-1.7", "is not a PDF"),
        (b"<html>", "is not a PDF"), (b"\0" * 100, "is not a PDF"),
    ],
)  # fmt: skip
def test_what_is_no_pdf_is_told_and_not_kept(data: bytes, words: str, desk: DeskProcess) -> None:
    before = sorted((desk.library / "reports").iterdir())
    answer = desk.post("/uploads?name=odd.pdf", data)
    assert answer.status == 415
    assert words in answer.json["why"]
    assert sorted((desk.library / "reports").iterdir()) == before
    nothing_came_in(desk)


def test_a_broken_pdf_is_told_on_its_page(desk: DeskProcess) -> None:
    report = desk.upload(sample_pdf("2024").read_bytes()[:20000], "cut.pdf")
    desk.read(report)
    assert "is damaged or cut off" in desk.get(f"/reports/{report}").text


# Requests


def test_a_body_that_is_no_form_or_no_json_is_refused(desk: DeskProcess, made: str) -> None:
    for body in (
        b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b'{"added": 7}', b'{"added": [7]}', b'{"taken": "abc"}',
        b'{"taken": [7]}', b'{"taken": [null]}', b'{"taken": ["' + b"\\ud800" * 9 + b'"]}',
        b"[" * 100_000, b'{"added": [{}]}', b'{"added": [null]}', b"1" * 5000,
    ):  # fmt: skip
        answer = desk.post(f"{made}/rulings", body)
        assert answer.status == 422, (body[:40], answer.text)
        assert answer.json["why"]
    many = "&".join(f"a{n}=1" for n in range(2000)).encode()
    for body in (b"\xff\xfe=%ff", many):
        assert desk.post("/compare", body).status == 422
    for body in (b"r=" * 600_000, b'{"added": [' + b" " * 1_200_000 + b"]}"):
        for path in ("/compare", f"{made}/rulings", f"{made}/undo", "/reports/estuary-and-moors-2024/columns"):
            assert desk.post(path, body).status == 413, path


def test_a_form_that_says_nonsense_is_told_in_a_sentence(desk: DeskProcess, made: str) -> None:
    ids = [("r", "estuary-and-moors-2024"), ("r", "estuary-and-moors-2025")]
    for said in (
        [], ids[:1], ids, [*ids, ("year", "2024")], [*ids, ("year", "2024"), ("year", "2024"), ("plan", " ")],
        [*ids, ("year", "x"), ("year", "2025")], [*ids, ("year", "2024-13"), ("year", "2025"), ("plan", "p")],
        [("r", "nobody"), ("r", "../x")], [("r", "\0")] * 20,
    ):  # fmt: skip
        assert desk.post("/compare", said).status == 422, said
    for change in ("", "x", "-1", "9" * 30, "²", "１", "1 or 1=1"):
        assert desk.post(f"{made}/undo", [("change", change)]).status == 404, change
    for path in (
        "/?q=" + "%25" * 900,
        "/?page=-1",
        "/?page=99999",
        "/?page=x",
        "/?page=%C2%B2",
        "/reports?q=%00",
        "/compare?r=" + "x&r=" * 3000,
    ):
        assert desk.get(path).status == 200, path
    assert desk.get(f"{made}/beside?with=nobody").status == 404


RULING = {"key": "k" * 12, "kind": "outcome", "a_text": "x", "b_text": "y", "ruling": "yes"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "spell"}, {"ruling": "perhaps"}, {"a_text": ""}, {"b_text": None}, {"a_text": "x" * 100_000},
        {"note": "x" * 100_000}, {"key": ""}, {"key": 7}, {"key": "\ud800" * 9}, {"by": ["Ada"]},
    ],
)  # fmt: skip
def test_a_malformed_decision_saves_nothing(wrong: dict[str, Any], desk: DeskProcess, made: str) -> None:
    before = desk.get(f"{made}/rulings").body
    answer = desk.post(f"{made}/rulings", {"added": [RULING, {**RULING, **wrong}]})
    assert answer.status == 422
    assert "Nothing was saved" in answer.json["why"]
    assert desk.get(f"{made}/rulings").body == before


def test_a_decision_of_another_plan_is_refused(desk: DeskProcess, made: str) -> None:
    at = desk.compare(["estuary-and-moors-2024", "estuary-and-moors-2025"], plan="Another plan")
    desk.post(f"{at}/cancel")
    new = {**RULING, "key": "of-another-plan"}
    assert desk.post(f"{at}/rulings", {"added": [new]}).status == 200
    before = desk.get(f"{made}/rulings").body
    assert desk.post(f"{made}/rulings", {"added": [new]}).status == 409
    assert desk.post(f"{made}/rulings", {"taken": [new["key"]]}).status == 200
    assert desk.get(f"{made}/rulings").body == before
    assert desk.post(f"{at}/delete").status == 303


@pytest.mark.slow
def test_a_decision_with_odd_characters_reaches_every_file(desk: DeskProcess, made: str) -> None:
    """Word and Excel refuse files with control characters in them."""
    found = json.loads(desk.get(f"{made}/files/comparison.json").body)["pairs"][0]["outcomes"]
    outcome = next(one for one in found if one["evidence"]["before"])
    link = outcome["text"], outcome["evidence"]["before"][0]["text"]
    new = {
        **RULING, "key": "odd-characters", "kind": "evidence", "ruling": "no", "a_text": link[0], "b_text": link[1],
        "b_report": outcome["before_report"], "by": "Ada\x00\x0b\x1f", "note": f"{SCRIPT}\x08\ufffe=cmd|' /C calc'!A0",
    }  # fmt: skip
    assert desk.post(f"{made}/rulings", {"added": [new]}).status == 200
    try:
        for name in ("briefing.docx", "report.xlsx", "report.html", "everything.zip"):
            answer = desk.get(f"{made}/files/{name}")
            assert answer.status == 200, answer.text
        assert "=&quot;cmd" not in desk.get(made).text
        assert "<script>alert" not in desk.get(made).text
        assert "<script>alert" not in desk.get(f"{made}/report").text
    finally:
        desk.post(f"{made}/rulings", {"taken": [new["key"]]})


def test_a_client_that_hangs_keeps_nobody_waiting(desk: DeskProcess, made: str) -> None:
    with ExitStack() as open_lines:
        for n in range(60):
            line = open_lines.enter_context(socket.create_connection(("127.0.0.1", desk.port), timeout=20))
            line.sendall(
                [
                    b"",
                    b"GET /",
                    upload_head(desk, "content-length: 4000000") + b"%PDF",
                    upload_head(desk, "content-length: 9"),
                ][n % 4]
            )
        news = f"GET /{desk.token}{made}/news HTTP/1.1\r\nhost: 127.0.0.1:{desk.port}\r\n\r\n".encode()
        open_lines.enter_context(socket.create_connection(("127.0.0.1", desk.port))).sendall(news)
        began = time.monotonic()
        assert desk.get("/").status == 200
        assert desk.get(f"{made}/rulings").status == 200
        assert time.monotonic() - began < 5
    nothing_came_in(desk)


def test_garbage_instead_of_http_harms_nothing(desk: DeskProcess) -> None:
    for said in (b"\0" * 100, b"\x16\x03\x01\x02\x00", b"GET " + b"a" * 100_000, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"):
        assert status(desk.raw(said)) in (0, 400, 421)
    many = b"".join(b"x%d: y\r\n" % n for n in range(20_000))
    assert desk.get("/").status == 200
    assert status(desk.raw(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n" + many + b"\r\n")) in (0, 400, 431)
    assert desk.get("/").status == 200


# A library from a stranger


def packed(said: object, **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        to.writestr("library.json", json.dumps(said))
        for name, data in files.items():
            to.writestr(name, data)
    return out.getvalue()


EMPTY = {"format": "evidence-trail-library/1", "reports": [], "comparisons": [], "rulings": [], "settings": []}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"no ZIP at all", b"PK\x05\x06" + b"\0" * 18, packed([]), packed({**EMPTY, "format": "x"}),
        packed({**EMPTY, "reports": [{"id": 7}]}), packed({**EMPTY, "rulings": "x"}), packed("x" * 1000),
    ],
)  # fmt: skip
def test_a_bad_library_is_refused_in_a_sentence(data: bytes, desk: DeskProcess) -> None:
    answer = desk.post("/library", data)
    assert answer.status == 422
    assert answer.json["why"].endswith(".")
    nothing_came_in(desk)


def test_a_bomb_is_not_unpacked(desk: DeskProcess) -> None:
    report = {
        "id": "x", "sha256": "0" * 64, "file": "x.pdf", "added": "2026-01-01T00:00:00+00:00", "body": "", "plan": "",
        "year": "", "sure": 0, "named": "{}",
    }  # fmt: skip
    bomb = packed({**EMPTY, "reports": [report]}, **{f"reports/{'0' * 64}/report.pdf": b"\0" * (100 * MB)})
    assert len(bomb) < MB
    answer = desk.post("/library", bomb)
    assert answer.status in (422, 507)
    assert desk.post("/library", packed({**EMPTY, "x": " " * (60 * MB)})).status == 422
    nothing_came_in(desk)
    assert desk.get("/reports/x").status == 404


# In a browser


def hostile_pdf(year: int) -> bytes:
    """A report that says scripts in every part."""
    said = [
        f"Tackle {SCRIPT}",
        f"- Fewer thefts {SCRIPT}",
        f"- We trained {SCRIPT} 40 officers against thefts",
        "The board",
    ]
    cells = "".join(f"[{n}.], " + ", ".join(f"[#{json.dumps(text)}]" for text in said) + ",\n" for n in (1, 2))
    labels = ["No.", "You asked us to", "Outcomes", "Progress", "How is this being delivered"]
    header = ", ".join(f"[{label}]" for label in labels)
    title = json.dumps(f"Plan {SCRIPT}: progress {year}")
    return typst.compile(
        f"#set document(title: {title})\n= #{title}\n#table(columns: 5, table.header({header}),\n{cells})".encode(),
        ignore_system_fonts=True,
    )


@pytest.mark.slow
def test_nothing_that_a_pdf_or_a_name_says_runs(desk: DeskProcess, browser: Browser) -> None:
    ids = [desk.upload(hostile_pdf(year), f"{year}{SCRIPT.replace('/', '')}.pdf") for year in (2024, 2025)]
    for report in ids:
        desk.read(report)
        assert "Could not be read" not in desk.get(f"/reports/{quote(report)}").text
    at = desk.compare(ids, plan=f"Plan {SCRIPT}")
    desk.made(at)
    new = {**RULING, "key": "said-by-a-script", "a_text": SCRIPT, "b_text": SCRIPT, "note": SCRIPT, "by": SCRIPT}
    assert desk.post(f"{at}/rulings", {"added": [new]}).status == 200
    again = desk.post(f"{at}/again").where
    desk.made(again)
    chosen = "&".join(f"r={quote(report)}" for report in ids)
    pages = [
        "/", f"/?q={quote(SCRIPT)}", "/reports", f"/reports?q={quote(SCRIPT)}", f"/compare?{chosen}", at,
        f"{at}/report", f"{at}/beside?with={again.split('/')[-1]}", *(f"/reports/{quote(one)}" for one in ids),
        f"/reports/{quote(ids[0])}?next={quote(SCRIPT)}", f"/{quote(SCRIPT)}", f"{at}/beside?with={quote(SCRIPT)}",
    ]  # fmt: skip
    tab = browser.new_page()
    said: list[str] = []
    tab.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on(
        "request", lambda request: None if request.url.startswith((desk.origin, "data:")) else said.append(request.url)
    )
    for path in pages:
        tab.goto(desk.base + path)
        tab.wait_for_timeout(50)
        assert tab.evaluate("document.querySelectorAll('img[onerror], img[src=x]').length") == 0, path
        found = tab.locator("body").inner_text()
        if path not in ("/",):
            assert "alert(" in found or path.endswith("x") or "/beside?with=%3C" in path or path.startswith("/%3C"), (
                path
            )
        assert "49" not in found.split("alert")[-1][:60] or "{{7*7}}" in found, path
    assert [one for one in said if "404" not in one] == []
    tab.close()


@pytest.mark.slow
def test_a_strangers_page_neither_comes_in_nor_runs(
    desk: DeskProcess, made: str, browser: Browser, tmp_path: Path
) -> None:
    """Not taken over from the file; and where one got into the library all the same, the policy keeps it still."""
    bad = b'<html><meta http-equiv="refresh" content="0; url=/"><body onload=alert(1)><script>alert(2)</script></html>'
    source = zipfile.ZipFile(io.BytesIO(desk.get("/library").body))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as to:
        for name in source.namelist():
            to.writestr(name, bad if name.endswith("report.html") else source.read(name))
    with desk_process(tmp_path / "other") as other:
        assert other.post("/library", out.getvalue()).status == 200
        other.made(made)
        assert bad not in other.get(f"{made}/report").body
        assert b"What changed between the reports" in other.get(f"{made}/report").body
        place = other.library / made[1:] / "results" / "report.html"
        place.write_text(
            place.read_text().replace("<main", "<script>alert(2)</script><img src=x onerror=alert(3)><main", 1)
        )
        tab = browser.new_page()
        said: list[str] = []
        tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        tab.goto(f"{other.base}{made}/report")
        tab.wait_for_timeout(200)
        assert said == []
        tab.close()
        place.write_bytes(bad)
        answer = other.get(f"{made}/report")
        assert answer.status == 409
        assert b"<script>alert" not in answer.body


def test_the_browser_is_opened_with_an_address_that_works_once() -> None:
    """What a program is started with can be seen by every user of the machine, so the token is not in it."""

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("the desk")(scope, receive, send)

    def refused(scope: Any, error: DeskError) -> Any:
        return PlainTextResponse(str(error), error.status)

    guard = Guard(inside, "the-token", "the-ticket", refused)

    def asked(path: str) -> tuple[int, str]:
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        headers = [(b"host", b"127.0.0.1:8000")]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}
        with ThreadPoolExecutor(1) as elsewhere:  # a browser of another test may have a loop of its own here
            elsewhere.submit(lambda: asyncio.run(guard(scope, None, send))).result()  # type: ignore[arg-type]
        named = {name.decode(): value.decode() for name, value in said[0]["headers"]}
        return said[0]["status"], named.get("location", "")

    assert asked("/the-ticket") == (303, "/the-token/")
    assert asked("/the-ticket")[0] == 403
    assert asked("/the-token/")[0] == 200
    assert asked("/")[0] == 403
