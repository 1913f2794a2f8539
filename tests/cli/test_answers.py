"""What commands print: one form of JSON for every deed, CSV with all digits, tables for people."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kangni

Run = Callable[..., Any]
FEW = ("--members", "5")  # of the ensemble: these tests read the form, not the numbers
ASKED = {
    "overview": (),
    "roles": (),
    "search": ("督导",),
    "drafts": (),
    "agreement": (),
    "saturation": (),
    "factors": (),
    "matrix": (),
    "contention": (),
    "cooccurrence": (),
    "compare": ("--by", "role"),
    "process": (),
    "map": (),
    "paths": ("STR.G01", "OUT.05"),
    "centrality": (),
    "link-agreement": ("A", "B"),
    "loops": (),
    "press": ("--draws", "120"),
    "simulate": FEW,
    "suggestions": (),
    "advise": FEW,
    "recommendations": (),
    "evidence": ("factor", "ENV.O01"),
    "history": (),
    "doctor": (),
}
# the commands whose answer is a table
NO_TABLE = {"drafts", "evidence", "history", "doctor", "simulate", "advise", "recommendations"}  # or an empty one
TABLES = [name for name in ASKED if name not in NO_TABLE]


def refuse(constant: str) -> None:
    message = f"{constant} is no JSON"
    raise AssertionError(message)


@pytest.mark.parametrize("name", ASKED)
def test_with_json_every_answer_has_the_same_form(run: Run, demo_original: Path, name: str) -> None:
    asked = run(name, demo_original, *ASKED[name], "--json")
    assert (asked.code, asked.err) == (0, "")
    answer = json.loads(asked.out, parse_constant=refuse)
    assert list(answer) == ["deed", "study", "revision", "settings", "result", "cautions"]
    assert answer["study"] == str(demo_original)
    assert answer["deed"] == name
    assert answer["revision"] == (None if name == "doctor" else 1)
    assert isinstance(answer["settings"], dict)
    assert all("{" not in caution for caution in answer["cautions"])


def test_a_fuzzy_map_answers_in_the_same_form_and_lists_everything_as_csv(run: Run, demo_original: Path) -> None:
    asked = ("simulate", demo_original, "--rule", "kosko", "--shock", "STR.U02", *FEW)
    answer = run(*asked, "--json").json()
    assert (answer["deed"], answer["settings"]["rule"], answer["settings"]["seed"]) == ("simulate", "kosko", 1999)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--csv", "-").out)))
    assert {row["part"] for row in rows} == {"functioning", "factor", "press"}
    shown = run(*asked).out
    assert "The map of all can end in one state only." in shown
    assert "more move by less than 0.0005" in shown


def test_undefined_numbers_are_objects_with_the_reason(run: Run, demo_original: Path) -> None:
    result = run("agreement", demo_original, "--json").json()["result"]
    [code] = [row for row in result["code_rows"] if row["code"] == "REC.03"]
    assert code["alpha_low"] == {"undefined": "the same in every resampling"}


def test_json_holds_all_digits(run: Run, demo_original: Path) -> None:
    [pooled] = run("agreement", demo_original, "--json").json()["result"]["pooled"]
    with kangni.open(demo_original) as study:
        assert pooled["kappa"] == study.agreement().pooled[0].kappa
    assert len(str(pooled["kappa"])) > 12


@pytest.mark.parametrize("name", TABLES)
def test_csv_holds_the_rows_of_the_answer_under_their_names(run: Run, demo_original: Path, name: str) -> None:
    asked = run(name, demo_original, *ASKED[name], "--csv", "-")
    assert (asked.code, asked.err) == (0, "")
    headings, *rows = csv.reader(io.StringIO(asked.out))
    assert rows
    assert {len(row) for row in rows} == {len(headings)}
    assert len(set(headings)) == len(headings)


def test_csv_goes_to_a_file_and_says_so_on_stderr(run: Run, demo_original: Path, tmp_path: Path) -> None:
    path = tmp_path / "factors.csv"
    asked = run("factors", demo_original, "--csv", path)
    assert (asked.code, asked.out) == (0, "")
    assert asked.err == f"104 rows written to {path}.\n"
    assert path.read_text("utf-8") == run("factors", demo_original, "--csv", "-").out


def test_csv_of_factors_equals_the_frame(run: Run, demo_original: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("factors", demo_original, "--csv", "-").out)))
    with kangni.open(demo_original) as study:
        frame = study.factors().to_frame()
    assert [row["key"] for row in rows] == list(frame["key"])
    assert [float(row["share_lower"]) for row in rows] == list(frame["share_lower"])


def test_cells_that_a_spreadsheet_would_run_are_marked_as_text(run: Run, tmp_path: Path) -> None:
    study = tmp_path / "work.kangni"
    kangni.new(study).close()
    (tmp_path / "N1.txt").write_text("Q: why?\n=1+cmd(): because\nN1: @sum well\n", "utf-8")
    assert run("import", study, tmp_path / "N1.txt").code == 0
    hits = list(csv.DictReader(io.StringIO(run("search", study, "@sum", "--role", "any", "--csv", "-").out)))
    assert [hit["words"] for hit in hits] == ["'@sum"]
    speakers = list(csv.DictReader(io.StringIO(run("roles", study, "--csv", "-").out)))
    assert not [value for row in speakers for value in row.values() if value.startswith(("=", "@"))]


def test_tables_say_dash_and_the_reason_where_a_number_is_undefined(run: Run, demo_original: Path) -> None:
    asked = run("agreement", demo_original)
    assert "— the same in every resampling" in asked.out
    assert not re.search(r"\bnan\b", asked.out)


def test_what_a_table_prints_is_no_markup(run: Run, tmp_path: Path) -> None:
    study = tmp_path / "work.kangni"
    kangni.new(study, name="[red]alarm[/red]").close()
    assert "[red]alarm[/red]" in run("overview", study).out


def test_evidence_names_participant_turn_code_coders_and_place(run: Run, demo_original: Path) -> None:
    asked = run("evidence", demo_original, "factor", "STR.P01")
    assert "P05 · turn 30 · STR.P01 · A · P05.zh 1394-1428" in asked.out
    assert "“我夹在当中，社工的保密、国家的规定、兄弟的义气，三根绳子往三个方向拉”" in asked.out
    assert "  [the speaker asked that this passage not be shown]" in asked.out
    assert "7 passages in 7 turns of 5 participants" in asked.out
    assert "我补了两个月前的走访时间" not in asked.out
    everything = run("evidence", demo_original, "factor", "STR.P01", "--unrestricted")
    assert "我补了两个月前的走访时间" in everything.out


@pytest.mark.parametrize(
    "analysis", ["factor", "contention", "agreement", "saturation", "cooccurrence", "process", "map", "loop"]
)
def test_every_key_that_is_listed_can_be_opened(run: Run, demo_original: Path, analysis: str) -> None:
    keys = run("evidence", demo_original, analysis, "--keys").out.splitlines()
    assert keys
    assert run("evidence", demo_original, analysis, "--keys", "--json").json()["result"] == keys
    for key in (keys[0], keys[len(keys) // 2]):
        assert run("evidence", demo_original, analysis, key, "--json").json()["result"]


def test_history_tells_who_did_what_and_whether_it_stands(run: Run, demo_file: Path) -> None:
    run("consent", demo_file, "P01", "analysis", "--coder", "Ann")
    run("undo", demo_file, "--coder", "Ann")
    entries = run("history", demo_file, "--json").json()["result"]
    assert [(entry["actor"], entry["deed"], entry["kind"], entry["standing"]) for entry in entries] == [
        ("demo", "import", "do", True),
        ("Ann", "record consent", "do", False),
        ("Ann", "record consent", "undo", True),
    ]
    printed = run("history", demo_file).out
    assert "record consent: participant P01, consent analysis" in printed
    assert "undo 2: record consent" in printed


def test_agreement_takes_a_study_or_a_table_but_not_both(run: Run, demo_original: Path, tmp_path: Path) -> None:
    table = tmp_path / "ratings.csv"
    table.write_text("unit,coder,value\n1,A,1\n1,B,1\n2,A,2\n2,B,3\n3,A,3\n3,B,3\n", "utf-8")
    assert run("agreement").code == 2
    assert run("agreement", demo_original, "--table", table).code == 2
    asked = run("agreement", "--table", table, "--level", "ordinal", "--json")
    told = json.loads(asked.out)
    assert (told["deed"], told["study"], told["revision"]) == ("agreement of a table", "", None)
    assert {"alpha", "kappa_quadratic", "ac2_linear"} <= {row["coefficient"] for row in told["result"]["figures"]}
    assert "kappa_quadratic" in run("agreement", "--table", table, "--level", "ordinal").out


def test_agreement_of_spans_by_group_is_printed_and_drawn(run: Run, demo_original: Path, tmp_path: Path) -> None:
    picture = tmp_path / "spans.svg"
    asked = run("agreement", demo_original, "--unit", "span", "--by", "group", "--figure", picture)
    assert "Agreement of A, B: 766 spans in participants' turns of 10 transcripts" in asked.out
    assert "Krippendorff uα" in picture.read_text("utf-8")
    shown = list(csv.DictReader(io.StringIO(run("agreement", demo_original, "--unit", "span", "--csv", "-").out)))
    assert {"u_alpha", "f1", "boundary_distance"} <= shown[0].keys()


def test_one_coefficient_is_shown_with_its_interval_and_indices(run: Run, demo_original: Path) -> None:
    asked = run("agreement", demo_original, "--by", "group", "--coefficient", "brennan-prediger")
    assert "prevalence index" in asked.out
    refused = run("agreement", demo_original, "--coefficient", "gamma")
    assert refused.code == 1
    assert "coefficient" in refused.err


def test_a_press_on_single_answers_opens_to_its_words(run: Run, demo_original: Path) -> None:
    asked = run("press", demo_original, "supervision", "--draws", "100", "--open", "supervision>OUT.08")
    assert (asked.code, asked.err) == (0, "")
    assert "P09" in asked.out


def test_loops_are_told_in_sentences_below_their_table(run: Run, demo_original: Path) -> None:
    told = run("loops", demo_original).out
    assert (
        "“Passive or avoidant coping”, which in turn raises “Exposure to clients' crises, deaths and trauma”." in told
    )


def test_a_loop_opens_to_its_tellers_words(run: Run, demo_original: Path) -> None:
    asked = run("loops", demo_original, "--open", "STR.U05>OUT.07>TRA.09/P07")
    assert asked.code == 0
    assert "P07" in asked.out
    assert "P03" not in asked.out
