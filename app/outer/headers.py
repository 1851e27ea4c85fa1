"""What every answer tells the browser: what it may load, send on, keep, and show in a frame."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The policy of answers that are data and no pages.
CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: What no page of ours needs.
_OFF = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _OFF),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_YEAR = 365 * 24 * 3600


def hashes(html: str) -> str:
    """The sources by which a policy admits the scripts that stand in `html`, and no others."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _SCRIPT.findall(html))
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


class Headers:
    """ASGI middleware: adds the headers that an answer does not bring itself."""

    def __init__(self, app: ASGIApp, policy: str, *, private: bool) -> None:
        self._app, self._policy, self._private = app, policy, private
        self._ancestors = policy[policy.index("frame-ancestors") :]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["scheme"])
            await send(message)

        await self._app(scope, receive, told if scope["type"] == "http" else send)

    def _add(self, headers: MutableHeaders, scheme: str) -> None:
        # An answer with a policy of its own is bound by it and by who may frame it.
        own = "content-security-policy" in headers
        headers.append("Content-Security-Policy", self._ancestors if own else self._policy)
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        if self._private and "public" not in headers.get("cache-control", ""):
            headers["Cache-Control"] = "no-store"
        headers.setdefault("Cache-Control", "private, no-cache")
        if scheme == "https":
            headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
            cookies = headers.getlist("set-cookie")
            del headers["set-cookie"]
            for cookie in cookies:
                headers.append("Set-Cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure")
