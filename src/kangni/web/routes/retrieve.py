"""Retrieve: quotes by conditions with a matrix above them, words in context, word counts, and what is kept of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from kangni.core.retrieval import Conditions
from kangni.web.asking_quotes import chips_of, choices_of, conditions_of, query_of
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.local_path import local_path
from kangni.web.page import page
from kangni.web.reading import form_of

__all__ = ["DOORS"]

PATH = "/studies/{key}/retrieve"
PART = 50  # quotes on one page
LINES, WORDS = 200, 200  # shown of words in context, and of words counted
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: dict[Literal["csv", "xlsx"], str] = {"csv": "text/csv; charset=utf-8", "xlsx": SPREADSHEET}


@at_desk
def retrieve(desk: Desk) -> Response:
    """Show what the conditions find."""
    view = {"context": _context, "counts": _counts}.get(desk.asked("view"), _quotes)
    return view(desk, conditions_of(desk.request.query_params))


def _quotes(desk: Desk, conditions: Conditions) -> Response:
    by = desk.asked("by") or "participant"
    shown = desk.study.retrieve(conditions, by=by)
    first = _number(desk.asked("from"), most=shown.result.codings)
    return _page(
        desk,
        conditions,
        "retrieve_quotes.html",
        answers={"retrieve": shown},
        found=shown.result,
        by=by,
        first=first,
        until=min(first + PART - 1, shown.result.codings),
        part=PART,
        quotes=shown.evidence(f"{first}-{first + PART - 1}"),
        cell=_cell(desk),
        query=urlencode(query_of(conditions)),
    )


def _context(desk: Desk, conditions: Conditions) -> Response:
    said = conditions.words.strip()
    found = desk.study.words_in_context(said, conditions=_people_of(conditions)).result if said else None
    return _page(desk, conditions, "retrieve_context.html", found=found, most=LINES)


def _counts(desk: Desk, conditions: Conditions) -> Response:
    shown = desk.study.word_counts(function_words=desk.asked("all") == "1", conditions=_people_of(conditions))
    wanted = conditions.words.strip().casefold()
    rows = [row for row in shown.result.counts if wanted in row.word]
    return _page(desk, conditions, "retrieve_counts.html", found=shown.result, rows=rows, most=WORDS)


def _page(desk: Desk, conditions: Conditions, template: str, **shown: Any) -> Response:
    return page(
        desk,
        "retrieve",
        template,
        conditions=conditions,
        chips=chips_of(desk, conditions),
        choices=choices_of(desk),
        kept=[(each.name, urlencode(query_of(each.conditions)), each.conditions) for each in desk.study.retrievals()],
        is_empty=not desk.study.transcripts(),
        **shown,
    )


@at_desk
def keep(desk: Desk) -> Response:
    """Keep the conditions of the page under a name."""
    form, back = form_of(desk.request), _back(desk)
    conditions = conditions_of(_query_of_address(back))
    desk.study.save_retrieval(form.get("name", ""), conditions)
    return RedirectResponse(back, 303)


@at_desk
def forget(desk: Desk) -> Response:
    """Let go of the conditions of a name."""
    desk.study.forget_retrieval(form_of(desk.request).get("name", ""))
    return RedirectResponse(_back(desk), 303)


@at_desk
def summarise(desk: Desk) -> Response:
    """Write the summary of a cell."""
    form = form_of(desk.request)
    desk.study.summarise_cell(
        form.get("code", ""), form.get("participant", ""), form.get("text", ""), was=form.get("was")
    )
    return RedirectResponse(_back(desk), 303)


@at_desk
def file(desk: Desk) -> Response:
    """Send the quotes as a file for readers outside."""
    kind: Literal["csv", "xlsx"] = "xlsx" if desk.request.path_params["kind"] == "xlsx" else "csv"
    content = desk.study.quotes_file(conditions_of(desk.request.query_params), kind)
    return Response(
        content,
        media_type=FILES[kind],
        headers={"content-disposition": f'attachment; filename="quotes.{kind}"', "x-content-type-options": "nosniff"},
    )


def _people_of(conditions: Conditions) -> Conditions:
    return replace(Conditions(), people=conditions.people, where=conditions.where)


def _cell(desk: Desk) -> tuple[str, str] | None:
    """Return the code and participant of the cell whose summary is open."""
    code, _, participant = desk.asked("cell").partition("/")
    with desk.study.read() as read:
        known = {row.handle for row in read.codebook()}
    return (code, participant) if code in known and participant else None


def _number(words: str, *, most: int) -> int:
    number = int(words) if words.isascii() and words.isdigit() else 1
    return max(1, min(number, most))


def _back(desk: Desk) -> str:
    return local_path(form_of(desk.request).get("back", desk.address("retrieve")))


def _query_of_address(address: str) -> QueryParams:
    return QueryParams(address.partition("?")[2])


DOORS = (
    Door(PATH, retrieve, Who.READER),
    Door(f"{PATH}/quotes.{{kind}}", file, Who.READER),
    Door(f"{PATH}/keep", keep, Who.CODER, "POST"),
    Door(f"{PATH}/forget", forget, Who.CODER, "POST"),
    Door(f"{PATH}/summary", summarise, Who.CODER, "POST"),
)
