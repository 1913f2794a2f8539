"""Withheld words are found again in what analysts wrote, and nothing else is."""

from __future__ import annotations

from kangni.app.echoes import Echoes

SAID = "领导说我们的工作没有意义\n每天都是填表"
HIDDEN = "████████████\n██████"


def covered(text: str, *passages: tuple[str, str]) -> str:
    return Echoes(passages, [text]).cover(text)


def test_a_run_of_eight_han_characters_is_covered_where_an_analyst_quotes_it() -> None:
    assert covered("他的话：我们的工作没有意义！", (SAID, HIDDEN)) == "他的话：█████████！"


def test_seven_alike_are_left_for_they_may_be_chance() -> None:
    assert covered("我们的工作没有", (SAID, HIDDEN)) == "我们的工作没有"


def test_spaces_and_line_ends_within_a_quote_hide_nothing() -> None:
    assert covered("没有 意义\n每天都是", (SAID, HIDDEN)) == "██ ██\n████"


def test_what_somebody_else_said_as_well_is_no_echo() -> None:
    other = "我们的工作没有意义"
    assert covered(other, (SAID, HIDDEN), (other, other)) == other


def test_other_letters_need_a_longer_run_and_their_case_makes_no_difference() -> None:
    said = "they told us that the work has no meaning"
    hidden = "".join("█" if char != " " else " " for char in said)
    assert covered("Note: The work has no meaning.", (said, hidden)) == "Note: The work has no meaning."
    quoted = covered("Note: Us that the Work has no meaning.", (said, hidden))
    assert quoted == "Note: ██ ████ ███ ████ ███ ██ ███████."


def test_where_a_word_is_shown_within_covered_ones_only_whole_covered_runs_count() -> None:
    shown = "██████工作████\n██████"
    assert covered("说我们的工作没有意义", (SAID, shown)) == "说我们的工作没有意义"


def test_rare_characters_outside_the_basic_plane_count_as_one() -> None:
    said = "𠮷𠮷𠮷𠮷𡈽𡈽𡈽𡈽"
    assert covered(f"见{said}", (said, "█" * 8)) == "见████████"
