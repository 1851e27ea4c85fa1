"""The kinds of problems, by the last part of their `type`: each has an address that tells what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem; `/v1/problems/` and its name is the `type` of its documents."""

    name: str
    status: int
    title: str
    description: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("unknown-id", 404, "Unknown id", "No document, clause, collection or upload has this id; `detail` names the list, or the nearest clause."),
        Kind("no-such-address", 404, "No such address", "The API has nothing at this path; /v1/openapi.json lists what it has."),
        Kind("invalid-request", 422, "Invalid request", "A parameter or the body cannot be used; `errors` names each place and says why."),
        Kind("malformed-body", 400, "Malformed body", "The body is not what its Content-Type says; multipart needs its boundary."),
        Kind("method-not-allowed", 405, "Method not allowed", "The address does not take this method; the header Allow lists those that it takes."),
        Kind("foreign-origin", 403, "Foreign origin", "Another site's page sent this, or Host is not this server; DIEUKHOAN_API_ORIGINS and DIEUKHOAN_HOSTS allow more."),
        Kind("too-many-requests", 429, "Too many requests", "Asked too often or with wrong tokens, or too many files wait; Retry-After says when to ask again."),
        Kind("not-logged-in", 401, "Not logged in", "The header Authorization brings no token that holds; `dieukhoan token add` makes one."),
        Kind("not-allowed", 403, "Not allowed", "The token's role may not do this, or the document is limited to others."),
        Kind("not-acceptable", 406, "Not acceptable", "The header Accept leaves out the media type of this address."),
        Kind("too-large", 413, "Too large", "The body is larger than one request may be; send the files one by one."),
        Kind("unsupported-media-type", 415, "Unsupported media type", "The body has another Content-Type than this address takes."),
        Kind("home-unusable", 503, "Home folder unusable", "The folder with the documents cannot be read or written; `dieukhoan doctor` finds out why."),
        Kind("model-unusable", 503, "Model unusable", "The encoder cannot be loaded or does not fit the index."),
        Kind("backend-unreachable", 503, "Backend unreachable", "The server that holds the index does not answer."),
        Kind("internal-error", 500, "Internal error", "A defect of the program; its log has the details."),
    )
}  # fmt: skip
