"""A clause with its citation as a small page of its own, for a frame in another page: no script, nothing fetched."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.exports.pieces import Table, lines_and_tables
from app.language import COOKIE, N_, translated
from app.session import store_and_searcher
from corpus.citing.citation import cite_clause
from corpus.citing.status import NEEDS_CARE
from corpus.errors import UnknownIdError

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; padding: .75rem 1rem; border-left: .25rem solid #0b5394; }
blockquote { margin: 0; }
p { margin: 0 0 .5rem; }
table { border-collapse: collapse; margin-bottom: .5rem; }
td { border: 1px solid; padding: .15rem .4rem; vertical-align: top; }
.status { font-weight: 600; }
footer { font-size: .9rem; }
a { color: light-dark(#0b5394, #8fc1ff); }
"""
_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_PAGE = Markup(
    '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>{style}</style></head><body>{body}</body></html>"
)
_QUOTED = Markup(
    '<blockquote cite="{link}">{text}</blockquote>{status}<footer><a href="{link}" target="_blank" rel="noopener">{citation}</a></footer>'
)


def embed(request: Request) -> Response:
    """The clause of the address with what stands under it, its citation, and what became of its document."""
    store, _ = store_and_searcher()
    chosen = request.cookies.get(COOKIE)
    try:
        document, clause = store.clause(request.path_params["clause_id"])
    except UnknownIdError:
        said = translated(N_("Không có điều khoản này trong kho; hãy hỏi người đặt khung này."), chosen)
        return _page(said, Markup("<p>{}</p>").format(said), 404)
    status = store.status(document).status
    warned = translated(N_("Hiệu lực: {status}"), chosen).format(status=translated(status, chosen))
    citation = cite_clause(document, clause)
    body = _QUOTED.format(
        link=f"{request.base_url}?clause={clause.id}",
        text=Markup("").join(map(_part, lines_and_tables(document.quotation(clause)))),
        status=Markup('<p class="status">{}</p>').format(warned) if status in NEEDS_CARE else "",
        citation=citation,
    )
    return _page(citation, body)


def _page(title: str, body: Markup, status: int = 200) -> Response:
    html = _PAGE.format(title=title, style=Markup(_STYLE), body=body)
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return HTMLResponse(html, status, headers)


def _part(part: str | Table) -> Markup:
    if isinstance(part, str):
        return Markup("<p>{}</p>").format(part)
    rows = (Markup("<tr>{}</tr>").format(Markup("").join(map(Markup("<td>{}</td>").format, row))) for row in part)
    return Markup("<table>{}</table>").format(Markup("").join(rows))


ROUTES = [Route("/embed/{clause_id:path}", embed)]
