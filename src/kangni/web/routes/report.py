"""Report: the report as it will print, with its chapters on and off, and the file to send."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from kangni.core.people import Participant
from kangni.language import LANGUAGES, Language
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import page

__all__ = ["DOORS"]

PATH = "/studies/{key}/report"
# the page carries its own styles; it runs nothing, fetches nothing and sends nothing
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; sandbox"
)


@at_desk
def report(desk: Desk) -> Response:
    """Show the report with what is asked of it."""
    asked = desk.asked("asked") == "1"
    chapters = desk.study.report_chapters(by=desk.asked("by"))
    chosen = [name for name, _ in chapters if not asked or name in desk.request.query_params.getlist("chapter")]
    left_out = [name for name, _ in chapters if name not in chosen]
    by = desk.asked("by")
    query = [("in", _language(desk)), *(("without", name) for name in left_out), *([("by", by)] if by else [])]
    return page(
        desk,
        "report",
        "report_page.html",
        chapters=chapters,
        chosen=chosen,
        query=urlencode(query),
        reads=_language(desk),
        by=by,
        attributes=_attributes(desk),
        withheld=desk.study.withheld_from_readers().result,
        is_empty=not desk.study.transcripts(),
    )


@at_desk
def sheet(desk: Desk) -> Response:
    """Show the report itself, in a frame of its own."""
    return HTMLResponse(_written(desk), headers={"content-security-policy": POLICY})


@at_desk
def file(desk: Desk) -> Response:
    """Send the report as a file."""
    name = f"report.{_language(desk)}.html"
    headers = {"content-security-policy": POLICY, "content-disposition": f'attachment; filename="{name}"'}
    return HTMLResponse(_written(desk), headers=headers)


def _written(desk: Desk) -> str:
    without = desk.request.query_params.getlist("without")
    return desk.study.report_page(language=_language(desk), by=desk.asked("by"), left_out=without)


def _language(desk: Desk) -> Language:
    return next((language for language in LANGUAGES if language == desk.asked("in")), desk.language)


def _attributes(desk: Desk) -> list[str]:
    with desk.study.read() as read:
        return sorted({name for person in read.all(Participant) for name in person.attributes})


DOORS = (
    Door(PATH, report, Who.READER),
    Door(f"{PATH}/sheet", sheet, Who.READER),
    Door(f"{PATH}/file", file, Who.READER),
)
