"""The deed that brings in projects, transcripts and tables together, each in its turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kangni.app.documents import import_documents
from kangni.app.projects import import_project
from kangni.app.remarks import Comments
from kangni.app.tables import import_table
from kangni.core.errors import N_, FileFault, TableUnrecognised
from kangni.core.ports import NewId, Progressing, Writer
from kangni.exchange.documents.transcript import Changes
from kangni.exchange.refi.reading import ReadProject
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.grid import Sheet
from kangni.exchange.tables.matching import match_columns, recognise
from kangni.exchange.tables.sheet import read_sheet
from kangni.exchange.tables.survey import ATTRIBUTE, QUESTION, split_survey
from kangni.results.answer import Caution
from kangni.results.bringing import BroughtIn
from kangni.results.imports import ImportReport
from kangni.results.tables import TableImport

__all__ = ["File", "bring_in"]

NOTHING = N_(
    "Nothing was found to bring in: transcripts are .txt, .md, .docx, .odt, .rtf, .pdf, .srt and .vtt files, "
    "tables .csv and .xlsx files."
)
QUESTIONS = N_(
    "{file}: read as questions: {questions}. All other columns are attributes; --map HEADING=question or "
    "HEADING=attribute says it otherwise."
)
File = tuple[str, bytes]  # name and content
# Transcripts come after the people and codes, and before everything that points into a text.
BEFORE_TRANSCRIPTS = (TableKind.PARTICIPANTS, TableKind.CODEBOOK)


def bring_in(
    write: Writer,
    transcripts: Sequence[File],
    tables: Sequence[File],
    *,
    new_id: NewId,
    progress: Progressing,
    named: frozenset[str] = frozenset(),
    kind: TableKind | None = None,
    is_survey: bool = False,
    mapping: Mapping[str, str] | None = None,
    sheet: str = "",
    encoding: str | None = None,
    language: str | None = None,
    changes: Changes = "accept",
    comments: Comments = "leave",
    strict: bool = False,
    unread: Sequence[FileFault] = (),
    passed_over: Sequence[str] = (),
    projects: Sequence[ReadProject] = (),
    take: Collection[str] = (),
) -> BroughtIn:
    """Bring in projects of other programs, transcripts and tables in the order in which they build on each other.

    Tables that a person `named` must be recognised by their headings (or by `kind` and `mapping`); an unknown one
    from a folder is passed over and reported. Unless `strict`, a transcript that cannot be taken keeps no other one out
    and is reported; `unread` are such as could not even be read. A table that `is_survey` gives participants and a
    transcript for each.

    Raises
    ------
    KangniError
        All faults of the first faulty table, or of the transcripts where `strict` or none is sound; then nothing is
        stored.
    """
    asked = (
        _surveys(write, tables, mapping=mapping, sheet=sheet, encoding=encoding, language=language)
        if is_survey
        else None
    )
    if asked is not None:
        transcripts, mapping = [*transcripts, *asked.transcripts], asked.mapping
    sheets, unknown = (
        ({TableKind.PARTICIPANTS: asked.people}, [])
        if asked is not None
        else _sheets(tables, named=named, kind=kind, mapping=mapping, sheet=sheet, encoding=encoding)
    )
    whole = tuple(
        import_project(write, project, progress=progress, take=take, language=language) for project in projects
    )
    done: list[TableImport] = []
    documents: ImportReport | None = None

    def bring_tables(kinds: Sequence[TableKind]) -> None:
        for wanted in kinds:
            done.extend(
                import_table(write, each, kind=wanted, mapping=mapping, new_id=new_id, progress=progress)
                for each in sheets.get(wanted, ())
            )

    bring_tables(BEFORE_TRANSCRIPTS)
    if transcripts or unread:
        documents = import_documents(
            write,
            transcripts,
            new_id=new_id,
            encoding=encoding,
            language=language,
            changes=changes,
            comments=comments,
            strict=strict,
            unread=unread,
            progress=progress,
        )
    bring_tables([each for each in TableKind if each not in BEFORE_TRANSCRIPTS])
    cautions = (documents.cautions if documents is not None else ()) + tuple(
        caution for each in (*done, *whole) for caution in each.cautions
    )
    if asked is not None:
        cautions = (*asked.cautions, *cautions)
    if documents is None and not done and not whole:
        cautions = (Caution(NOTHING),)
    return BroughtIn(
        documents=documents,
        tables=tuple(done),
        projects=whole,
        passed_over=(*passed_over, *unknown),
        cautions=cautions,
        revision=write.revision,
    )


@dataclass(frozen=True, slots=True)
class _Surveys:
    """Surveys taken apart: people and their attributes, transcripts, what is mapped for people, what was asked."""

    people: list[Sheet]
    transcripts: list[File]
    mapping: dict[str, str]
    cautions: list[Caution]


def _surveys(
    write: Writer,
    tables: Sequence[File],
    *,
    mapping: Mapping[str, str] | None,
    sheet: str,
    encoding: str | None,
    language: str | None,
) -> _Surveys:
    spoken = language or write.settings().language
    read = [read_sheet(name, content, sheet=sheet, encoding=encoding or "") for name, content in tables]
    split = [split_survey(each, mapping or {}, language=spoken) for each in read]
    return _Surveys(
        people=[survey.people for survey in split],
        transcripts=[text for survey in split for text in survey.transcripts],
        mapping={theirs: ours for theirs, ours in (mapping or {}).items() if ours not in {ATTRIBUTE, QUESTION}},
        cautions=[
            Caution(QUESTIONS, (("file", survey.people.file), ("questions", "; ".join(survey.questions) or "–")))
            for survey in split
        ],
    )


def _sheets(
    tables: Sequence[File],
    *,
    named: frozenset[str],
    kind: TableKind | None,
    mapping: Mapping[str, str] | None,
    sheet: str,
    encoding: str | None,
) -> tuple[dict[TableKind, list[Sheet]], list[str]]:
    """Return the tables by kind, and the names of those from folders that are none of ours."""
    found: dict[TableKind, list[Sheet]] = {}
    unknown: list[str] = []
    for name, content in tables:
        read = read_sheet(name, content, sheet=sheet, encoding=encoding or "")
        try:
            recognised = kind or recognise(read, mapping)
        except TableUnrecognised:
            if name in named:
                raise
            unknown.append(name)
            continue
        if recognised is TableKind.PARTICIPANTS and name not in named and _speaks_of_people_again(read, mapping):
            unknown.append(name)
        else:
            found.setdefault(recognised, []).append(read)
    return found, unknown


def _speaks_of_people_again(sheet: Sheet, mapping: Mapping[str, str] | None) -> bool:
    """Tell whether a table has several rows for each participant and so is about something else, such as scores."""
    people = match_columns(sheet, TableKind.PARTICIPANTS, mapping).column("id")
    return 0 < 2 * len(set(people)) <= len(people)
