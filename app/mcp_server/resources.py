"""The resources: clauses and documents whole, the list of documents; their ids are completed."""

from __future__ import annotations

import json

from mcp.server.mcpserver import MCPServer
from mcp_types import Completion, CompletionArgument, CompletionContext, PromptReference, ResourceTemplateReference

from app import contract
from app.mcp_server.library import Library

#: The template of a clause's address; ids hold slashes.
_TEMPLATE = "clause://{+clause_id}"
#: So many completions the protocol takes.
_COMPLETIONS = 100


def add_resources(server: MCPServer[None], library: Library) -> None:
    """Give `server` the resources, which are read from `library`."""

    @server.resource(_TEMPLATE, name="clause", title="Điều khoản", mime_type="text/plain")
    def clause(clause_id: str) -> str:
        """All exact words of a clause with what stands under it, or of a document by its id alone."""
        return library.words(clause_id)

    @server.resource("documents://stored", name="documents", title="Văn bản", mime_type="application/json")
    def documents() -> str:
        """The stored documents, as `dieukhoan documents --json` prints them, in one list."""
        return json.dumps(contract.listed(library.store), ensure_ascii=False)

    @server.completion()  # type: ignore[no-untyped-call, untyped-decorator]
    async def complete(
        ref: PromptReference | ResourceTemplateReference, argument: CompletionArgument, _: CompletionContext | None
    ) -> Completion | None:
        if not isinstance(ref, ResourceTemplateReference) or ref.uri != _TEMPLATE:
            return None
        found = library.ids(argument.value, _COMPLETIONS + 1)
        return Completion(values=found[:_COMPLETIONS], has_more=len(found) > _COMPLETIONS)
