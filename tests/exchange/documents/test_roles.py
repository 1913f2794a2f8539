from __future__ import annotations

from kangni.core.text import Role
from kangni.exchange.documents.roles import (
    BESIDE_BOTH,
    BY_LABEL,
    BY_PARAGRAPHS,
    BY_QUESTIONS,
    BY_REMAINDER,
    BY_STUDY,
    guess_roles,
)
from kangni.exchange.documents.turns import find_turns


def guessed(text: str, *, known: tuple[str, ...] = ()) -> list[tuple[str, Role, str]]:
    found = find_turns(text, speakers=known)
    speakers, _ = guess_roles(text, found.turns, found.labels, known=known)
    return [(speaker.label, speaker.role, speaker.reason) for speaker in speakers]


def doubts(text: str) -> list[str]:
    found = find_turns(text)
    return [caution.sentence for caution in guess_roles(text, found.turns, found.labels)[1]]


def test_known_labels_tell_the_role() -> None:
    assert guessed("访谈者：好？\nP01：好。\n翻译：他说好。\n") == [
        ("访谈者", Role.INTERVIEWER, BY_LABEL),
        ("P01", Role.PARTICIPANT, BY_LABEL),
        ("翻译", Role.OTHER, BY_LABEL),
    ]


def test_the_one_who_asks_in_most_turns_interviews() -> None:
    assert guessed("李华：几年了？\n王芳：八年。\n李华：辛苦吗？\n王芳：辛苦，你呢？\n李华：嗯。\n王芳：好。\n") == [
        ("李华", Role.INTERVIEWER, BY_QUESTIONS),
        ("王芳", Role.PARTICIPANT, BY_REMAINDER),
    ]


def test_where_nobody_asks_all_are_participants_and_this_is_told() -> None:
    text = "李华：累。\n王芳：八年。\n李华：嗯。\n王芳：辛苦。\n"
    assert [role for _, role, _ in guessed(text)] == [Role.PARTICIPANT, Role.PARTICIPANT]
    assert doubts(text) == ["{file}: no interviewer was recognised"]


def test_others_beside_a_known_interviewer_are_participants() -> None:
    assert guessed("Moderator: Who?\nAnna: I?\nModerator: And?\nAnna: You?\n")[1] == (
        "Anna",
        Role.PARTICIPANT,
        BY_REMAINDER,
    )


def test_a_third_voice_beside_both_is_neither() -> None:
    text = "访谈者：一？\nP01：二\n社工：三\n访谈者：四\nP01：五\n社工：六\n访谈者：七\n社工：八\n"
    assert guessed(text)[2] == ("社工", Role.OTHER, BESIDE_BOTH)


def test_a_participant_of_the_study_is_known_by_name() -> None:
    assert guessed("访谈者：好？\nanna：好。\n", known=("anna",))[1] == ("anna", Role.PARTICIPANT, BY_STUDY)


def test_without_labels_all_words_are_the_participants() -> None:
    assert guessed("第一段。\n第二段。\n") == [("", Role.PARTICIPANT, BY_PARAGRAPHS)]


def test_turns_and_characters_are_counted_without_labels() -> None:
    text = "访谈者：几年了？\nP01：八年。\nP01：𠮷。\n"
    found = find_turns(text)
    speakers, _ = guess_roles(text, found.turns, found.labels)
    assert [(speaker.turns, speaker.characters, speaker.is_code) for speaker in speakers] == [
        (1, 4, False),
        (2, 5, True),
    ]


def test_an_interviewer_alone_is_told() -> None:
    assert doubts("访谈者：好？\n访谈者：好。\n") == ["{file}: no participant was recognised"]
