"""The coding room: a transcript with its margin, and what is done there, each order one deed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import msgspec
from starlette.responses import RedirectResponse, Response

from kangni.app.recoding import Reading
from kangni.core.episodes import EpisodeState
from kangni.core.names import CodingId
from kangni.core.text import Document, Span
from kangni.web import orders
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.finding import spellings
from kangni.web.margin import CodeEntry, code_entries, margin_of
from kangni.web.page import page
from kangni.web.reading import object_of
from kangni.web.transcript import lines_of

__all__ = ["DOORS"]

PATH = "/studies/{key}/coding/{document}"
Order = TypeVar("Order")


@at_desk
def first(desk: Desk) -> Response:
    """Lead to a transcript, or teach where there is none."""
    found = desk.study.transcripts()
    if not found:
        return page(desk, "coding", "coding_empty.html")
    return RedirectResponse(desk.address(f"coding/{found[0].handle}"), 303)


@at_desk
def room(desk: Desk) -> Response:
    """Show a transcript with everything a reader needs to code it."""
    document = _document(desk)
    return page(
        desk,
        "coding",
        "coding.html",
        document=document,
        lines=lines_of(desk, document),
        transcripts=desk.study.transcripts(),
        codes=msgspec.to_builtins(_codes(desk)),
        terms=_terms(desk),
        margin=msgspec.to_builtins(margin_of(desk, document, look=_looks(desk))),
    )


@at_desk
def codes(desk: Desk) -> Response:
    """Tell which codes there are now."""
    return Response(msgspec.json.encode(_codes(desk)), media_type="application/json")


@at_desk
def margin(desk: Desk) -> Response:
    """Tell what stands in the margin now."""
    return _margin(desk)


def _ordered(kind: type[Order], carry_out: Callable[[Desk, str, Order], Any]) -> Callable[..., Response]:
    """Return what answers one kind of order: it is carried out, and the margin as it then stands comes back."""

    @at_desk
    def answer(desk: Desk) -> Response:
        carry_out(desk, desk.request.path_params["document"], object_of(desk.request, kind))
        return _margin(desk)

    return answer


def _apply(desk: Desk, document: str, order: orders.ApplyCode) -> None:
    desk.study.apply_code(document, Span(order.start, order.end), order.code)


def _adopt(desk: Desk, document: str, order: orders.AnswerDrafts) -> None:
    desk.study.adopt([draft.hex for draft in order.drafts], document=document)


def _refuse(desk: Desk, document: str, order: orders.AnswerDrafts) -> None:
    desk.study.refuse([draft.hex for draft in order.drafts], document=document)


def _move(desk: Desk, _document: str, order: orders.MoveCoding) -> None:
    desk.study.move_coding(CodingId(order.coding), Span(order.start, order.end))


def _read(desk: Desk, _document: str, order: orders.ReadCoding) -> None:
    reading = Reading(order.polarity or None, order.level or None, order.reason, order.voice, order.stance)
    desk.study.read_coding(CodingId(order.coding), reading)


def _note(desk: Desk, _document: str, order: orders.NoteCoding) -> None:
    desk.study.note_coding(CodingId(order.coding), order.memo, was=order.was)


def _remove(desk: Desk, _document: str, order: orders.RemoveMarks) -> None:
    if order.codings:
        desk.study.remove_own_codings([CodingId(coding) for coding in order.codings])
    if order.claims:
        desk.study.remove_claims(order.claims)
    if order.episodes:
        desk.study.remove_episodes(order.episodes)


def _claim(desk: Desk, document: str, order: orders.MakeClaim) -> None:
    desk.study.make_claim(
        document,
        Span(order.start, order.end),
        order.cause,
        order.effect,
        sign=order.sign,
        strength=order.strength,
        voice=order.voice,
        stance=order.stance,
        note=order.note,
        claim_id=order.id,
    )


def _change_claim(desk: Desk, _document: str, order: orders.ChangeClaim) -> None:
    desk.study.change_claim(
        order.claim, sign=order.sign, strength=order.strength, voice=order.voice, stance=order.stance, note=order.note
    )


def _moment(desk: Desk, document: str, order: orders.MarkMoment) -> None:
    span = Span(order.start, order.end)
    desk.study.tell_moment(document, span, order.stage, episode=order.episode, label=order.label, code=order.code)


def _take_moment(desk: Desk, _document: str, order: orders.TakeMoment) -> None:
    desk.study.remove_moment(order.episode, order.position)


def _end(desk: Desk, _document: str, order: orders.EndEpisode) -> None:
    desk.study.end_episode(order.episode, state=EpisodeState(order.state), outcome=order.outcome or None)


@at_desk
def done(desk: Desk) -> Response:
    """Declare the transcript done by this coder: its silence then means no."""
    desk.study.declare_seen([desk.request.path_params["document"]])
    return _margin(desk)


def _margin(desk: Desk) -> Response:
    found = margin_of(desk, _document(desk), look=_looks(desk))
    return Response(msgspec.json.encode(found), media_type="application/json")


def _codes(desk: Desk) -> tuple[CodeEntry, ...]:
    keys = {code.handle: spellings(code.handle, code.name.zh, code.name.en) for code in desk.codebook}
    return code_entries(desk, keys)


def _document(desk: Desk) -> Document:
    with desk.study.read() as read:
        return read.named(Document, desk.request.path_params["document"])


def _looks(desk: Desk) -> bool:
    return desk.asked("look") == "1"


def _terms(desk: Desk) -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen from, with its name: polarities, levels, voices, stances, stages, outcomes."""
    framework, language = desk.framework, desk.language
    kinds: dict[str, Any] = {
        "polarity": framework.polarities,
        "level": framework.levels,
        "voice": framework.voices,
        "stance": framework.stances,
        "stage": framework.stages,
        "outcome": framework.outcomes,
    }
    return {kind: [(term.id, term.name.text(language)) for term in terms] for kind, terms in kinds.items()}


@cache
def _order_doors() -> tuple[Door, ...]:
    answers: dict[str, Callable[..., Response]] = {
        "apply": _ordered(orders.ApplyCode, _apply),
        "adopt": _ordered(orders.AnswerDrafts, _adopt),
        "refuse": _ordered(orders.AnswerDrafts, _refuse),
        "move": _ordered(orders.MoveCoding, _move),
        "read": _ordered(orders.ReadCoding, _read),
        "note": _ordered(orders.NoteCoding, _note),
        "remove": _ordered(orders.RemoveMarks, _remove),
        "claim": _ordered(orders.MakeClaim, _claim),
        "change-claim": _ordered(orders.ChangeClaim, _change_claim),
        "moment": _ordered(orders.MarkMoment, _moment),
        "take-moment": _ordered(orders.TakeMoment, _take_moment),
        "end-episode": _ordered(orders.EndEpisode, _end),
        "done": done,
    }
    return tuple(Door(f"{PATH}/{name}", answer, Who.CODER, "POST") for name, answer in answers.items())


DOORS = (
    Door("/studies/{key}/coding", first, Who.READER),
    Door(PATH, room, Who.READER),
    Door(f"{PATH}/margin", margin, Who.READER),
    Door(f"{PATH}/codes", codes, Who.READER),
    *_order_doors(),
)
