"""Folders and files of all kinds in one deed: each in its turn, or nothing."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

import kangni
from kangni.core.errors import (
    ArchiveRefused,
    CodebookCycle,
    ColumnMissing,
    FaultyFiles,
    FaultyTable,
    FileDamaged,
    FileEmpty,
    FileMissing,
    HandleTaken,
    KangniError,
    QuoteMismatch,
    SpanInvalid,
    SpanOutOfRange,
    StrengthOutOfRange,
    TableUnrecognised,
    TextInvalid,
    TextUndecodable,
    UnknownFileType,
    UnknownName,
    UnknownTerm,
)
from kangni.core.memos import Memo, MemoTarget
from kangni.core.text import Document
from kangni.exchange.documents.left_out import COMMENTS
from kangni.results.answer import Setting
from kangni.study import Study

CODINGS = "coder,doc,start,end,quote,code_id"
CLAIMS = "claim_id,coder,doc,start,end,cause,effect,sign,strength,voice"
EPISODES = "episode_id,coder,doc,order,stage,code_id,start,end,outcome"


@pytest.fixture
def study(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="C") as opened:
        yield opened


def table(folder: Path, *lines: str, name: str = "table.csv") -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return folder / name


def pdf(words: str) -> bytes:
    memory = io.BytesIO()
    canvas = Canvas(memory)
    canvas.drawString(72, 700, words)
    canvas.save()
    return memory.getvalue()


def bomb() -> bytes:
    """Return a Word file of some 300 kB that would unpack to 300 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return packed.getvalue()


FILES = {
    "program.txt": (b"MZ\x90\x00\x03" + bytes(range(256)) * 4, UnknownFileType),
    "page.docx": (b"<html><body>hello</body></html>", UnknownFileType),
    "empty.txt": (b"", FileEmpty),
    "blank.txt": (b" \n\t\n", FileEmpty),
    "broken.txt": ("问：好吗\n答：好".encode() + b"\xff\xfe\x80\xe4\xb8", TextUndecodable),
    "nul.txt": ("问：好\0吗\n答：好".encode(), TextInvalid),
    "cut.docx": (b"PK\x03\x04" + b"\0" * 60, FileDamaged),
    "empty.csv": (b"", FileEmpty),
    "other.csv": (b"foo,bar\n1,2\n", TableUnrecognised),
    "P01.zh.txt": ("访谈者：好吗\nP01：另一个".encode(), HandleTaken),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_taken_is_one_error_that_names_it_and_nothing_is_stored(
    study: Study, tmp_path: Path, name: str
) -> None:
    content, error = FILES[name]
    before = study.hash(), study.revision
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error) as refused:
        study.bring_in([tmp_path / name])
    sentence, hint = str(refused.value).split("\n", 1)
    assert Path(name).stem in sentence
    assert hint
    assert (study.hash(), study.revision) == before
    assert study.record_consent("P01", "analysis").handle == "P01"  # the next deed works


def test_a_zip_bomb_is_refused_from_its_directory(study: Study, tmp_path: Path) -> None:
    (tmp_path / "bomb.docx").write_bytes(bomb())
    with pytest.raises(ArchiveRefused, match="would unpack to 300 MB"):
        study.bring_in([tmp_path / "bomb.docx"])


@pytest.mark.parametrize("kind", ["missing", "missing folder/", "fifo", "dangling"])
def test_a_path_without_a_file_is_refused_without_hanging(study: Study, tmp_path: Path, kind: str) -> None:
    before = study.hash()
    if kind == "fifo":
        os.mkfifo(tmp_path / kind)
    if kind == "dangling":
        (tmp_path / kind).symlink_to("nowhere")
    with pytest.raises(FileMissing):
        study.bring_in([tmp_path / kind])
    assert study.hash() == before


