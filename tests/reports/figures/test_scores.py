from __future__ import annotations

from dataclasses import replace

from lxml import etree

from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.reports.figure import Figure
from kangni.reports.figures.plan import plan
from kangni.reports.figures.scores import scores
from kangni.reports.figures.table_agreement import table_agreement
from kangni.results.plan import AgreementPlan, PlanRow
from kangni.results.scales import GroupScore, ScaleScores, Score, ScoreBesideCodes, ScorePoint
from kangni.results.table_agreement import TableAgreement, TableFigure, TableItem

SVG = {"s": "http://www.w3.org/2000/svg"}
NONE = Undefined("not here")
POINTS = (1.0, 1.5, 2.0, 2.0, 3.0, 3.5, 4.0, 2.5)


def count(figure: Figure, path: str) -> int:
    found = etree.fromstring(figure.svg.encode()).xpath(path, namespaces=SVG)
    assert isinstance(found, list)
    return len(found)


def texts(figure: Figure) -> list[str]:
    return [element.text or "" for element in etree.fromstring(figure.svg.encode()).iter("{*}text")]


def exhaustion(*, saying: int) -> ScaleScores:
    """Eight people on one subscale, some of whom speak of it."""
    points = tuple(ScorePoint(f"P{i:02}", value, i < saying) for i, value in enumerate(POINTS))
    return ScaleScores(
        scale="OLBI",
        name=Label("Oldenburg Burnout Inventory"),
        metric="mean",
        items=16,
        permission="free",
        licence="",
        order="",
        anchor="",
        coding="1-4",
        waves=("",),
        participants=tuple(point.participant for point in points),
        left_out=(),
        scores=tuple(Score(point.participant, "", "exhaustion", "mean", point.score, 8, 8) for point in points),
        reliability=(),
        groups=(GroupScore("", "", "exhaustion", 8, 2.4, 1.6, 3.2, 1.0, POINTS),),
        changes=(),
        beside=(
            ScoreBesideCodes(
                "exhaustion/OUT.05", "exhaustion", ("OUT.05",), (Label("Burnout"),), "", 8, saying,
                -0.5, -0.9, 0.3, 0.2, 0.0, points,
            ),
        ),
        cutoffs=(),
        others=(),
        unverified=(),
    )  # fmt: skip


def test_every_point_is_drawn_once_for_all_and_once_by_what_they_say() -> None:
    figure = scores(exhaustion(saying=3), language="en")
    assert count(figure, "//s:circle") == 8 + 3 + 5
    assert {"all (8)", "speak of: Burnout (3)", "do not speak of it (5)", "mean 2.40"} <= set(texts(figure))
    assert "δ −0.50 (−0.90 … 0.30)" in texts(figure)


def test_readers_outside_see_no_row_that_would_give_three_people_away() -> None:
    figure = scores(exhaustion(saying=3), language="en", for_readers=True)
    assert count(figure, "//s:circle") == 8  # the five others would leave the three
    assert "stay within the team" in figure.caption


def test_a_mean_that_may_not_be_shown_has_no_line() -> None:
    found = exhaustion(saying=3)
    small = GroupScore("front-line", "", "exhaustion", 2, NONE, NONE, NONE, NONE, (2.0, 3.0))
    figure = scores(replace(found, groups=(small,), beside=()), language="en")
    assert (count(figure, "//s:circle"), count(figure, "//s:line[starts-with(@class, 'whisker')]")) == (2, 0)


def planned(*rows: PlanRow, interviews: int | Undefined = 8) -> AgreementPlan:
    return AgreementPlan(basis="assumed", width=0.2, assured=0.8, interviews=interviews, plan_rows=rows)


def test_a_plan_has_two_curves_and_the_width_asked_for() -> None:
    figure = plan(planned(PlanRow(4, 0.3, 0.5, 0.1, 0.0), PlanRow(8, 0.15, 0.19, 0.9, 0.0)), language="en")
    assert (count(figure, "//s:path"), count(figure, "//s:circle"), count(figure, "//s:line[@class='rule']")) == (
        2,
        4,
        1,
    )
    assert figure.alt == "8 interviews coded by two give an interval no wider than 0.2."


def test_a_plan_without_an_interval_leaves_the_dot_out_and_says_so() -> None:
    rows = PlanRow(2, NONE, NONE, 0.0, 1.0), PlanRow(3, 0.4, NONE, 0.0, 0.5)
    figure = plan(planned(*rows, interviews=Undefined("more than 200")), language="en")
    assert count(figure, "//s:circle") == 1
    assert figure.alt.startswith("No number of interviews")


def test_a_table_shows_each_coefficient_once() -> None:
    def row(coefficient: str, first: str = "", second: str = "") -> TableFigure:
        return TableFigure("mood", "", first, second, coefficient, 9, 0, 0.8, 0.6, 0.9, "jackknife")  # type: ignore[arg-type]  # a coefficient of the list

    item = TableItem("mood", ("A", "B"), 10, 9, 9, 1, ("high", "low"))
    figures = (row("percent"), row("alpha"), row("percent", "A", "B"), row("kappa", "A", "B"))
    figure = table_agreement(
        TableAgreement(level="nominal", is_sets=False, items=(item,), figures=figures), language="en"
    )
    # percent of the only pair is that of all
    assert [text for text in texts(figure) if text.startswith("mood")] == [
        "mood · percent",
        "mood · Krippendorff α",
        "mood · A–B · Cohen κ",
    ]
