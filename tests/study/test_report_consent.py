"""What P06, P07 and P09 of the demo study asked for holds in its report, by rule and in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from importlib.resources import files

import pytest
from lxml import html

from kangni.language import LANGUAGES, Language

Report = Callable[[Language], str]
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PEOPLE = [f"P{n:02}" for n in range(1, 11)]


def spoken(participant: str, language: Language) -> list[str]:
    """The words of a participant's turns, without speaker labels."""
    text = (files("kangni") / f"demo/interviews/{participant}.{language}.txt").read_text(encoding="utf-8")
    label = f"{participant}：" if language == "zh" else f"{participant}: "
    return [line.removeprefix(label) for line in text.splitlines() if line.startswith(label)]


def runs(turns: list[str], length: int) -> set[str]:
    return {turn[start : start + length] for turn in turns for start in range(len(turn) - length + 1)}


def only_from(participant: str, language: Language, length: int) -> set[str]:
    """Runs of characters that only this participant says: what others say too gives nobody away."""
    others = [turn for other in PEOPLE if other != participant for turn in spoken(other, language)]
    return runs(spoken(participant, language), length) - runs(others, length)


def text_of(page: str) -> str:
    return unescape("".join(map(str, html.fromstring(page).itertext())))


def under_headings(page: str) -> Iterator[tuple[str, str]]:
    """Each heading with all words up to the next one."""
    name, words = "", [""]
    for element in html.fromstring(page).iter():
        if element.tag in HEADINGS:
            yield name, "".join(words)
            name, words = "".join(map(str, element.itertext())), []
        if isinstance(element.tag, str):
            words.append(element.text or "")
        words.append(element.tail or "")
    yield name, "".join(words)


# In Chinese eight characters make a clause; in English they make a word or two that anybody says.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("spoken_in", "length"), [("zh", 8), ("en", 24)])
def test_report_holds_no_words_of_somebody_who_has_not_reviewed_them(
    demo_report: Report, language: Language, spoken_in: Language, length: int
) -> None:
    page = text_of(demo_report(language))

    assert not [run for run in only_from("P06", spoken_in, length) if run in page]


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_says_that_words_are_withheld_and_why(demo_report: Report, language: Language) -> None:
    reason = {"zh": "原话从略：说话者还没有看过这些话", "en": "the speaker has not reviewed these words yet"}

    assert reason[language] in text_of(demo_report(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", ["补写走访时间", "back-dated", "不要写我", "write this about me"])
def test_report_holds_no_label_or_note_about_withheld_words(
    demo_report: Report, language: Language, about: str
) -> None:
    assert about not in text_of(demo_report(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_never_quotes_people_kept_apart_under_one_heading(demo_report: Report, language: Language) -> None:
    first, second = only_from("P07", "zh", 8), only_from("P09", "zh", 8)

    found = [
        name
        for name, words in under_headings(demo_report(language))
        if any(run in words for run in first) and any(run in words for run in second)
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_does_not_say_who_is_kept_apart_or_why(demo_report: Report, language: Language) -> None:
    page = text_of(demo_report(language))

    assert "may be P07" not in page
    assert "被督导者可能" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_quotes_those_who_agreed(demo_report: Report, language: Language) -> None:
    page = text_of(demo_report(language))

    for participant in ("P01", "P07", "P09"):
        assert any(run in page for run in only_from(participant, "zh", 8)), participant
