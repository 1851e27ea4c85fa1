"""The API as another program meets it: the JSON of the command line, pages of lists, tags, uploads, collections, and every error a problem document."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient
from icalendar import Calendar
from pydantic import TypeAdapter

from app import work
from app.api import comparison_models, gate, models, service_models
from tests.api import client_of, opened, wait_for
from tests.conftest import SAMPLES, run

CLAUSE = "42-kh-ubnd-2024/III/1/1.1"
QUESTION = "ty le tham gia bao hiem y te nam 2030"
#: For each address the command that answers the same, and the model that describes it.
SAME: list[tuple[str, list[str], Any]] = [
    (f"search?q={QUESTION}&k=3", ["search", QUESTION, "-k", "3"], models.SearchAnswer),
    ("search?q=nấu phở bò ngon", ["search", "nấu phở bò ngon"], models.SearchAnswer),
    (
        "search?q=điểm 1.1 mục III kế hoạch 42&type=Kế hoạch&issuer=Lam Giang&from=2024-01-01&to=2024-12-31"
        "&document=42-kh-ubnd-2024&level=decimal&literal=true",
        ["search", "điểm 1.1 mục III kế hoạch 42", "--type", "Kế hoạch", "--issuer", "Lam Giang", "--from", "2024-01-01", "--to",
         "2024-12-31", "--document", "42-kh-ubnd-2024", "--level", "decimal", "--literal"],
        models.SearchAnswer,
    ),
    (f"clauses/{CLAUSE}", ["show", CLAUSE], models.ClauseAnswer),
    ("clauses/31-2024-qd-ubnd/dieu-2", ["show", "31-2024-qd-ubnd/dieu-2"], models.ClauseAnswer),
    (f"citations/{CLAUSE}", ["cite", CLAUSE], models.CitationAnswer),
    (f"citations/{CLAUSE}?form=later&quotation=true", ["cite", CLAUSE, "--form", "later", "--quote"], models.CitationAnswer),
    (f"similar/{CLAUSE}?k=3", ["similar", CLAUSE, "-k", "3"], models.SimilarAnswer),
    ("references/31-2024-qd-ubnd", ["references", "31-2024-qd-ubnd"], models.ReferencesAnswer),
    (f"references/{CLAUSE}", ["references", CLAUSE], models.ReferencesAnswer),
    ("compare?a=18-nq-tu-2024&b=42-kh-ubnd-2024", ["compare", "18-nq-tu-2024", "42-kh-ubnd-2024"], comparison_models.ComparisonAnswer),
    (
        "compare/answers?question=nhà ở xã hội&document=18-nq-tu-2024&document=42-kh-ubnd-2024",
        ["compare", "18-nq-tu-2024", "42-kh-ubnd-2024", "--question", "nhà ở xã hội"],
        comparison_models.AnswersOfDocuments,
    ),
    ("compare/answers?question=nhà ở xã hội", ["compare", "--question", "nhà ở xã hội"], comparison_models.AnswersOfDocuments),
]  # fmt: skip
LISTED: list[tuple[str, list[str], Any]] = [
    ("documents", ["documents"], models.Documents),
    ("targets", ["targets"], models.Targets),
    ("targets?document=42-kh-ubnd-2024&conflicts=true", ["targets", "--document", "42-kh-ubnd-2024", "--conflicts"], models.Targets),
    ("tasks", ["tasks"], models.Tasks),
    ("tasks?agency=Sở Xây dựng&document=42-kh-ubnd-2024", ["tasks", "--agency", "Sở Xây dựng", "--document", "42-kh-ubnd-2024"], models.Tasks),
]  # fmt: skip


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the home with the samples, for the tests that add to it as well."""
    return Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("api") / "home"))


@pytest.fixture(scope="module")
def api(home: Path) -> Iterator[TestClient]:
    with opened(home) as app, client_of(app) as client:
        yield client


def printed(command: list[str], home: Path) -> list[Any]:
    done = run(*command, "--json", home=home)
    assert done.returncode == 0, done.stderr
    return [untimed(json.loads(line)) for line in done.stdout.splitlines()]


def untimed(answer: Any) -> Any:
    if isinstance(answer, dict):
        answer.pop("took_ms", None)
    return answer


