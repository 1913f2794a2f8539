"""What goes out for other programs: people with their factors, maps as graphs, and a whole package to archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kangni.app.consent import Policy
from kangni.app.notes import memos_to_share
from kangni.app.project_export import project_out
from kangni.app.tables import export_table
from kangni.core.errors import N_
from kangni.core.memos import Memo
from kangni.core.names import Label, ParticipantId
from kangni.core.people import Participant
from kangni.core.ports import Reader
from kangni.core.text import Document
from kangni.core.undefined import Undefined
from kangni.exchange.graphs import Graph, Node, Tie, Value
from kangni.exchange.package import Package, Words, packed
from kangni.exchange.refi.profiles import Target
from kangni.exchange.tables.attributes import as_cell
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.grid import Table
from kangni.methods.columns import ColumnSource
from kangni.results.factors import FactorTable
from kangni.results.maps import CausalMap

__all__ = ["TakenOut", "archive", "map_graph", "people_table"]

PEOPLE = "people"
TITLE = N_("{study}: data for archiving")
INTRO = N_("Taken out of the study “{study}” on {day} with Kangni {version}. All participants are pseudonyms.")
FICTIONAL = N_("The study is fictional: its participants are invented.")
TEXTS = N_("Texts of transcripts are in texts/, tables in data/, and what each column holds in data-dictionary.csv.")
OFFSETS = N_("Positions count characters (Unicode code points) of these texts from 0, the end not included.")
COVERED = N_(
    "{documents} of {all} texts are covered, wholly or in part, where speakers have not agreed to share their words: "
    "each character is replaced by a sign, so that positions hold."
)
WITHHELD = N_(
    "Where a quote is empty, the column “withheld” says why. Notes on single passages, and on people who have not "
    "agreed to share, are left out."
)
LEFT = N_("{count} of {all} participants have not agreed to share; their attributes are left out.")
LICENCE = N_("Licence and contact: to be filled in by whoever archives this.")
_NODE_COLUMNS = (
    ("polarity", str), ("level", str), ("construct", str), ("people", int), ("leaves", float), ("reaches", float),
)  # fmt: skip
_TIE_COLUMNS = (
    ("sign", str), ("people", int), ("statements", int), ("raised_by", int), ("lowered_by", int), ("weight", float),
    ("plus", float), ("minus", float), ("strength", float), ("consensus", float),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A package with what was left out of it."""

    package: Package
    rows: int
    texts: int
    covered: int
    left_out: int


def people_table(found: FactorTable, people: Sequence[Participant]) -> Table:
    """Return one row a participant of n: attributes, then how many quotes each factor has on each side."""
    known = {person.handle: person for person in people}
    present = [known[handle] for handle in found.matrix.participants]
    attributes = sorted({name for person in present for name in person.attributes})
    sides = (("risk", found.matrix.risk), ("protective", found.matrix.protective))
    columns = [
        (f"{factor} {side}", counts[:, i])
        for i, factor in enumerate(found.matrix.factors)
        for side, counts in sides
        if counts[:, i].any()
    ]
    rows = [
        [
            person.handle,
            *(as_cell(person.attributes[name]) if name in person.attributes else "" for name in attributes),
            *(str(int(counts[i])) for _, counts in columns),
        ]
        for i, person in enumerate(present)
    ]
    return Table(PEOPLE, ("id", *attributes, *(name for name, _ in columns)), rows)


def map_graph(found: CausalMap, *, language: str) -> Graph:
    """Return a map as a graph; people are counted and not named."""
    nodes = [
        Node(
            factor.code,
            _words(factor.name, language) or factor.code,
            {
                "polarity": factor.polarity,
                "level": factor.level,
                "construct": factor.construct,
                "people": factor.sources,
                "leaves": factor.out_strength,
                "reaches": factor.in_strength,
            },
        )
        for factor in found.factors
    ]
    ties = []
    for link in found.links:
        values: dict[str, Value] = {
            "sign": link.sign.value,
            "people": link.sources,
            "statements": link.statements,
            "raised_by": len(link.raised_by),
            "lowered_by": len(link.lowered_by),
            "weight": link.weight,
            "plus": link.plus,
            "minus": link.minus,
            "strength": link.strength,
        }
        if not isinstance(link.consensus, Undefined):
            values["consensus"] = link.consensus
        ties.append(Tie(link.key, link.cause, link.effect, values))
    return Graph("map", _NODE_COLUMNS, _TIE_COLUMNS, tuple(nodes), tuple(ties))


