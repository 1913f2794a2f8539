"""The way of a study from the first file to the last number, deed by deed, each taken back and done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest

import kangni
from kangni.core.coding import Coding
from kangni.core.errors import KangniError, NothingToRedo, RedoBlocked, UndoBlocked
from kangni.core.text import Document, Span
from kangni.study import Study

TALK = {
    "H1": "访谈者：忙吗？\nH1：忙得要命，没有督导。\n访谈者：有人帮吗？\nH1：同事帮我，我就稳得住。\n",
    "H2": "访谈者：忙吗？\nH2：一天到晚填表。\n访谈者：然后呢？\nH2：督导来了，我就不慌了。\n",
}
PEOPLE = "id,role,consent_scope\nH1,front-line,analysis;quote;share\nH2,front-line,analysis;quote\n"
RULES = "kind,participant,other_participant,code_id,reason\napart,H1,H2,,know each other\n"


@pytest.fixture
def material(tmp_path: Path) -> Path:
    folder = tmp_path / "interviews"
    folder.mkdir()
    for name, text in TALK.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    (folder / "rules.csv").write_text(RULES, "utf-8")
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    kangni.new(tmp_path / "work.kangni", language="zh").close()
    return tmp_path / "work.kangni"


def span(study: Study, document: str, words: str) -> Span:
    with study.read() as read:
        start = read.named(Document, document).text.index(words)
    return Span(start, start + len(words))


def test_from_a_folder_to_factors_and_their_words(path: Path, material: Path) -> None:
    with kangni.open(path, coder="A") as study:
        done = study.bring_in([material])
        assert done.documents is not None
        assert [file.participant for file in done.documents.files] == ["H1", "H2"]
        assert {(each.speaker, each.role) for each in study.speakers().speakers} == {
            ("访谈者", "interviewer"),
            ("H1", "participant"),
            ("H2", "participant"),
        }
        assert study.search("忙", role="interviewer").counts[0].hits == 2
        assert study.draft_codings("ENV.O01", "督导") == 2
    with kangni.open(path, coder="A") as study:
        first, second = study.drafts()
        assert study.adopt([first.name]) == 1
        assert study.factors().quotes == 1
        assert study.adopt([second.name]) == 1
    with kangni.open(path) as study:
        factors = study.factors()
        [factor] = factors.factors
        assert (factor.code, factor.protective.participants, factor.protective.quotes, factors.n) == (
            "ENV.O01",
            2,
            2,
            2,
        )
        quotes = factors.evidence("ENV.O01")
        assert [(quote.participant, quote.turn, quote.words) for quote in quotes] == [("H1", 2, "督导"), ("H2", 4, "")]
        assert quotes[1].withheld == "kept apart from another speaker's words"


DEEDS: dict[str, Callable[[Study, Path], object]] = {
    "bring in": lambda study, material: study.bring_in([material]),
    "roles": lambda study, _: study.set_roles({"访谈者": "other"}),
    "consent": lambda study, _: study.record_consent("H1", "analysis"),
    "draft": lambda study, _: study.draft_codings("ENV.O01", "督导"),
    "adopt one": lambda study, _: study.adopt([study.drafts()[0].name]),
    "refuse": lambda study, _: study.refuse(),
    "code": lambda study, _: study.apply_code("H1", span(study, "H1", "同事帮我"), "ENV.O02", memo="warm"),
    "recode": lambda study, _: study.apply_code("H2", span(study, "H2", "填表"), "STR.G02"),
    "release": lambda study, _: study.release("H1"),
    "seen": lambda study, _: study.declare_seen(["H1", "H2"]),
    "codebook": lambda study, material: study.bring_in([own_codes(material)]),
    "remove": lambda study, _: remove_all(study),
}


def own_codes(material: Path) -> Path:
    path = material.parent / "own.csv"
    path.write_text("code_id,parent_id,name_en,polarity,level\nOWN,,Own,,\nOWN.1,OWN,Forms,risk,institution\n", "utf-8")
    return path


def remove_all(study: Study) -> int:
    with study.read() as read:
        return study.remove_codings([coding.id for coding in read.all(Coding)])


def test_every_deed_is_taken_back_and_done_again_across_restarts(path: Path, material: Path) -> None:
    states: list[str] = []
    with kangni.open(path, coder="A") as study:
        states.append(study.hash())
    for name, deed in DEEDS.items():
        with kangni.open(path, coder="A") as study:
            deed(study, material)
            states.append(study.hash())
            assert states[-1] != states[-2], name
            assert len(study.history()) == len(states) - 1
    for before in reversed(states[:-1]):
        with kangni.open(path, coder="A") as study:
            study.undo()
            assert study.hash() == before
    for after in states[1:]:
        with kangni.open(path, coder="A") as study:
            study.redo()
            assert study.hash() == after
    with kangni.open(path, coder="A") as study:
        with pytest.raises(NothingToRedo):
            study.redo()
        kinds = [entry.kind.value for entry in study.history()]
        assert kinds == ["do"] * len(DEEDS) + ["undo"] * len(DEEDS) + ["redo"] * len(DEEDS)
        assert [entry.number for entry in study.history()] == list(range(1, 3 * len(DEEDS) + 1))
    assert not kangni.examine(path).has_faults


def test_a_new_deed_ends_what_could_be_done_again(path: Path, material: Path) -> None:
    with kangni.open(path, coder="A") as study:
        study.bring_in([material])
        study.draft_codings("ENV.O01", "督导")
        study.undo()
        study.draft_codings("STR.O01", "忙")
        with pytest.raises(NothingToRedo):
            study.redo()


def test_a_deed_that_changes_nothing_leaves_no_entry(path: Path, material: Path) -> None:
    with kangni.open(path, coder="A") as study:
        study.bring_in([material])
        before = study.history()
        study.bring_in([material])
        study.set_roles({"H1": "participant"})
        study.record_consent("H1", "analysis;quote;share")
        study.draft_codings("ENV.O01", "nobody says this")
        study.adopt()
        study.release("H1")
        assert study.history() == before


# --- others' deeds in the way ------------------------------------------------------------------------------------


@pytest.fixture
def team(path: Path, material: Path) -> Iterator[tuple[Study, Study]]:
    """Ann, who brought the interviews in, and Bo, each with the study open."""
    with kangni.open(path, coder="Ann") as ann, kangni.open(path, coder="Bo") as bo:
        ann.bring_in([material])
        yield ann, bo


def test_undo_is_refused_by_name_where_somebody_built_on_the_deed(team: tuple[Study, Study]) -> None:
    ann, bo = team
    bo.apply_code("H1", span(bo, "H1", "同事帮我"), "ENV.O02")
    before = ann.hash()
    with pytest.raises(UndoBlocked, match=r"(?s)Deed 1 \(import\).*deed 2 \(apply code, by Bo\).*Undo deed 2 first"):
        ann.undo()
    assert ann.hash() == before
    bo.undo()
    assert ann.undo().deed == "import"


def test_each_takes_back_their_own_deeds(team: tuple[Study, Study]) -> None:
    ann, bo = team
    bo.draft_codings("ENV.O01", "督导")
    ann.draft_codings("STR.O01", "忙得要命")
    assert bo.undo().root == 2
    assert [draft.code for draft in ann.drafts()] == ["STR.O01"]
    with pytest.raises(KangniError, match="Bo has nothing to undo"):
        bo.undo()


def test_undo_of_a_draft_that_somebody_adopted_is_refused(team: tuple[Study, Study]) -> None:
    ann, bo = team
    ann.draft_codings("ENV.O01", "督导")
    bo.adopt()
    with pytest.raises(UndoBlocked, match="adopt drafts, by Bo"):
        ann.undo()


def test_redo_is_refused_where_somebody_changed_what_it_was_about(team: tuple[Study, Study]) -> None:
    ann, bo = team
    ann.record_consent("H1", "analysis")
    ann.undo()
    bo.record_consent("H1", "analysis;quote")
    with pytest.raises(RedoBlocked, match="record consent, by Bo"):
        ann.redo()


# --- backups -----------------------------------------------------------------------------------------------------


def backups(path: Path) -> list[str]:
    return sorted(file.name for file in path.with_name(f"{path.name}.backups").glob("*"))


def test_an_import_into_a_study_with_codings_is_preceded_by_a_backup_and_five_are_kept(
    path: Path, material: Path
) -> None:
    with kangni.open(path, coder="A") as study:
        study.bring_in([material])
        assert not path.with_name("work.kangni.backups").exists()
        study.draft_codings("ENV.O01", "督导")
        before = study.hash()
        study.bring_in([own_codes(material)])
        [kept] = backups(path)
        with kangni.open(path.with_name("work.kangni.backups") / kept, read_only=True) as backup:
            assert backup.hash() == before
        for _ in range(7):
            study.bring_in([material])
        assert len(backups(path)) == 5
        assert kept not in backups(path)


def test_a_dry_run_makes_no_backup_and_stores_nothing(path: Path, material: Path) -> None:
    with kangni.open(path, coder="A") as study:
        study.bring_in([material])
        study.draft_codings("ENV.O01", "督导")
        before = study.hash(), study.revision
        told = study.bring_in([own_codes(material)], dry_run=True)
        assert [row.added for row in told.rows()] == [2]
        assert (study.hash(), study.revision) == before
    assert not path.with_name("work.kangni.backups").exists()
    assert sorted(file.name for file in path.parent.iterdir()) == ["interviews", "own.csv", "work.kangni"]


def test_a_backup_on_request_is_verified_and_stands_beside_the_study(path: Path, material: Path) -> None:
    with kangni.open(path, coder="A") as study:
        study.bring_in([material])
        copy = study.backup()
        assert copy.parent == path.with_name("work.kangni.backups")
        with kangni.open(copy) as backup:
            assert backup.hash() == study.hash()
            assert backup.history() == study.history()


# --- the same again ----------------------------------------------------------------------------------------------


def test_the_same_folder_twice_adds_nothing(demo_file: Path) -> None:
    with kangni.open(demo_file) as study, as_file(files("kangni") / "demo") as folder:
        before = study.hash(), study.revision
        told = study.bring_in([folder])
        assert {row.added + row.changed for row in told.rows()} == {0}
        assert (study.hash(), study.revision) == before


def test_the_demo_study_is_the_same_each_time_it_is_made(demo_file: Path, tmp_path: Path) -> None:
    with kangni.open(demo_file) as first, kangni.make_demo(tmp_path / "second.kangni") as second:
        assert first.hash() == second.hash()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["second.kangni", "work.kangni"]
