"""What the pages fetch beside Streamlit's own traffic: small answers over HTTP, of the same store and searcher."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from app.language import COOKIE, LANGUAGES, N_, translated
from app.pages_server import document_routes, embed_routes, opensearch
from app.session import offered, store_and_searcher
from corpus.citing.citation import cite_clause
from corpus.errors import DieukhoanError, UnknownIdError

_YEAR = 365 * 24 * 3600


#: So many clauses are named as similar, so many characters of each are shown.
_SIMILAR, _SHOWN = 5, 280
_KINDS = {"question": N_("đã hỏi"), "document": N_("văn bản"), "heading": N_("đề mục")}


async def choose_language(request: Request) -> Response:
    """Keep the language in a cookie and go back to the page that asked."""
    response = RedirectResponse(_back(request), status_code=303)
    chosen = request.path_params["language"]
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=_YEAR, samesite="lax")
    return response


def _back(request: Request) -> str:
    """Where the visitor came from, within this server."""
    before = request.headers.get("referer", "")
    own = str(request.base_url)
    return before if before.startswith(own) else "/"


def suggest(request: Request) -> Response:
    """Questions that may be meant by what is typed (`?q=`)."""
    found = offered(request.query_params.get("q", ""))
    chosen = request.cookies.get(COOKIE)
    return JSONResponse([{"text": one.text, "kind": translated(_KINDS[one.kind], chosen)} for one in found])


def similar(request: Request) -> Response:
    """The clauses of other documents that say most nearly what `?clause=` says."""
    store, searcher = store_and_searcher()
    try:
        found = searcher.similar(request.query_params.get("clause", ""), _SIMILAR)
    except UnknownIdError as error:
        return JSONResponse({"error": str(error)}, 404)
    except DieukhoanError as error:
        return JSONResponse({"error": str(error)}, 500)
    named = [(result, *store.clause(result.clause_id)) for result in found]
    return JSONResponse(
        [
            {
                "clause_id": result.clause_id,
                "name": cite_clause(document, clause, "later"),
                "text": result.text if len(result.text) <= _SHOWN else result.text[:_SHOWN].rstrip() + " …",
            }
            for result, document, clause in named
        ]
    )


ROUTES = [
    Route("/language/{language}", choose_language),
    Route("/suggest", suggest),
    Route("/similar", similar),
    *document_routes.ROUTES,
    *embed_routes.ROUTES,
    *opensearch.ROUTES,
]