def described(model: Any, answer: Any) -> None:
    """Assert that `model` knows each key of `answer` and no other."""
    adapter = TypeAdapter(model)
    assert adapter.dump_python(adapter.validate_python(answer), mode="json", by_alias=True) == answer


def problem(response: Any, status: int, name: str) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(told)
    assert (told["type"], told["status"]) == (f"/v1/problems/{name}", status)
    assert "Traceback" not in response.text
    assert told["detail"].endswith("."), told
    return str(told["detail"])


@pytest.mark.parametrize(("address", "command", "model"), SAME, ids=lambda value: str(value)[:30])
def test_answers_are_those_of_the_command_line(
    api: TestClient, sample_home: Path, address: str, command: list[str], model: Any
) -> None:
    response = api.get(f"/v1/{address}")
    assert response.status_code == 200, response.text
    described(model, response.json())
    assert [untimed(response.json())] == printed(command, sample_home)


@pytest.mark.parametrize(("address", "command", "model"), LISTED, ids=lambda value: str(value)[:30])
def test_lists_are_those_of_the_command_line(
    api: TestClient, sample_home: Path, address: str, command: list[str], model: Any
) -> None:
    page = api.get(f"/v1/{address}{'&' if '?' in address else '?'}limit=1000").json()
    described(model, page)
    rows = printed(command, sample_home)
    assert rows
    assert page == {"items": rows, "total": len(rows), "next": None}


def test_a_document_and_its_outline_are_those_of_its_file(api: TestClient) -> None:
    outline = api.get("/v1/documents/42-kh-ubnd-2024/outline").json()
    described(models.OutlineAnswer, outline)
    (row,) = printed(["outline", str(SAMPLES / "42-KH-UBND.txt")], Path("unused"))
    stored = {"name": "42-KH-UBND.txt", "sha256": outline["document"]["source"]["sha256"]}
    assert stored.items() <= outline["document"]["source"].items()
    for shape in (row, outline):  # the file alone knows neither its folder nor what other documents say of it
        shape.pop("source")
        shape["document"].pop("source")
        shape["document"].pop("status")
    assert outline == row
    facts = api.get("/v1/documents/42-kh-ubnd-2024").json()
    described(models.DocumentFacts, facts)
    assert facts == api.get(f"/v1/clauses/{CLAUSE}").json()["document"]
    original = api.get("/v1/documents/42-kh-ubnd-2024/original")
    assert original.content == (SAMPLES / "42-KH-UBND.txt").read_bytes()
    for part in ("bytes=0-9", "bytes=9-1", "bytes=99999999-", "lines=1-2"):
        whole = api.get("/v1/documents/42-kh-ubnd-2024/original", headers={"Range": part})
        assert (whole.status_code, whole.content) == (200, original.content)
    assert original.headers["content-disposition"] == 'attachment; filename="42-KH-UBND.txt"'


@pytest.mark.parametrize("separator", ["/", "%2F", "%2f"])
def test_the_slashes_of_an_id_may_be_encoded_and_repeats_have_their_tilde(
    api: TestClient, home: Path, separator: str
) -> None:
    twice = home.parent / "twice.txt"
    twice.write_text(
        "KẾ HOẠCH\n\nI. MỤC TIÊU\n1. Nâng cao chất lượng.\nI. NHIỆM VỤ\n1. Mở rộng diện bao phủ.\n", "utf-8"
    )
    assert run("ingest", twice, home=home).returncode == 0
    (document,) = [row["id"] for row in api.get("/v1/documents").json()["items"] if row["source"] == "twice.txt"]
    for clause_id in (CLAUSE, f"{document}/I~2/1"):
        answer = api.get(f"/v1/clauses/{clause_id.replace('/', separator)}")
        assert answer.json()["clause"]["id"] == clause_id
    assert api.get(f"/v1/clauses/{document}/I%7E2/1").status_code == 200
    assert api.delete(f"/v1/documents/{document}").status_code == 204


def test_pages_lead_through_a_list(api: TestClient) -> None:
    whole = api.get("/v1/tasks?limit=1000").json()
    address, seen = "/v1/tasks?limit=40", []
    while address:
        response = api.get(address)
        page = response.json()
        seen += page["items"]
        assert page["total"] == whole["total"]
        assert response.links.get("next", {}).get("url") == page["next"]
        address = page["next"]
    assert seen == whole["items"]
    assert "prev" in response.links
    assert api.get("/v1/tasks?offset=100000").json()["items"] == []


