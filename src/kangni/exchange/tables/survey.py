"""Answers to a survey, a row a participant and a column a question: transcripts, and what is left for attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from kangni.exchange.tables.attributes import parser_for
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.grid import Sheet
from kangni.exchange.tables.matching import match_columns

__all__ = ["ATTRIBUTE", "QUESTION", "SURVEY", "Survey", "split_survey"]

SURVEY = "survey"  # what such a table is called beside the documented ones
ATTRIBUTE, QUESTION = "attribute", "question"  # what a heading can be said to be
LONG_ANSWER = 60  # characters; a longer cell is words of somebody's own
QUESTION_MARKS = ("?", "？")
_LABELS = {"zh": ("访谈者：", "受访者："), "en": ("Interviewer: ", "Participant: ")}


@dataclass(frozen=True, slots=True)
class Survey:
    """The table without its questions, and each participant's questions and answers as a transcript."""

    people: Sheet
    transcripts: tuple[tuple[str, bytes], ...]
    questions: tuple[str, ...]


def split_survey(sheet: Sheet, mapping: Mapping[str, str], *, language: str) -> Survey:
    """Take a survey apart.

    A column is a question where `mapping` says so, or where its cells are words and its heading ends in a question
    mark or a cell is long; all others are attributes. An empty cell makes no turn. A line end inside an answer becomes
    a blank, so that no line of it is taken for a speaker.

    Raises
    ------
    FaultyTable
        Without a column of participants, or where the mapping names what is not there.
    """
    ours = {theirs: column for theirs, column in mapping.items() if column not in {ATTRIBUTE, QUESTION}}
    unknown = {theirs: said for theirs, said in mapping.items() if theirs not in sheet.headings}
    cells = match_columns(sheet, TableKind.PARTICIPANTS, ours | unknown)  # which tells what is unknown
    asked = [i for _, i in cells.attributes if _is_question(sheet, i, mapping)]
    left = [i for i in range(len(sheet.headings)) if i not in asked]
    stem = PurePath(sheet.file).stem
    told = [
        (f"{person.strip()} {stem}.txt", text.encode())
        for row, person in enumerate(cells.column("id"))
        if person.strip() and (text := _told(sheet, asked, row, language))
    ]
    people = replace(
        sheet,
        headings=tuple(sheet.headings[i] for i in left),
        columns=tuple(sheet.columns[i] for i in left),
    )
    return Survey(people, tuple(told), tuple(sheet.headings[i] for i in asked))


def _is_question(sheet: Sheet, i: int, mapping: Mapping[str, str]) -> bool:
    heading, cells = sheet.headings[i], [cell.strip() for cell in sheet.columns[i] if cell.strip()]
    said = mapping.get(heading)
    if said in {ATTRIBUTE, QUESTION}:
        return said == QUESTION
    is_words = bool(cells) and parser_for(cells) is str
    return is_words and (heading.endswith(QUESTION_MARKS) or any(len(cell) > LONG_ANSWER for cell in cells))


def _told(sheet: Sheet, asked: Sequence[int], row: int, language: str) -> str:
    question, answer = _LABELS.get(language, _LABELS["en"])
    turns = [
        f"{question}{_line(sheet.headings[i])}\n{answer}{_line(sheet.columns[i][row])}\n"
        for i in asked
        if sheet.columns[i][row].strip()
    ]
    return "".join(turns)


def _line(words: str) -> str:
    return " ".join(words.splitlines()).strip()
