"""What stands between the network and the pages: who may knock, how much they may carry, what browsers may do."""

from __future__ import annotations

import hmac
from html import escape
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kangni.web.local_path import local_path

__all__ = ["Guard", "TooLarge"]

LARGEST_FORM = 2_000_000  # bytes
LARGEST_UPLOAD = 200_000_000  # bytes
UPLOADS = "/bring-in"  # the end of the addresses that take files
READING = {"GET", "HEAD"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)
GOES_ON = (
    '<!doctype html><link rel="icon" href="data:,">'
    '<meta http-equiv="refresh" content="0; url={to}"><a href="{to}">Kangni</a>'
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Lets requests through that come from this machine's own browser with the launch token."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        self._cookie = f"kangni-{port}"  # cookies know no ports: two workbenches must not share one

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at the gate, or hand on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing here speaks WebSocket
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    given.setdefault(name, value)
            await send(message)

        answer = self._stops(scope, headers)
        if answer is not None:
            await answer(scope, receive, send_guarded)
            return
        await self._app(scope, _limited(receive, _largest(scope["path"])), send_guarded)

    def _stops(self, scope: Scope, headers: Headers) -> Response | None:  # noqa: PLR0911 - one a reason
        """Return what ends a request at the gate; None lets it in."""
        host = headers.get("host", "")
        if host not in self._hosts or not scope["path"].startswith("/"):
            return PlainTextResponse("This is not where the workbench lives.", 400)
        if scope["path"] == "/enter" and scope["method"] == "GET":
            return self._enter(scope)
        if not self._is_known(headers):
            return PlainTextResponse("Open the workbench by the address that `kangni open` printed.", 401)
        if scope["method"] not in READING and not _is_own(headers, host):
            return PlainTextResponse("This did not come from a page of the workbench.", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            return PlainTextResponse("The length is no number.", 400)
        if int(length) > _largest(scope["path"]):
            return PlainTextResponse("That is too large.", 413)
        return None

    def _enter(self, scope: Scope) -> Response:
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        if not hmac.compare_digest(asked.get("token", [""])[0].encode(), self._token.encode()):
            return PlainTextResponse("Open the workbench by the address that `kangni open` printed.", 401)
        # a page that goes on by itself, not a redirect: a strict cookie would not be sent along with one
        to = escape(local_path(asked.get("to", ["/"])[0]))
        answer = HTMLResponse(GOES_ON.format(to=to))
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return answer

    def _is_known(self, headers: Headers) -> bool:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self._token.encode())


class TooLarge(Exception):
    """More bytes came than were announced or are allowed."""


def _largest(path: str) -> int:
    return LARGEST_UPLOAD if path.endswith(UPLOADS) else LARGEST_FORM


def _limited(receive: Receive, largest: int) -> Receive:
    """Stop reading where a body without an announced length grows too large."""
    read = 0

    async def receive_limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > largest:
            raise TooLarge
        return message

    return receive_limited


def _is_own(headers: Headers, host: str) -> bool:
    """Tell whether a page of this workbench sent a request; browsers say so, and cannot be made to lie about it."""
    return headers.get("origin") == f"http://{host}" and headers.get("sec-fetch-site", "same-origin") == "same-origin"
