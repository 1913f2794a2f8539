"""From a number back to its words: one quote where readers agree on words, with place, speaker and translation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kangni
from kangni.core.coding import Coding
from kangni.core.errors import NoEvidence
from kangni.core.text import Document, Span
from kangni.results.quotes import Quote
from kangni.study import Study

TALK = "# 记录\n访谈者：忙吗？\nH1：忙得要命，没有督导。可是同事帮我。\n访谈者：还好？\nH1：还好。\n"
ENGLISH = (
    "# notes\nInterviewer: Busy?\nH1: Very, nobody supervises me. But colleagues help.\nInterviewer: Well?\nH1: Well.\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """One interview in Chinese with its English translation; the reader reads English."""
    (tmp_path / "H1.zh.txt").write_text(TALK, "utf-8")
    (tmp_path / "H1.en.txt").write_text(ENGLISH, "utf-8")
    kangni.new(tmp_path / "work.kangni").close()
    with kangni.open(tmp_path / "work.kangni", coder="A", language="en") as opened:
        opened.bring_in([tmp_path / "H1.zh.txt", tmp_path / "H1.en.txt"])
        yield opened


def span(study: Study, words: str) -> Span:
    with study.read() as read:
        start = read.named(Document, "H1.zh").text.index(words)
    return Span(start, start + len(words))


def code(study: Study, words: str, handle: str, *, coder: str = "A", memo: str = "") -> None:
    with kangni.open(study.path, coder=coder) as opened:
        opened.apply_code("H1.zh", span(study, words), handle, memo=memo)


def quotes(study: Study, handle: str) -> tuple[Quote, ...]:
    return study.factors().evidence(handle)


def test_a_quote_has_its_speaker_turn_place_reader_and_the_words_around_it(study: Study) -> None:
    code(study, "没有督导", "STR.O04", memo="twice")
    [quote] = quotes(study, "STR.O04")
    assert quote == Quote(
        participant="H1",
        document="H1.zh",
        turn=2,
        start=span(study, "没有督导").start,
        end=span(study, "没有督导").end,
        words="没有督导",
        withheld="",
        coders=("A",),
        code="STR.O04",
        note="twice",
        before="忙得要命，",
        after="。可是同事帮我。",
        translation="Very, nobody supervises me. But colleagues help.",
    )


def test_a_reader_of_the_original_needs_no_translation(study: Study) -> None:
    code(study, "没有督导", "STR.O04")
    with kangni.open(study.path, language="zh") as opened:
        assert [quote.translation for quote in opened.factors().evidence("STR.O04")] == [""]


def test_the_same_words_read_alike_by_two_coders_are_one_quote_of_all_their_words(study: Study) -> None:
    code(study, "忙得要命，没有督导", "STR.O04", coder="A")
    code(study, "没有督导。可是", "STR.O04", coder="B")
    [quote] = quotes(study, "STR.O04")
    assert (quote.words, quote.coders) == ("忙得要命，没有督导。可是", ("A", "B"))


def test_words_that_touch_but_do_not_overlap_are_two_quotes(study: Study) -> None:
    code(study, "忙得要命，", "STR.O01", coder="A")
    code(study, "没有督导", "STR.O01", coder="B")
    assert [quote.words for quote in quotes(study, "STR.O01")] == ["忙得要命，", "没有督导"]


def test_one_draft_among_adopted_codings_is_no_evidence(study: Study) -> None:
    code(study, "还好。", "PRO.04")
    study.draft_codings("PRO.04", "忙")
    assert [quote.words for quote in quotes(study, "PRO.04")] == ["还好。"]


def test_a_claim_shows_its_reading_with_the_sign(study: Study, tmp_path: Path) -> None:
    place = span(study, "没有督导")
    table = tmp_path / "claims.csv"
    table.write_text(
        "claim_id,coder,doc,start,end,cause,effect,sign,note\n"
        f"C1,A,H1.zh,{place.start},{place.end},STR.O04,OUT.05,+,wears her down\n"
        f"C2,A,H1.zh,{place.start},{place.end},ENV.O01,OUT.05,-,\n",
        "utf-8",
    )
    study.bring_in([table])
    shown = study.map()
    assert [quote.code for quote in shown.evidence("STR.O04>OUT.05")] == ["STR.O04 →+ OUT.05"]
    [quote] = shown.evidence("ENV.O01>OUT.05")
    assert (quote.code, quote.words) == ("ENV.O01 ⊣− OUT.05", "没有督导")


def test_words_of_a_table_without_a_text_have_their_row_for_a_place(study: Study, tmp_path: Path) -> None:
    table = tmp_path / "old codings.csv"
    table.write_text("coder,quote,code_id\nA,words of long ago,STR.O01\n", "utf-8")
    study.bring_in([table])
    with study.read() as read:
        [line] = read.lines(Coding, [1])
    assert line.place is not None
    assert (line.place.file, line.place.row, line.place.quote) == ("old codings.csv", 2, "words of long ago")


def test_an_unknown_key_is_refused_with_some_that_are_there(demo_file: Path) -> None:
    with kangni.open(demo_file) as opened, pytest.raises(NoEvidence, match=r"(?s)no entry “NOPE”.*STR\.U01"):
        opened.factors().evidence("NOPE")


def test_every_analysis_counts_what_its_evidence_opens(demo_file: Path) -> None:
    with kangni.open(demo_file, language="zh") as opened:
        factors = opened.factors()
        for factor in factors.factors[:12]:
            for side in (factor.risk, factor.protective):
                if side.quotes:
                    words = factors.evidence(side.key)
                    assert len({quote.participant for quote in words}) == side.participants
                    assert len({(quote.document, quote.turn) for quote in words}) == side.quotes
        shown = opened.map()
        for link in shown.links[:20]:
            assert len({quote.participant for quote in shown.evidence(link.key)}) == link.sources


def test_a_result_stays_what_it_was_while_the_study_moves_on(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as opened:
        before = opened.factors()
        quoted = before.evidence("ENV.O01")
        opened.draft_codings("ENV.O01", "督导")
        opened.adopt()
        assert before.evidence("ENV.O01") == quoted
        assert len(opened.factors().evidence("ENV.O01")) > len(quoted)


def test_a_quote_carries_the_reasons_of_those_who_read_it_against_the_codebook(study: Study) -> None:
    for coder, reason in (("A", "it ties her down"), ("B", "no way out"), ("C", "no way out")):
        with kangni.open(study.path, coder=coder) as opened:
            opened.apply_code("H1.zh", span(study, "同事帮我"), "ENV.O02", polarity="risk", reason=reason)
    [quote] = quotes(study, "ENV.O02")
    assert quote.reasons == ("it ties her down", "no way out")


def test_where_words_are_withheld_the_reasons_about_them_are_too(study: Study) -> None:
    with kangni.open(study.path, coder="A") as opened:
        opened.apply_code("H1.zh", span(study, "同事帮我"), "ENV.O02", polarity="risk", reason="it ties her down")
        opened.record_consent("H1", "analysis")
    [quote] = quotes(study, "ENV.O02")
    assert quote.withheld
    assert quote.reasons == ()
