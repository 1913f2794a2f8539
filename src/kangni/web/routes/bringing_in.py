"""Bringing in from a page: what was dropped is shown as it was recognised, then accepted or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from kangni.core.errors import KangniError, NothingDropped
from kangni.core.people import Participant
from kangni.core.text import Role
from kangni.exchange.tables.columns import TableKind
from kangni.results.bringing import BroughtIn
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.dropped import Dropped
from kangni.web.faults import status_of
from kangni.web.page import page
from kangni.web.reading import files_of, form_of, many_of

__all__ = ["DOORS"]

DOOR = "/studies/{key}/transcripts/bring-in"
CHOICES = ("kind", "encoding", "language", "changes", "comments", "offsets")
ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5", "windows-1252")
PART = "part/"  # what the names of fields that say who speaks begin with


@dataclass(frozen=True, slots=True)
class _Choices:
    """How the files are to be read, as the page says it."""

    said: Mapping[str, str]
    take: tuple[str, ...]

    def of_deed(self) -> dict[str, Any]:
        """Return what the deed is told."""
        said = {name: self.said[name] for name in CHOICES if self.said.get(name)}
        mapping = dict(line.split("=", 1) for line in self.said.get("mapping", "").splitlines() if "=" in line)
        return {
            **said,
            "take": self.take,
            "mapping": {theirs.strip(): ours.strip() for theirs, ours in mapping.items()},
        }

    def parts(self) -> dict[str, dict[str, str]]:
        """Return who is said to speak, by transcript and label."""
        found = defaultdict[str, dict[str, str]](dict)
        for name, part in self.said.items():
            if name.startswith(PART) and part:
                document, _, label = name.removeprefix(PART).partition("/")
                found[document][label] = part
        return dict(found)


@at_desk
def drop(desk: Desk) -> Response:
    """Keep what was dropped apart, and lead to its preview."""
    kept = desk.shelf.drops.keep(desk.key, files_of(desk.request, "files"))
    return RedirectResponse(desk.address(f"transcripts/bring-in/{kept.key}"), 303)


@at_desk
def preview(desk: Desk) -> Response:
    """Show what would come in; nothing is stored."""
    query = desk.request.query_params
    return _preview(desk, _dropped(desk), _Choices(dict(query), tuple(query.getlist("take"))))


@at_desk
def accept(desk: Desk) -> Response:
    """Bring in what was shown, once however often it is asked."""
    try:
        dropped = _dropped(desk)
    except NothingDropped:  # the second of two clicks
        return RedirectResponse(desk.address("transcripts"), 303)
    choices = _Choices(form_of(desk.request), many_of(desk.request, "take"))
    try:
        with dropped.taking() as is_first:
            if is_first:
                desk.study.bring_in(dropped.paths, parts=choices.parts(), **choices.of_deed())
    except KangniError as error:
        return _preview(desk, dropped, choices, error)
    desk.shelf.drops.forget(dropped.key)
    return RedirectResponse(desk.address("transcripts"), 303)


@at_desk
def refuse(desk: Desk) -> Response:
    """Forget what was dropped."""
    desk.shelf.drops.forget(desk.request.path_params["dropped"])
    return RedirectResponse(desk.address("transcripts"), 303)


def _dropped(desk: Desk) -> Dropped:
    return desk.shelf.drops.find(desk.request.path_params["dropped"], desk.key)


def _preview(desk: Desk, dropped: Dropped, choices: _Choices, error: KangniError | None = None) -> Response:
    status = status_of(error) if error else 200  # a preview that tells of faults is a good answer
    done: BroughtIn | None = None
    try:
        done = desk.study.bring_in(dropped.paths, dry_run=True, **choices.of_deed())
    except KangniError as fault:
        error = error or fault
    sentence, _, hint = error.in_words(desk.translate).partition("\n") if error else ("", "", "")
    with desk.study.read() as read:
        people = [person.handle for person in read.all(Participant)]
    new = done.documents.new_participants if done and done.documents else ()
    return page(
        desk,
        "transcripts",
        "bringing_in.html",
        status=status,
        dropped=dropped,
        names=[dropped.name(str(file)) for file in dropped.files],
        done=done,
        brings=done is not None and bool(done.rows() or (done.documents and done.documents.files)),
        sentence=dropped.name(sentence),
        hint="" if "--" in hint else dropped.name(hint),  # what the command line is told, this page asks itself
        choices=choices,
        encodings=ENCODINGS,
        kinds=[kind.value for kind in TableKind],
        roles=[role.value for role in Role],
        people=(*people, *new),
        caution=lambda told: dropped.name(desk.wording.sentence(told.sentence, told.facts)),
    )


DOORS = (
    Door(DOOR, drop, Who.CODER, "POST"),
    Door(f"{DOOR}/{{dropped}}", preview, Who.READER),
    Door(f"{DOOR}/{{dropped}}/accept", accept, Who.CODER, "POST"),
    Door(f"{DOOR}/{{dropped}}/refuse", refuse, Who.CODER, "POST"),
)
