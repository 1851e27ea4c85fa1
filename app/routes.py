"""What the pages fetch beside Streamlit's own traffic: small answers over HTTP, of the same store and searcher."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.language import COOKIE, LANGUAGES

_YEAR = 365 * 24 * 3600


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


ROUTES = [Route("/language/{language}", choose_language)]
