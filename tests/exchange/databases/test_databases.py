"""Projects of QualCoder and Taguette, brought into a study."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
from tests.exchange.databases.samples import EMOJI, PLAIN, qualcoder, taguette

import kangni
from kangni.core.coding import Coding
from kangni.core.errors import FileDamaged, KangniError, UnknownFileType
from kangni.core.memos import Memo
from kangni.core.people import Coder, Participant
from kangni.core.text import Document
from kangni.results.projects import ProjectImport
from kangni.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with kangni.new(tmp_path / "work.kangni", language="en", coder="me") as opened:
        yield opened


def brought(study: Study, path: Path, *, dry_run: bool = False) -> ProjectImport:
    (project,) = study.bring_in([path], dry_run=dry_run).projects
    return project


def codings(study: Study) -> set[tuple[str, str, str, str]]:
    """Return document, words, code and coder of each coding."""
    with study.read() as read:
        coders = {coder.id: coder.handle for coder in read.all(Coder)}
        documents = {document.id: document for document in read.all(Document)}
        codes = {code.id: code.handle for code in read.codebook()}
        return {
            (documents[c.document].handle, documents[c.document].words(c.span), codes[c.code], coders[c.coder])
            for c in read.all(Coding)
            if c.document is not None and c.span is not None
        }


def lost(project: ProjectImport) -> dict[str, int]:
    return {line.element: line.lost for line in project.elements if line.lost}


# --- QualCoder --------------------------------------------------------------------------------------------------------


def test_a_qualcoder_project_comes_in_with_codings_on_their_words(study: Study, tmp_path: Path) -> None:
    project = brought(study, qualcoder(tmp_path))
    assert project.program == "QualCoder 3.5"
    assert codings(study) == {
        ("P01", "We talk in the car", "talk", "anna"),
        ("P02.zh", "几年了", "talk", "anna"),
        ("P02.zh", "八年", "累", "ben"),
        ("P02.zh", "很累", "累", "anna"),
    }


def test_positions_of_the_editor_are_told_from_those_of_the_text_by_the_words_noted(
    study: Study, tmp_path: Path
) -> None:
    project = brought(study, qualcoder(tmp_path))
    assert {line.document: (line.convention, line.why) for line in project.positions} == {
        "P01": ("code_points,crlf=2,bom=0", "coincide"),
        "P02.zh": ("utf16,crlf=1,bom=0", "evidence"),
    }


def test_texts_keep_their_words_and_get_turns(study: Study, tmp_path: Path) -> None:
    brought(study, qualcoder(tmp_path))
    with study.read() as read:
        calm, wide = read.named(Document, "P01"), read.named(Document, "P02.zh")
    assert (calm.text, wide.text) == (PLAIN, EMOJI.replace("\r\n", "\n"))
    assert [turn.speaker for turn in wide.turns] == ["访谈者", "P02"]


def test_categories_stand_above_codes_and_memos_of_codes_are_definitions(study: Study, tmp_path: Path) -> None:
    brought(study, qualcoder(tmp_path))
    codebook = study.codebook()
    parents = {code.handle: codebook.get(code.parent).handle if code.parent else "" for code in codebook}
    for handle, parent in {"Resources": "", "People": "Resources", "talk": "People", "累": "", "Talk (2)": ""}.items():
        assert parents[handle] == parent
    assert codebook.named("talk").definition.en == "Talking helps."


def test_cases_are_participants_with_their_attributes_and_other_texts_get_one_each(
    study: Study, tmp_path: Path
) -> None:
    project = brought(study, qualcoder(tmp_path))
    with study.read() as read:
        people = {person.handle: dict(person.attributes) for person in read.all(Participant)}
    assert people == {"P01": {"years": 8.0}, "P02": {"place": "town"}}
    assert any("belong to no case" in caution.sentence for caution in project.cautions)


def test_memos_annotations_and_the_journal_come_as_memos(study: Study, tmp_path: Path) -> None:
    brought(study, qualcoder(tmp_path))
    with study.read() as read:
        found = {(memo.target.value, memo.text.en) for memo in read.all(Memo)}
    assert found == {
        ("study", "about the project"),
        ("document", "a calm talk"),
        ("participant", "works alone"),
        ("document", "“We talk”: says it twice"),
        ("study", "day 1\nI was tired."),
    }


def test_every_row_of_qualcoder_is_in_the_study_or_on_the_list_of_losses(study: Study, tmp_path: Path) -> None:
    project = brought(study, qualcoder(tmp_path))
    assert project.unexplained == 0
    assert project.found == sum(line.found for line in project.elements)
    assert lost(project) == {"source": 1, "code_av": 1, "stored_sql": 1}


def test_the_same_project_twice_adds_nothing(study: Study, tmp_path: Path) -> None:
    for path in (qualcoder(tmp_path), taguette(tmp_path / "t")):
        brought(study, path)
        before = study.hash()
        again = brought(study, path)
        assert sum(line.new for line in again.records) == 0
        assert study.hash() == before


def test_a_dry_run_shows_the_same_and_stores_nothing(study: Study, tmp_path: Path) -> None:
    path, before = qualcoder(tmp_path), study.hash()
    shown = brought(study, path, dry_run=True)
    assert study.hash() == before
    assert shown.records == brought(study, path).records


def test_a_project_inside_a_folder_comes_in_once_and_its_copies_of_texts_do_not(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "material"
    qualcoder(folder)
    (folder / "X1.txt").write_text("Interviewer: Why?\nX1: So.\n")
    done = study.bring_in([folder])
    assert [project.file for project in done.projects] == ["team.qda"]
    assert done.documents is not None
    assert [file.document for file in done.documents.files] == ["X1"]


def test_the_database_of_the_other_program_is_not_touched(study: Study, tmp_path: Path) -> None:
    base = qualcoder(tmp_path) / "data.qda"
    before = base.read_bytes(), base.stat().st_mtime_ns
    brought(study, base.parent)
    assert (base.read_bytes(), base.stat().st_mtime_ns) == before
    assert sorted(path.name for path in base.parent.iterdir()) == ["data.qda", "documents"]


@pytest.mark.parametrize(
    ("damage", "element", "count"),
    [
        ("insert into code_text (cid,fid,seltext,pos0,pos1,owner) values (99,1,'x',0,1,'anna')", "code_text", 1),
        ("insert into code_text (cid,fid,seltext,pos0,pos1,owner) values (1,99,'x',0,1,'anna')", "code_text", 1),
        ("insert into code_text (cid,fid,seltext,pos0,pos1,owner) values (1,1,'x',5,99999,'anna')", "code_text", 1),
        ("insert into code_text (cid,fid,seltext,pos0,pos1,owner) values (1,1,'x',9,5,'anna')", "code_text", 1),
        ("insert into code_text (cid,fid,seltext,pos0,pos1,owner) values (1,1,'x','a',null,'anna')", "code_text", 1),
        ("insert into case_text values (7, 1, 99, 0, 5, '', '', '')", "case_text", 1),
        ("insert into annotation values (7, 99, 0, 5, 'x', '', '')", "annotation", 1),
        ("insert into attribute values (9, 'years', 'case', '3', 99, '', '')", "attribute", 1),
    ],
)
def test_rows_that_point_nowhere_are_lost_by_name(
    study: Study, tmp_path: Path, damage: str, element: str, count: int
) -> None:
    project = brought(study, qualcoder(tmp_path, damage=[damage]))
    assert lost(project)[element] == count
    assert project.unexplained == 0


def test_a_circle_of_categories_is_opened_at_the_top(study: Study, tmp_path: Path) -> None:
    brought(study, qualcoder(tmp_path, damage=["update code_cat set supercatid = 2 where catid = 1"]))
    handles = {code.handle for code in study.codebook()}
    assert {"Resources", "People", "talk"} <= handles


def test_control_characters_of_a_text_become_signs_and_are_told(study: Study, tmp_path: Path) -> None:
    damage = ["update source set fulltext = replace(fulltext, 'cope', 'c' || char(1) || 'pe') where id = 1"]
    project = brought(study, qualcoder(tmp_path, damage=damage))
    assert [loss.count for loss in project.losses if "no text can hold" in loss.what] == [1]


# --- Taguette ---------------------------------------------------------------------------------------------------------


def test_a_taguette_project_comes_in_with_highlights_on_their_words(study: Study, tmp_path: Path) -> None:
    project = brought(study, taguette(tmp_path))
    assert project.program == "Taguette"
    with study.read() as read:
        assert read.named(Document, "P01").text == "Talk\nInterviewer: Why?\nP01: We talk & drive, 八年 😀 so.\n"
    assert codings(study) == {
        ("P01", "talk &", "talk", "anna"),
        ("P01", "八年 😀", "years", "ben"),
        ("P01", "八年 😀", "talk", "ben"),
    }
    assert not any("not those" in loss.what for loss in project.losses)


def test_every_row_of_taguette_is_in_the_study_or_on_the_list_of_losses(study: Study, tmp_path: Path) -> None:
    project = brought(study, taguette(tmp_path))
    assert project.unexplained == 0
    assert lost(project) == {
        "alembic_version": 1, "commands": 2, "highlights": 1, "project_members": 1, "users": 1,
    }  # fmt: skip


def test_passwords_and_addresses_stay_outside(study: Study, tmp_path: Path) -> None:
    brought(study, taguette(tmp_path))
    content = study.path.read_bytes()
    assert b"anna@example.org" not in content
    assert b"scrypt:x" not in content


def test_tags_have_the_identity_that_the_programs_own_codebook_gives_them(study: Study, tmp_path: Path) -> None:
    brought(study, taguette(tmp_path))
    # the UUID of version 5 of its namespace 51b2b2b7-27eb-4ecb-9d56-e75b0a0496c2 and the word "talk"
    assert str(study.codebook().named("talk").id) == "c77e973f-21b6-54b2-a06a-4d881819f987"


# --- hostile and damaged files ----------------------------------------------------------------------------------------


def test_a_database_of_no_known_program_is_refused(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("create table letters (x text)")
    with pytest.raises(UnknownFileType):
        study.bring_in([path])


def test_views_and_virtual_tables_are_never_asked(study: Study, tmp_path: Path) -> None:
    damage = ["create view cases_view as select load_extension('x') from cases"]
    assert brought(study, qualcoder(tmp_path, damage=damage)).unexplained == 0
    with closing(sqlite3.connect(tmp_path / "v.sqlite3")) as base, base:
        base.executescript("create table a(x); create view tags as select 1; create view documents as select 2;")
    with pytest.raises(UnknownFileType):
        study.bring_in([tmp_path / "v.sqlite3"])


def test_words_that_still_stand_in_a_log_are_asked_for(study: Study, tmp_path: Path) -> None:
    project = qualcoder(tmp_path)
    (project / "data.qda-wal").write_bytes(b"x" * 32)
    with pytest.raises(FileDamaged, match=r"data\.qda-wal; open and close it in its program"):
        study.bring_in([project])


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
def test_a_truncated_database_is_damaged_and_nothing_is_stored(study: Study, tmp_path: Path, share: float) -> None:
    base = qualcoder(tmp_path) / "data.qda"
    base.write_bytes(base.read_bytes()[: int(base.stat().st_size * share)])
    before = study.hash()
    with suppress(KangniError):
        study.bring_in([base.parent])
        pytest.fail("a part of a database was taken for a whole one")
    assert study.hash() == before


def test_changed_bytes_raise_only_our_own_errors(study: Study, tmp_path: Path) -> None:
    random = Random(1)  # noqa: S311 - damage, not secrets
    for path in (qualcoder(tmp_path) / "data.qda", taguette(tmp_path / "t")):
        sound = path.read_bytes()
        for i in range(60):
            content = bytearray(sound)
            for _ in range(random.randint(1, 30)):
                content[random.randrange(16, len(content))] = random.randrange(256)
            damaged = tmp_path / f"damaged{i}.sqlite3"
            damaged.write_bytes(content)
            with suppress(KangniError):
                assert brought(study, damaged, dry_run=True).unexplained == 0
            damaged.unlink()
    shutil.rmtree(tmp_path / "t")
