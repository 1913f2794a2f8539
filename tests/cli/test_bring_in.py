"""Bringing in from the command line: what is told, what a dry run finds, and a study that others use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

import kangni
from kangni.core.errors import StudyReadOnly
from kangni.storage import driver

Run = Callable[..., Any]
ENGLISH = "Interviewer: Busy?\nH1: Very, and nobody supervises me.\n"
HOLD = """
import sys
import kangni
with kangni.open(sys.argv[1], coder="Bo") as study, study._store.write("a long import", "Bo", {}):
    print("holding", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def study(run: Run, tmp_path: Path) -> Path:
    assert run("new", tmp_path / "work.kangni", "--language", "zh", "--name", "Trial").code == 0
    return tmp_path / "work.kangni"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "H1.zh.txt").write_text("访谈者：忙吗？\nH1：忙得要命，没有督导。\n", "utf-8")
    (folder / "H1.en.txt").write_text(ENGLISH, "utf-8")
    (folder / "H2.txt").write_bytes("访谈者：忙吗？\nH2：一天到晚填表。\n".encode("gb18030"))
    (folder / "people.csv").write_text("id,age,consent_scope\nH1,34,analysis;quote\nH2,28,analysis\n", "utf-8")
    return folder


def state(path: Path) -> tuple[str, int]:
    with kangni.open(path) as study:
        return study.hash(), study.revision


def test_an_import_tells_encoding_language_participant_translation_and_turns(
    run: Run, study: Path, folder: Path
) -> None:
    asked = run("import", study, folder)
    assert (asked.code, asked.err) == (0, "")
    lines = [line.split() for line in asked.out.splitlines()]
    assert ["H1.en", "en", "utf-8", "H1", "H1.zh", str(len(ENGLISH)), "2", "1"] in lines
    assert ["H2", "zh", "gb18030", "H2", "19", "2", "1"] in lines
    assert ["people.csv", "participants", "2", "0", "0"] in lines


def test_an_import_as_json_holds_every_file_and_table(run: Run, study: Path, folder: Path) -> None:
    answer = run("import", study, folder, "--json").json()
    assert (answer["deed"], answer["revision"]) == ("import", 1)
    files = answer["result"]["documents"]["files"]
    assert {file["file"]: file["encoding"] for file in files} == {
        "H1.en.txt": "utf-8",
        "H1.zh.txt": "utf-8",
        "H2.txt": "gb18030",
    }
    assert [table["file"] for table in answer["result"]["tables"]] == ["people.csv"]


def test_a_dry_run_without_findings_exits_with_0_and_stores_nothing(run: Run, study: Path, folder: Path) -> None:
    before = state(study)
    (folder / "H2.txt").unlink()
    asked = run("import", study, folder, "--dry-run")
    assert asked.code == 0
    assert "nothing was stored" in asked.out
    assert state(study) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.md", "# none of ours"),
        ("people.csv", "id\nH1\n"),
        ("more.csv", "coder,code_id,quote,colour\nA,STR.O01,busy,red\n"),
        ("H3.txt", "访谈者：忙吗？\nH3：忙。\n"),
    ],
    ids=["a file passed over", "nothing about H2", "a column that is not taken", "a participant that is made"],
)
def test_a_dry_run_that_finds_something_exits_with_3_and_stores_nothing(
    run: Run, study: Path, folder: Path, name: str, content: str
) -> None:
    before = state(study)
    (folder / name).write_text(content, "utf-8")
    assert run("import", study, folder, "--dry-run").code == 3
    assert state(study) == before


def test_a_strict_dry_run_of_faulty_files_exits_with_1(run: Run, study: Path, folder: Path) -> None:
    (folder / "H9.txt").write_bytes(b"")
    before = state(study)
    asked = run("import", study, folder, "--dry-run", "--strict")
    assert asked.code == 1
    assert "H9.txt is empty" in asked.err
    assert state(study) == before


def test_faulty_files_among_good_ones_are_named_at_the_end_and_exit_with_3(run: Run, study: Path, folder: Path) -> None:
    (folder / "H9.txt").write_bytes(b"")
    done = run("import", study, folder)
    assert done.code == 3
    assert done.out.rstrip().endswith("Files that could not be taken: 1\n  H9.txt is empty.")
    assert run("import", study, folder / "H9.txt").code == 1


def test_the_same_folder_again_is_told_as_known(run: Run, study: Path, folder: Path) -> None:
    run("import", study, folder)
    before = state(study)
    again = run("import", study, folder)
    assert again.code == 0
    assert "Transcripts" not in again.out
    assert ["H1.zh.txt", "transcript", "0", "0", "1"] in [line.split() for line in again.out.splitlines()]
    assert state(study) == before


