"""Correcting a transcript: the words of a turn, what the correction would touch, and the correction itself."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from kangni.app.correcting import Corrected
from kangni.core.errors import KangniError, RequestUnread
from kangni.core.text import Document
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.faults import status_of
from kangni.web.page import page
from kangni.web.reading import form_of
from kangni.web.transcript import lines_of

__all__ = ["DOORS"]

PATH = "/studies/{key}/transcripts/correct/{document}"


@at_desk
def choose(desk: Desk) -> Response:
    """Show the turns of a transcript, one of them open to be corrected."""
    return _page(desk, turn=_number(desk.asked("turn", "0")))


@at_desk
def correct(desk: Desk) -> Response:
    """Show what a correction would touch, or, once that was seen, carry it out."""
    fields = form_of(desk.request)
    document, turn = desk.request.path_params["document"], _number(fields.get("turn", ""))
    words, was = fields.get("words", ""), fields.get("was")
    try:
        done = desk.study.correct(document, turn, words, was=was, dry_run="sure" not in fields)
    except KangniError as error:
        return _page(desk, turn=turn, words=words, error=error)
    if "sure" in fields:
        return RedirectResponse(desk.address(f"transcripts/correct/{document}", turn=str(turn)), 303)
    return _page(desk, turn=turn, words=words, effect=done)


def _page(
    desk: Desk,
    *,
    turn: int,
    words: str | None = None,
    effect: Corrected | None = None,
    error: KangniError | None = None,
) -> Response:
    with desk.study.read() as read:
        document = read.named(Document, desk.request.path_params["document"])
    return page(
        desk,
        "transcripts",
        "correcting.html",
        status=status_of(error) if error else 200,
        document=document,
        lines=lines_of(desk, document),
        turn=turn,
        words=words,
        effect=effect,
        sentence=error.in_words(desk.translate) if error else "",
    )


def _number(words: str) -> int:
    if not words.isdecimal():
        raise RequestUnread("turn")
    return int(words)


DOORS = (Door(PATH, choose, Who.READER), Door(PATH, correct, Who.CODER, "POST"))