def archive(
    read: Reader, columns: ColumnSource, rules: Policy, *, on: date, version: str, translate: Callable[[str], str]
) -> TakenOut:
    """Put all tables and texts of a study into a package, words that may not be shared covered or withheld."""
    out = project_out(read, rules, file=PEOPLE, target=Target.STANDARD)
    people = {person.id: person.handle for person in read.all(Participant)}
    kept_out = {handle for person, handle in people.items() if rules.withheld(person, None, None, released=True)}
    tables = [
        replace(table, rows=rows)
        for kind in TableKind
        if kind is not TableKind.RESTRICTIONS  # they tell who must not be seen together
        for table in [export_table(read, columns, kind, withheld=rules.withheld)]
        if (rows := _rows_to_share(read, rules, table, kept_out))
    ]
    tables += _texts_as_tables(out.records.documents, people)
    covered = sum(text.covered > 0 for text in out.told.withheld)
    facts = {
        "study": read.settings().name,
        "day": on.isoformat(),
        "version": version,
        "documents": covered,
        "all": len(out.records.documents),
    }
    lines = [INTRO, *([FICTIONAL] if read.settings().fictional else []), TEXTS, OFFSETS]
    said = [translate(line).format(**facts) for line in [*lines, COVERED, WITHHELD]]
    said.append(translate(LEFT).format(count=len(kept_out), all=len(people)))
    words = Words(translate(TITLE).format(**facts), (*said, translate(LICENCE)))
    texts = {document.handle: document.text for document in out.records.documents}
    package = packed(read.settings().name, tables, texts, words)
    n = sum(len(tuple(table.rows)) for table in tables)
    return TakenOut(package, rows=n, texts=len(texts), covered=covered, left_out=len(kept_out))


def _rows_to_share(read: Reader, rules: Policy, table: Table, kept_out: set[str]) -> tuple[Sequence[str], ...]:
    """Leave out the attributes of participants who have not agreed to share, and notes that may not be shown."""
    if table.name == TableKind.PARTICIPANTS:
        return tuple(row for row in table.rows if row[0] not in kept_out)
    if table.name == TableKind.MEMOS:
        shared = memos_to_share(read, rules)
        return tuple(row for memo, row in zip(read.all(Memo), table.rows, strict=True) if memo.id in shared)
    return tuple(table.rows)


def _texts_as_tables(documents: Sequence[Document], people: Mapping[ParticipantId, str]) -> list[Table]:
    handles = {document.id: document.handle for document in documents}
    heads = [
        (
            each.handle,
            each.language,
            people.get(each.participant, "") if each.participant is not None else "",
            handles.get(each.translation_of, "") if each.translation_of is not None else "",
            each.date.isoformat() if each.date is not None else "",
            str(len(each.text)),
            str(len(each.turns)),
        )
        for each in documents
    ]
    turns = [
        (
            each.handle,
            str(turn.ordinal),
            turn.role.value,
            people.get(turn.participant, "") if turn.participant is not None else "",
            str(turn.span.start) if turn.span is not None else "",
            str(turn.span.end) if turn.span is not None else "",
            str(turn.seconds) if turn.seconds is not None else "",
            str(turn.page) if turn.page is not None else "",
        )
        for each in documents
        for turn in each.turns
    ]
    head_columns = ("doc", "language", "participant", "translation_of", "date", "characters", "turns")
    turn_columns = ("doc", "turn", "role", "participant", "start", "end", "seconds", "page")
    return [Table("documents", head_columns, heads), Table("turns", turn_columns, turns)]


def _words(label: Label, language: str) -> str:
    return label.zh or label.en if language.startswith("zh") else label.en or label.zh
