from __future__ import annotations

import pytest

from kangni.core.errors import FaultyTable
from kangni.exchange.tables.sheet import read_sheet
from kangni.exchange.tables.survey import Survey, split_survey

ANSWERS = (
    "Respondent,Age,Role,How do you cope?,More\n"
    '17,34,nurse,"I talk.\nInterviewer: no",\n'
    'A2,41,driver,,"Less forms, and rest on some days of the week, with somebody who takes over"\n'
    "A3,50,cook,,\n"
)


def split(language: str = "en", **mapping: str) -> Survey:
    sheet = read_sheet("survey.csv", ANSWERS.encode())
    return split_survey(sheet, {"Respondent": "id", **mapping}, language=language)


def test_headings_with_a_question_mark_and_columns_of_long_words_are_questions_and_all_others_attributes() -> None:
    survey = split()
    assert survey.questions == ("How do you cope?", "More")
    assert survey.people.headings == ("Respondent", "Age", "Role")


def test_each_row_with_an_answer_is_a_transcript_in_which_no_line_of_an_answer_becomes_a_speaker() -> None:
    first, second = split().transcripts
    assert first == (
        "17 survey.txt",
        b"Interviewer: How do you cope?\nParticipant: I talk. Interviewer: no\n",
    )
    assert second[0] == "A2 survey.txt"


def test_in_a_chinese_study_the_labels_are_chinese() -> None:
    assert split("zh").transcripts[0][1].decode().startswith("访谈者：How do you cope?\n受访者：I talk.")


def test_a_mapping_says_what_is_a_question_and_what_an_attribute() -> None:
    survey = split(Role="question", More="attribute")
    assert survey.questions == ("Role", "How do you cope?")
    assert survey.people.headings == ("Respondent", "Age", "More")


def test_a_mapping_that_names_no_heading_is_a_fault() -> None:
    with pytest.raises(FaultyTable):
        split(Rolle="question")