ROWS = {
    "a span out of range": ([CODINGS, "A,P01.zh,351,99999,,STR.O01"], 2, "end", SpanOutOfRange),
    "a span that ends before it starts": ([CODINGS, "A,P01.zh,371,351,,STR.O01"], 2, "end", SpanInvalid),
    "a quote that does not match": ([CODINGS, "A,P01.zh,351,371,something else,STR.O01"], 2, "quote", QuoteMismatch),
    "an unknown code": ([CODINGS, "A,P01.zh,351,371,,NOPE"], 2, "code_id", UnknownName),
    "a strength of 7": ([CLAIMS, "X,A,P01.zh,351,371,STR.O01,OUT.05,+,7,own"], 2, "strength", StrengthOutOfRange),
    "a voice the framework lacks": ([CLAIMS, "X,A,P01.zh,351,371,STR.O01,OUT.05,+,1,king"], 2, "voice", UnknownTerm),
    "a stage the framework lacks": ([EPISODES, "X,A,P01.zh,1,chaos,STR.O01,351,371,"], 2, "stage", UnknownTerm),
    "an outcome the framework lacks": (
        [EPISODES, "X,A,P01.zh,1,outcome,OUT.05,351,371,bliss"],
        2,
        "outcome",
        UnknownTerm,
    ),
    "a cycle in the codebook": (
        ["code_id,parent_id,name_en", "X1,X2,one", "X2,X1,two"],
        2,
        "parent_id",
        CodebookCycle,
    ),
    "a wrong column": ([CODINGS.replace("start", "begin"), "A,P01.zh,351,371,,STR.O01"], 1, "start", ColumnMissing),
    "a missing column": (
        [CLAIMS.replace("effect", "affect"), "X,A,P01.zh,1,2,STR.O01,OUT.05,+,1,own"],
        1,
        "effect",
        ColumnMissing,
    ),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_faulty_row_is_told_with_row_and_column_and_nothing_is_stored(
    study: Study, tmp_path: Path, what: str
) -> None:
    lines, row, column, error = ROWS[what]
    before = study.hash(), study.revision
    kind = "claims" if lines[0].startswith("claim_id") else None
    with pytest.raises(FaultyTable) as refused:
        study.bring_in([table(tmp_path, *lines)], kind=kind)
    faults = [(fault.row, fault.column, type(fault.error)) for fault in refused.value.faults]
    assert (row, column, error) in faults
    assert (study.hash(), study.revision) == before


def test_all_faults_of_a_table_are_told_at_once(study: Study, tmp_path: Path) -> None:
    lines = ["A,P01.zh,351,371,,NOPE", "A,P01.zh,351,371,,STR.O01", "A,P99.zh,a,371,,STR.O01"]
    with pytest.raises(FaultyTable) as refused:
        study.bring_in([table(tmp_path, CODINGS, *lines)])
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(2, "code_id"), (4, "doc"), (4, "start")]


def test_one_faulty_file_among_good_ones_keeps_all_of_them_out(study: Study, tmp_path: Path) -> None:
    before = study.hash(), study.revision
    (tmp_path / "N1.txt").write_text("问：好吗\n答：好\n", "utf-8")
    (tmp_path / "N2.txt").write_bytes(b"")
    (tmp_path / "N3.txt").write_bytes(b"\xff\xfe\x80")
    with pytest.raises(FaultyFiles) as refused:
        study.bring_in([tmp_path / f"N{n}.txt" for n in (1, 2, 3)], strict=True)
    assert [fault.file for fault in refused.value.faults] == ["N2.txt", "N3.txt"]
    good = table(tmp_path, CODINGS, "A,P01.zh,351,371,,STR.O02", name="good.csv")
    bad = table(tmp_path, CLAIMS, "X,A,P01.zh,351,371,STR.O01,NOPE,+,1,own", name="bad.csv")
    with pytest.raises(FaultyTable):
        study.bring_in([good, bad])
    assert (study.hash(), study.revision) == before


