"""The state of the program: model, index, documents, disk, helper programs; what can be made anew; the language."""

from __future__ import annotations

import platform
import shutil
from collections import Counter

import streamlit as st

from app import work
from app.health.machine import installed_version
from app.health.storage import folder_size
from app.language import LANGUAGES, _
from app.pages.intake_form import follow, show_works
from app.web import plain
from corpus.store import Store
from ingest.messages import PARSER
from ingest.readers.formats import NAMES
from ingest.readers.programs import found_programs
from search import Searcher

_LIBRARIES = ("streamlit", "openvino", "torch", "sentence-transformers", "faiss-cpu", "pypdfium2", "underthesea")


def show(store: Store, searcher: Searcher) -> None:
    """Show the page; a work that was begun here is named in the address (`?report=`)."""
    st.title(_("Hệ thống"))
    show_works()
    left, right = st.columns(2, gap="large")
    with left:
        _show_model_and_index(store, searcher)
        _show_documents(store)
    with right:
        _show_programs()
        _show_disk(store)
        _show_versions()
    st.header(_("Ngôn ngữ"))
    st.markdown(" · ".join(f"[{name}](language/{code})" for code, name in LANGUAGES.items()))


def _show_model_and_index(store: Store, searcher: Searcher) -> None:
    st.header(_("Mô hình và chỉ mục"))
    state, stored = searcher.state, store.count()
    if state.model:
        _facts(
            {
                _("Mô hình"): _("{model}, {n} chiều, chạy bằng {backend}").format(
                    model=plain(state.model), n=state.dimension, backend=state.backend
                ),
                _("Chỉ mục"): _("{n} điều khoản của {documents} văn bản, {size} trên đĩa").format(
                    n=_number(state.clauses), documents=state.documents, size=_size(state.size)
                ),
            }
        )
    else:
        st.write(_("Mô hình chưa được nạp; lần tìm kiếm đầu tiên sẽ nạp."))
    if not stored:
        return
    if searcher.is_current:
        st.write("✓ " + _("Chỉ mục khớp với kho."))
    elif state.model:
        st.write("⚠ " + _("Chỉ mục chưa khớp với kho; lần tìm kiếm tới sẽ lập lại phần còn thiếu."))
    if st.button(_("Lập lại chỉ mục"), help=_("Mã hóa lại mọi điều khoản; trong lúc đó vẫn tìm kiếm được.")):
        follow(work.rebuild_index())


def _show_documents(store: Store) -> None:
    st.header(_("Văn bản"))
    documents = store.documents()
    formats = Counter(NAMES.get(document.media_type, document.media_type) for document in documents)
    _facts(
        {
            _("Tổng số"): _number(len(documents)),
            _("Theo định dạng"): ", ".join(f"{name} {n}" for name, n in formats.most_common()) or "–",
            _("Điều khoản"): _number(sum(document.clauses for document in documents)),
        }
    )
    if outdated := store.outdated(PARSER):
        st.write(
            "⚠ " + _("{n} văn bản do phiên bản trước của chương trình đọc; nên đọc lại từ bản gốc.").format(n=outdated)
        )
    if documents and st.button(
        _("Đọc lại mọi bản gốc"),
        help=_("Đọc lần lượt từng bản gốc bằng chương trình hiện nay; bản nào không đọc được thì giữ nguyên."),
    ):
        follow(work.read_originals())


def _show_programs() -> None:
    st.header(_("Chương trình hỗ trợ"))
    found = found_programs()
    if found.tesseract and found.vietnamese:
        _found("Tesseract", found.tesseract, _("tiếng Việt, để đọc bản quét"))
    else:
        _missing(
            _("Tesseract: thiếu dữ liệu tiếng Việt") if found.tesseract else "Tesseract",
            _("chưa đọc được bản quét"),
            "apt-get install tesseract-ocr tesseract-ocr-vie",
            _("trên Windows: bộ cài Tesseract 5, chọn thêm Vietnamese"),
        )
    if found.libreoffice:
        _found("LibreOffice", found.libreoffice, _("để đọc DOC, RTF"))
    else:
        _missing(
            "LibreOffice",
            _("DOC đọc bằng antiword, mất số thứ tự tự động; RTF thiếu chú thích cuối trang")
            if found.antiword
            else _("chưa đọc được DOC; RTF thiếu chú thích cuối trang"),
            "apt-get install libreoffice-writer-nogui",
            _("trên Windows: bộ cài LibreOffice"),
        )


def _found(name: str, what: str, use: str) -> None:
    st.markdown(f"✓ **{name}** {plain(what)} – {use}")


def _missing(name: str, effect: str, command: str, otherwise: str) -> None:
    how = _("Cách cài")
    st.markdown(f"✕ **{name}** – {effect}. {how}: `{command}`; {otherwise}.")


def _show_disk(store: Store) -> None:
    st.header(_("Ổ đĩa"))
    database = sum(path.stat().st_size for path in store.home.glob("*.sqlite*"))
    disk = shutil.disk_usage(store.home)
    _facts(
        {
            _("Thư mục dữ liệu"): f"`{store.home}`",
            _("Cơ sở dữ liệu"): _size(database),
            _("Bản gốc"): _size(folder_size(store.originals)),
            _("Còn trống"): _("{free} trên {total}").format(free=_size(disk.free), total=_size(disk.total)),
        }
    )


def _show_versions() -> None:
    st.header(_("Phiên bản"))
    libraries = ", ".join(f"{name} {found}" for name in _LIBRARIES if (found := installed_version(name)))
    _facts(
        {
            "dieukhoan": installed_version("dieukhoan") or "–",
            _("Bộ đọc văn bản"): PARSER,
            "Python": platform.python_version(),
            _("Thư viện"): libraries,
        }
    )


def _facts(facts: dict[str, str]) -> None:
    st.markdown("".join(f"- {name}: **{value}**\n" for name, value in facts.items()))


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB".replace(".", ",") if size >= 1e9 else f"{size / 1e6:.1f} MB".replace(".", ",")