def test_roles_are_shown_and_set_by_label(run: Run, study: Path, folder: Path) -> None:
    run("import", study, folder)
    shown = run("roles", study)
    assert ["H2", "访谈者", "interviewer", "1", "3"] in [line.split() for line in shown.out.splitlines()]
    changed = run("roles", study, "访谈者=other", "--document", "H2")
    assert "1 transcripts changed" in changed.out
    speakers = {
        (row["document"], row["speaker"]): row["role"]
        for row in run("roles", study, "--json").json()["result"]["speakers"]
    }
    assert (speakers["H2", "访谈者"], speakers["H1.zh", "访谈者"]) == ("other", "interviewer")


def test_search_draft_adopt_undo_from_the_command_line(run: Run, study: Path, folder: Path) -> None:
    run("import", study, folder)
    assert "participant: 1 places in 1 turns of 1 transcripts" in run("search", study, "督导").out
    assert "1 drafts would be made" in run("code", study, "ENV.O01", "--search", "督导", "--dry-run").out
    coded = run("code", study, "ENV.O01", "--search", "督导", "--coder", "A").out
    assert "1 new drafts" in coded
    assert f"kangni drafts {study}, then kangni adopt {study} --all" in coded
    [draft] = run("drafts", study, "--json").json()["result"]
    assert draft["participant"] == "H1"
    shown = run("drafts", study).out
    assert draft["name"] in shown
    assert f"{draft['before']}[督导]{draft['after']}" in shown
    assert "1 drafts are codings now" in run("adopt", study, draft["name"], "--coder", "A").out
    assert "1 passages in 1 turns of 1 participants" in run("evidence", study, "factor", "ENV.O01").out
    assert run("evidence", study, "factors", "ENV.O01").out == run("evidence", study, "factor", "ENV.O01").out
    assert "Taken back: adopt drafts" in run("undo", study, "--coder", "A").out
    assert run("factors", study, "--json").json()["result"]["quotes"] == 0
    assert "Done again: adopt drafts" in run("redo", study, "--coder", "A").out
    assert run("factors", study, "--json").json()["result"]["quotes"] == 1


def test_a_table_with_other_headings_comes_in_with_a_map(run: Run, study: Path, folder: Path, tmp_path: Path) -> None:
    run("import", study, folder)
    marks = tmp_path / "marks.csv"
    marks.write_text("Who;Text;Tag\nA;忙得要命;STR.O01\n", "utf-8")
    refused = run("import", study, marks)
    assert refused.code == 1
    assert "--map THEIRS=OURS" in refused.err
    taken = run(
        "import", study, marks, "--as", "codings", "--map", "Who=coder", "--map", "Text=quote", "--map", "Tag=code_id"
    )
    assert (taken.code, taken.err) == (0, "")


# --- a study that others use -------------------------------------------------------------------------------------


