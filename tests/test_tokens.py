"""Tokens: told once, kept as hashes, held to their role, their groups and their last day."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from app import session
from corpus.errors import InputError, UnknownIdError
from corpus.store.tokens import Tokens
from tests.access import access_file, login_required, make_home, make_tokens
from tests.api import ADDRESS, client_of, opened, wait_for
from tests.browsing import free_port
from tests.conftest import run


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


def test_a_token_is_told_once_and_found_nowhere_in_the_home(tokens: Tokens, tmp_path: Path) -> None:
    token = tokens.add("cổng thông tin", "reader", ["B", "A"], 30)
    known = tokens.known(token)
    assert known is not None
    assert (known.name, known.role, known.groups) == ("cổng thông tin", "reader", ("A", "B"))
    assert tokens.list() == [known]
    for path in tmp_path.iterdir():
        assert token.encode() not in path.read_bytes()
    assert tokens.known(token[:-1]) is None
    assert tokens.known("") is None
    assert tokens.known("\ud800") is None


def test_a_token_ends_with_its_last_day_or_when_it_is_revoked(tokens: Tokens) -> None:
    old, other = tokens.add("cũ", "admin", [], 0), tokens.add("khác", "admin", [], 1)
    with tokens._db.writing() as db:
        db.execute("UPDATE tokens SET until = '2020-01-01T00:00:00+00:00' WHERE name = 'cũ'")
    assert tokens.known(old) is None
    assert tokens.known(other)
    tokens.revoke("khác")
    assert tokens.known(other) is None
    with pytest.raises(UnknownIdError, match="no token 'khác'"):
        tokens.revoke("khác")
    with pytest.raises(InputError, match="There is a token"):
        tokens.add("cũ", "reader", [], 1)


def test_the_command_line_makes_lists_and_revokes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    made = run("token", "add", "cong", "--role", "editor", "--to", "Phòng A", home=home)
    assert re.fullmatch(r"dkh_[\w-]{43}\n", made.stdout)
    assert "not shown again" in made.stderr
    (line,) = run("token", "list", "--json", home=home).stdout.splitlines()
    assert json.loads(line)["groups"] == ["Phòng A"]
    assert made.stdout.strip() not in run("token", "list", home=home).stdout
    assert run("token", "add", "cong", home=home).returncode == 1
    assert run("token", "revoke", "cong", home=home).returncode == 0
    assert "No tokens yet" in run("token", "list", home=home).stderr


@pytest.fixture(scope="module")
def asking(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("tokens")
    make_home(sample_home, folder / "home")
    tokens = make_tokens(folder / "home")
    with login_required(access_file(folder)), opened(folder / "home") as app:
        yield client_of(app), tokens


def test_without_a_token_nothing_but_the_description_and_the_state_is_told(
    asking: tuple[TestClient, dict[str, str]],
) -> None:
    client, _ = asking
    described = client.get("/v1/openapi.json").json()
    closed = 0
    for path, operations in described["paths"].items():
        for method in operations:
            told = client.request(method, re.sub(r"\{.*?\}", "1", path), headers={"Content-Type": "application/json"})
            if path.startswith(("/v1/health", "/v1/problems")):
                continue
            closed += 1
            assert told.status_code == 401, (method, path)
            assert told.headers["www-authenticate"] == "Bearer"
            assert told.json()["type"] == "/v1/problems/not-logged-in"
    assert closed > 25
    assert client.get("/v1/health").json()["documents"] is None
    for wrong in ("Bearer", "Bearer x", "Bearer dkh_" + "a" * 43, "Basic dkh_", "dkh_"):
        assert client.get("/v1/documents", headers={"Authorization": wrong}).status_code == 401


def test_who_guesses_tokens_is_heard_no_more(asking: tuple[TestClient, dict[str, str]]) -> None:
    client, tokens = asking
    guesser = TestClient(client.app, base_url=ADDRESS, client=("10.1.1.1", 1))

    def sent(token: str) -> httpx.Response:
        return guesser.get("/v1/documents", headers={"Authorization": f"Bearer {token}"})

    assert [sent(f"dkh_{guess:043}").status_code for guess in range(10)] == [401] * 10
    refused = sent(tokens["admin"])
    assert (refused.status_code, refused.json()["type"]) == (429, "/v1/problems/too-many-requests")
    assert client.get("/v1/documents", headers={"Authorization": f"Bearer {tokens['admin']}"}).status_code == 200


def test_each_role_does_its_part(asking: tuple[TestClient, dict[str, str]]) -> None:
    client, tokens = asking

    def status(who: str, method: str, path: str, **given: object) -> int:
        headers = {"Authorization": f"Bearer {tokens[who]}"}
        return client.request(method, path, headers=headers, **given).status_code  # type: ignore[arg-type]

    new = {"files": ("moi.txt", "Số: 5/KH-UBND\nKẾ HOẠCH\nTHỬ\nI. MỤC TIÊU\n1. Một.\n".encode())}
    for who in ("outsider", "member"):
        assert status(who, "GET", "/v1/documents") == 200
        assert status(who, "POST", "/v1/uploads", files=new) == 403
        assert status(who, "DELETE", "/v1/documents/17-2025-qd-ubnd") == 403
        assert status(who, "POST", "/v1/collections", json={"name": "của tôi"}) == 201
    assert status("editor", "POST", "/v1/uploads", files=new) == 202
    assert status("editor", "POST", "/v1/uploads?to=Phòng Tổng hợp", files=new) == 403
    assert status("admin", "POST", "/v1/uploads?to=Phòng Tổng hợp", files=new) == 202
    assert status("editor", "DELETE", "/v1/documents/khong-co") == 404
    limits = {"limited_to": ["Phòng Tổng hợp"]}
    assert status("editor", "PUT", "/v1/documents/17-2025-qd-ubnd/limits", json=limits) == 403
    assert status("admin", "PUT", "/v1/documents/17-2025-qd-ubnd/limits", json=limits) == 200
    assert status("outsider", "GET", "/v1/documents/17-2025-qd-ubnd") == 404
    assert status("member", "GET", "/v1/documents/17-2025-qd-ubnd") == 200
    assert status("admin", "PUT", "/v1/documents/17-2025-qd-ubnd/limits", json={"limited_to": [" "]}) == 422


def test_an_upload_is_told_of_to_who_sent_it_and_to_administrators(asking: tuple[TestClient, dict[str, str]]) -> None:
    client, tokens = asking
    headers = {name: {"Authorization": f"Bearer {token}"} for name, token in tokens.items()}
    other = Tokens(session.home_folder()).add("editor 2", "editor", [], 1)
    sent = {"files": ("hai.txt", "Số: 6/KH-UBND\nKẾ HOẠCH\nTHỬ\nI. MỤC TIÊU\n1. Một.\n".encode())}
    at = client.post("/v1/uploads", headers=headers["editor"], files=sent).headers["location"]
    wait_for(lambda: client.get(at, headers=headers["editor"]).json()["stage"] == "done")
    assert client.get(at, headers=headers["admin"]).json()["files"][0]["outcome"]["status"] == "added"
    assert client.get(at, headers={"Authorization": f"Bearer {other}"}).status_code == 404


def test_each_token_has_collections_of_its_own(asking: tuple[TestClient, dict[str, str]]) -> None:
    client, tokens = asking
    one, two = ({"Authorization": f"Bearer {tokens[who]}"} for who in ("admin", "editor"))
    made = client.post("/v1/collections", headers=one, json={"name": "riêng"}).headers["location"]
    assert client.get(made, headers=one).status_code == 200
    assert client.get(made, headers=two).status_code == 404
    assert client.get("/v1/collections", headers=two).json()["items"] == []


@pytest.fixture(scope="module")
def assistants(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, str], set[str]]]:
    """The address of MCP over HTTP that asks for tokens, the tokens, and the ids of the limited documents."""
    folder = tmp_path_factory.mktemp("assistants")
    limited = make_home(sample_home, folder / "home")
    tokens = make_tokens(folder / "home")
    command = [Path(sys.executable).with_name("dieukhoan"), "mcp", "--http", "--port", str(free_port())]
    server = subprocess.Popen(
        [*command, "--home", folder / "home", "--auth", access_file(folder)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    address = server.stdout.readline().split()[1]
    for _ in range(240):
        with suppress(httpx.HTTPError):
            httpx.get(address.replace("/mcp", "/health"))
            break
        time.sleep(0.5)
    yield address, tokens, limited
    server.terminate()
    server.wait(20)


def test_assistants_see_what_their_token_may(assistants: tuple[str, dict[str, str], set[str]]) -> None:
    address, tokens, limited = assistants
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "list_documents", "arguments": {}}}
    accepted = {"Accept": "application/json, text/event-stream"}

    def told(token: str) -> httpx.Response:
        return httpx.post(address, json=call, headers={**accepted, "Authorization": f"Bearer {token}"}, timeout=60)

    for who, sees in {"outsider": False, "editor": False, "member": True, "admin": True}.items():
        answer = told(tokens[who])
        assert answer.status_code == 200, answer.text
        assert [name in answer.text for name in sorted(limited)] == [sees] * len(limited), who
        assert "17-2025-qd-ubnd" in answer.text
    refused = told("dkh_" + "a" * 43)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert httpx.get(address.replace("/mcp", "/health")).status_code == 200
