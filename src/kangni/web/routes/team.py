"""Team: coders and what they have finished, consent, restrictions, history, verified copies, and the file's health."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from kangni.core.changes import Entry, EntryKind
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import page
from kangni.web.reading import form_of, many_of
from kangni.web.scopes import SCOPES

__all__ = ["DOORS"]

PATH = "/studies/{key}/team"
PART = 30  # entries of the history on one page


@at_desk
def team(desk: Desk) -> Response:
    """Show who works on the study and what is safe."""
    found = desk.study.team().result
    history = desk.study.history()
    first = _number(desk.asked("from"), most=len(history))
    return page(
        desk,
        "team",
        "team.html",
        team=found,
        scopes={scope.value: words for scope, words in SCOPES.items()},
        changing=next((row for row in found.consent if row.participant == desk.asked("consent")), None),
        history=[_told(desk, entry) for entry in history[::-1][first - 1 : first + PART - 1]],
        entries=len(history),
        first=first,
        part=PART,
        is_undone=_is_undone(desk, history),
        backups=desk.study.backups(),
        findings=_findings(desk) if desk.asked("examine") == "1" else None,
    )


@at_desk
def back_up(desk: Desk) -> Response:
    """Make a verified copy."""
    desk.study.backup()
    return _again(desk)


@at_desk
def consent(desk: Desk) -> Response:
    """Record what a participant released."""
    form = form_of(desk.request)
    words = [*many_of(desk.request, "scope"), *([f"until {form['until']}"] if form.get("until") else [])]
    desk.study.record_consent(form.get("participant", ""), ";".join(words) or "none")
    return _again(desk)


@at_desk
def release(desk: Desk) -> Response:
    """Mark a participant's words as reviewed."""
    desk.study.release(form_of(desk.request).get("participant", ""))
    return _again(desk)


@at_desk
def seen(desk: Desk) -> Response:
    """Declare transcripts finished by the acting coder."""
    desk.study.declare_seen(many_of(desk.request, "document"))
    return _again(desk)


def _again(desk: Desk) -> Response:
    return RedirectResponse(desk.address("team"), 303)


def _told(desk: Desk, entry: Entry) -> dict[str, str | int | bool]:
    """Return an entry in words."""
    _ = desk.translate
    facts = desk.wording.names(f"{_(name)} {value}" for name, value in entry.facts.items())
    changes = desk.wording.names(
        f"{_(kind)} {sign}{count}"
        for kind, change in entry.changes.items()
        for sign, count in (("+", change.added), ("~", change.changed), ("−", change.removed))
        if count
    )
    return {
        "number": entry.number,
        "at": f"{entry.at.astimezone():%Y-%m-%d %H:%M}",
        "actor": entry.actor,
        "kind": "" if entry.kind is EntryKind.DO else entry.kind.value,
        "root": entry.root,
        "deed": entry.deed,
        "facts": facts,
        "changes": changes,
        "stands": entry.standing,
    }


def _is_undone(desk: Desk, history: tuple[Entry, ...]) -> bool:
    """Tell whether the coder's last entry took something back, so that it can be done again."""
    last = next((entry for entry in reversed(history) if entry.actor == desk.coder), None)
    return last is not None and last.kind is EntryKind.UNDO


def _findings(desk: Desk) -> list[tuple[str, str, str]]:
    """Return what the doctor finds: how bad, about what, in words."""
    return [
        (found.severity.value, found.about, desk.translate(found.sentence).format_map(dict(found.facts)))
        for found in desk.study.examine().findings
    ]


def _number(words: str, *, most: int) -> int:
    number = int(words) if words.isascii() and words.isdigit() else 1
    return max(1, min(number, most))


DOORS = (
    Door(PATH, team, Who.READER),
    Door(f"{PATH}/back-up", back_up, Who.CODER, "POST"),
    Door(f"{PATH}/consent", consent, Who.CODER, "POST"),
    Door(f"{PATH}/release", release, Who.CODER, "POST"),
    Door(f"{PATH}/seen", seen, Who.CODER, "POST"),
)
