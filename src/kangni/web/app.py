"""The application: every door behind the guard."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kangni.web.assets import serve_asset
from kangni.web.door import Door, Who, route
from kangni.web.guard import Guard, TooLarge
from kangni.web.page import lone_page
from kangni.web.places import PLACES
from kangni.web.routes import (
    advice,
    agreement,
    balance,
    bringing_in,
    codebook,
    coding,
    compare,
    correcting,
    factors,
    home,
    maps,
    overview,
    process,
    report,
    retrieve,
    running,
    team,
    transcripts,
    whole_study,
)
from kangni.web.shelf import Shelf, StudyNotOpen

__all__ = ["DOORS", "make_app"]

DOORS: tuple[Door, ...] = (
    Door("/static/{hash}/{name:path}", serve_asset, Who.ANYONE),
    *home.DOORS,
    *whole_study.DOORS,
    *running.DOORS,
    *overview.DOORS,
    *transcripts.DOORS,
    *bringing_in.DOORS,
    *correcting.DOORS,
    *coding.DOORS,
    *codebook.DOORS,
    *retrieve.DOORS,
    *agreement.DOORS,
    *factors.DOORS,
    *process.DOORS,
    *maps.DOORS,
    *balance.DOORS,
    *compare.DOORS,
    *advice.DOORS,
    *report.DOORS,
    *team.DOORS,
)


def make_app(shelf: Shelf, *, token: str, port: int) -> ASGIApp:
    """Return the workbench as an ASGI application that answers on one port to who holds the token."""
    app = Starlette(
        routes=[route(door) for door in DOORS] + [Route("/{rest:path}", _nothing_here)],
        exception_handlers={StudyNotOpen: _not_open, TooLarge: _too_large, 405: _nothing_here, 500: _broken},
    )
    app.state.shelf = shelf
    app.state.places = tuple(
        place for place in PLACES if f"/studies/{{key}}/{place.id}" in {door.path for door in DOORS}
    )
    return Guard(app, token=token, port=port)


def _nothing_here(request: Request, _error: Exception | None = None) -> Response:
    return lone_page(request, "nowhere.html", status=404)


def _not_open(request: Request, _error: Exception) -> Response:
    return lone_page(request, "not_open.html", status=404)


def _too_large(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("That is too large.", 413)


def _broken(request: Request, _error: Exception) -> Response:
    """Say that the mistake is ours; the words of a transcript may stand in the error, so none of it is shown."""
    return lone_page(request, "broken.html", status=500)