@pytest.fixture
def busy(study: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A study in which another process is in the middle of a deed; writers here wait a moment only."""
    monkeypatch.setattr(driver, "WAIT_SECONDS", 0.2)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, study], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        yield study
        other.communicate("")


def test_a_writer_is_told_who_holds_the_study_and_readers_are_free(run: Run, busy: Path, folder: Path) -> None:
    refused = run("import", busy, folder)
    assert (refused.code, refused.out) == (1, "")
    assert "is in use by process" in refused.err
    assert "(a long import)" in refused.err
    assert "try again" in refused.err
    assert run("overview", busy).code == 0
    with kangni.open(busy) as study:
        assert study.history() == ()


def test_a_study_opened_to_be_read_answers_and_refuses_deeds(demo_file: Path, folder: Path) -> None:
    before = demo_file.read_bytes()
    with kangni.open(demo_file, read_only=True) as study:
        assert study.factors().n == 10
        for deed in (
            lambda: study.bring_in([folder]),
            study.adopt,
            study.undo,
            lambda: study.record_consent("P01", "analysis"),
        ):
            with pytest.raises(StudyReadOnly, match="can be read but not changed"):
                deed()
    assert demo_file.read_bytes() == before
    assert sorted(file.name for file in demo_file.parent.iterdir()) == ["interviews", "work.kangni"]


# --- a framework of one's own ------------------------------------------------------------------------------------

FRAMEWORK = """
id: ours
version: "1"
name: {en: Ours, zh: 我们的}
"""


def test_a_framework_folder_with_mistakes_makes_no_study(run: Run, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    path = tmp_path / "x.kangni"
    for content, sentence in (
        (None, "file is missing"),
        ("id: [", "framework.yaml"),
        (FRAMEWORK, "framework.yaml"),
    ):
        if content is not None:
            (ours / "framework.yaml").write_text(content, "utf-8")
        asked = run("new", path, "--framework", ours)
        assert asked.code == 1
        assert sentence in asked.err
        assert "Traceback" not in asked.err
        assert not path.exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["ours"]


def test_a_framework_that_is_not_there_is_told_with_those_that_are(run: Run, tmp_path: Path) -> None:
    asked = run("new", tmp_path / "x.kangni", "--framework", "kumpfer2")
    assert asked.code == 1
    assert "Packaged frameworks: jdr, kumpfer" in asked.err


def test_new_never_takes_the_place_of_anything(run: Run, demo_file: Path, tmp_path: Path) -> None:
    before = demo_file.read_bytes()
    assert run("new", demo_file).code == 1
    assert run("new", tmp_path).code == 1
    assert run("new", tmp_path / "no folder" / "x.kangni").code == 1
    assert demo_file.read_bytes() == before


def test_the_doctor_exits_with_3_where_something_is_wrong_and_with_0_where_nothing_is(
    run: Run, demo_file: Path
) -> None:
    healthy = run("doctor", demo_file)
    assert healthy.code == 0
    assert "20 texts are what was imported" in healthy.out
    words = "数字听着还好".encode()
    demo_file.write_bytes(demo_file.read_bytes().replace(words, words[:-3] + "坏".encode()))
    sick = run("doctor", demo_file)
    assert sick.code == 3
    assert "1 texts are not what was imported: P01.zh." in sick.out
    assert run("doctor").code == 0
    assert run("doctor", demo_file.parent / "no.kangni").code == 1


def test_an_old_table_does_not_bring_consent_back(run: Run, study: Path, folder: Path) -> None:
    run("import", study, folder)
    run("consent", study, "H1", "none")
    again = run("import", study, folder / "people.csv")
    assert "gives more consent than is on record for H1" in again.out
    people = run("overview", study, "--json").json()["result"]["participants"]
    assert {one["participant"]: one["consent"] for one in people} == {"H1": "none", "H2": "analysis"}


def test_new_says_which_keys_of_a_framework_of_ones_own_are_not_taken(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(Path(kangni.__file__).parent / "frameworks" / "jdr", own)
    with (own / "framework.yaml").open("a", encoding="utf-8") as file:
        file.write("\nmoon_phase: full\n")
    made = run("new", tmp_path / "own.kangni", "--framework", own)
    assert (made.code, "! The framework's “moon_phase” was not taken" in made.out) == (0, True)
    assert "not taken" not in run("new", tmp_path / "ours.kangni", "--framework", "jdr").out


def test_a_survey_gives_participants_attributes_and_transcripts_and_adds_nothing_the_second_time(
    run: Run, study: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "survey.csv"
    answers.write_text("No,Age,累吗？\n17,34,很累。\nA2,41,还好。\n", "utf-8")
    asked = run("import", study, answers, "--as", "survey", "--map", "No=id")
    assert asked.code == 0
    assert "累吗？" in asked.err + asked.out
    with kangni.open(study) as work:
        assert [(row.participant, row.role) for row in work.speakers().rows() if row.participant] == [
            ("17", "participant"),
            ("A2", "participant"),
        ]
    before = state(study)
    assert run("import", study, answers, "--as", "survey", "--map", "No=id").code == 0
    assert state(study)[0] == before[0]


def test_a_codebook_in_a_word_file_is_taken_where_it_is_said_to_be_one(run: Run, study: Path, tmp_path: Path) -> None:
    page = docx.Document()
    page.add_paragraph("Our codebook")
    table = page.add_table(rows=0, cols=3)
    for row in (("Code", "Definition", "Parent"), ("Coping", "What they do", ""), ("Team", "Who\nhelps", "Coping")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    page.save(str(tmp_path / "book.docx"))
    assert run("import", study, tmp_path / "book.docx", "--as", "codebook").code == 0
    assert run("export", study, "codebook", "--to", tmp_path / "out.csv").code == 0
    lines = (tmp_path / "out.csv").read_text("utf-8")
    assert 'Team,Coping,,,"Who\nhelps"' in lines


def test_a_word_file_without_a_table_is_no_codebook(run: Run, study: Path, tmp_path: Path) -> None:
    page = docx.Document()
    page.add_paragraph("Our codebook")
    page.save(str(tmp_path / "book.docx"))
    before = state(study)
    assert run("import", study, tmp_path / "book.docx", "--as", "codebook").code == 1
    assert state(study) == before


def test_links_without_signs_need_a_sign_for_all_rows_said(run: Run, tmp_path: Path) -> None:
    work, links = tmp_path / "links.kangni", tmp_path / "links.csv"
    assert run("new", work, "--framework", "none", "--language", "en").code == 0
    links.write_text("source,cause,effect,quote\nP1,load,stress,it makes me ill\n", "utf-8")
    assert run("import", work, links, "--as", "claims").code == 1
    assert run("import", work, links, "--as", "claims", "--map", "+=sign").code == 0
    assert run("export", work, "claims", "--to", tmp_path / "out.csv").code == 0
    assert ",load,stress,+," in (tmp_path / "out.csv").read_text("utf-8")
