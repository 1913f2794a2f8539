"""Home: the studies opened last, ways to begin, and the demo study."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kangni.core.errors import KangniError
from kangni.language import translations
from kangni.saved import recent_studies
from kangni.web.desk import language_of
from kangni.web.door import Door, Who
from kangni.web.page import lone_page
from kangni.web.reading import form_of
from kangni.web.shelf import Shelf

__all__ = ["DOORS"]


def home(request: Request) -> Response:
    """Show the studies that are open and those opened last."""
    shelf: Shelf = request.app.state.shelf
    return lone_page(request, "home.html", covers=shelf.covers(recent_studies()))


def open_recent(request: Request) -> Response:
    """Open one of the studies opened last, by its key: no path comes from a page."""
    shelf: Shelf = request.app.state.shelf
    wanted = form_of(request).get("study", "")
    path = shelf.path_of(wanted, recent_studies())
    if path is None:
        return RedirectResponse("/", 303)
    try:
        key = shelf.open(path)
    except KangniError as error:
        sentence, _, hint = error.in_words(translations(language_of(request)).gettext).partition("\n")
        return lone_page(request, "stopped.html", status=409, sentence=sentence, hint=hint)
    return RedirectResponse(f"/studies/{key}/overview", 303)


def open_demo(request: Request) -> Response:
    """Make the demo study beside the settings, or find it there, and open it."""
    shelf: Shelf = request.app.state.shelf
    return RedirectResponse(f"/studies/{shelf.open_demo()}/overview", 303)


DOORS = (
    Door("/", home, Who.ANYONE),
    Door("/open", open_recent, Who.ANYONE, "POST"),
    Door("/demo", open_demo, Who.ANYONE, "POST"),
)
