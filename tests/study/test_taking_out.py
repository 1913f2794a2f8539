"""What goes out, read back by libraries that know nothing of us."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import frictionless
import networkx as nx
import pandas as pd
import pyreadstat
import pytest
from pyarrow import parquet

import kangni
from kangni.core.errors import ExtraMissing, FolderTaken, UnknownTerm
from kangni.core.text import Document
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.sheet import write_table
from kangni.study import Study


@pytest.fixture
def demo(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="A") as opened:
        yield opened


def test_json_lines_hold_a_typed_object_a_row(demo: Study, tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    assert demo.export("participants", path) == 10
    first = json.loads(path.read_text("utf-8").splitlines()[0])
    assert (first["id"], first["age"], first["fictional"], first["interview_date"]) == ("P01", 34, True, "2025-11-04")
    frame = pd.read_json(path, lines=True)
    assert frame["years_in_post"].tolist()[:3] == [8, 3, 16]


def test_parquet_has_typed_columns_that_say_what_they_hold(demo: Study, tmp_path: Path) -> None:
    path = tmp_path / "codings.parquet"
    rows = demo.export("codings", path)
    frame = pd.read_parquet(path)
    assert len(frame) == rows
    assert frame["start"].dtype.kind in "if"
    schema = parquet.read_schema(path)
    assert schema.field("code_id").metadata[b"says"] == b"Handle of the code, such as ENV.O01."
    csv_path = tmp_path / "codings.csv"
    demo.export("codings", csv_path)
    with csv_path.open(encoding="utf-8", newline="") as file:
        assert [row["quote"] for row in csv.DictReader(file)] == frame["quote"].fillna("").tolist()


def test_spss_reads_factors_and_attributes_with_their_names(demo: Study, tmp_path: Path) -> None:
    path = tmp_path / "people.sav"
    assert demo.export_people(path) == 10
    frame, about = pyreadstat.read_sav(str(path))
    assert frame["id"].tolist() == [f"P{n:02}" for n in range(1, 11)]
    assert frame["age"].tolist()[:3] == [34.0, 28.0, 45.0]
    matrix = demo.factors().result.matrix
    factor = matrix.factors[0]
    label = f"{factor} risk" if matrix.risk[:, 0].any() else f"{factor} protective"
    column = next(name for name, said in about.column_names_to_labels.items() if said == label)
    counts = matrix.risk if label.endswith("risk") else matrix.protective
    assert frame[column].tolist() == counts[:, 0].tolist()


def test_names_that_spss_cannot_take_are_changed_each_to_another_one(tmp_path: Path) -> None:
    headings = ("1 age?", "1 age!", "年龄", "x" * 100, "X" * 100)
    path = tmp_path / "odd.sav"
    path.write_bytes(write_table(Table("people", headings, [("1", "2", "3", "a😀", "")]), "sav"))
    frame, about = pyreadstat.read_sav(str(path))
    assert tuple(about.column_labels) == headings
    assert frame.iloc[0].tolist() == [1.0, 2.0, 3.0, "a😀", ""]


@pytest.mark.parametrize(
    ("library", "suffix", "extra"), [("pyarrow", "parquet", "parquet"), ("pyreadstat", "sav", "spss")]
)
def test_a_missing_library_is_named_with_its_extra(
    demo: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, suffix: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExtraMissing, match=rf"kangni\[{extra}\]"):
        demo.export("codings", tmp_path / f"codings.{suffix}")
    assert list(tmp_path.glob(f"*.{suffix}")) == []


@pytest.mark.parametrize(("suffix", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_a_map_is_read_by_a_network_library(demo: Study, tmp_path: Path, suffix: str, read: object) -> None:
    path = tmp_path / f"map.{suffix}"
    links = demo.export_map(path)
    graph = read(path)  # type: ignore[operator]  # one of two readers of the library
    found = demo.map().result
    assert graph.number_of_edges() == links == len(found.links)
    assert set(graph.nodes) == {factor.code for factor in found.factors}
    link = found.links[0]
    values = graph.get_edge_data(link.cause, link.effect)
    assert (values["sign"], values["people"], values["weight"]) == (link.sign.value, link.sources, link.weight)
    assert graph.nodes[link.cause]["label"]
    assert re.search(r"(?<!STR\.)\bP\d\d\b", path.read_text("utf-8")) is None


def test_a_map_as_tables_is_an_archive_of_nodes_and_links(demo: Study, tmp_path: Path) -> None:
    path = tmp_path / "map.zip"
    links = demo.export_map(path, least_sources=2)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["nodes.csv", "links.csv"]
        frame = pd.read_csv(io.BytesIO(archive.read("links.csv")))
    assert len(frame) == links
    assert (frame["people"] >= 2).all()


def test_a_package_is_valid_for_a_library_of_data_packages(demo: Study, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    out = demo.export_package(folder)
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert out.texts == 20
    assert {path.name for path in folder.iterdir()} == {
        "README.md", "data", "data-dictionary.csv", "datapackage.json", "texts",
    }  # fmt: skip


def test_words_and_attributes_that_were_not_released_are_in_no_file_of_a_package(demo: Study, tmp_path: Path) -> None:
    with demo.read() as read:
        secret = [read.named(Document, handle) for handle in ("P07.zh", "P10.zh")]
        texts = [turn.span for document in secret for turn in document.turns if turn.participant and turn.span]
        words = {
            document.words(turn.span)
            for document in secret
            for turn in document.turns
            if turn.participant and turn.span is not None and len(turn.span) > 12
        }
    assert texts
    folder = tmp_path / "archive"
    out = demo.export_package(folder)
    content = "\n".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
    with (folder / "data" / "participants.csv").open(encoding="utf-8", newline="") as file:
        shared = {row["id"] for row in csv.DictReader(file)}
    hidden = {"P07", "P10"} - shared
    assert out.left_out == 10 - len(shared)
    assert hidden
    for document in secret:
        if document.handle.split(".")[0] in hidden:
            assert not any(word in content for word in words if word in document.text)


def test_a_package_is_written_whole_into_a_new_folder_or_not_at_all(demo: Study, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    with pytest.raises(FolderTaken):
        demo.export_package(tmp_path / "taken")
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["mine.txt"]
    demo.export_package(tmp_path / "none", dry_run=True)
    assert not (tmp_path / "none").exists()


def test_a_waived_consent_is_kept_in_the_history(demo: Study, tmp_path: Path) -> None:
    demo.export_package(tmp_path / "archive", waived={"P07": "agreed on the telephone"})
    last = demo.history()[-1]
    assert (last.deed, dict(last.facts)["P07"]) == ("waive consent", "agreed on the telephone")


def test_all_tables_go_into_one_folder_with_a_dictionary(demo: Study, tmp_path: Path) -> None:
    count = demo.export_tables(tmp_path / "tables", file_format="parquet")
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert len(names) == count + 1
    assert {"codings.parquet", "claims.parquet", "data-dictionary.csv"} <= names
    dictionary = pd.read_csv(tmp_path / "tables" / "data-dictionary.csv")
    assert set(dictionary["type"]) <= {"string", "integer", "number", "boolean", "date"}
    assert dictionary["says"].notna().all()


@pytest.mark.parametrize("name", ["codings.doc", "codings"])
def test_an_unknown_suffix_is_refused(demo: Study, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownTerm, match=r"\.parquet"):
        demo.export("codings", tmp_path / name)