def test_a_faulty_transcript_keeps_no_other_one_out_and_is_told_at_the_end(study: Study, tmp_path: Path) -> None:
    (tmp_path / "N1.txt").write_text("问：好吗\n答：好\n", "utf-8")
    (tmp_path / "N2.txt").write_bytes(b"")
    (tmp_path / "N3.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "N4.txt").symlink_to(tmp_path / "nowhere")
    report = study.bring_in([tmp_path]).documents
    assert report is not None
    assert [file.document for file in report.files] == ["N1"]
    assert [(refused.file.rpartition("/")[2], refused.why.sentence) for refused in report.refused] == [
        ("N4.txt", FileMissing.message),
        ("N2.txt", FileEmpty.message),
        ("N3.pdf", FileDamaged.message),
    ]


def test_a_faulty_transcript_alone_is_refused_with_its_own_error(study: Study, tmp_path: Path) -> None:
    (tmp_path / "N2.txt").write_bytes(b"")
    with pytest.raises(FileEmpty):
        study.bring_in([tmp_path / "N2.txt"])


def test_a_file_about_the_folder_is_no_transcript(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "README.md").write_text("# how it was made")
    (folder / "N1.md").write_text("Interviewer: Why?\nN1: So.\n")
    done = study.bring_in([folder])
    assert done.documents is not None
    assert [file.document for file in done.documents.files] == ["N1"]
    assert done.passed_over == ("README.md",)


def test_pages_and_times_are_kept_on_the_turns_of_the_study(study: Study, tmp_path: Path) -> None:
    (tmp_path / "N1.srt").write_text("1\n00:01:02,500 --> 00:01:03,000\nInterviewer: Why?\n", "utf-8")
    (tmp_path / "N2.pdf").write_bytes(pdf("Interviewer: Why?"))
    study.bring_in([tmp_path])
    with study.read() as read:
        film, page = (read.named(Document, handle).turns[0] for handle in ("N1", "N2"))
    assert (film.seconds, film.page) == (62.5, None)
    assert (page.seconds, page.page) == (None, 1)


def test_comments_become_memos_where_asked_and_are_counted_where_not(study: Study, tmp_path: Path) -> None:
    words = rb"{\rtf1 Interviewer: Why?\par N1: So {\*\atrfstart 1}tired{\*\atrfend 1}{\*\annotation heavy}.\par}"
    (tmp_path / "N1.rtf").write_bytes(words)
    left = study.bring_in([tmp_path / "N1.rtf"], dry_run=True).documents
    assert left is not None
    assert [(loss.what, loss.count, loss.file) for loss in left.losses] == [(COMMENTS, 1, "N1.rtf")]
    taken = study.bring_in([tmp_path / "N1.rtf"], comments="memo").documents
    assert taken is not None
    assert (taken.losses, taken.memos) == ((), 1)
    with study.read() as read:
        (memo,) = [memo for memo in read.all(Memo) if memo.target_id == read.named(Document, "N1").id]
    assert (memo.text.en, memo.target) == ("“tired”: heavy", MemoTarget.DOCUMENT)


def test_tracked_changes_are_rejected_where_asked(study: Study, tmp_path: Path) -> None:
    (tmp_path / "N1.rtf").write_bytes(rb"{\rtf1 N1: I am {\revised really }{\deleted not }tired.\par}")
    report = study.bring_in([tmp_path / "N1.rtf"], changes="reject").documents
    assert report is not None
    assert Setting("tracked changes", "reject") in report.settings
    with study.read() as read:
        assert read.named(Document, "N1").text == "N1: I am not tired.\n"


def test_a_folder_comes_in_whatever_the_order_of_its_names(tmp_path: Path) -> None:
    folder = tmp_path / "a study"
    folder.mkdir()
    table(folder, CODINGS, "A,Z9,11,13,忙死,OWN.1", name="a codings.csv")
    table(folder, "code_id,name_en", "OWN.1,Own", name="m codebook.csv")
    (folder / "Z9.txt").write_text("访谈者：忙吗？\nZ9：忙死了。\n", "utf-8")
    table(folder, "participant,age", "Z9,41", name="z participants.csv")
    (folder / "notes.log").write_text("# notes")
    with kangni.new(tmp_path / "work.kangni") as study:
        done = study.bring_in([folder])
        assert [(line.file, line.kind, line.added) for line in done.rows()] == [
            ("Z9.txt", "transcript", 1),
            ("z participants.csv", "participants", 1),
            ("m codebook.csv", "codebook", 1),
            ("a codings.csv", "codings", 1),
        ]
        assert done.passed_over == ("notes.log",)
        assert done.documents is not None
        assert done.documents.new_participants == ()
        assert len(study.history()) == 1


def test_an_unknown_table_is_passed_over_in_a_folder_and_refused_by_name(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    other = table(folder, "foo,bar", "1,2", name="other.csv")
    assert study.bring_in([folder]).passed_over == ("other.csv",)
    with pytest.raises(TableUnrecognised, match="--map THEIRS=OURS"):
        study.bring_in([other])


def test_scores_about_people_in_a_folder_are_no_table_of_participants(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    people = table(folder, "participant,age", "P01,34", "P02,28", name="people.csv")
    table(folder, "participant,item,score", "P01,1,3", "P01,2,4", "P02,1,2", "P02,2,5", name="scores.csv")
    done = study.bring_in([folder])
    assert ([line.file for line in done.rows()], done.passed_over) == ([people.name], ("scores.csv",))
    with pytest.raises(FaultyTable):
        study.bring_in([folder / "scores.csv"])


def test_other_headings_come_in_with_a_mapping(study: Study, tmp_path: Path) -> None:
    theirs = table(tmp_path, "Who,File,From,To,Tag", "A,P01.zh,351,371,STR.O02")
    mapping = {"Who": "coder", "File": "doc", "From": "start", "To": "end", "Tag": "code_id"}
    [done] = study.bring_in([theirs], mapping=mapping).tables
    assert (done.kind, done.added) == ("codings", 1)


def test_a_folder_with_nothing_in_it_says_so(study: Study, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    before = study.revision
    done = study.bring_in([tmp_path / "nothing"])
    assert ["Nothing was found to bring in" in caution.sentence for caution in done.cautions] == [True]
    assert study.revision == before


def test_the_same_file_named_twice_comes_in_once(study: Study, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "N1.txt"
    path.write_text("问：好吗\n答：好\n", "utf-8")
    rows = study.bring_in([path, path, path.parent]).rows()
    assert [(row.added, row.unchanged) for row in rows] == [(1, 0), (0, 1), (0, 1)]


def test_a_study_is_no_file_to_bring_in(study: Study) -> None:
    with pytest.raises(KangniError, match="Known types"):
        study.bring_in([study.path])
