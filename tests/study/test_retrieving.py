from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

import kangni
from kangni.core.errors import UnknownName, UnknownTerm, WrittenMeanwhile
from kangni.core.retrieval import Conditions

PUSHED = Conditions(codes=("ENV.U01",), polarities=("risk",), where=("age>=35",))


def test_a_retrieval_is_kept_under_its_name_and_undone(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        study.save_retrieval("older, pushed", PUSHED)
    with kangni.open(demo_file, coder="A") as study:
        assert [kept.name for kept in study.retrievals()] == ["older, pushed"]
        assert study.retrieve("Older, pushed").result == study.retrieve(PUSHED).result
        assert study.history()[-1].deed == "save retrieval"
        study.undo()
        assert study.retrievals() == ()


def test_a_name_that_is_used_again_takes_the_new_conditions(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        study.save_retrieval("one", PUSHED)
        study.save_retrieval("ONE", Conditions(codes=("ENV.U02",)))
        (kept,) = study.retrievals()
        assert (kept.name, kept.conditions.codes) == ("ONE", ("ENV.U02",))
        study.forget_retrieval("one")
        assert study.retrievals() == ()
        with pytest.raises(UnknownName):
            study.forget_retrieval("one")


def test_conditions_that_name_nothing_are_not_kept(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        with pytest.raises(UnknownName):
            study.save_retrieval("wrong", Conditions(codes=("NOPE",)))
        with pytest.raises(UnknownTerm):
            study.save_retrieval("  ", PUSHED)
        assert study.retrievals() == ()


def test_kept_retrievals_go_along_in_a_bundle(demo_file: Path, tmp_path: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        study.save_retrieval("older, pushed", PUSHED)
        study.export_bundle(tmp_path / "work.json")
    with kangni.new(tmp_path / "again.kangni", project=tmp_path / "work.json", coder="A") as again:
        assert again.retrievals()[0].conditions == PUSHED


def test_a_summary_is_written_changed_and_taken_out(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        before = study.hash()
        study.summarise_cell("ENV.U01", "P01", "台账压力大")
        study.summarise_cell("ENV.U01", "P01", "台账压力大,夜里也在补", was="台账压力大")
        (summary,) = study.retrieve(Conditions(codes=("ENV.U01",))).result.summary("ENV.U01", "P01")
        assert (summary.author, summary.text.zh) == ("A", "台账压力大,夜里也在补")
        study.summarise_cell("ENV.U01", "P01", " ")
        assert study.hash() == before


def test_two_windows_lose_no_summary(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        study.summarise_cell("ENV.U01", "P01", "一", was="")
        with pytest.raises(WrittenMeanwhile, match="一"):
            study.summarise_cell("ENV.U01", "P01", "二", was="")
        other = study.acting("B", language="zh")
        other.summarise_cell("ENV.U01", "P01", "二", was="")
        found = study.retrieve(Conditions(codes=("ENV.U01",))).result.summary("ENV.U01", "P01")
        assert {each.author for each in found} == {"A", "B"}


def test_a_file_of_quotes_withholds_what_was_not_released(demo_file: Path, tmp_path: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        study.record_consent("P01", "analysis")
        study.export_quotes(Conditions(people=("P01", "P02")), tmp_path / "quotes.csv")
        waived = {"P01": "reviewed on paper"}
        study.export_quotes(Conditions(people=("P01",)), tmp_path / "waived.csv", waived=waived)
        assert study.history()[-1].deed == "waive consent"
        with pytest.raises(UnknownTerm):
            study.export_quotes(Conditions(), tmp_path / "quotes.doc")
    rows = _rows(tmp_path / "quotes.csv")
    assert all(row["withheld"] and not row["quote"] for row in rows if row["participant"] == "P01")
    assert any(row["quote"] for row in rows if row["participant"] == "P02")
    assert any(row["quote"] for row in _rows(tmp_path / "waived.csv"))


def test_a_workbook_of_quotes_opens(demo_original: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(demo_original, tmp_path / "work.kangni"))
    with kangni.open(path, coder="A") as study:
        content = study.export_quotes(Conditions(codes=("ENV.U01",)), tmp_path / "quotes.xlsx").read_bytes()
    assert content.startswith(b"PK")


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
