"""Factors: what pushes and what holds, as a butterfly by level, with who names what."""

from __future__ import annotations

from starlette.responses import Response

from kangni.reports.figures.butterfly import butterfly
from kangni.reports.figures.matrix import matrix
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import Numbers, page

__all__ = ["DOORS"]


@at_desk
def factors(desk: Desk) -> Response:
    """Show the factors of one reading."""
    shown = desk.study.factors(reading=desk.asked("reading", "any"))
    answers = {"factors": shown}
    link_to = Numbers(desk, answers).links("factors")
    return page(
        desk,
        "factors",
        "factors.html",
        answers=answers,
        table=shown.result,
        picture=butterfly(shown.result, desk.framework, language=desk.language, link_to=link_to),
        matrix=matrix(shown.result, desk.framework, language=desk.language, link_to=link_to),
    )


DOORS = (Door("/studies/{key}/factors", factors, Who.READER),)
