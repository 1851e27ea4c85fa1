"""The outer door: by which names a server may be asked and by whose pages, how often, what its answers tell browsers, and what is written down."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.access.viewer import Viewer, asking
from app.outer import access_log, guarded, rates
from app.outer.asker import sent_from
from app.outer.headers import hashes
from app.outer.settings import settings_now
from corpus.errors import InputError
from tests.access import access_file, login_required
from tests.conftest import run
from tests.test_access_file import FILE as LOGIN


async def _said(_: Request) -> Response:
    answer = PlainTextResponse("nội dung")
    for name in ("one", "other"):
        answer.set_cookie(name, "1")
    return answer


async def _closed(_: Request) -> Response:
    return PlainTextResponse("", 401)


async def _own_policy(_: Request) -> Response:
    headers = {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "public, max-age=60"}
    return HTMLResponse("<p>", headers=headers)


async def _talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


def _site() -> Starlette:
    any_method = ["GET", "POST", "PUT", "DELETE"]
    routes = [
        Route("/said", _said, methods=any_method), Route("/part/{n}", _said), Route("/own", _own_policy), Route("/closed", _closed),
        WebSocketRoute("/talk", _talk),
    ]  # fmt: skip
    return Starlette(routes=routes)


def _client(host: str = "127.0.0.1", base: str = "http://localhost:8501", **options: Any) -> TestClient:
    return TestClient(guarded(_site(), host, **options), base_url=base, client=("10.9.8.7", 4000))


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings, counters and log of this test alone."""
    for name in [name for name in os.environ if name.startswith("DIEUKHOAN_") and name != "DIEUKHOAN_SHARED"]:
        monkeypatch.delenv(name)
    rates._LIMITER.storage.reset()
    yield
    access_log._LOG.handlers.clear()
    access_log._LOG.disabled = True


