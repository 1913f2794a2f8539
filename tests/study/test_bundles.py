"""The whole study out as a bundle and back: the same hash, and no word more than may leave."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kangni
from kangni.app.project_export import whole
from kangni.core.errors import FileDamaged, StudyExists, UnknownTerm
from kangni.exchange.bundle import write_bundle
from kangni.storage.canonical import hash_of

TEXT = "Interviewer: how is it?\nP01: busy, very busy\n"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[kangni.Study]:
    (tmp_path / "P01.txt").write_text(TEXT, "utf-8")
    with kangni.new(tmp_path / "work.kangni", language="en") as study:
        study.bring_in([tmp_path / "P01.txt"])
        study.draft_codings("STR.U03", "busy")
        yield study


def test_the_demo_study_comes_back_with_its_hash_and_texts(demo_file: Path, tmp_path: Path) -> None:
    with kangni.open(demo_file) as demo, demo.read() as read:
        records = whole(read)
        (tmp_path / "demo.kangni.json").write_bytes(write_bundle(records, {}, study_hash=demo.hash()))
        with kangni.new(tmp_path / "again.kangni", project=tmp_path / "demo.kangni.json") as again:
            assert again.hash() == demo.hash() == hash_of(records)


def test_released_words_make_a_bundle_of_the_whole_study(study: kangni.Study, tmp_path: Path) -> None:
    study.record_consent("P01", "analysis;quote;share")
    told = study.export_bundle(tmp_path / "out.kangni.json")
    assert (told.is_whole, told.hash, told.withheld) == (True, study.hash(), ())
    with kangni.new(tmp_path / "again.kangni", project=tmp_path / "out.kangni.json") as again:
        assert again.hash() == study.hash()
        again.export_bundle(tmp_path / "second.kangni.json")
    assert (tmp_path / "second.kangni.json").read_bytes() == (tmp_path / "out.kangni.json").read_bytes()


def test_words_without_consent_are_covered_with_their_files_and_it_is_said(study: kangni.Study, tmp_path: Path) -> None:
    told = study.export_bundle(tmp_path / "out.kangni.json")
    assert (told.is_whole, [each.document for each in told.withheld]) == (False, ["P01"])
    content = (tmp_path / "out.kangni.json").read_text("utf-8")
    assert "busy" not in content
    assert '"files":{}' in content
    with kangni.new(tmp_path / "again.kangni", project=tmp_path / "out.kangni.json") as again:
        assert again.hash() == told.hash != study.hash()


def test_a_waiver_lets_words_out_and_is_noted(study: kangni.Study, tmp_path: Path) -> None:
    told = study.export_bundle(tmp_path / "out.kangni.json", waived={"P01": "our own team"})
    assert told.is_whole
    assert study.history()[-1].deed == "waive consent"


def test_a_dry_run_writes_nothing(study: kangni.Study, tmp_path: Path) -> None:
    asked = study.export_bundle(tmp_path / "out.kangni.json", dry_run=True)
    assert not (tmp_path / "out.kangni.json").exists()
    assert asked == study.export_bundle(tmp_path / "out.kangni.json")


def test_a_bundle_takes_no_other_ending_and_no_place_of_a_study(study: kangni.Study, tmp_path: Path) -> None:
    with pytest.raises(UnknownTerm):
        study.export_bundle(tmp_path / "out.zip")
    (tmp_path / "other.json").write_bytes(study.path.read_bytes())
    with pytest.raises(StudyExists):
        study.export_bundle(tmp_path / "other.json")


def test_a_bundle_comes_into_a_study_once(study: kangni.Study, tmp_path: Path) -> None:
    study.record_consent("P01", "analysis;quote;share")
    study.export_bundle(tmp_path / "out.kangni.json")
    before, revision = study.hash(), study.revision
    done = study.bring_in([tmp_path / "out.kangni.json"])
    assert (study.hash(), study.revision) == (before, revision)
    assert all(line.new == line.different == 0 for line in done.projects[0].records)


def test_a_damaged_bundle_leaves_a_study_as_it_was(study: kangni.Study, tmp_path: Path) -> None:
    study.export_bundle(tmp_path / "out.kangni.json")
    content = (tmp_path / "out.kangni.json").read_bytes()
    (tmp_path / "out.kangni.json").write_bytes(content.replace(b"P01", b"P02"))
    before, revision = study.hash(), study.revision
    with pytest.raises(FileDamaged):
        study.bring_in([tmp_path / "out.kangni.json"])
    assert (study.hash(), study.revision) == (before, revision)


@pytest.mark.parametrize("name", ["out.kangni.json", "out.qdpx"])
def test_no_run_of_eight_characters_that_only_the_withheld_said_leaves_in_any_record(
    name: str, demo_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    with kangni.open(demo_file) as demo, demo.read() as read:
        records = whole(read)
        export = demo.export_bundle if name.endswith("json") else demo.export_project
        withheld = {each.document for each in export(path).withheld}
    content = "\n".join(_members(path))
    unsaid = {run for text in records.documents if text.handle in withheld for run in _runs(text.text)}
    said = {run for text in records.documents if text.handle not in withheld for run in _runs(text.text)}
    assert withheld
    assert not {run for run in _runs(content) if run in unsaid - said}


def _members(path: Path) -> list[str]:
    if path.suffix == ".json":
        return [json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False)]
    with zipfile.ZipFile(path) as archive:
        return [archive.read(each).decode() for each in archive.namelist()]


def _runs(text: str) -> set[str]:
    runs = (text[i : i + 8] for i in range(len(text) - 7))
    return {run for run in runs if all("㐀" <= char <= "鿿" for char in run)}
