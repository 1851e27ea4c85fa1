"""Who does what by when: the tasks of the stored documents as a list, as a matrix of agencies and as deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from app.deadline_words import deadline_in_words
from app.language import N_, _
from app.pages.address import asked, keep, select
from app.web import show_component
from corpus.citing.citation import cite_clause, label_path
from corpus.document import Task
from corpus.language.successors import FILE, Successors
from corpus.overviews.calendars import calendar_of
from corpus.overviews.tasklist import (
    AgencyCount,
    TaskFilter,
    as_csv,
    by_deadline,
    count_by_agency,
    document_of_task,
    together,
)
from corpus.store import Store
from corpus.store.summaries import DocumentSummary
from search import Searcher

_VIEWS = (N_("Danh sách"), N_("Ma trận"), N_("Thời hạn"))
_KINDS = {"task": N_("Nhiệm vụ được giao"), "request": N_("Nội dung đề nghị")}
#: More of one kind are not shown at once; the filters and the downloads reach the rest.
_MOST, _MOST_COLUMNS, _MOST_AGENCIES = 200, 60, 60


def show(store: Store, _searcher: Searcher) -> None:
    """Show the page for the agency and document in the address (`?agency=`, `?document=`), or for all."""
    st.title(_("Nhiệm vụ"))
    st.caption(_("Cơ quan nào chủ trì, cơ quan nào phối hợp, thời hạn nào; mỗi mục mở đúng điều khoản trong văn bản."))
    everything = store.tasks()
    if not everything:
        st.info(
            _(
                "Chưa có nhiệm vụ nào: kho chưa có văn bản giao việc. Hãy nạp văn bản bằng lệnh `dieukhoan ingest THƯ_MỤC`."
            )
        )
        return
    successors = Successors.load(store.home)
    documents = {summary.id: summary for summary in store.documents()}
    chosen, document = _filters(everything, documents)
    of_document = [task for task in everything if document in (None, document_of_task(task))]
    tasks = chosen.chosen(of_document, successors)
    view = st.segmented_control(
        _("Cách xem"), _VIEWS, default=_VIEWS[0], format_func=_, key="task-view", label_visibility="collapsed"
    )
    if not tasks:
        st.info(_("Không có nhiệm vụ phù hợp. Hãy bớt điều kiện lọc, hoặc chọn cơ quan khác."))
        return
    groups = together(tasks)
    if view == _VIEWS[1]:
        show_component("tasks", {"view": "matrix", **_matrix(store, tasks, groups, documents, document, successors)})
    else:
        wanted = by_deadline(groups) if view == _VIEWS[2] else groups
        _say_how_many(len(wanted))
        data = [_card(store, group, documents, successors) for group in wanted[:_MOST]]
        show_component("tasks", {"view": "deadlines" if view == _VIEWS[2] else "list", "groups": data})
    _downloads(store, tasks, successors)
    said = _(
        "“Nay là …” theo bảng cơ quan kế thừa kèm chương trình; bổ sung hoặc sửa bằng tệp {file} trong thư mục dữ liệu. Câu trích giữ nguyên văn."
    )
    st.caption(said.format(file=FILE))


def _filters(tasks: Sequence[Task], documents: dict[str, DocumentSummary]) -> tuple[TaskFilter, str | None]:
    """What the user chose, which the address keeps: the filter and the document."""
    counts = {count.agency: count.leads + count.helps for count in count_by_agency(tasks)}
    numbers = {id_: sum(document_of_task(task) == id_ for task in tasks) for id_ in {*map(document_of_task, tasks)}}
    columns = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    with columns[0]:
        agency = select(
            _("Cơ quan"), list(counts), "agency", lambda name: f"{name} ({counts[name]})", _("Tất cả cơ quan")
        )
    with columns[1]:
        by_number = sorted(numbers, key=lambda id_: -numbers[id_])
        document = select(
            _("Văn bản"), by_number, "document", lambda id_: f"{_short(documents, id_)} ({numbers[id_]})",
            _("Tất cả văn bản"),
        )  # fmt: skip
    with columns[2]:
        kind = select(_("Loại"), list(_KINDS), "kind", lambda kind: _(_KINDS[kind]), _("Tất cả"))
    dated = columns[3].checkbox(_("Chỉ việc có thời hạn"), asked("dated") == "1", key="task-dated")
    keep(dated=int(dated))
    return TaskFilter(agency=agency, kind=kind, dated=dated), document


def _say_how_many(count: int) -> None:
    if count > _MOST:
        said = _("{n} nhiệm vụ; đang hiện {shown} mục đầu, hãy lọc thêm hoặc tải tệp để xem hết.")
        st.caption(said.format(n=count, shown=_MOST))
    else:
        st.caption(_("{n} nhiệm vụ.").format(n=count))


def _card(
    store: Store, group: tuple[Task, ...], documents: dict[str, DocumentSummary], successors: Successors
) -> dict[str, Any]:
    task = group[0]
    document, clause = store.clause(task.clause_id)
    day = task.deadline if task.deadline and not task.deadline.startswith("--") else None
    return {
        "clause_id": task.clause_id,
        "mark": (task.start, task.end),
        "place": f"{label_path(document, clause)} · {_short(documents, document.id)}",
        "leads": [_agency(one.lead, successors) for one in group if one.lead],
        "cooperating": [_agency(name, successors) for name in task.cooperating],
        "request": task.kind == "request",
        "task": task.task,
        "due": deadline_in_words(task.deadline, task.recurrence),
        "past": bool(day and day < date.today().isoformat()),
        "printed": task.deadline_text,
    }


def _agency(name: str, successors: Successors) -> dict[str, str | None]:
    now = successors.of(name)
    return {"name": name, "now": str(now) if now else None}


def _matrix(
    store: Store, tasks: Sequence[Task], groups: Sequence[tuple[Task, ...]], documents: dict[str, DocumentSummary],
    document: str | None, successors: Successors,
) -> dict[str, Any]:  # fmt: skip
    """Agencies against the tasks of one document, or against documents; each cell says how often they lead and help."""
    counts = count_by_agency(tasks)[:_MOST_AGENCIES]
    heads: list[dict[str, Any]]
    if document is None:
        columns = sorted(
            {*map(document_of_task, tasks)}, key=lambda id_: -sum(document_of_task(task) == id_ for task in tasks)
        )
        heads = [{"label": _short(documents, id_), "href": _address(document=id_)} for id_ in columns[:_MOST_COLUMNS]]
        cells = [[count.by_document.get(id_, (0, 0)) for id_ in columns[:_MOST_COLUMNS]] for count in counts]
    else:
        heads = [
            {
                "label": store.clause(group[0].clause_id)[1].id.split("/", 1)[1],
                "clause_id": group[0].clause_id,
                "mark": (group[0].start, group[0].end),
                "title": group[0].task[:300],
            }
            for group in groups[:_MOST_COLUMNS]
        ]
        cells = [[_share(count, group) for group in groups[:_MOST_COLUMNS]] for count in counts]
    return {
        "columns": heads,
        "rows": [
            {
                "name": count.agency,
                "now": now.short if (now := successors.of(count.agency)) else None,
                "leads": count.leads,
                "helps": count.helps,
                "href": _address(count.agency, document),
                "cells": row,
            }
            for count, row in zip(counts, cells, strict=True)
        ],
    }


def _share(count: AgencyCount, group: tuple[Task, ...]) -> tuple[int, int]:
    """Whether the agency leads and whether it helps with one task."""
    own = {one.agency: one for one in count_by_agency(group)}
    found = own.get(count.agency)
    return (found.leads, found.helps) if found else (0, 0)


def _address(agency: str | None = None, document: str | None = None) -> str:
    return "?" + urlencode({name: value for name, value in (("agency", agency), ("document", document)) if value})


def _short(documents: dict[str, DocumentSummary], document_id: str) -> str:
    summary = documents[document_id]
    if summary.number:
        return f"{summary.type or ''} {summary.number}".strip()
    return _("{type} chưa có số ({file})").format(type=summary.type or _("Văn bản"), file=summary.source)


def _downloads(store: Store, tasks: Sequence[Task], successors: Successors) -> None:
    def citation(clause_id: str) -> str:
        return cite_clause(*store.clause(clause_id))

    def issued_on(clause_id: str) -> str | None:
        return store.clause(clause_id)[0].issued_on

    left, right = st.columns(2)
    left.download_button(
        _("Tải lịch thời hạn (ICS)"), lambda: calendar_of(tasks, successors, citation, issued_on).content, "thoi-han.ics",
        "text/calendar", width="stretch",
    )  # fmt: skip
    right.download_button(
        _("Tải danh sách (CSV)"), lambda: as_csv(tasks, successors, citation).encode("utf-8-sig"), "nhiem-vu.csv", "text/csv",
        width="stretch",
    )  # fmt: skip
