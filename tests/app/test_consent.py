"""What leaves a study, and what shows on screen, by the rules that participants gave."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kangni
from kangni.app.consent import APART, BLURRED, LAPSED, NO_QUOTE, NO_RECORD, NOT_REVIEWED, Audience, Policy, policy
from kangni.app.evidence import Quoter
from kangni.core.errors import FileProblem, UnknownName
from kangni.core.people import Participant
from kangni.core.text import Document, Span
from kangni.results.quotes import Quote
from kangni.study import Shown, Study

TODAY = date(2026, 3, 1)
CODINGS = "coder,doc,start,end,quote,code_id\n"
# P06 tells of the back-dated visit in turn 62 of P06.zh; these words of the turn come before it.
BEFORE_THE_VISIT = "主要是师傅他们扛"


@pytest.fixture
def demo(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="A") as study:
        yield study


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Study]:
    """Two people in one interview: P1 gave quotes, of P2 there is no record."""
    (tmp_path / "people.csv").write_text("id,consent_scope\nP1,analysis;quote\nP2,\n", "utf-8")
    (tmp_path / "pair.txt").write_text("访谈者：忙吗？\nP1：忙得要命。\nP2：我还好。\n", "utf-8")
    with kangni.new(tmp_path / "pair.kangni", coder="A") as study:
        study.bring_in([tmp_path / "people.csv", tmp_path / "pair.txt"])
        yield study


def rules(study: Study, audience: Audience, *, on: date = TODAY, waived: tuple[str, ...] = ()) -> Policy:
    with study.read() as read:
        return policy(read, audience=audience, on=on, waived=waived)


def withheld(
    study: Study, audience: Audience, participant: str | None, *, on: date = TODAY, released: bool = False
) -> str:
    with study.read() as read:
        person = read.named(Participant, participant).id if participant else None
        document = read.document_heads()[0].id
    return rules(study, audience, on=on).withheld(person, document, Span(0, 1), released=released)


def span_of(study: Study, document: str, words: str) -> Span:
    with study.read() as read:
        start = read.named(Document, document).text.index(words)
    return Span(start, start + len(words))


def of(participant: str, quotes: tuple[Quote, ...]) -> list[Quote]:
    return [quote for quote in quotes if quote.participant == participant]


def every_quote(study: Study, *results: Shown[Any]) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    """Open every number of some results as `evidence` does, on screen."""
    with study.read() as read:
        quoter = Quoter(read, policy(read, audience=Audience.TEAM, on=TODAY), language="en")
        for shown in results:
            keys = shown.result.keys()
            for key in keys:
                yield key, quoter.quotes(shown.result.evidence(key))


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


# --- review, blur, apart: the demo study -------------------------------------------------------------------------


def test_words_that_await_their_speakers_review_are_withheld_until_released_and_later_codings_again(
    demo: Study,
) -> None:
    words = of("P06", demo.factors().evidence("RSK.02"))
    assert {quote.withheld for quote in words} == {NOT_REVIEWED}
    assert {quote.words + quote.before + quote.after + quote.translation for quote in words} == {""}

    demo.release("P06")
    assert {bool(quote.words) for quote in of("P06", demo.factors().evidence("RSK.02"))} == {True}

    later = span_of(demo, "P06.zh", "打羽毛球，跟小陶")
    demo.apply_code("P06.zh", later, "RSK.02")
    again = {quote.start: quote.withheld for quote in of("P06", demo.factors().evidence("RSK.02"))}
    assert again.pop(later.start) == NOT_REVIEWED
    assert set(again.values()) == {""}


def test_a_review_of_a_quote_was_none_of_the_words_around_it(demo: Study) -> None:
    demo.release("P06")
    reviewed = [
        quote for _, quotes in every_quote(demo, demo.factors()) for quote in of("P06", quotes) if not quote.withheld
    ]
    assert len(reviewed) > 20
    assert {quote.before + quote.after for quote in reviewed} == {""}
    with demo.read() as read:
        document = read.named(Document, "P06.zh")
    for quote in reviewed:
        whole = next(turn.span for turn in document.turns if turn.ordinal == quote.turn)
        assert bool(quote.translation) == (whole == Span(quote.start or 0, quote.end or 0))


def test_release_of_one_transcript_leaves_the_others_words_withheld(demo: Study) -> None:
    assert demo.release("P06", ["P07.zh"]) == 0
    assert demo.release("P06", ["P06.zh"]) == 79  # A 42, B 37
    assert demo.release("P06") == 0


def test_a_blurred_code_blurs_its_whole_turn_under_every_code_claim_and_episode(demo: Study, tmp_path: Path) -> None:
    demo.record_consent("P06", "analysis;quote;share")
    span = span_of(demo, "P06.zh", BEFORE_THE_VISIT)
    demo.apply_code("P06.zh", span, "ENV.O02")
    place = f"A,P06.zh,{span.start},{span.end},{BEFORE_THE_VISIT}"
    claims = table(
        tmp_path / "claims.csv",
        "claim_id,coder,doc,start,end,quote,cause,effect,sign,strength,voice,note",
        f"X1,{place},ENV.O02,OUT.02,+,2,own,她的师傅",
    )
    episodes = table(
        tmp_path / "episodes.csv",
        "episode_id,coder,doc,label,order,stage,code_id,start,end,quote,outcome",
        f"X2,A,P06.zh,师傅,1,stressor,ENV.O02,{span.start},{span.end},,",
        f"X2,A,P06.zh,师傅,2,outcome,OUT.02,{span.start},{span.end},,resilient",
    )
    demo.bring_in([claims, episodes])
    for shown, key in ((demo.factors(), "ENV.O02"), (demo.map(), "ENV.O02>OUT.02"), (demo.process(), "X2")):
        here = [quote for quote in of("P06", shown.evidence(key)) if quote.start == span.start]
        assert {(quote.withheld, quote.words, quote.note) for quote in here} == {(BLURRED, "", "")}
    elsewhere = [quote for quote in of("P06", demo.factors().evidence("RSK.02")) if not quote.withheld]
    assert elsewhere


def test_a_claim_or_moment_that_names_a_blurred_code_blurs_its_turn_too(demo: Study, tmp_path: Path) -> None:
    demo.record_consent("P06", "analysis;quote;share")
    spans = [span_of(demo, "P06.zh", words) for words in ("打羽毛球，跟小陶", "学校里带出来的习惯")]
    claims = table(
        tmp_path / "claims.csv",
        "claim_id,coder,doc,start,end,cause,effect,sign",
        f"X1,A,P06.zh,{spans[0].start},{spans[0].end},STR.P01,OUT.10,+",
    )
    episodes = table(
        tmp_path / "episodes.csv",
        "episode_id,coder,doc,order,stage,code_id,start,end",
        f"X2,A,P06.zh,1,stressor,STR.P01,{spans[1].start},{spans[1].end}",
    )
    demo.bring_in([claims, episodes])
    with demo.read() as read:
        document = read.named(Document, "P06.zh")
    for span in spans:
        [turn] = document.turns_in(span)
        assert turn.span is not None
        assert rules(demo, Audience.TEAM).is_blurred(document.id, Span(turn.span.start, turn.span.start + 1))


def test_a_blurred_passage_shows_neither_beside_a_quote_nor_in_its_translation(demo: Study, tmp_path: Path) -> None:
    passage = span_of(demo, "P01.zh", "写着写着天就黑了")  # A codes it STR.G01 together with what follows
    beside = span_of(demo, "P01.zh", "真正跟人坐下来谈的时间")
    rule = f"blur,P01,,,asked for it,P01.zh,{passage.start},{passage.end}"
    demo.bring_in([table(tmp_path / "r.csv", "kind,participant,other_participant,code_id,reason,doc,start,end", rule)])
    demo.apply_code("P01.zh", beside, "STR.G02")
    quotes = of("P01", demo.factors().evidence("STR.G02"))
    [here] = [quote for quote in quotes if quote.start == beside.start]
    assert here.words == "真正跟人坐下来谈的时间"
    assert (here.before, here.after, here.translation) == ("", "", "")


def test_two_people_kept_apart_are_never_quoted_in_one_list(demo: Study) -> None:
    both = []
    results = (demo.factors(), demo.cooccurrence(), demo.process(), demo.map())
    for key, quotes in every_quote(demo, *results):
        shown = {quote.participant for quote in quotes if not quote.withheld}
        assert not shown >= {"P07", "P09"}, key
        if {"P07", "P09"} <= {quote.participant for quote in quotes}:
            both.append(key)
            assert APART in {quote.withheld for quote in quotes}
    assert len(both) > 20


def test_unrestricted_evidence_shows_everything_to_the_team(demo: Study) -> None:
    quotes = demo.factors().evidence("STR.P01", unrestricted=True)
    assert all(quote.words and not quote.withheld for quote in quotes)
    assert of("P06", quotes)[0].words.startswith("我补了两个月前的走访时间")


# --- records of consent ------------------------------------------------------------------------------------------


def test_without_a_record_words_show_on_screen_and_do_not_leave(pair: Study) -> None:
    assert withheld(pair, Audience.TEAM, "P2") == ""
    assert withheld(pair, Audience.READER, "P2") == NO_RECORD
    assert withheld(pair, Audience.ARCHIVE, "P2") == NO_RECORD


def test_words_that_are_nobodys_do_not_leave_until_somebody_says_whose_they_are(pair: Study) -> None:
    assert withheld(pair, Audience.TEAM, None) == ""
    assert withheld(pair, Audience.READER, None) == NO_RECORD


def test_consent_holds_through_its_last_day(pair: Study) -> None:
    pair.record_consent("P1", "analysis;quote;until 2026-03-01")
    assert withheld(pair, Audience.READER, "P1", on=date(2026, 3, 1)) == ""
    assert withheld(pair, Audience.READER, "P1", on=date(2026, 3, 2)) == LAPSED
    assert withheld(pair, Audience.TEAM, "P1", on=date(2026, 3, 2)) == ""


def test_consent_that_has_ended_releases_nothing_that_it_withheld_before(pair: Study) -> None:
    pair.record_consent("P1", "analysis;quote_after_review;until 2020-01-01")
    assert withheld(pair, Audience.TEAM, "P1") == NOT_REVIEWED
    pair.record_consent("P1", "analysis;until 2020-01-01")
    assert withheld(pair, Audience.TEAM, "P1") == NO_QUOTE


def test_a_new_record_takes_the_place_of_the_old_one_and_can_be_taken_back(pair: Study) -> None:
    before = pair.hash()
    pair.record_consent("P1", "analysis")
    assert withheld(pair, Audience.READER, "P1") == NO_QUOTE
    pair.undo()
    assert pair.hash() == before


# --- pairs -------------------------------------------------------------------------------------------------------


def test_a_quote_over_two_speakers_needs_both(pair: Study) -> None:
    span = span_of(pair, "pair", "忙得要命。\nP2：我还好")
    pair.apply_code("pair", span, "STR.O01")
    pair.record_consent("P2", "analysis")
    [quote] = pair.factors().evidence("STR.O01")
    assert (quote.participant, quote.withheld, quote.words) == ("P1", NO_QUOTE, "")
    pair.record_consent("P2", "analysis;quote")
    [quote] = pair.factors().evidence("STR.O01")
    assert quote.words == "忙得要命。\nP2：我还好"


def test_one_of_a_pair_releases_only_what_is_theirs_alone(pair: Study) -> None:
    for words in ("忙得要命", "我还好", "命。\nP2：我"):
        pair.apply_code("pair", span_of(pair, "pair", words), "STR.O01")
    assert pair.release("P2") == 1
    assert pair.release("P1") == 1


def test_a_code_blurred_for_one_of_a_pair_shows_for_the_other(pair: Study, tmp_path: Path) -> None:
    for words in ("忙得要命", "我还好"):
        pair.apply_code("pair", span_of(pair, "pair", words), "STR.O01")
    pair.bring_in([table(tmp_path / "r.csv", "kind,participant,code_id", "blur,P2,STR.O01")])
    quotes = pair.factors().evidence("STR.O01")
    assert [(quote.participant, quote.withheld) for quote in quotes] == [("P1", ""), ("P2", BLURRED)]


# --- what leaves -------------------------------------------------------------------------------------------------


def exported(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_withholds_words_with_the_reason_and_comes_back_as_nothing_new(demo: Study, tmp_path: Path) -> None:
    before = demo.hash()
    path = tmp_path / "codings.csv"
    assert demo.export("codings", path) == 789
    rows = exported(path)
    kept = {row["doc"] for row in rows if row["withheld"]}
    assert kept == {"P06.zh", "P07.zh"}  # neither has agreed to share
    assert {row["quote"] for row in rows if row["doc"] in kept} == {""}
    assert demo.bring_in([path]).tables[0].added == 0
    assert demo.hash() == before


def test_a_waiver_by_name_shows_the_words_but_not_the_blurred_ones_and_stays_in_the_history(
    demo: Study, tmp_path: Path
) -> None:
    before = demo.hash()
    path = tmp_path / "codings.csv"
    demo.export("codings", path, waived={"P06": "reviewed on paper on 3 May"})
    rows = [row for row in exported(path) if row["doc"] == "P06.zh"]
    assert {row["withheld"] for row in rows} == {"", BLURRED}
    assert {row["quote"] for row in rows if row["withheld"]} == {""}
    entry = demo.history()[-1]
    assert (entry.deed, dict(entry.facts)) == ("waive consent", {"for": "codings", "P06": "reviewed on paper on 3 May"})
    assert demo.hash() == before


def test_a_waiver_for_an_export_that_fails_is_not_recorded(demo: Study, tmp_path: Path) -> None:
    entries = len(demo.history())
    with pytest.raises(FileProblem):
        demo.export("codings", tmp_path / "no folder" / "codings.csv", waived={"P06": "reviewed"})
    with pytest.raises(UnknownName):
        demo.export("codings", tmp_path / "codings.csv", waived={"P66": "reviewed"})
    assert len(demo.history()) == entries
    assert not (tmp_path / "codings.csv").exists()


def test_a_release_is_of_codings_so_claims_and_episodes_of_the_speaker_stay_withheld(demo: Study) -> None:
    demo.release("P06")
    for _, quotes in every_quote(demo, demo.process()):
        assert {quote.words for quote in of("P06", quotes)} <= {""}