def test_search_goes_on_where_it_ended(api: TestClient) -> None:
    whole = [result["clause_id"] for result in api.get("/v1/search?q=nhà ở xã hội&k=9").json()["results"]]
    address, seen = "/v1/search?q=nhà ở xã hội&k=3", []
    while len(seen) < 9:
        response = api.get(address)
        seen += [result["clause_id"] for result in response.json()["results"]]
        address = response.links["next"]["url"]
    assert seen == whole
    last = api.get("/v1/search?q=nhà ở xã hội&k=20&offset=95")
    assert len(last.json()["results"]) <= 5
    assert "next" not in last.links


def test_filters_of_documents(api: TestClient) -> None:
    def ids(query: str) -> list[str]:
        return [row["id"] for row in api.get(f"/v1/documents?{query}").json()["items"]]

    assert ids("type=kế hoạch") == ["42-kh-ubnd-2024"]
    assert ids("issuer=Tỉnh ủy") == ["18-nq-tu-2024"]
    assert ids("from=2026-01-01") == ["186-bc-ubnd-2026", "2745-ubnd-xd-2026"]
    assert "31-2024-qd-ubnd" in ids("status=đã được sửa đổi, bổ sung")


@pytest.mark.parametrize(
    "path",
    ["documents", f"clauses/{CLAUSE}", "documents/42-kh-ubnd-2024/outline", "documents/42-kh-ubnd-2024/original", "tasks",
     "search?q=nhà ở xã hội"],
)  # fmt: skip
def test_what_is_known_is_not_sent_again(api: TestClient, path: str) -> None:
    first = api.get(f"/v1/{path}")
    tag = first.headers["etag"]
    assert tag.startswith("W/") == path.startswith("search")  # a search tells how long it took
    assert first.headers["cache-control"] == "private, no-cache"
    again = api.get(f"/v1/{path}", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert api.get(f"/v1/{path}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_tags_change_with_the_store(api: TestClient) -> None:
    before = api.get("/v1/documents").headers["etag"]
    begun = api.post(
        "/v1/uploads", files=[("files", ("moi.txt", "I. MỤC TIÊU\n1. Một mục tiêu mới.\n".encode()))]
    ).json()
    wait_for(lambda: api.get(f"/v1/uploads/{begun['id']}").json()["stage"] == "done")
    added = api.get(f"/v1/uploads/{begun['id']}").json()["files"][0]["outcome"]["document_id"]
    assert api.get("/v1/documents", headers={"If-None-Match": before}).status_code == 200
    assert api.delete(f"/v1/documents/{added}").status_code == 204
    assert api.get("/v1/documents").headers["etag"] == before
    problem(api.delete(f"/v1/documents/{added}"), 404, "unknown-id")


def test_uploads_are_read_indexed_and_found(api: TestClient, home: Path) -> None:
    good = "KẾ HOẠCH\n\nI. MỤC TIÊU\n1. Trồng mới 500 ha rừng ngập mặn ven biển.\n".encode()
    sent = [("files", ("rừng.txt", good)), ("files", ("trống.txt", b"")), ("files", ("hỏng.pdf", b"%PDF-1.4\n..."))]
    response = api.post("/v1/uploads", files=sent)
    assert response.status_code == 202
    place = response.headers["location"]
    described(service_models.UploadAnswer, response.json())
    wait_for(lambda: api.get(place).json()["stage"] == "done")
    report = api.get(place).json()
    described(service_models.UploadAnswer, report)
    assert [line["name"] for line in report["files"]] == ["rừng.txt", "trống.txt", "hỏng.pdf"]
    outcomes = [line["outcome"] for line in report["files"]]
    assert [outcome["status"] for outcome in outcomes] == ["added", "refused", "refused"]
    assert all(outcome["error"].endswith(".") for outcome in outcomes[1:])
    assert report["error"] is None
    printed_keys = json.loads(run("ingest", "--json", SAMPLES / "42-KH-UBND.txt", home=home).stdout).keys()
    assert outcomes[0].keys() == printed_keys
    found = api.get("/v1/search?q=trồng rừng ngập mặn&k=1").json()["results"]
    assert found[0]["document_id"] == outcomes[0]["document_id"]
    assert api.delete(f"/v1/documents/{outcomes[0]['document_id']}").status_code == 204
    gone = api.get("/v1/search?q=trồng rừng ngập mặn&k=1").json()
    assert outcomes[0]["document_id"] not in {result["document_id"] for result in gone["results"]}


def test_files_wait_within_bounds(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_MOST_WAITING", 10)
    answer = api.post("/v1/uploads", files=[("files", ("a.txt", b"a" * 11))])
    problem(answer, 429, "too-many-requests")
    assert answer.headers["retry-after"] == "30"


def test_a_body_that_is_too_large_ends_while_it_arrives(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST", 5000)
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(1000):
            taken += 1000
            yield b"a" * 1000

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    problem(api.post("/v1/uploads", content=endless(), headers=kind), 413, "too-large")
    problem(api.post("/v1/uploads", files=[("files", ("a.txt", b"a" * 6000))]), 413, "too-large")
    problem(api.post("/v1/collections", content=b'{"name": "' + b"a" * 6000), 413, "too-large")


def test_a_collection_from_its_name_to_its_draft(api: TestClient) -> None:
    made = api.post("/v1/collections", json={"name": "Nhà ở"})
    assert made.status_code == 201
    place = made.headers["location"]
    described(models.Collection, made.json())
    first = api.post(f"{place}/items", json={"clause_id": CLAUSE, "note": "chú ý"})
    assert first.status_code == 201
    described(models.Item, first.json())
    assert first.json()["quotation"]["text"].startswith(api.get(f"/v1/clauses/{CLAUSE}").json()["clause"]["text"])
    assert first.json()["note"] == "chú ý"
    again = api.post(f"{place}/items", json={"clause_id": CLAUSE})
    assert (again.status_code, again.json()) == (200, first.json())
    second = api.post(f"{place}/items", json={"clause_id": "18-nq-tu-2024/II/2"}).json()
    assert api.patch(f"{place}/items/{second['id']}", json={"move": -1, "note": "trước"}).json()["note"] == "trước"
    page = api.get(f"{place}/items").json()
    described(models.Items, page)
    assert [item["id"] for item in page["items"]] == [second["id"], first.json()["id"]]
    assert api.patch(place, json={"name": "Nhà ở xã hội"}).json()["name"] == "Nhà ở xã hội"
    draft = Document(io.BytesIO(api.get(f"{place}/draft.docx").content))
    assert draft.paragraphs[0].text == "NHÀ Ở XÃ HỘI"
    assert first.json()["quotation"]["text"].splitlines()[0][5:] in api.get(f"{place}/draft.md").text
    assert api.delete(f"{place}/items/{second['id']}").status_code == 204
    problem(api.get(f"{place}/items/{second['id']}"), 404, "unknown-id")
    listed = api.get("/v1/collections").json()
    described(models.Collections, listed)
    assert [row["items"] for row in listed["items"] if row["name"] == "Nhà ở xã hội"] == [1]
    assert api.delete(place).status_code == 204
    problem(api.get(place), 404, "unknown-id")


def test_the_calendar_holds_the_deadlines(api: TestClient) -> None:
    response = api.get("/v1/tasks.ics?agency=Sở Nội vụ")
    assert response.headers["content-type"].startswith("text/calendar")
    assert Calendar.from_ical(response.content).walk("VEVENT")


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "name", "words"),
    [
        ("GET", "/v1/documents/absent", {}, 404, "unknown-id", "dieukhoan documents"),
        ("GET", "/v1/clauses/42-kh-ubnd-2024/IX", {}, 404, "unknown-id", "nearest"),
        ("GET", "/v1/clauses/../../etc/passwd", {}, 404, "no-such-address", "/v1/docs"),
        ("GET", "/v1/clauses/..%2F..%2Fetc%2Fpasswd", {}, 404, "unknown-id", "not a clause id"),
        ("GET", "/v1/search?q=nhà&document=absent", {}, 404, "unknown-id", "absent"),
        ("GET", "/v1/uploads/absent", {}, 404, "unknown-id", "/v1/documents"),
        ("GET", "/v1/problems/absent", {}, 404, "unknown-id", "/v1/problems"),
        ("GET", "/v1/nothing", {}, 404, "no-such-address", "/v1/docs"),
        ("GET", "/v1/search/", {}, 404, "no-such-address", "/v1/docs"),
        ("GET", "/v1/search", {}, 422, "invalid-request", "query/q"),
        ("GET", "/v1/search?q=nhà&k=0", {}, 422, "invalid-request", "query/k"),
        ("GET", "/v1/search?q=nhà&from=2024-13-01", {}, 422, "invalid-request", "query/from"),
        ("GET", "/v1/search?q=nhà&tpye=Luật", {}, 422, "invalid-request", "query/tpye"),
        ("PUT", "/v1/documents/42-kh-ubnd-2024", {}, 405, "method-not-allowed", "Allow"),
        ("GET", "/v1/documents", {"headers": {"Accept": "text/html, application/json;q=0"}}, 406, "not-acceptable", "application/json"),
        ("POST", "/v1/collections", {"content": b"{"}, 415, "unsupported-media-type", "application/json"),
        ("POST", "/v1/collections", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "invalid-request", "body"),
        ("POST", "/v1/collections", {"json": {"name": " "}}, 422, "invalid-request", "body/name"),
        ("POST", "/v1/uploads", {"json": {}}, 415, "unsupported-media-type", "multipart/form-data"),
        ("POST", "/v1/uploads", {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "malformed-body", "oundary"),
        ("POST", "/v1/collections", {"json": {"name": "x"}, "headers": {"Origin": "https://example.org"}}, 403, "foreign-origin", "DIEUKHOAN_API_ORIGINS"),
        ("POST", "/v1/collections", {"json": {"name": "x"}, "headers": {"Origin": "http://[::1"}}, 403, "foreign-origin", "DIEUKHOAN_API_ORIGINS"),
        ("GET", "/v1/search?q=nhà&level=dieu", {}, 422, "invalid-request", "no level"),
    ],
)  # fmt: skip
def test_each_error_is_a_problem_with_the_next_step(
    api: TestClient, method: str, path: str, options: dict[str, Any], status: int, name: str, words: str
) -> None:
    assert words in problem(api.request(method, path, **options), status, name)


def test_every_kind_of_problem_is_described(api: TestClient) -> None:
    kinds = api.get("/v1/problems").json()
    described(service_models.ProblemKinds, kinds)
    for kind in kinds["items"]:
        assert api.get(kind["type"]).json() == kind
    methods = api.put("/v1/documents/42-kh-ubnd-2024").headers["allow"]
    assert methods == "GET, HEAD, DELETE"


def test_a_defect_tells_nothing_of_the_inside(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.documents.document_shape", lambda *_, **__: 1 / 0)
    response = api.get("/v1/documents/42-kh-ubnd-2024")
    assert "division" not in response.text
    problem(response, 500, "internal-error")


def test_a_home_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with opened(tmp_path / "file") as app:
        assert "--home" in problem(client_of(app).get("/v1/health"), 503, "home-unusable")


def test_a_name_that_was_made_to_lead_here_reads_nothing(api: TestClient) -> None:
    told = problem(api.get("/v1/documents", headers={"Host": "evil.example:8502"}), 403, "foreign-origin")
    assert "DIEUKHOAN_HOSTS" in told
    assert api.get("/v1/documents", headers={"Host": "localhost:8502"}).status_code == 200


def test_pages_of_other_sites_only_where_they_are_allowed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"Origin": "https://vanphong.example", "Access-Control-Request-Method": "GET"}
    with opened(home) as app:
        assert "access-control-allow-origin" not in client_of(app).get("/v1/documents", headers=asked).headers
    monkeypatch.setenv("DIEUKHOAN_API_ORIGINS", "https://vanphong.example, https://khac.example")
    with opened(home) as app:
        client = client_of(app)
        assert client.options("/v1/documents", headers=asked).headers["access-control-allow-origin"] == asked["Origin"]
        made = client.post("/v1/collections", json={"name": "x"}, headers={"Origin": asked["Origin"]})
        assert made.status_code == 201
        assert client.delete(made.headers["location"]).status_code == 204


def test_the_documentation_page_fetches_nothing_from_elsewhere(api: TestClient) -> None:
    page = api.get("/v1/docs").text
    assert "http://" not in page
    assert "https://" not in page
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/v1/docs/assets/{asset}" in page
        assert api.get(f"/v1/docs/assets/{asset}").headers["x-content-type-options"] == "nosniff"


def test_health(api: TestClient) -> None:
    told = api.get("/v1/health").json()
    described(service_models.Health, told)
    assert told["documents"] == 7
    assert "server" not in api.get("/v1/health").headers
