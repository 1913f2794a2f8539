from __future__ import annotations

from pathlib import Path

import kangni
from kangni.results.quotes import Quote


def words_of(study: kangni.Study, participant: str) -> list[Quote]:
    factors = study.factors()
    keys = [side.key for factor in factors.factors for side in (factor.risk, factor.protective) if side.quotes]
    quotes = [quote for key in keys for quote in factors.evidence(key)]
    return [quote for quote in quotes if quote.participant == participant and not quote.withheld]


def test_words_around_a_released_passage_stay_withheld_when_the_speaker_releases_passages_only(demo_file: Path) -> None:
    with kangni.open(demo_file, language="en") as study:
        study.release("P06")  # who agreed to be quoted after a review only
        released = words_of(study, "P06")

    assert released
    assert {(quote.before, quote.after) for quote in released} == {("", "")}


def test_words_around_a_passage_and_its_translated_turn_show_when_the_speaker_agreed_to_be_quoted(
    demo_file: Path,
) -> None:
    with kangni.open(demo_file, language="en") as study:
        free = words_of(study, "P01")

    assert any(quote.before or quote.after for quote in free)
    assert all(quote.translation for quote in free)