@pytest.mark.parametrize(
    ("bound", "host", "status"),
    [
        ("127.0.0.1", "localhost:8501", 200),
        ("127.0.0.1", "127.0.0.1", 200),
        ("127.0.0.1", "[::1]:8501", 200),
        ("127.0.0.1", "LOCALHOST.", 200),
        ("127.0.0.1", "dieukhoan.tinh.gov.vn", 200),  # named below
        ("127.0.0.1", "evil.example", 403),
        ("127.0.0.1", "localhost.evil.example", 403),
        ("127.0.0.1", "evil@localhost", 403),
        ("127.0.0.1", "localhost:99999", 403),
        ("127.0.0.1", "localhost/evil", 403),
        ("127.0.0.1", "[::1", 403),
        ("127.0.0.1", "", 403),
        ("127.0.0.1", "192.168.1.5", 403),
        ("0.0.0.0", "192.168.1.5:8501", 200),  # an address cannot be made to lead elsewhere
        ("0.0.0.0", "[2001:db8::1]:8501", 200),
        ("0.0.0.0", "evil.example", 403),
        ("192.168.1.5", "evil.example", 403),
    ],
)
def test_only_its_own_names(bound: str, host: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEUKHOAN_HOSTS", "khac.example, Dieukhoan.tinh.gov.vn")
    answer = _client(bound).get("/said", headers={"Host": host})
    assert answer.status_code == status
    assert status == 200 or "DIEUKHOAN_HOSTS" in answer.text
    assert answer.text.count("\n") == (status != 200)


@pytest.mark.parametrize(
    ("method", "origin", "status"),
    [
        ("POST", "http://localhost:8501", 200),
        ("PUT", "http://localhost:3000", 403),  # another program of this computer
        ("DELETE", "https://evil.example", 403),
        ("POST", "null", 403),
        ("POST", "https://vanphong.example", 200),  # allowed below
        ("GET", "https://evil.example", 200),  # the browser keeps the answer from that page
    ],
)
def test_pages_of_other_sites_change_nothing(method: str, origin: str, status: int) -> None:
    client = _client(origins=("https://vanphong.example",))
    assert client.request(method, "/said", headers={"Origin": origin}).status_code == status


def test_pages_of_other_sites_open_no_websocket() -> None:
    client = _client()
    with client.websocket_connect("/talk", headers={"Origin": "http://localhost:8501", "Host": "localhost:8501"}):
        pass
    for headers in ({"Origin": "http://localhost:3000"}, {"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        with (
            pytest.raises(WebSocketDisconnect) as refused,
            client.websocket_connect("/talk", headers={"Host": "localhost:8501", **headers}),
        ):
            pass
        assert refused.value.code == 1008


def test_every_answer_tells_browsers_what_it_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    client = _client(policy="default-src 'self'; frame-ancestors 'self' https://a.vn")
    answers = [client.get(path) for path in ("/said", "/own", "/nothing")] + [
        client.get("/said", headers={"Host": "evil.example"})
    ]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'self' https://a.vn" in answer.headers["content-security-policy"]
        assert "strict-transport-security" not in answer.headers
        assert "server" not in answer.headers
    assert answers[0].headers["cache-control"] == "private, no-cache"
    assert answers[1].headers["cache-control"] == "public, max-age=60"
    assert answers[1].headers.get_list("content-security-policy") == [
        "default-src 'none'", "frame-ancestors 'self' https://a.vn",
    ]  # fmt: skip
    monkeypatch.setenv("DIEUKHOAN_HOME", str(tmp_path))
    monkeypatch.setenv("DIEUKHOAN_AUTH", str(access_file(tmp_path)))
    kept = _client()
    assert kept.get("/said").headers["cache-control"] == "no-store"
    assert kept.get("/own").headers["cache-control"] == "public, max-age=60"


def test_https_is_kept_only_where_a_trusted_proxy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEUKHOAN_PROXIES", "10.9.8.0/24")
    asked = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    for trusted, https in ((settings_now().proxies, True), (["127.0.0.1"], False)):
        app = ProxyHeadersMiddleware(guarded(_site(), "127.0.0.1"), trusted_hosts=trusted)  # type: ignore[arg-type]
        client = TestClient(app, base_url="http://localhost", client=("10.9.8.7", 1))  # type: ignore[arg-type]
        answer = client.get("/said", headers=asked)
        assert ("strict-transport-security" in answer.headers) is https
        assert [cookie.endswith("; Secure") for cookie in answer.headers.get_list("set-cookie")] == [https, https]


def test_the_scripts_of_a_page_are_admitted_one_by_one() -> None:
    # The example of the specification of Content Security Policy, level 2.
    assert (
        hashes("<p><script>alert('Hello, world.');</script>") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    )


def test_who_asks_too_often_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEUKHOAN_RATE", "3")
    client = _client(free="/part/.+")
    assert [client.get("/said").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/said")
    assert 1 <= int(refused.headers["retry-after"]) <= 120
    assert refused.text == f"Too many requests; ask again in {refused.headers['retry-after']} seconds.\n"
    assert client.get("/part/1").status_code == 200
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/talk", headers={"Host": "localhost:8501"}):
        pass
    monkeypatch.setenv("DIEUKHOAN_RATE", "0")
    assert {_client().get("/said").status_code for _ in range(50)} == {200}


def test_a_run_of_a_page_is_counted_with_the_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEUKHOAN_RATE", "2")

    def run_of_a_page() -> int:
        sent_from("10.9.8.7")
        return rates.run_may_start()

    assert copy_context().run(run_of_a_page) == 0
    assert _client().get("/said").status_code == 200
    assert copy_context().run(run_of_a_page) > 0


def test_whoever_guesses_waits_sooner() -> None:
    client = _client()
    assert {client.get("/closed").status_code for _ in range(20)} == {401}  # nothing is tried
    guess = {"Authorization": "Bearer doan"}
    assert [client.get("/closed", headers=guess).status_code for _ in range(11)] == [401] * 10 + [429]
    assert client.get("/said", headers=guess).status_code == 429
    assert client.get("/said").status_code == 200
    other = TestClient(guarded(_site(), "127.0.0.1"), base_url="http://localhost")
    assert other.get("/said", headers=guess).status_code == 200


def _lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("ascii").splitlines()]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEUKHOAN_HOME", str(tmp_path))
    monkeypatch.setenv("DIEUKHOAN_ACCESS_LOG", "access.log")
    return tmp_path / "access.log"


SECRETS = {"Authorization": "Bearer bi-mat", "Cookie": "session=bi-mat", "X-Api-Key": "bi-mat"}


def test_a_line_says_who_asked_what_and_when(log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIEUKHOAN_AUTH", str(access_file(tmp_path)))
    site = _site()

    async def known(scope: Scope, receive: Receive, send: Send) -> None:
        with asking(Viewer("lan@tinh.gov.vn", "reader")):
            await site(scope, receive, send)

    client = TestClient(
        guarded(known, "127.0.0.1", free="/part/.+"), base_url="http://localhost", client=("10.9.8.7", 1)
    )
    client.get("/said?clause=42-kh-ubnd-2024/III&q=lương&token=bi-mat&code=bi-mat", headers=SECRETS)
    client.get("/part/1")
    client.get("/nothing", headers={"Host": "evil.example"})
    with client.websocket_connect("/talk", headers={"Host": "localhost:8501"}):
        pass
    asked, refused, opened = _lines(log)
    assert asked.pop("time").endswith("+00:00")
    assert asked.pop("ms") >= 0
    assert asked == {
        "who": "lan@tinh.gov.vn", "address": "10.9.8.7", "what": "request", "method": "GET", "path": "/said",
        "clause": "42-kh-ubnd-2024/III", "status": 200,
    }  # fmt: skip
    assert (refused["status"], refused["who"]) == (403, "10.9.8.7")
    assert (opened["status"], opened["method"], opened["who"]) == (101, "WEBSOCKET", "lan@tinh.gov.vn")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "bi-mat" not in log.read_text()


def test_questions_are_written_where_that_is_wanted(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _client().get("/said?q=lương cơ sở")
    monkeypatch.setenv("DIEUKHOAN_LOG_QUERIES", "1")
    _client().get("/said?q=lương cơ sở&token=bi-mat", headers=SECRETS)
    without, with_words = _lines(log)
    assert "q" not in without
    assert with_words["q"] == "lương cơ sở"
    assert "bi-mat" not in log.read_text()


def test_no_request_forges_a_line(log: Path) -> None:
    _client().get("/x%0A%7B%22who%22:%22gia%22%7D%0D%E2%80%A8%1B[2J?clause=a%0Ab%C2%85c" + "d" * 5000)
    (line,) = _lines(log)
    assert line["path"].startswith('/x\n{"who"')
    assert len(line["clause"]) == 500
    text = log.read_bytes()
    assert text.count(b"\n") == 1
    assert all(32 <= byte < 127 for byte in text.rstrip(b"\n"))


def test_a_log_that_was_moved_away_is_begun_anew(log: Path) -> None:
    client = _client()
    client.get("/said")
    log.rename(log.with_suffix(".1"))
    client.get("/said")
    assert len(_lines(log)) == len(_lines(log.with_suffix(".1"))) == 1
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_any_more_is_said_once(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client = _client()
    log.unlink()
    log.mkdir()
    assert [client.get("/said").status_code for _ in range(3)] == [200, 200, 200]
    said = capsys.readouterr().err
    assert said.startswith(f"The access log {log} cannot be written")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("DIEUKHOAN_HOSTS", "https://a.vn", "names alone"),
        ("DIEUKHOAN_PROXIES", "proxy", "127.0.0.1"),
        ("DIEUKHOAN_RATE", "-1", "whole number"),
        ("DIEUKHOAN_RATE", "nhiều", "whole number"),
        ("DIEUKHOAN_ACCESS_LOG", "/nowhere/access.log", "--access-log"),
    ],
)
def test_settings_that_cannot_be_used(variable: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(InputError, match=words):
        guarded(_site(), "127.0.0.1")


@pytest.mark.parametrize("command", ["serve", "api", "mcp"])
def test_each_server_says_what_is_wrong_at_its_start(command: str, sample_home: Path) -> None:
    http = ["--http"] if command == "mcp" else []
    done = run(command, *http, "--access-log", "/nowhere/access.log", home=sample_home)
    assert done.returncode == 1
    assert (
        done.stderr
        == "The access log /nowhere/access.log cannot be written (No such file or directory); name another file with --access-log.\n"
    )


def test_the_host_of_the_log_in_is_a_name_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEUKHOAN_HOME", str(tmp_path))
    with login_required(access_file(tmp_path, LOGIN)):
        answers = TestClient(guarded(_site(), "127.0.0.1"), base_url="http://127.0.0.1")
        told = {
            host: answers.get("/said", headers={"Host": host}).status_code
            for host in ("dieukhoan.lamgiang.gov.vn", "evil.example")
        }
    assert told == {"dieukhoan.lamgiang.gov.vn": 200, "evil.example": 403}
