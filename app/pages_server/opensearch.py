"""Searching from the browser's address bar: the OpenSearch description, the first page that names it, and suggestions in its form.

The description follows OpenSearch 1.1, suggestions its extension; a browser offers the search where the page at "/" links to the description.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from app.language import COOKIE, N_, translated
from app.session import offered

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_DESCRIBED, _SUGGESTED = "application/opensearchdescription+xml", "application/x-suggestions+json"
_NAME = N_("Điều khoản")
_ABOUT = N_("Tìm điều khoản trong văn bản chỉ đạo, điều hành; xem tại chỗ; lấy trích dẫn đúng thể thức.")
_LINK = Markup('<link rel="search" type="{kind}" title="{name}" href="./opensearch.xml"></head>')
_TITLE = Markup("<title>{name}</title>")


def first_page(request: Request) -> Response:
    """Streamlit's page, which is the same for all addresses, with what a browser looks for in the head of the first one."""
    name = translated(_NAME, request.cookies.get(COOKIE))
    return HTMLResponse(_page(name), headers={"Cache-Control": "no-cache"})


@cache
def _page(name: str) -> str:
    """The page under `name`, of which each language has one."""
    html = Path(get_static_dir(), "index.html").read_text("utf-8")
    for placed, head in (("</head>", _LINK), ("<title>Streamlit</title>", _TITLE)):
        html = html.replace(placed, head.format(kind=_DESCRIBED, name=name), 1)
    return html


def description(request: Request) -> Response:
    """What the browser keeps: how these pages are searched, under the address at which they were reached."""
    base, language = str(request.base_url), request.cookies.get(COOKIE)
    root = ElementTree.Element("OpenSearchDescription", xmlns=_NAMESPACE)
    for name, text, attributes in (
        ("ShortName", translated(_NAME, language), {}),
        ("Description", translated(_ABOUT, language), {}),
        ("InputEncoding", "UTF-8", {}),
        ("Image", f"{base}favicon.png", {"type": "image/png"}),
        ("Url", None, {"type": "text/html", "template": f"{base}?q={{searchTerms}}"}),
        ("Url", None, {"type": _SUGGESTED, "template": f"{base}opensearch/suggestions?q={{searchTerms}}"}),
        ("Url", None, {"type": _DESCRIBED, "rel": "self", "template": f"{base}opensearch.xml"}),
    ):
        ElementTree.SubElement(root, name, attributes).text = text
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type=_DESCRIBED)


def suggestions(request: Request) -> Response:
    """What may be meant by what is typed (`?q=`): `[typed, [question, …]]`."""
    typed = request.query_params.get("q", "")
    return JSONResponse([typed, [one.text for one in offered(typed)]], media_type=_SUGGESTED)


ROUTES = [
    Route("/", first_page),
    Route("/opensearch.xml", description),
    Route("/opensearch/suggestions", suggestions),
]
