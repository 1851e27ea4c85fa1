"""The MCP server as assistants use it: the SDK's own client, the real command, over both transports."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import CallToolResult, ResourceTemplateReference

from app.mcp_server.library import ROWS
from app.mcp_server.models import EXCERPT, READING, Quotation
from corpus.citing.citation import cite_clause
from corpus.store import Store
from tests.conftest import run

COMMAND = str(Path(sys.executable).parent / "dieukhoan")
PLAN = "42-kh-ubnd-2024"
GOAL = f"{PLAN}/II/2/2.2/gach-2"
QUESTION = "tỷ lệ tham gia bảo hiểm y tế năm 2030"


class Assistant:
    """The SDK's client, called from outside its event loop."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal, self.client = portal, client

    def __getattr__(self, name: str) -> Any:
        return lambda *positional, **named: self._portal.call(partial(getattr(self.client, name), *positional, **named))

    def asked(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The structured output of a call that succeeds; the readable text is in `said`."""
        result: CallToolResult = self.call_tool(tool, arguments)
        assert not result.is_error, result.content
        assert isinstance(result.structured_content, dict)
        self.said = result.content[0].text
        return result.structured_content

    def refused(self, tool: str, **arguments: Any) -> str:
        """The one sentence of a call that fails."""
        result: CallToolResult = self.call_tool(tool, arguments)
        assert result.is_error
        (sentence,) = result.content
        assert len(sentence.text.splitlines()) == 1, sentence.text
        assert "Traceback" not in sentence.text
        return str(sentence.text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def web(sample_home: Path) -> Iterator[str]:
    """The address of the server over HTTP, as it prints it."""
    server = subprocess.Popen(
        [COMMAND, "mcp", "--http", "--port", str(free_port()), "--home", str(sample_home)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout
    yield server.stdout.readline().removeprefix("dieukhoan: ").strip()
    server.terminate()
    server.wait(20)


@pytest.fixture(scope="module", params=["stdio", "http"])
def assistant(request: pytest.FixtureRequest, sample_home: Path) -> Iterator[Assistant]:
    if request.param == "http":
        target: Any = request.getfixturevalue("web")
        for _ in range(100):
            try:
                urllib.request.urlopen(target.replace("/mcp", "/health"), timeout=5)
                break
            except urllib.error.URLError:
                time.sleep(0.2)
    else:
        target = StdioServerParameters(command=COMMAND, args=["mcp", "--home", str(sample_home)], env=dict(os.environ))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(target)) as client:
        yield Assistant(portal, client)


@pytest.fixture(scope="module")
def store(sample_home: Path) -> Iterator[Store]:
    with Store(sample_home) as opened:
        yield opened


def test_tools_only_read_and_say_what_they_take_and_give(assistant: Assistant) -> None:
    tools = {tool.name: tool for tool in assistant.list_tools().tools}
    assert set(tools) == {"search", "read_clause", "cite", "compare", "list_documents"}
    for tool in tools.values():
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert tool.output_schema
        assert tool.output_schema["properties"]
        for name, argument in tool.input_schema["properties"].items():
            assert argument["description"], (tool.name, name)
    assert "exact" in (assistant.client.instructions or "")


def test_search_gives_exact_words_with_their_citations(assistant: Assistant, store: Store) -> None:
    found = assistant.asked("search", question=QUESTION, k=3, document=PLAN)
    assert not found["abstained"]
    assert found["results"][0]["clause_id"] == GOAL
    for result in found["results"]:
        document, clause = store.clause(result["clause_id"])
        span = document.answer_span(clause)
        assert result["complete"]
        assert result["text"] == document.text[span.start : span.end]
        assert result["citation"] == cite_clause(document, clause)
        assert f"“{result['text']}”" in assistant.said
        assert result["citation"] in assistant.said
        assert assistant.read_resource(result["uri"]).contents[0].text.startswith(result["text"])


def test_the_answers_are_those_of_the_command_line(assistant: Assistant, sample_home: Path) -> None:
    printed = json.loads(run("search", QUESTION, "-k", "3", "--json", home=sample_home).stdout)
    found = assistant.asked("search", question=QUESTION, k=3)
    shared = ("clause_id", "document_id", "label_path", "text", "citation", "score", "page", "also")
    for ours, theirs in zip(found["results"], printed["results"], strict=True):
        assert {name: ours[name] for name in shared} == {name: theirs[name] for name in shared}


def test_no_answer_is_said_plainly(assistant: Assistant) -> None:
    found = assistant.asked("search", question="cách nấu phở bò")
    assert found["abstained"]
    assert found["results"] == []
    assert "không quy định" in assistant.said
    if found["near"]:
        assert assistant.said.index("không phải là câu trả lời") < assistant.said.index(found["near"][0]["citation"])


def test_filters(assistant: Assistant) -> None:
    inside = assistant.asked("search", question=QUESTION, type="Quyết định")
    assert all(not result["document_id"].startswith(PLAN) for result in inside["results"])
    listed = assistant.asked("list_documents", type="Kế hoạch", issued_from="2024-01-01", issued_to="2024-12-31")
    assert [row["id"] for row in listed["documents"]] == [PLAN]
    assert "42-kh-ubnd-2024" in assistant.said
    assert assistant.asked("list_documents", issuer="không có")["total"] == 0


def test_a_long_text_is_read_in_parts_without_loss(assistant: Assistant, store: Store) -> None:
    longest = max((store.document(summary.id) for summary in store.documents()), key=lambda one: len(one.text))
    assert len(longest.text) > READING
    parts, offset = [], 0
    while offset is not None:
        found = assistant.asked("read_clause", clause_id=longest.id, offset=offset)
        assert not found["complete"]
        assert "Trích một phần" in assistant.said
        parts.append(found["text"])
        offset = found["next_offset"]
    assert len(parts) > 1
    assert "".join(parts) == longest.text


def test_a_clause_is_read_in_its_place(assistant: Assistant, store: Store) -> None:
    document, clause = store.clause(f"{PLAN}/II/2")
    found = assistant.asked("read_clause", clause_id=clause.id)
    assert found["text"] == document.quotation(clause)[: len(found["text"])]
    assert [part["clause_id"] for part in found["ancestors"]] == [node.id for node in document.ancestors(clause)]
    assert [part["clause_id"] for part in found["children"]] == [node.id for node in document.children(clause.id)]


def test_what_amends_a_clause_is_said(assistant: Assistant, store: Store) -> None:
    found = assistant.asked("read_clause", clause_id="31-2024-qd-ubnd/kem-theo-1/dieu-5/khoan-2")
    assert found["status"] == "đã được sửa đổi, bổ sung"
    for change in found["amended_by"]:
        document, clause = store.clause(change["clause_id"])
        assert change["text"] == document.quotation(clause)[: len(change["text"])]
        assert f"{change['relation']}: {change['citation']}" in assistant.said
    assert "sửa đổi, bổ sung" in {change["relation"] for change in found["amended_by"]}


def test_citations(assistant: Assistant, store: Store) -> None:
    document, clause = store.clause(GOAL)
    found = assistant.asked("cite", clause_id=GOAL, form="later", quote=True)
    assert found["citation"] == cite_clause(document, clause, "later")
    assert found["quote"]["text"] == clause.text
    assert assistant.asked("cite", clause_id=GOAL)["quote"] is None


def test_compare(assistant: Assistant, sample_home: Path, store: Store) -> None:
    two = ["31-2024-qd-ubnd", "17-2025-qd-ubnd"]
    found = assistant.asked("compare", documents=two)
    printed = json.loads(run("compare", *two, "--json", home=sample_home).stdout)
    differing = [pair for pair in printed["pairs"] if any(pair["differences"].values())]
    assert (found["total"], found["identical"]) == (len(differing), len(printed["pairs"]) - len(differing))
    assert [pair["a"]["clause_id"] for pair in found["pairs"]] == [pair["a"] for pair in differing[:ROWS]]
    assert found["only_in_b"] == printed["only_in_b"]
    for pair in found["pairs"]:
        for side in ("a", "b"):
            own = store.clause(pair[side]["clause_id"])[1].text
            assert own.startswith(pair[side]["text"])
    asked = assistant.asked("compare", question=QUESTION)
    assert PLAN in {row["clause_id"].split("/")[0] for row in asked["answers"]}
    assert len(asked["silent"]) + asked["total"] == store.count()


def test_resources(assistant: Assistant, store: Store, sample_home: Path) -> None:
    (template,) = assistant.list_resource_templates().resource_templates
    assert template.uri_template == "clause://{+clause_id}"
    (listed,) = assistant.list_resources().resources
    printed = [json.loads(line) for line in run("documents", "--json", home=sample_home).stdout.splitlines()]
    assert json.loads(assistant.read_resource(listed.uri).contents[0].text) == printed
    for summary in store.documents():
        document = store.document(summary.id)
        assert assistant.read_resource(f"clause://{document.id}").contents[0].text == document.text
    document, clause = store.clause(f"{PLAN}/II")
    assert assistant.read_resource(f"clause://{clause.id}").contents[0].text == document.quotation(clause)
    with pytest.raises(MCPError, match="the nearest is"):
        assistant.read_resource(f"clause://{PLAN}/II/99")


def test_ids_are_completed(assistant: Assistant, store: Store) -> None:
    reference = ResourceTemplateReference(uri="clause://{+clause_id}")
    documents = assistant.complete(reference, {"name": "clause_id", "value": "42-"}).completion.values
    assert documents == [PLAN]
    clauses = assistant.complete(reference, {"name": "clause_id", "value": f"{PLAN}/II/2/2.2/"}).completion.values
    assert GOAL in clauses
    assert assistant.complete(reference, {"name": "clause_id", "value": "none/"}).completion.values == []


def test_bad_calls_end_in_a_sentence(assistant: Assistant) -> None:
    assert "list the stored ones" in assistant.refused("read_clause", clause_id="999-kh-ubnd-2024")
    assert "is not a clause id" in assistant.refused("cite", clause_id="Điều 5")
    assert "question is empty" in assistant.refused("search", question=" ")
    assert "k: " in assistant.refused("search", question=QUESTION, k=21)
    assert "issued_from: " in assistant.refused("search", question=QUESTION, issued_from="hôm qua")
    assert "below that" in assistant.refused("read_clause", clause_id=GOAL, offset=10**6)
    assert "exactly two documents" in assistant.refused("compare", documents=[PLAN])
    assert "No document" in assistant.refused("search", question=QUESTION, document="nope")
    assert "is no level" in assistant.refused("search", question=QUESTION, level="dieu")
    assert "no argument doc_type" in assistant.refused("search", question=QUESTION, doc_type="Luật")


def test_requests_in_another_name_are_refused(web: str) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    for header, status in (({"Host": "evil.example"}, 403), ({"Origin": "http://evil.example"}, 403)):
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **header}
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(web, body, headers), timeout=10)
        assert refused.value.code == status


def test_a_port_that_is_taken_and_a_home_that_is_none(web: str, sample_home: Path, tmp_path: Path) -> None:
    port = web.rsplit(":", 1)[1].split("/")[0]
    done = run("mcp", "--http", "--port", port, home=sample_home)
    assert done.returncode == 1
    assert "--port" in done.stderr
    (tmp_path / "store.sqlite").write_text("no database")
    done = run("mcp", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "see what is damaged" in done.stderr


def test_nothing_but_the_protocol_is_printed(sample_home: Path) -> None:
    asked = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize",
         "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "0"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
         "params": {"name": "search", "arguments": {"question": QUESTION}}},
    ]  # fmt: skip
    with subprocess.Popen(
        [COMMAND, "mcp", "--home", str(sample_home)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdin
        assert server.stdout
        assert server.stderr
        server.stdin.write("".join(json.dumps(message) + "\n" for message in asked))
        server.stdin.flush()
        lines = [json.loads(server.stdout.readline()) for _ in range(2)]
        server.stdin.close()
        lines += [json.loads(line) for line in server.stdout]
        assert server.stderr.read() == ""
    assert {line["id"] for line in lines} == {1, 2}


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_though_nothing_more_is_said_to_it(sample_home: Path, ending: signal.Signals) -> None:
    if signal.getsignal(ending) == signal.SIG_IGN:
        pytest.skip("these tests are a job in the background, which is started with SIGINT ignored")
    asked = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    with subprocess.Popen(
        [COMMAND, "mcp", "--home", str(sample_home)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdin
        assert server.stdout
        assert server.stderr
        try:
            server.stdin.write(json.dumps(asked) + "\n")
            server.stdin.flush()
            server.stdout.readline()
            server.send_signal(ending)
            assert server.wait(timeout=20) == -ending
            assert server.stderr.read() == ""
        finally:
            server.kill()


def test_a_quotation_is_cut_between_words_and_says_so() -> None:
    text = "một hai ba " * 300
    first = Quotation.cut("a/1", "điều 1", text, EXCERPT)
    assert first.text[-1] == " "
    assert not first.complete
    second = Quotation.cut("a/1", "điều 1", text, 10**6, first.next_offset or 0)
    assert first.text + second.text == text
    assert not second.complete
    unbroken = Quotation.cut("a/1", "điều 1", "x" * 100, 30)
    assert (len(unbroken.text), unbroken.next_offset) == (30, 30)
