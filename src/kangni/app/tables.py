"""Deeds on tables: bring one in, whole or not at all, and write one out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from kangni.core.bundle import Record
from kangni.core.coding import Coding
from kangni.core.errors import N_
from kangni.core.names import CoderId
from kangni.core.people import Assignment, Coder, Progress
from kangni.core.ports import NewId, Progressing, Reader, Writer
from kangni.exchange.tables.advice import read_advice, write_advice
from kangni.exchange.tables.claims import read_claims, write_claims
from kangni.exchange.tables.codebook import read_codebook, write_codebook
from kangni.exchange.tables.codings import coding_key, read_codings, write_codings
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.decisions import read_decisions, write_decisions
from kangni.exchange.tables.episodes import read_episodes, write_episodes
from kangni.exchange.tables.grid import Sheet, Table
from kangni.exchange.tables.matching import Cells, match_columns, recognise
from kangni.exchange.tables.memos import read_memos, write_memos
from kangni.exchange.tables.names import Names
from kangni.exchange.tables.participants import read_participants, says_fictional, write_participants
from kangni.exchange.tables.quoting import Rule, Withheld
from kangni.exchange.tables.reading import Reading
from kangni.exchange.tables.restrictions import read_restrictions, write_restrictions
from kangni.exchange.tables.suggestions import read_suggestions, write_suggestions
from kangni.methods.columns import ColumnSource
from kangni.results.answer import Caution
from kangni.results.tables import DoneLine, TableImport

__all__ = ["declare_done", "export_table", "import_table"]

NOT_TAKEN = N_("The column “{column}” of {file} was not taken.")
ENCODING = N_("{file} was read as {encoding}: “{sample}”. If these words look wrong, name another encoding.")
FORMULAS = N_("{count} cells of {file} hold formulas; the values stored with them were taken.")
DIFFERENT = N_(
    "{count} rows of {file} differ from what the study has for the same coder, code and words; the study's stayed."
)
CONSENT_KEPT = N_(
    "{file} gives more consent than is on record for {participants}; the study's stayed: "
    "use kangni consent to record more."
)
CONSENT_NARROWED = N_("{file} makes the recorded consent of {participants} less; that was taken.")
NEW_CODERS = N_("New coders: {coders}.")
DONE = N_("{coders} now count as done with the documents they coded: only then does no code mean no.")
NEW_PEOPLE = N_("New participants: {names}")
NEW_CODES = N_("New codes: {codes}.")
ACTING = N_("The table names no coder: its rows are those of {coder}.")
FICTIONAL = N_("The participants are invented; the study is now labelled fictional.")

_said = attrgetter("polarity", "level", "reason", "voice", "stance", "time", "memo", "draft", "released")


def import_table(
    write: Writer,
    sheet: Sheet,
    *,
    new_id: NewId,
    progress: Progressing,
    kind: TableKind | None = None,
    mapping: Mapping[str, str] | None = None,
) -> TableImport:
    """Bring in a table; the same table twice adds nothing.

    Without a `kind` the headings tell it. `mapping` says which of the table's headings stands for which documented
    column.

    Raises
    ------
    TableUnrecognised
        If the headings fit no documented table.
    FaultyTable
        With all faults of the table, each with its row and column.
    """
    kind = kind or recognise(sheet, mapping)
    cells = match_columns(sheet, kind, mapping)
    names = Names(write, new_id=new_id)
    acts = kind in {TableKind.CODINGS, TableKind.CLAIMS} and not cells.has("coder")
    if acts:
        names.coders[""] = write.actor()
    reading = _read(kind, cells, names, progress, number=write.number)
    cautions = [*_cautions_of_file(sheet), *_consents(sheet.file, reading)]
    for made in (names.created, names.created_people, names.created_codes):
        _add(write, made)
    added = _add(write, reading.added)
    changed = write.replace(reading.changed) if reading.changed else 0
    codings = [record for record in reading.added if isinstance(record, Coding)]
    if added < len(codings):
        cautions += _differences(write, sheet.file, codings)
    done = declare_done(write, codings)
    created = tuple(coder.handle for coder in names.created)
    progress(len(sheet), len(sheet))
    return TableImport(
        file=sheet.file,
        kind=kind,
        read=len(sheet),
        added=added,
        changed=changed,
        unchanged=reading.unchanged + len(reading.added) - added,
        coders=created,
        done=done,
        losses=tuple(Caution(NOT_TAKEN, (("file", sheet.file), ("column", column))) for column in cells.untaken),
        notices=(
            *([Caution(ACTING, (("coder", _handle(write, write.actor())),))] if acts else []),
            *_notices(created, done),
            *_made(names),
            *_label_fictional(write, cells),
        ),
        cautions=tuple(cautions),
    )


def export_table(  # noqa: C901, PLR0911 - one a kind
    read: Reader, columns: ColumnSource, kind: TableKind, *, withheld: Withheld | None = None
) -> Table:
    """Return the table of all records of a kind in its documented columns.

    `withheld` is the rule on showing words: where it gives a reason, the quote stays empty and the column `withheld`
    says why. Without it nothing is withheld.
    """
    rule = Rule(withheld, columns.turns()) if withheld is not None else None
    match kind:
        case TableKind.PARTICIPANTS:
            return write_participants(read)
        case TableKind.CODEBOOK:
            return write_codebook(read)
        case TableKind.RESTRICTIONS:
            return write_restrictions(read)
        case TableKind.CODINGS:
            return write_codings(read, rule)
        case TableKind.CLAIMS:
            return write_claims(read, rule)
        case TableKind.EPISODES:
            return write_episodes(read, rule)
        case TableKind.SUGGESTIONS:
            return write_suggestions(read, rule)
        case TableKind.MEMOS:
            return write_memos(read)
        case TableKind.DECISIONS:
            return write_decisions(read, columns, rule)
        case TableKind.ADVICE:
            return write_advice(read, rule)


def declare_done(write: Writer, codings: Sequence[Coding]) -> tuple[DoneLine, ...]:
    """Note that the coders of a table have finished the documents they coded (only then does no code mean no)."""
    # by the integers of ids, which hash several times faster than ids
    pairs = {
        (coding.coder.int, coding.document.int): (coding.coder, coding.document)
        for coding in codings
        if coding.document is not None and not coding.draft
    }
    standing = {(entry.coder, entry.document): entry.progress for entry in write.all(Assignment)} if pairs else {}
    new = [pair for pair in pairs.values() if standing.get(pair) is not Progress.DONE]
    done = {pair: Assignment(*pair, Progress.DONE, done_at=write.number) for pair in new}
    _add(write, [assignment for pair, assignment in done.items() if pair not in standing])
    if any(pair in standing for pair in new):
        write.replace([assignment for pair, assignment in done.items() if pair in standing])
    if not new:
        return ()
    coders = {coder.id: coder.handle for coder in write.all(Coder)}
    documents = {head.id: head.handle for head in write.document_heads()}
    return tuple(DoneLine(coders[coder], documents[document]) for coder, document in new)


def _read(  # noqa: C901, PLR0911 - one a kind
    kind: TableKind, cells: Cells, names: Names, progress: Progressing, *, number: int
) -> Reading[Record]:
    match kind:
        case TableKind.PARTICIPANTS:
            return read_participants(cells, names)
        case TableKind.CODEBOOK:
            return read_codebook(cells, framework=names.framework, known=names.codebook, new_id=names.new_id)
        case TableKind.RESTRICTIONS:
            return read_restrictions(cells, names)
        case TableKind.CODINGS:
            return read_codings(cells, names, progress=progress)
        case TableKind.CLAIMS:
            return read_claims(cells, names)
        case TableKind.EPISODES:
            return read_episodes(cells, names)
        case TableKind.SUGGESTIONS:
            return read_suggestions(cells, names)
        case TableKind.MEMOS:
            return read_memos(cells, names)
        case TableKind.DECISIONS:
            return read_decisions(cells, names, number=number)
        case TableKind.ADVICE:
            return read_advice(cells, names)


def _handle(write: Writer, coder: CoderId) -> str:
    return next(known.handle for known in write.all(Coder) if known.id == coder)


def _add(write: Writer, records: Sequence[Record]) -> int:
    return write.add(records) if records else 0


def _cautions_of_file(sheet: Sheet) -> list[Caution]:
    cautions = []
    if sheet.sample:
        facts = (("file", sheet.file), ("encoding", sheet.encoding), ("sample", sheet.sample))
        cautions.append(Caution(ENCODING, facts))
    if sheet.formulas:
        cautions.append(Caution(FORMULAS, (("file", sheet.file), ("count", sheet.formulas))))
    return cautions


def _consents(file: str, reading: Reading[Record]) -> list[Caution]:
    return [
        Caution(said, (("file", file), ("participants", ", ".join(people))))
        for said, people in ((CONSENT_KEPT, reading.kept), (CONSENT_NARROWED, reading.narrowed))
        if people
    ]


def _notices(created: Sequence[str], done: Sequence[DoneLine]) -> list[Caution]:
    coders = ", ".join(sorted({line.coder for line in done}))
    return [
        *([Caution(NEW_CODERS, (("coders", ", ".join(created)),))] if created else []),
        *([Caution(DONE, (("coders", coders),))] if coders else []),
    ]


def _made(names: Names) -> list[Caution]:
    people = ", ".join(person.handle for person in names.created_people)
    codes = ", ".join(code.handle for code in names.created_codes)
    return [
        *([Caution(NEW_PEOPLE, (("names", people),))] if people else []),
        *([Caution(NEW_CODES, (("codes", codes),))] if codes else []),
    ]


def _label_fictional(write: Writer, cells: Cells) -> list[Caution]:
    settings = write.settings()
    if cells.format.kind is not TableKind.PARTICIPANTS or settings.fictional or not says_fictional(cells):
        return []
    write.set_settings(replace(settings, fictional=True))
    return [Caution(FICTIONAL)]


def _differences(write: Writer, file: str, codings: Sequence[Coding]) -> list[Caution]:
    """Say how many codings were passed over although the study reads them differently."""
    stored = {coding_key(known): known for known in write.all(Coding)}
    pairs = [(coding, stored[coding_key(coding)]) for coding in codings if coding_key(coding) in stored]
    differing = sum(_said(coding) != _said(known) for coding, known in pairs)
    return [Caution(DIFFERENT, (("file", file), ("count", differing)))] if differing else []
