"""The description of the API: every operation with an example, and the examples are what the sample documents give.

After a change of the answers, `DIEUKHOAN_EXAMPLES=1 pytest tests/test_api_description.py` writes `app/api/examples.json` anew.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from fastapi.testclient import TestClient

from app.api import description
from app.api.application import application
from tests.api import client_of, opened, wait_for
from tests.conftest import SAMPLES

CLAUSE = "42-kh-ubnd-2024/III/1/1.1"
#: What differs from one time to the next, and what stands for it in an example.
STANDS_FOR = {
    "took_ms": 21.4, "added_at": "2026-09-01T08:00:00+07:00", "changed_at": "2026-09-01T08:00:00+07:00", "version": "0.1.0",
    "ready": True,
}  # fmt: skip
LONGEST = 160
DESCRIBED = application().openapi()
OPERATIONS = [
    (path, method, operation) for path, methods in DESCRIBED["paths"].items() for method, operation in methods.items()
]


@pytest.fixture
def api(home: Path) -> Iterator[TestClient]:
    with opened(home) as app, client_of(app) as client:
        yield client


def shortened(value: Any, name: str = "") -> Any:
    """`value` as an example shows it: one item of a list, the first words of a text, nothing that differs each time."""
    if name in STANDS_FOR:
        return STANDS_FOR[name]
    if isinstance(value, dict):
        kept = list(value.items())[:2] if name == "facets" or name in ("type", "issuer", "level") else value.items()
        return {key: shortened(item, key) for key, item in kept}
    if isinstance(value, list) and value and not isinstance(value[0], int):
        return [shortened(value[0])]
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1] + "…"
    return round(value, 1) if name == "score" and value is not None else value


def examples(api: TestClient) -> dict[str, Any]:
    """For each operation the shortened answer to its example, and for each status a problem."""

    def given(address: str) -> Any:
        return shortened(api.get(f"/v1/{address}").json())

    found: dict[str, Any] = {
        "search": given("search?q=ty le tham gia bao hiem y te nam 2030"),
        "clause": given(f"clauses/{CLAUSE}"),
        "cite": given(f"citations/{CLAUSE}?quotation=true"),
        "similar": given(f"similar/{CLAUSE}"),
        "documents": given("documents?type=Kế hoạch"),
        "document": given("documents/42-kh-ubnd-2024"),
        "outline": given("documents/42-kh-ubnd-2024/outline"),
        "references": given("references/31-2024-qd-ubnd"),
        "compare": given("compare?a=18-nq-tu-2024&b=42-kh-ubnd-2024"),
        "compare_answers": given("compare/answers?question=tỷ lệ tham gia bảo hiểm y tế&document=42-kh-ubnd-2024"),
        "targets": given("targets?document=42-kh-ubnd-2024"),
        "tasks": given("tasks?agency=Sở Xây dựng"),
        "tasks_calendar": api.get("/v1/tasks.ics?agency=Sở Nội vụ").text.replace("\r\n", "\n").split("\nEND:VEVENT")[0]
        + "\nEND:VEVENT\nEND:VCALENDAR\n",
        "health": given("health"),
        "problems": given("problems"),
        "problem": given("problems/unknown-id"),
    }
    found["tasks_calendar"] = re.sub(r"DTSTAMP:\w+", "DTSTAMP:20260901T010000Z", found["tasks_calendar"])
    made = api.post("/v1/collections", json={"name": "Trích dẫn cho tờ trình nhà ở xã hội"})
    place = made.headers["location"]
    item = api.post(f"{place}/items", json={"clause_id": CLAUSE, "note": "Dùng cho mục II của tờ trình"})
    filled = shortened(api.get(place).json())
    found |= {
        "create_collection": shortened(made.json()), "collection": filled, "rename_collection": filled,
        "collections": given("collections"), "items": given(f"{place[4:]}/items"), "collection_markdown": api.get(f"{place}/draft.md").text,
    }  # fmt: skip
    found |= dict.fromkeys(("add_item", "item", "change_item"), shortened(item.json()))
    found["limit_document"] = given_limits = api.put(
        "/v1/documents/42-kh-ubnd-2024/limits", json={"limited_to": ["Phòng Tổng hợp"]}
    ).json()
    assert given_limits["limited_to"] == ["Phòng Tổng hợp"]
    assert api.put("/v1/documents/42-kh-ubnd-2024/limits", json={"limited_to": None}).json()["limited_to"] is None
    begun = api.post("/v1/uploads", files=[("files", ("42-KH-UBND.txt", (SAMPLES / "42-KH-UBND.txt").read_bytes()))])
    wait_for(lambda: api.get(begun.headers["location"]).json()["stage"] == "done")
    report = shortened(api.get(begun.headers["location"]).json()) | {"id": "5f0c2a9e"}
    waiting = [{**report["files"][0], "progress": None, "outcome": None}]
    found |= {"upload": {**report, "stage": "waiting", "files": waiting}, "upload_progress": report}
    found["problems_by_status"] = problems_by_status(api)
    return found


def problems_by_status(api: TestClient) -> dict[str, Any]:
    answers = [
        api.get("/v1/clauses/42-kh-ubnd-2024/III/1/1.9"),
        api.get("/v1/search?q=nhà ở xã hội&k=0"),
        api.get("/v1/documents", headers={"Accept": "text/html"}),
        api.post("/v1/collections", content=b"{}"),
        api.post("/v1/uploads", content=b"", headers={"Content-Type": "multipart/form-data"}),
        api.post("/v1/collections", json={"name": "x"}, headers={"Origin": "https://example.org"}),
    ]
    with mock.patch("app.api.gate.MOST", 10):
        answers.append(api.post("/v1/uploads", files=[("files", ("a.txt", b"a" * 11))]))
    with mock.patch("app.outer.rates.seconds_to_wait", return_value=30):
        answers.append(api.get("/v1/documents"))
    found = {str(answer.status_code): answer.json() for answer in answers}
    assert len(found) == len(answers)
    return found


def test_the_examples_are_what_the_samples_give(api: TestClient) -> None:
    found = examples(api)
    if os.environ.get("DIEUKHOAN_EXAMPLES"):
        description.EXAMPLES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads(description.EXAMPLES.read_text("utf-8")) == found


def test_every_operation_has_words_and_an_example() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names) >= 25
    assert DESCRIBED["openapi"].startswith("3.1")
    tags = {tag["name"] for tag in DESCRIBED["tags"]}
    for path, method, operation in OPERATIONS:
        assert operation["summary"], path
        assert operation["description"].endswith("."), path
        assert set(operation["tags"]) <= tags
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            assert parameter.get("description"), (path, parameter["name"])
            assert {"example", "default", "examples"} & (parameter.keys() | schema.keys()), (path, parameter["name"])
        for status, response in operation["responses"].items():
            for kind, content in response.get("content", {}).items():
                binary = content.get("schema", {}).get("format") == "binary"
                server_fault = status.startswith("5")
                assert binary or server_fault or "example" in content, (method, path, status, kind)


def test_the_names_of_the_description_suit_generated_clients() -> None:
    schemas = DESCRIBED["components"]["schemas"]
    assert all(re.fullmatch(r"[A-Za-z_]+", name) for name in schemas), sorted(schemas)
    assert "HTTPValidationError" not in schemas
    used = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DESCRIBED)))
    assert used == schemas.keys()
