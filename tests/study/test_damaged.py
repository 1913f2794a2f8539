"""Study files that are none, are broken, or are not ours to open: one clear error, and the file stays as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

import pytest

import kangni
from kangni.core.errors import KangniError, NotAStudy, StudyDamaged, StudyMissing, StudyOtherVersion


def left_alone(path: Path) -> tuple[bytes, int, list[str]]:
    return path.read_bytes(), path.stat().st_mtime_ns, sorted(file.name for file in path.parent.iterdir())


def test_a_missing_study_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StudyMissing, match=r"(?s)no study at .*kangni new"):
        kangni.open(tmp_path / "no.kangni")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00"], ids=["empty", "text", "sixteen bytes"])
def test_a_file_that_is_no_study_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.kangni"
    path.write_bytes(content)
    before = left_alone(path)
    for opening in (kangni.open, kangni.examine):
        with pytest.raises(NotAStudy, match="left untouched"):
            opening(path)
    assert left_alone(path) == before


def test_somebody_elses_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("create table notes (words)")
    connection.close()
    before = left_alone(path)
    with pytest.raises(NotAStudy):
        kangni.open(path)
    assert left_alone(path) == before


def test_a_folder_is_no_study(tmp_path: Path) -> None:
    with pytest.raises(NotAStudy):
        kangni.open(tmp_path)


def test_a_study_cut_in_half_is_told_as_damaged_with_its_last_good_backup(demo_file: Path) -> None:
    with kangni.open(demo_file) as study:
        backup = study.backup()
    demo_file.write_bytes(demo_file.read_bytes()[: demo_file.stat().st_size // 2])
    before = left_alone(demo_file)
    with pytest.raises(StudyDamaged, match=r"(?s)breaks off after .*backup is .*" + backup.name):
        kangni.open(demo_file)
    assert left_alone(demo_file) == before
    with kangni.open(backup) as restored:
        assert len(restored.history()) == 1


def test_a_study_of_a_newer_format_is_refused_and_not_even_its_time_changes(demo_file: Path) -> None:
    newer = bytearray(demo_file.read_bytes())
    newer[60:64] = (99).to_bytes(4, "big")  # user_version, sqlite.org/fileformat2.html
    demo_file.write_bytes(newer)
    before = left_alone(demo_file)
    for opening in (kangni.open, kangni.examine):
        with pytest.raises(StudyOtherVersion, match="format 99; this Kangni reads format"):
            opening(demo_file)
    assert left_alone(demo_file) == before


def test_a_flipped_bit_in_a_text_is_found_by_the_doctor(demo_file: Path) -> None:
    content = demo_file.read_bytes()
    words = "数字听着还好".encode()
    demo_file.write_bytes(content.replace(words, words.replace("好".encode(), "坏".encode())))
    report = kangni.examine(demo_file)
    assert report.has_faults
    assert any("P01.zh" in str(finding) for finding in report.findings)
    assert len(report.findings) > 5


@pytest.mark.parametrize("seed", range(8))
def test_random_damage_is_an_error_of_ours_or_none_and_quotes_no_words(demo_file: Path, seed: int) -> None:
    damaged, random = bytearray(demo_file.read_bytes()), Random(seed)  # noqa: S311 - damage that is the same each time
    for _ in range(random.choice([5, 50, 500])):
        damaged[random.randrange(100, len(damaged))] = 0xFF  # never part of UTF-8
    demo_file.write_bytes(damaged)
    assert kangni.examine(demo_file).has_faults
    with pytest.raises(KangniError) as refused, kangni.open(demo_file) as study:
        study.hash()
    assert isinstance(refused.value, StudyDamaged)
    assert refused.value.__cause__ is None
    assert "left untouched" in str(refused.value)
    assert len(str(refused.value)) < 400
