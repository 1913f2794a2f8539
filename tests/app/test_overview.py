"""Where a study stands, and which act comes next."""

from __future__ import annotations

from pathlib import Path

import kangni
from kangni.core.text import Span

ROWS = ("participants", "documents", "translations", "turns", "codes", "codings", "drafts", "claims", "episodes")


def counts(study: kangni.Study) -> dict[str, int]:
    return {row.kind: row.count for row in study.overview().counts}


def test_an_empty_study_asks_for_transcripts_first(tmp_path: Path) -> None:
    with kangni.new(tmp_path / "work.kangni", name="Home care") as study:
        shown = study.overview()
        assert (shown.name, shown.fictional, shown.coders, shown.participants) == ("Home care", False, (), ())
        assert [counts(study)[kind] for kind in ROWS] == [0, 0, 0, 0, 92, 0, 0, 0, 0]
        assert "kangni import STUDY interviews/" in shown.next_act


def test_the_next_act_follows_the_chain(
    demo_file: Path,
    tmp_path: Path,
) -> None:
    with kangni.open(demo_file) as demo, kangni.new(tmp_path / "new.kangni") as study:
        for kind in ("codings", "claims", "episodes", "suggestions"):
            demo.export(kind, tmp_path / f"{kind}.csv", waived={f"P{n:02}": "fictional" for n in range(1, 11)})
        transcripts = tmp_path / "interviews"
        transcripts.mkdir()
        with demo.read() as read:
            texts = read.texts([head.id for head in read.document_heads()])
            for head in read.document_heads():
                (transcripts / f"{head.handle}.txt").write_text(texts[head.id], "utf-8")
        expected = {
            "interviews": "code STUDY CODE --search WORDS",
            "codings.csv": "claims.csv",
            "claims.csv": "episodes.csv",
            "episodes.csv": "Tie suggestions",
            "suggestions.csv": "kangni report STUDY",
        }
        for name, act in expected.items():
            study.bring_in([tmp_path / name])
            assert act in study.overview().next_act
        study.draft_codings("ENV.O01", "督导")
        assert "Review the drafts" in study.overview().next_act


def test_people_of_one_interview_each_have_it_and_their_own_codings(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,consent_scope\nP1,none\nP2,\nP3,\n", "utf-8")
    text = "访谈者：忙吗？\nP1：忙得要命。\nP2：我还好。\n"
    (tmp_path / "pair.txt").write_text(text, "utf-8")
    with kangni.new(tmp_path / "pair.kangni", coder="A") as study:
        study.bring_in([tmp_path / "people.csv", tmp_path / "pair.txt"])
        start = text.index("我还好")
        study.apply_code("pair", Span(start, start + 3), "ENV.O01")
        assert [
            (one.participant, one.documents, one.code_points > 0, one.codings, one.consent)
            for one in study.overview().participants
        ] == [("P1", 1, True, 0, "none"), ("P2", 1, True, 1, ""), ("P3", 0, False, 0, "")]


def test_the_demo_study_counts_as_its_readme_does(demo_file: Path) -> None:
    with kangni.open(demo_file) as study:
        shown = study.overview()
        assert [counts(study)[kind] for kind in ROWS] == [10, 10, 10, 766, 92, 789, 0, 219, 33]
    assert shown.fictional
    assert [(coder.coder, coder.codings, coder.claims, coder.seen) for coder in shown.coders] == [
        ("A", 421, 177, 10),
        ("B", 368, 42, 10),
        ("R1", 0, 0, 0),
    ]
    assert [(one.participant, one.code_points, one.codings) for one in shown.participants][:2] == [
        ("P01", 3450, 75),
        ("P02", 3286, 69),
    ]
    assert sum(one.code_points for one in shown.participants) == 33807


def test_an_overview_can_be_kept_as_a_frame_and_as_plain_values(demo_file: Path) -> None:
    with kangni.open(demo_file) as study:
        shown = study.overview()
        assert list(shown.to_frame().columns) == ["kind", "count"]
        assert shown.to_dict()["fictional"] is True
        assert shown.result.keys() == ()
