"""Stops long work, and lets it be begun again."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.local_path import local_path
from kangni.web.reading import form_of

__all__ = ["DOORS"]

HEARD = 2.0  # seconds in which work usually hears that it is to stop


@at_desk
def stop(desk: Desk) -> Response:
    """Stop a run; one that has ended meanwhile stays as it is."""
    run = desk.shelf.runs.find(desk.key, desk.request.path_params["run"])
    if run is not None:
        run.stop()
        run.wait(HEARD)
    return _back(desk)


@at_desk
def again(desk: Desk) -> Response:
    """Let a stopped run begin again."""
    run = desk.shelf.runs.find(desk.key, desk.request.path_params["run"])
    if run is not None:
        desk.shelf.runs.forget(run)
    return _back(desk)


def _back(desk: Desk) -> Response:
    return RedirectResponse(local_path(form_of(desk.request).get("back", "/")), 303)


DOORS = (
    Door("/studies/{key}/runs/{run}/stop", stop, Who.READER, "POST"),
    Door("/studies/{key}/runs/{run}/again", again, Who.READER, "POST"),
)
