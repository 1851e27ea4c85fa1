"""The targets that documents set, in one table: filtered, lined up, each amount a link to its clause."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.language import N_, _
from app.pages.address import asked, keep, place
from app.pages.map_text import shortened
from app.web import show_component
from corpus.citing.identifiers import ClauseId
from corpus.document import Target
from corpus.language.text import fold
from corpus.overviews.target_groups import AlignedTarget, aligned_targets
from corpus.store import Store
from search import Searcher

_ORDERS = (N_("Văn bản"), N_("Năm"), N_("Chỉ tiêu"))
#: A page shows so many rows; filters bring the others up.
_MOST = 500
#: A row names so many other places that set the same goal.
_MOST_ALIKE = 5


def show(store: Store, searcher: Searcher) -> None:
    """Show the targets that the filters in the address leave (`?document=`, `?year=`, `?text=`, `?conflict=1`, `?order=`)."""
    st.title(_("Chỉ tiêu"))
    st.caption(_("Các chỉ tiêu định lượng mà văn bản đề ra; mỗi giá trị dẫn tới điều khoản quy định giá trị đó."))
    lines = aligned_targets(store)
    if not lines:
        st.info(
            _(
                "Kho chưa có văn bản nào đề ra chỉ tiêu. Hãy nạp kế hoạch, chương trình, nghị quyết bằng lệnh `dieukhoan ingest THƯ_MỤC`."
            )
        )
        return
    names = {summary.id: shortened(summary.name, 90) for summary in store.documents()}
    shown = _filtered(lines, names)
    contradicted = sum(bool(line.conflicts) for line in shown)
    said = _("{n} chỉ tiêu, trong đó {conflicting} có giá trị mâu thuẫn giữa các nơi.")
    st.write(said.format(n=len(shown), conflicting=contradicted))
    if len(shown) > _MOST:
        st.info(_("Chỉ hiện {n} chỉ tiêu đầu; hãy lọc thêm để xem các chỉ tiêu còn lại.").format(n=_MOST))
    if shown:
        show_component("targets", {"rows": [_row(line, names) for line in shown[:_MOST]]})
    else:
        st.info(_("Không có chỉ tiêu nào phù hợp. Hãy bớt điều kiện lọc."))


def _filtered(lines: Sequence[AlignedTarget], names: dict[str, str]) -> list[AlignedTarget]:
    """The lines that the widgets leave, in the order chosen; the choices are kept in the address."""
    documents = sorted({_document(line.target) for line in lines}, key=names.__getitem__)
    years = sorted({line.target.year for line in lines if line.target.year})
    text = st.text_input(
        _("Nội dung chỉ tiêu"), asked("text"), placeholder=_("Ví dụ: bảo hiểm y tế"), key="target-text"
    )
    left, middle, right = st.columns([3, 1, 1], vertical_alignment="bottom")
    document = left.selectbox(
        _("Văn bản"), documents, place(documents, asked("document")), format_func=names.__getitem__, placeholder=_("Tất cả"),
        key="target-document",
    )  # fmt: skip
    year = middle.selectbox(
        _("Năm"), years, place(list(map(str, years)), asked("year")), placeholder=_("Tất cả"), key="target-year"
    )
    order = right.selectbox(
        _("Xếp theo"), _ORDERS, place(_ORDERS, asked("order")) or 0, format_func=_, key="target-order"
    )
    conflict = st.checkbox(_("Chỉ hiện chỉ tiêu có giá trị mâu thuẫn"), asked("conflict") == "1", key="target-conflict")
    keep(
        text=text,
        document=document,
        year=year,
        order=order if order != _ORDERS[0] else None,
        conflict=1 if conflict else None,
    )
    wanted = fold(text).split()
    shown = [
        line
        for line in lines
        if (document is None or _document(line.target) == document)
        and (year is None or line.target.year == year)
        and (not conflict or line.conflicts)
        and all(word in fold(f"{line.target.subject} {line.target.text} {line.target.scope or ''}") for word in wanted)
    ]
    if order == _ORDERS[1]:
        shown.sort(key=lambda line: line.target.year or 9999)
    elif order == _ORDERS[2]:
        first = {line.group: fold(line.target.subject) for line in reversed(shown)}
        shown.sort(key=lambda line: (first[line.group], line.group))
    return shown


def _row(line: AlignedTarget, names: dict[str, str]) -> dict[str, object]:
    target = line.target
    same = [other for other in line.others if other not in line.conflicts]
    return {
        "subject": target.subject[:1].upper() + target.subject[1:],
        "scope": target.scope if target.scope and target.scope not in target.subject else None,
        "amount": _amount(target, names),
        "due": _due(target),
        "document": names[_document(target)],
        "conflicts": [_amount(other, names) for other in line.conflicts],
        "same": [_amount(other, names) for other in same[:_MOST_ALIKE]],
    }


def _amount(target: Target, names: dict[str, str]) -> dict[str, str]:
    return {
        "text": " ".join(target.text.split()),
        "clause": target.clause_id,
        "mark": f"{target.start}-{target.end}",
        "document": names[_document(target)],
    }


def _due(target: Target) -> str:
    if target.deadline:
        year, month, day = target.deadline.split("-")
        return f"{day}/{month}/{year}"
    return str(target.year or "")


def _document(target: Target) -> str:
    return ClauseId.parse(target.clause_id).document
