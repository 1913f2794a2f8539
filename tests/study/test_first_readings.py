"""A study coded by two people one interview after the other, talked about, and read again."""

from __future__ import annotations

from pathlib import Path

import pytest

import kangni
from kangni.core.errors import NothingToAnalyse, StillReferred
from kangni.core.text import Document, Span
from kangni.reports.figures.drift import drift
from kangni.study import Study

PEOPLE = [f"H{n}" for n in range(1, 8)]
TALK = """\
访谈者：忙吗？
{0}：忙得要命，一天到晚填表。
访谈者：有人帮吗？
{0}：同事帮我，督导也来看过。
访谈者：还做吗？
{0}：还做。
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A and B have coded seven interviews one after the other; B saw the forms in the last four only."""
    folder, path = tmp_path / "interviews", tmp_path / "work.kangni"
    folder.mkdir()
    for person in PEOPLE:
        (folder / f"{person}.txt").write_text(TALK.format(person), "utf-8")
    with kangni.new(path, language="zh", coder="A") as study:
        study.bring_in([folder])
        study.set_roles({"访谈者": "interviewer"})
    for n, person in enumerate(PEOPLE):
        with kangni.open(path, coder="A") as study:
            study.apply_code(person, words(study, person, "一天到晚填表"), "STR.G02")
            study.apply_code(person, words(study, person, "同事帮我"), "ENV.O04")
            study.declare_seen([person])
        with kangni.open(path, coder="B") as study:
            if n >= 3:
                study.apply_code(person, words(study, person, "一天到晚填表"), "STR.G02")
            study.apply_code(person, words(study, person, "同事帮我"), "ENV.O04")
            study.declare_seen([person])
    return path


def words(study: Study, document: str, said: str) -> Span:
    with study.read() as read:
        start = read.named(Document, document).text.index(said)
    return Span(start, start + len(said))


def test_agreement_in_the_order_of_coding_shows_who_learnt(path: Path) -> None:
    with kangni.open(path) as study:
        found = study.agreement()
        rows = found.drift
        assert [row.document for row in rows] == PEOPLE
        assert [row.percent for row in rows] == pytest.approx([5 / 6] * 3 + [1] * 4)
        assert rows[4].window_alpha < rows[6].window_alpha
        figure = drift(found.result, language="en")
    assert figure.svg.count('class="ink"') == 7
    assert all(person in figure.svg for person in PEOPLE)
    assert "last 5 transcripts" in figure.caption


def test_talk_after_done_changes_now_and_not_the_first_reading(path: Path) -> None:
    with kangni.open(path, coder="A") as study:
        before = study.agreement()
        (first, *_) = before.passages()
        study.decide(first.key, outcome="change", reason="the forms press", by=("A", "B"), add_to=("B",))
        now, then = study.agreement(), study.agreement(at="done")
        assert now.pooled[0].alpha > before.pooled[0].alpha
        assert (then.pooled, then.code_rows) == (before.pooled, before.code_rows)
        assert [row.code for row in now.moved] == ["", "STR.G02"]
        assert [passage.key for passage in then.passages(which="settled")] == [first.key]
        assert now.drift == before.drift
        study.undo()
        assert study.agreement().pooled == before.pooled
        assert study.agreement().moved == ()


def test_a_changed_coding_opens_with_the_words_that_both_have_now(path: Path) -> None:
    with kangni.open(path, coder="A") as study:
        (first, *_) = study.agreement().passages()
        study.decide(first.key, outcome="change", reason="the forms press", add_to=("B",))
        (quote,) = [quote for quote in study.agreement().evidence("STR.G02") if quote.document == first.document]
        assert quote.coders == ("A", "B")


def test_reliability_leaves_out_what_was_talked_about_or_drafted_by_others_before_done(path: Path) -> None:
    with kangni.open(path, coder="C") as study:
        study.draft_codings("STR.G02", "填表")
    with kangni.open(path, coder="D") as study:
        with study.read() as read:
            document = read.named(Document, "H7").handle
        study.adopt(code="STR.G02", document=document)
        study.declare_seen(["H6", "H7"])
        study.set_mode("reliability", reason="for the journal")
        both = study.agreement(coders=("A", "D"))
        assert (both.mode, both.reading, both.documents) == ("reliability", "done", ("H6",))
        study.decide("STR.G02/H5/2", outcome="keep", reason="clear", by=("A",))
        study.declare_seen(["H5"])
        assert study.agreement(coders=("A", "D")).documents == ("H6",)
        study.set_mode("dialogue")
        assert study.agreement(coders=("A", "D")).documents == ("H5", "H6", "H7")


def test_where_nobody_read_independently_there_is_no_reliability(path: Path) -> None:
    with kangni.open(path, coder="E") as study:
        study.decide("STR.G02/H1/2", outcome="keep", reason="clear", by=("A",))
        study.declare_seen(["H1"])
        study.set_mode("reliability")
        with pytest.raises(NothingToAnalyse, match="independently"):
            study.agreement(coders=("A", "E"))


def test_a_coding_that_something_hangs_on_is_not_taken_away_and_nothing_is_decided(path: Path, tmp_path: Path) -> None:
    with kangni.open(path, coder="A") as study:
        span = words(study, "H1", "一天到晚填表")
        memo = tmp_path / "memos.csv"
        name = f"A | H1 | {span.start}-{span.end} | STR.G02"
        memo.write_text(f"target,author,kind,text_en,target_kind\n{name},A,analytic,forms,coding\n", "utf-8")
        study.bring_in([memo])
        before = study.hash()
        with pytest.raises(StillReferred):
            study.decide("STR.G02/H1/2", outcome="change", reason="no", remove_from=("A",))
        assert study.hash() == before
        assert study.decisions().decided == ()


def test_a_report_of_a_study_coded_in_turn_draws_its_drift(path: Path, tmp_path: Path) -> None:
    with kangni.open(path, coder="A") as study:
        study.decide("STR.G02/H1/2", outcome="both_stand", reason="press and routine", codebook_change="wider")
        english = study.report(tmp_path / "en.html", language="en", members=2).read_text("utf-8")
        chinese = study.report(tmp_path / "zh.html", language="zh", members=2).read_text("utf-8")
    assert "Agreement in the order of coding" in english
    assert "按编码先后的一致性" in chinese
    # nobody has recorded consent: what was written about the words stays with them
    assert "press and routine" not in english
    assert "1 more is kept back with the words" in english
