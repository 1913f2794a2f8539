"""Transcripts: who said what, where in it codings lie, and what people allow."""

from __future__ import annotations

from starlette.responses import Response

from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.guard import LARGEST_UPLOAD
from kangni.web.page import page
from kangni.web.scopes import SCOPES

__all__ = ["DOORS"]


@at_desk
def transcripts(desk: Desk) -> Response:
    """Show the participants with their transcripts, or how to bring some in."""
    heard = desk.study.heard()
    everything = (*(row for person in heard.people for row in person.transcripts), *heard.others)
    return page(
        desk,
        "transcripts",
        "transcripts.html",
        heard=heard,
        scopes=SCOPES,
        chosen=desk.asked("participant"),
        texts=len(everything),
        characters=sum(row.code_points for row in everything),
        codings=sum(row.codings for row in everything),
        largest=LARGEST_UPLOAD,
    )


DOORS = (Door("/studies/{key}/transcripts", transcripts, Who.READER),)
