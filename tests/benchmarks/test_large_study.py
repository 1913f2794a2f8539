from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.large_study import TINY, write_files
from benchmarks.methods import compared
from benchmarks.promises import PROMISES, Promise
from benchmarks.run import main
from benchmarks.studies import Studies, prepare

import kangni
from kangni import Study
from kangni.core.coding import Coding


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Studies:
    return prepare(tmp_path_factory.mktemp("tiny"), TINY)


@pytest.fixture
def study(tiny: Studies) -> Iterator[Study]:
    with kangni.open(tiny.coded) as study:
        yield study


def test_the_study_has_the_size_asked_for(study: Study) -> None:
    with study.read() as read:
        heads = read.document_heads()
        assert len(heads) == 4
        assert {head.turns for head in heads} == {10}
        assert all(1_900 <= head.length <= 2_000 for head in heads)
        assert sum(code.handle.startswith("B.") for code in read.codebook()) == 6  # beside those of the framework
        assert len(read.all(Coding)) == 240


def test_the_tables_come_in_without_a_doubt(tiny: Studies, tmp_path: Path) -> None:
    with kangni.new(tmp_path / "again.kangni") as study:
        files = tiny.files
        found = study.bring_in([files.codebook, files.interviews, files.participants, files.codings])
    assert not found.cautions


def test_every_word_may_leave_the_study(study: Study, tmp_path: Path) -> None:
    study.export("codings", tmp_path / "out.csv")
    rows = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert len(rows) == 1 + 240
    assert all(row.endswith(",") for row in rows[1:])  # the last column says why words were withheld


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    first, second = (write_files(tmp_path / name, TINY) for name in ("first", "second"))
    assert first.codings.read_bytes() == second.codings.read_bytes()
    assert sorted(path.read_bytes() for path in first.interviews.iterdir()) == sorted(
        path.read_bytes() for path in second.interviews.iterdir()
    )


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.name)
def test_every_promise_can_be_measured_beside_the_plain_way(promise: Promise, tiny: Studies) -> None:
    assert promise.ours(tiny).whole > 0
    assert promise.plain is None or promise.plain(tiny).whole > 0


def test_every_method_is_compared() -> None:
    assert all(each.ours > 0 and each.theirs > 0 for each in compared())


def test_the_table_has_a_line_for_what_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--size", "tiny", "--runs", "1", "--only", "document"])
    out = capsys.readouterr().out
    assert "opening one document" in out
    assert "Peak memory" in out
