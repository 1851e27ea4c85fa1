"""Visitors over HTTP: the API, the routes that the pages fetch from, and an assistant."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from mcp import Client

from tests.faults.soak.record import Record, WrongAnswerError
from tests.faults.soak.truth import Truth

QUESTIONS = (
    "ai chủ trì phát triển nhà ở xã hội", "tỷ lệ tham gia bảo hiểm y tế năm 2030", "muc ho tro nha o cho ho ngheo",
    "thời hạn gửi báo cáo hằng năm", "hồ sơ đề nghị hưởng trợ cấp một lần", "trach nhiem cua uy ban nhan dan cap xa",
    "diem 1.1 muc III ke hoach 42", "kinh phí thực hiện từ nguồn nào", "điều kiện vay vốn", "thể thức văn bản hành chính",
    "khoản 2 điều 5 nghị định 30/2020/NĐ-CP", "who may apply for social housing", "cách nấu phở bò", "phòng cháy chữa cháy",
)  # fmt: skip
_AGENCIES = ("Sở Xây dựng", "UBND cấp huyện", "Bộ Tài chính", "Sở Lao động - Thương binh và Xã hội")


class Visitor:
    """Somebody who asks one thing after another; `think` are the mean seconds between two."""

    def __init__(
        self, api: httpx.AsyncClient, pages: httpx.AsyncClient | None, truth: Truth, record: Record, seed: int
    ) -> None:
        self._api, self._pages, self._truth, self._record = api, pages, truth, record
        self._random = random.Random(seed)
        self._seen: list[str] = []  # clauses of answers, which may have gone

    async def stay(self, until: asyncio.Event, think: float) -> None:
        """Ask until the event."""
        kinds: dict[str, tuple[Callable[[], Awaitable[None]], int]] = {
            "search": (self._search, 8), "clause": (self._clause, 6), "cite": (self._cite, 3), "similar": (self._similar, 1),
            "outline": (self._outline, 2), "references": (self._references, 2), "compare": (self._compare, 1),
            "compare answers": (self._compare_answers, 1), "tasks": (self._tasks, 2), "targets": (self._targets, 2),
            "documents": (self._documents, 1), "original": (self._original, 1), "collection": (self._collection, 1),
        }  # fmt: skip
        if self._pages:
            kinds |= {
                "pages: suggest": (self._suggest, 4), "pages: text": (self._text, 2), "pages: hits": (self._hits, 2),
                "pages: preview": (self._preview, 2), "pages: embed": (self._embed, 2), "pages: picture": (self._picture, 1),
            }  # fmt: skip
        names, weights = list(kinds), [weight for _, weight in kinds.values()]
        while not until.is_set():
            (kind,) = self._random.choices(names, weights)
            with self._record.timed(kind):
                await kinds[kind][0]()
            await pause(until, self._random.expovariate(1 / think))

    async def _get(self, path: str, **asked: Any) -> dict[str, Any] | None:
        """The answer of the API; None where the document comes and goes, and is gone."""
        answer = await self._api.get(f"/v1/{path}", params=asked)
        if answer.status_code == 404 and not self._truth.is_stable(path.partition("/")[2]):
            return None
        return dict(_expected(answer).json())

    def _any_clause(self) -> str:
        return self._random.choice(self._seen if self._seen and self._random.random() < 0.5 else self._truth.stable)

    async def _search(self) -> None:
        found = await self._get("search", q=self._random.choice(QUESTIONS), k=10)
        assert found is not None
        if not found["abstained"] and not found["results"]:
            raise WrongAnswerError(f"neither answers nor abstention: {found['query']}")
        for answer in (*found["results"], *found["near"]):
            self._truth.check(answer["clause_id"], answer["text"])
        self._seen = [answer["clause_id"] for answer in found["results"]] or self._seen

    async def _clause(self) -> None:
        found = await self._get(f"clauses/{self._any_clause()}")
        for clause in [found["clause"], *found["children"]] if found else ():
            self._truth.check(clause["id"], clause["text"])

    async def _cite(self) -> None:
        found = await self._get(f"citations/{self._any_clause()}", quotation="true")
        if found:
            self._truth.check(found["clause_id"], found["quote"])
            if not found["citation"]:
                raise WrongAnswerError(f"no citation of {found['clause_id']}")

    async def _similar(self) -> None:
        found = await self._get(f"similar/{self._any_clause()}", k=3)
        for answer in found["results"] if found else ():
            self._truth.check(answer["clause_id"], answer["text"])

    async def _outline(self) -> None:
        found = await self._get(f"documents/{self._random.choice(self._truth.documents)}/outline")
        assert found is not None
        text = found["document"]["text"]
        for clause in found["clauses"]:
            if text[clause["start"] : clause["end"]] != clause["text"]:
                raise WrongAnswerError(f"{clause['id']} is not the text at its offsets")
            self._truth.check(clause["id"], clause["text"])

    async def _references(self) -> None:
        found = await self._get(f"references/{self._any_clause()}")
        if found is not None and not {"out", "in"} <= found.keys():
            raise WrongAnswerError(f"references without out and in: {found}")

    async def _compare(self) -> None:
        a, b = self._random.sample(self._truth.documents, 2)
        found = await self._get("compare", a=a, b=b)
        assert found is not None
        if not any(found[part] for part in ("pairs", "only_in_a", "only_in_b")):
            raise WrongAnswerError(f"nothing of {a} and {b}")

    async def _compare_answers(self) -> None:
        asked = self._random.sample(self._truth.documents, 3)
        await self._get("compare/answers", question=self._random.choice(QUESTIONS), document=asked)

    async def _tasks(self) -> None:
        await self._list("tasks", agency=self._random.choice(_AGENCIES), limit=20)

    async def _targets(self) -> None:
        await self._list("targets", limit=20)

    async def _documents(self) -> None:
        found = await self._list("documents", limit=1000)
        missing = set(self._truth.documents) - {document["id"] for document in found}
        if missing:
            raise WrongAnswerError(f"not listed: {missing}")

    async def _list(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        found = await self._get(path, **asked)
        assert found is not None
        if len(found["items"]) > asked["limit"] or found["total"] < len(found["items"]):
            raise WrongAnswerError(f"a page of {path} is too long")
        return list(found["items"])

    async def _original(self) -> None:
        _expected(await self._api.get(f"/v1/documents/{self._random.choice(self._truth.documents)}/original"))

    async def _collection(self) -> None:
        made = _expected(await self._api.post("/v1/collections", json={"name": "Trích dẫn thử"}), 201)
        place = made.headers["location"]
        clause_id = self._random.choice(self._truth.stable)
        item = _expected(await self._api.post(f"{place}/items", json={"clause_id": clause_id, "note": "thử"}), 201)
        self._truth.check(clause_id, item.json()["quotation"]["text"])
        if not _expected(await self._api.get(f"{place}/draft.docx")).content.startswith(b"PK"):
            raise WrongAnswerError("a draft is no DOCX")
        _expected(await self._api.delete(place), 204)

    async def _fetch(self, path: str, **asked: Any) -> httpx.Response | None:
        assert self._pages is not None
        answer = await self._pages.get(path, params=asked)
        named = asked.get("clause", path.removeprefix("/embed/"))
        if answer.status_code == 404 and not self._truth.is_stable(named):
            return None
        return _expected(answer)

    async def _suggest(self) -> None:
        await self._fetch("/suggest", q=self._random.choice(QUESTIONS)[: self._random.randint(2, 20)])

    async def _text(self) -> None:
        await self._fetch("/document-text", document=self._random.choice(self._truth.documents))

    async def _hits(self) -> None:
        document = self._random.choice(self._truth.documents)
        await self._fetch("/hits", document=document, q=self._random.choice(QUESTIONS))

    async def _preview(self) -> None:
        await self._fetch("/preview", clause=self._any_clause())

    async def _embed(self) -> None:
        await self._fetch(f"/embed/{self._any_clause()}")

    async def _picture(self) -> None:
        if self._truth.paged:
            document, sha256 = self._random.choice(self._truth.paged)
            await self._fetch(f"/page-image/{document}/1", v=sha256)


async def assist(address: str, truth: Truth, record: Record, until: asyncio.Event, think: float) -> None:
    """An assistant that searches and cites, with a new connection for each question."""
    chosen = random.Random(99)
    while not until.is_set():
        with record.timed("mcp"):
            async with Client(f"{address}/mcp") as client:
                found = await client.call_tool("search", {"question": chosen.choice(QUESTIONS), "k": 3})
                for answer in (found.structured_content or {})["results"]:
                    if answer["complete"]:
                        truth.check(answer["clause_id"], answer["text"])
                cited = await client.call_tool("cite", {"clause_id": chosen.choice(truth.stable), "quote": True})
                if found.is_error or cited.is_error:
                    raise WrongAnswerError(f"a tool failed: {found.content} {cited.content}")
        await pause(until, chosen.expovariate(1 / think))


async def pause(until: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until the event."""
    try:
        await asyncio.wait_for(until.wait(), seconds)
    except TimeoutError:
        return


def _expected(answer: httpx.Response, status: int = 200) -> httpx.Response:
    if answer.status_code != status:
        raise WrongAnswerError(f"{answer.request.method} {answer.url} gave {answer.status_code}: {answer.text[:300]}")
    return answer
