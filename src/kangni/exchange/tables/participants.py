"""The table of participants: pseudonyms, what they released, and attributes with types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kangni.core.errors import HandleTaken
from kangni.core.names import ParticipantId, fold_handle
from kangni.core.people import AttributeValue, Consent, Participant
from kangni.core.ports import Reader
from kangni.exchange.tables.attributes import as_cell, parser_for
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, flag, required
from kangni.exchange.tables.reading import Reading

__all__ = ["read_participants", "says_fictional", "write_participants"]

Attributes = Mapping[str, AttributeValue]
Parsers = Mapping[str, Callable[[str], AttributeValue]]


def read_participants(cells: Cells, names: Names) -> Reading[Participant]:
    """Read participants; for those whom the study has, cells that are filled replace what stood there.

    A recorded consent is only ever made less, so that an old table brings none back that was taken back since.
    An attribute has one type in the whole study, so one new word turns the numbers of the others into text.
    """
    faults = Faults(cells)
    stored = names.stored(Participant)
    parsers = _parsers(cells, stored.values())
    people: dict[str, Participant] = {}
    narrowed: list[str] = []
    kept: list[str] = []
    for i, (row, line) in enumerate(cells.rows()):
        consent = faults.attempt(row, "consent_scope", _consent, line["consent_scope"])
        faults.attempt(row, "fictional", flag, line["fictional"])
        with faults.at(row, "id"):
            handle = required(line["id"])
            folded = fold_handle(handle)
            if folded in people:
                raise HandleTaken("participant", handle)
            known = stored.get(folded) or Participant(ParticipantId(names.new_id()), handle)
            attributes = {**_retyped(known.attributes, parsers), **_attributes(cells, i, parsers)}
            if consent is not None and known.consent not in {None, consent}:
                (narrowed if _within(consent, known) else kept).append(known.handle)
            stands = consent if consent is not None and _within(consent, known) else known.consent
            people[folded] = replace(known, attributes=attributes, consent=stands)
    faults.stop()
    others = {
        folded: replace(person, attributes=_retyped(person.attributes, parsers))
        for folded, person in stored.items()
        if folded not in people
    }
    met = {folded: person for folded, person in people.items() if folded in stored}
    return Reading(
        added=tuple(person for folded, person in people.items() if folded not in stored),
        changed=tuple(person for folded, person in (met | others).items() if not _same(person, stored[folded])),
        unchanged=sum(_same(person, stored[folded]) for folded, person in met.items()),
        narrowed=tuple(narrowed),
        kept=tuple(kept),
    )


def says_fictional(cells: Cells) -> bool:
    """Tell whether the table says of anybody that the person is invented."""
    return any(map(flag, cells.column("fictional")))


def write_participants(read: Reader) -> Table:
    """Write all participants with all their attributes."""
    people = read.all(Participant)
    attributes = list(dict.fromkeys(name for person in people for name in person.attributes))
    fictional = "yes" if read.settings().fictional else ""
    return Table(
        TableKind.PARTICIPANTS,
        ("id", "consent_scope", "fictional", *attributes),
        [
            (
                person.handle,
                "" if person.consent is None else str(person.consent),
                fictional,
                *_attribute_cells(person, attributes),
            )
            for person in people
        ],
    )


def _within(consent: Consent, known: Participant) -> bool:
    return known.consent is None or consent.within(known.consent)


def _parsers(cells: Cells, stored: Iterable[Participant]) -> Parsers:
    """Find the type of each attribute from its cells and from what the study has under its name."""
    known = [person.attributes for person in stored]
    return {
        name: parser_for(
            [cell.strip() for cell in cells.sheet.columns[i] if cell.strip()]
            + [as_cell(attributes[name]) for attributes in known if name in attributes]
        )
        for name, i in cells.attributes
    }


def _attributes(cells: Cells, i: int, parsers: Parsers) -> dict[str, AttributeValue]:
    filled = {name: cells.sheet.columns[j][i].strip() for name, j in cells.attributes}
    return {name: parsers[name](cell) for name, cell in filled.items() if cell}


def _retyped(attributes: Attributes, parsers: Parsers) -> dict[str, AttributeValue]:
    return {name: parsers[name](as_cell(value)) if name in parsers else value for name, value in attributes.items()}


def _same(one: Participant, other: Participant) -> bool:
    return one == other and _types(one) == _types(other)  # 1.0 equals yes, but is no yes


def _types(person: Participant) -> dict[str, type]:
    return {name: type(value) for name, value in person.attributes.items()}


def _consent(cell: str) -> Consent | None:
    words = cell.strip().replace("；", ";")
    return Consent.parse(words) if words else None


def _attribute_cells(person: Participant, attributes: Iterable[str]) -> list[str]:
    return [as_cell(person.attributes[name]) if name in person.attributes else "" for name in attributes]
