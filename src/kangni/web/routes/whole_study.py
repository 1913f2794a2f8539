"""What is asked of a study from every page: its number of changes, what is found in it, undo and redo."""

from __future__ import annotations

from dataclasses import asdict

from starlette.responses import JSONResponse, RedirectResponse, Response

from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.finding import find
from kangni.web.local_path import local_path
from kangni.web.page import part
from kangni.web.reading import form_of

__all__ = ["DOORS"]


@at_desk
def revision(desk: Desk) -> Response:
    """Tell how many changes the study has seen, and how far its long work is."""
    runs = [
        {"id": run.id, "state": run.state, "done": run.done, "total": run.total} for run in desk.shelf.runs.of(desk.key)
    ]
    return JSONResponse({"revision": desk.study.revision, "runs": runs})


@at_desk
def last(desk: Desk) -> Response:
    """Show what was done last, for a page that keeps its own state."""
    return part(desk, "last.html")


@at_desk
def found(desk: Desk) -> Response:
    """Find places, people, codes and words."""
    return JSONResponse([asdict(line) for line in find(desk, desk.asked("q"))])


@at_desk
def undo(desk: Desk) -> Response:
    """Take the coder's last deed back."""
    desk.study.undo()
    return RedirectResponse(local_path(form_of(desk.request).get("back", "/")), 303)


@at_desk
def redo(desk: Desk) -> Response:
    """Do again what was taken back."""
    desk.study.redo()
    return RedirectResponse(local_path(form_of(desk.request).get("back", "/")), 303)


DOORS = (
    Door("/studies/{key}/revision", revision, Who.READER),
    Door("/studies/{key}/last", last, Who.READER),
    Door("/studies/{key}/find", found, Who.READER),
    Door("/studies/{key}/undo", undo, Who.CODER, "POST"),
    Door("/studies/{key}/redo", redo, Who.CODER, "POST"),
)
