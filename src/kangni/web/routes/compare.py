"""Compare: who names what more often, by any attribute of the people, or in another study that is open."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from kangni.core.errors import NothingToAnalyse
from kangni.reports.figures.comparison import comparison
from kangni.results.answer import Answer
from kangni.results.comparison import AttributeRow, Comparison
from kangni.results.studies import StudyComparison
from kangni.study.shown import Shown
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import Numbers, page

__all__ = ["DOORS"]

MOST_ROWS = 24
MOST_OF_ALL = 400


@at_desk
def compare(desk: Desk) -> Response:
    """Show the differences between groups of this study, or between this study and another one."""
    attributes, others = desk.study.attributes(), desk.shelf.others(desk.key)
    second = next((key for key, _name in others if key == desk.asked("with")), "")
    asked = {"attributes": attributes, "others": others, "other_study": second}
    try:
        if second:
            return _with_study(desk, second, asked)
        if attributes:
            return _by_groups(desk, desk.asked("by") or attributes[0].attribute, asked)
    except NothingToAnalyse as error:
        return _nothing(desk, asked, *error.in_words(desk.translate).split("\n")[:2])
    return _nothing(desk, asked)


def _nothing(desk: Desk, asked: dict[str, Any], sentence: str = "", hint: str = "") -> Response:
    return page(desk, "compare", "compare_empty.html", sentence=sentence, hint=hint, **asked)


def _by_groups(desk: Desk, by: str, asked: dict[str, Any]) -> Response:
    groups = [group for group in desk.request.query_params.getlist("group") if group]
    cut = [part for part in desk.asked("cut").replace("，", ",").split(",") if part.strip()]
    shown: Shown[Comparison] = desk.study.compare(
        by=by,
        cut=cut,
        groups=groups,
        reading=desk.asked("reading", "any"),
        barnard=desk.asked("barnard") == "1",
    )
    row = next((row for row in asked["attributes"] if row.attribute == by), AttributeRow(by, "", ()))
    asked |= {"by": by, "attribute": row, "chosen": groups, "cut": desk.asked("cut")}
    return _page(desk, shown, asked)


def _with_study(desk: Desk, key: str, asked: dict[str, Any]) -> Response:
    other = desk.shelf.take(key, coder=desk.coder, language=desk.language)
    shown: Shown[StudyComparison] = desk.study.compare_with(other, reading=desk.asked("reading", "any"))
    return _page(desk, shown, asked | {"by": "", "attribute": None, "chosen": [], "cut": ""})


def _page(desk: Desk, shown: Shown[Comparison] | Shown[StudyComparison], asked: dict[str, Any]) -> Response:
    result: Answer = shown.result
    answers = {"compare": shown}
    link_to = Numbers(desk, answers).links("compare")
    rows = shown.rows()
    return page(
        desk,
        "compare",
        "compare.html",
        answers=answers,
        result=result,
        rows=rows[: MOST_OF_ALL if desk.asked("all") == "1" else MOST_ROWS],
        count=len(rows),
        step=MOST_ROWS,
        most=MOST_OF_ALL,
        second=asked["other_study"],
        picture=comparison(shown.result, language=desk.language, link_to=link_to) if rows else None,
        **asked,
    )


DOORS = (Door("/studies/{key}/compare", compare, Who.READER),)
