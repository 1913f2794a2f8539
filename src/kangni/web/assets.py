"""The files that browsers fetch: style sheets, icon, and the bundles built from the frontend's sources."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kangni.reports.figure import style

__all__ = ["asset", "figure_sheet", "serve_asset"]

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
NAME = re.compile(r"(build/)?[a-z][A-Za-z0-9-]*\.(css|js|svg|txt)")
# The figures' colours stand written out, for programs that know no variables; on a page they follow the tokens.
TOKENS = {
    "#1c1e20": "--ink",
    "#494d51": "--ink-2",
    "#63686d": "--ink-3",
    "#dcdcd7": "--line",
    "#b9bab5": "--line-2",
    "#7f8489": "--line-3",
    "#b1371a": "--risk",
    "#fbe9e2": "--risk-1",
    "#efb9a5": "--risk-2",
    "#d97657": "--risk-3",
    "#0c6a69": "--protect",
    "#e0f0ee": "--protect-1",
    "#a5d2cc": "--protect-2",
    "#4a9c97": "--protect-3",
    "#ededea": "--neutral-1",
    "#c9cac6": "--neutral-2",
    "#8c9094": "--neutral-3",
    "#e4e4e0": "--line",
    "#eaeae6": "--sunk",
    "#ffffff": "--paper",
    "#9a9ea1": "--neutral-3",
    "#6d7276": "--ink-3",
    "#d5d6d2": "--neutral-2",
}


@cache
def asset(name: str) -> str:
    """Return the address of a file, which changes with its content."""
    return f"/static/{_bundles() if name.startswith('build/') else _digest(_content(name))}/{name}"


def serve_asset(request: Request) -> Response:
    """Answer with a file; its address holds its content's hash, so a browser may keep it for ever."""
    name = request.path_params["name"]
    if not NAME.fullmatch(name):
        return PlainTextResponse("", 404)
    try:
        content = _content(name)
    except FileNotFoundError:
        return PlainTextResponse("", 404)
    kind = KINDS[f".{name.rsplit('.', 1)[1]}"]
    return Response(content, headers={"cache-control": "public, max-age=31536000, immutable"}, media_type=kind)


@cache
def figure_sheet() -> str:
    """Return the figures' style sheet with the page's own colours, light and dark."""
    return re.sub("|".join(TOKENS), lambda found: f"var({TOKENS[found[0]]})", style())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _bundles() -> str:
    """Return one hash for all bundles: a script loaded under two addresses would have two states."""
    folder = files("kangni.web") / "static" / "build"
    built = sorted(folder.iterdir(), key=lambda file: file.name)
    return _digest(b"".join(file.read_bytes() for file in built))


@cache
def _content(name: str) -> bytes:
    if name == "figure.css":
        return figure_sheet().encode()
    return (files("kangni.web") / "static" / name).read_bytes()
