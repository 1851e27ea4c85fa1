"""The server: its tools and resources, and the way of errors to the assistant."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp_types import CallToolResult, InputRequiredResult
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.mcp_server.library import Library
from app.mcp_server.resources import add_resources
from app.mcp_server.tools import add_tools
from app.outer.access_log import noted
from corpus.errors import DieukhoanError, UnknownIdError

_INSTRUCTIONS = (
    "Vietnamese policy documents, clause by clause. Ask with `search`; read more with `read_clause`; take citations from `cite`. "
    "Quote exact words between quotation marks, never altered, and put the given citation behind them. "
    "Where the answer says that the documents do not treat a question, say so and do not answer from elsewhere."
)


class _Server(MCPServer[None]):
    """Gives the assistant this program's own sentence for whatever it can mend."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[None, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        for tool in await self.list_tools():
            if tool.name == name:
                _check_names(arguments, tool.input_schema["properties"])
        try:
            with noted("tool", arguments, tool=name):
                return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, DieukhoanError):
                raise ToolError(str(error.__cause__)) from error
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_wrong_arguments(error.__cause__)) from error
            raise

    async def read_resource(
        self, uri: Any, context: Context[None, Any] | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        try:
            with noted("resource", {}, uri=str(uri)):
                return await super().read_resource(uri, context)
        except ResourceError as error:
            if isinstance(error.__cause__, UnknownIdError):
                raise ResourceNotFoundError(str(error.__cause__)) from error
            if isinstance(error.__cause__, DieukhoanError):
                raise ResourceError(str(error.__cause__)) from error
            raise


def _check_names(arguments: Iterable[str], taken: Iterable[str]) -> None:
    """A filter whose name is misspelt is an error, not a wish that is passed over."""
    if unknown := sorted({*arguments} - {*taken}):
        raise ToolError(f"There is no argument {', '.join(unknown)}; this tool takes {', '.join(taken)}.")


def _wrong_arguments(error: ValidationError) -> str:
    wrong = "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg'][:1].lower()}{one['msg'][1:]}" for one in error.errors()
    )
    return f"The arguments cannot be used ({wrong}); correct them and call again."


def made(library: Library) -> MCPServer[None]:
    """The server over `library`; it is not running yet."""
    server = _Server(
        "dieukhoan", title="Điều khoản", instructions=_INSTRUCTIONS, version=version("dieukhoan"), log_level="WARNING"
    )
    add_tools(server, library)
    add_resources(server, library)

    @server.custom_route("/health", methods=["GET"])  # type: ignore[untyped-decorator]
    async def health(_: Request) -> Response:
        return JSONResponse({"name": server.name, "version": server.version})

    return server
