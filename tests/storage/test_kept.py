from __future__ import annotations

from pathlib import Path

import pytest

import kangni
from kangni.storage.kept import SqliteKept
from kangni.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return kangni.new(tmp_path / "work.kangni")


def kept(study: Study, *, revision: int = 1) -> SqliteKept:
    return SqliteKept(study._store, arguments="('simulate',)", revision=revision)


def test_a_kept_part_is_found_by_name_and_number(study: Study) -> None:
    kept(study).put("a", 0, b"one")
    assert kept(study, revision=9).get("a", 0) == b"one"
    assert kept(study).get("a", 1) is None
    assert kept(study).get("b", 0) is None


def test_keeping_a_part_again_replaces_it(study: Study) -> None:
    kept(study).put("a", 0, b"one")
    kept(study).put("a", 0, b"two")
    assert kept(study).get("a", 0) == b"two"


def test_other_versions_do_not_take_it(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(study).put("a", 0, b"one")
    monkeypatch.setattr("kangni.storage.kept.version", lambda _name: "0")
    assert kept(study).get("a", 0) is None


def test_keeping_stands_outside_history_and_hash(study: Study) -> None:
    before = study.hash(), study.history(), study.revision
    kept(study).put("a", 0, b"one")
    assert (study.hash(), study.history(), study.revision) == before


def test_a_part_can_be_kept_while_the_study_is_read(study: Study) -> None:
    with study.read() as read:
        kept(study).put("a", 0, b"one")
        assert read.revision == study.revision


def test_the_doctor_says_what_is_kept_and_how_much_of_it_is_old(study: Study) -> None:
    kept(study, revision=-1).put("a", 0, b"one")
    kept(study, revision=study.revision).put("a", 1, b"two")
    study.close()
    told = [str(finding) for finding in kangni.examine(study.path).findings]
    assert "2 parts of ensembles are kept (1 MB), 1 from before the last change." in told


def test_what_is_kept_can_be_let_go(study: Study) -> None:
    kept(study).put("a", 0, b"one")
    assert study.forget_kept() == 1
    assert kept(study).get("a", 0) is None
