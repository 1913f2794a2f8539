"""A real table of causal claims without texts or strengths goes through the whole chain.

The statements of `rqi_relf_overlap` name a quality factor, an activity and a signed impact; no words are public. Of it
a plain table (source, cause, effect, sign) is made here, and the figures expected are counted from that table by hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import kangni
from kangni.exchange.tables.sheet import read_sheet
from kangni.results.centrality import Role
from kangni.study import Study

CLAIMS, SOURCES, LINKS, CONTESTED = 72, 8, 52, 6
MAPPING = {"person": "source", "quality": "cause", "activity": "effect", "impact": "sign"}


class Said(NamedTuple):
    source: str
    cause: str
    effect: str
    sign: str


@pytest.fixture(scope="module")
def said(sample: Callable[[str], Path]) -> tuple[Said, ...]:
    file = sample("rqi_relf_overlap") / "interview-data.xlsx"
    sheet = read_sheet(file.name, file.read_bytes(), sheet="Data")
    columns = dict(zip(sheet.headings, sheet.columns, strict=True))
    found = []
    for at in range(len(sheet)):
        row = {name: cells[at].strip() for name, cells in columns.items()}
        for activity, impact in (("Activity 1", "Impact 1"), ("Activity 2", "Impact 2")):
            cause = f"{row['Quality Factor 1']}: {row['Entity-Fact 1']}"
            if row["Quality Factor 1"] and row[activity] and row[impact][1:] not in {"", "0"}:
                found.append(Said(f"E{row['P']}", cause, row[activity], row[impact][0]))
    return tuple(found)


@pytest.fixture(scope="module")
def study(said: tuple[Said, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder = tmp_path_factory.mktemp("claims")
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(MAPPING)
    writer.writerows(said)
    (folder / "impacts.csv").write_text(table.getvalue())
    with kangni.new(folder / "work.kangni", framework="none", language="en") as made:
        made.bring_in([folder / "impacts.csv"], kind="claims", mapping=MAPPING)
        yield made


def test_statements_with_an_impact(said: tuple[Said, ...]) -> None:
    assert (len(said), len({one.source for one in said})) == (CLAIMS, SOURCES)


def test_the_map_is_that_of_the_table(study: Study, said: tuple[Said, ...]) -> None:
    found = study.map()
    assert (found.claims, found.n, found.missing_strengths) == (len(said), SOURCES, len(said))
    links = {(one.cause, one.effect) for one in said}
    both = {link for link in links if {(*link, "+"), (*link, "-")} <= {one[1:] for one in said}}
    assert (len(found.links), len(found.contested())) == (len(links), len(both)) == (LINKS, CONTESTED)
    for link in found.links:
        raised = {one.source for one in said if one[1:] == (link.cause, link.effect, "+")}
        lowered = {one.source for one in said if one[1:] == (link.cause, link.effect, "-")}
        assert (set(link.raised_by), set(link.lowered_by)) == (raised, lowered)


def test_quality_leads_to_activities_and_nowhere_back(study: Study) -> None:
    assert study.loops(told_only=False).found == 0
    roles = study.centrality()
    assert not roles.ranked(Role.BROKER)
    first = roles.ranked(Role.DRIVER)[0]
    assert study.paths(first.code, study.map().outcomes[0]).flow >= 1


def test_the_rest_of_the_chain_runs_or_says_why_not(study: Study, tmp_path: Path) -> None:
    assert study.simulate(members=20).to_dict()
    assert study.advise(members=20).to_dict()
    assert study.map().figure().svg.startswith("<svg")
    for language in ("en", "zh"):
        assert study.report(tmp_path / f"{language}.html", language=language, members=20).exists()
