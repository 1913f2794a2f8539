from __future__ import annotations

import pytest

from kangni.core.text import Role
from kangni.exchange.documents.labels import fold_label, read_label


@pytest.mark.parametrize("words", [
    "访谈者", "访谈员", "心理咨询师", "主持人", "訪談者", "Interviewer", "INTERVIEWER", "interviewer 2", "INT-1",
    "INT1", "Assistant", "AI", "Moderator", "访谈者（李）", "Interviewer (Mary)", "访谈者2",
])  # fmt: skip
def test_words_for_interviewers_are_known_wherever_they_stand(words: str) -> None:
    label = read_label(words)
    assert label is not None
    assert (label.role, label.certain, label.code) == (Role.INTERVIEWER, True, False)


@pytest.mark.parametrize("words", [
    "受访者", "受访者1", "受访者A", "受访者甲", "来访者", "被访者 2", "受訪者", "Participant", "participant 3", "User",
    "Respondent B", "Informant",
])  # fmt: skip
def test_words_for_participants_are_known_wherever_they_stand(words: str) -> None:
    label = read_label(words)
    assert label is not None
    assert (label.role, label.certain, label.code) == (Role.PARTICIPANT, True, False)


@pytest.mark.parametrize("words", ["P01", "p1", "Ｐ０１", "R2", "W57", "SW-03", "P01a"])
def test_codes_name_participants(words: str) -> None:
    label = read_label(words)
    assert label is not None
    assert (label.role, label.certain, label.code) == (Role.PARTICIPANT, True, True)


@pytest.mark.parametrize(("words", "role"), [
    ("Q", Role.INTERVIEWER), ("问", Role.INTERVIEWER), ("访", Role.INTERVIEWER), ("Q12", Role.INTERVIEWER),
    ("A", Role.PARTICIPANT), ("答", Role.PARTICIPANT), ("P", Role.PARTICIPANT), ("A3", Role.PARTICIPANT),
])  # fmt: skip
def test_short_labels_have_a_role_and_no_certainty(words: str, role: Role) -> None:
    label = read_label(words)
    assert label is not None
    assert (label.role, label.certain, label.short) == (role, False, True)


@pytest.mark.parametrize("words", ["Speaker 1", "说话人1", "发言人 2"])
def test_labels_of_transcription_programs_are_certain_and_tell_no_role(words: str) -> None:
    label = read_label(words)
    assert label is not None
    assert (label.role, label.certain) == (None, True)


@pytest.mark.parametrize("words", ["翻译", "Interpreter", "记录员"])
def test_others_are_neither_interviewer_nor_participant(words: str) -> None:
    label = read_label(words)
    assert label is not None
    assert label.role is Role.OTHER


@pytest.mark.parametrize("words", ["李华", "Anna", "Dr. Li", "Mary Ann Smith", "O'Brien", "小满", "me"])
def test_other_words_may_be_names(words: str) -> None:
    label = read_label(words)
    assert label is not None
    assert (label.role, label.certain, label.short) == (None, False, False)


@pytest.mark.parametrize("words", [
    "注意", "例如", "比如说", "时间", "Note", "https", "Date", "他说", "我就问", "She said", "I thought",
    "这是一句很长的话里面没有停顿", "this is a whole sentence before", "第一，她", "yes, and", "",
])  # fmt: skip
def test_words_that_no_speaker_is_called_are_no_label(words: str) -> None:
    assert read_label(words) is None


def test_labels_are_compared_without_case_width_and_double_blanks() -> None:
    assert fold_label("Ｐ０１") == fold_label("p01")
    assert fold_label("Mary\u3000 Ann ") == fold_label("mary ann")
