from __future__ import annotations

from uuid import UUID

from kangni.app.translations import Text, pair_translations
from kangni.core.names import DocumentId
from kangni.results.imports import UnevenPair


def text(number: int, handle: str, turns: int = 4) -> Text:
    return Text(DocumentId(UUID(int=number)), handle, turns)


def paired(*texts: Text, language: str = "zh") -> list[tuple[str, str]]:
    return [(pair.original.handle, pair.translation.handle) for pair in pair_translations(texts, language=language)]


def test_the_text_in_the_studys_language_is_the_original() -> None:
    texts = text(1, "P01.en"), text(2, "P01.zh")
    assert paired(*texts, language="zh") == [("P01.zh", "P01.en")]
    assert paired(*texts, language="zh-Hans") == [("P01.zh", "P01.en")]
    assert paired(*texts, language="en") == [("P01.en", "P01.zh")]


def test_names_are_compared_without_case() -> None:
    assert paired(text(1, "p01.EN"), text(2, "P01.zh")) == [("P01.zh", "p01.EN")]


def test_a_text_alone_or_without_a_language_has_no_translation() -> None:
    assert paired(text(1, "P01.en"), text(2, "P02.zh"), text(3, "P03"), text(4, "P01")) == []


def test_a_pair_without_the_studys_language_is_left_alone() -> None:
    assert paired(text(1, "P01.en"), text(2, "P01.zh"), language="de") == []


def test_unequal_numbers_of_turns_are_listed() -> None:
    even, uneven = (
        pair_translations([text(1, "P01.zh", 4), text(2, "P01.en", turns)], language="zh")[0] for turns in (4, 5)
    )
    assert even.uneven is None
    assert uneven.uneven == UnevenPair("P01.zh", "P01.en", 4, 5)
