"""Process: episodes as lanes through the stages, the steps between stages, and how the episodes ended."""

from __future__ import annotations

from starlette.responses import Response

from kangni.core.errors import N_
from kangni.reports.figures.lanes import LaneOrder, lanes
from kangni.reports.figures.shares import shares
from kangni.reports.figures.transitions import transitions
from kangni.results.process import Process
from kangni.study.shown import Shown
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import Numbers, page

__all__ = ["DOORS"]

MOST_LANES = 120  # on a page
MOST_ORDERS = 5


@at_desk
def process(desk: Desk) -> Response:
    """Show the episodes of one reading, all or those of one outcome or participant."""
    readings = sorted({lane.coder for lane in desk.study.process().result.lanes})
    if not readings:
        return page(desk, "process", "process_empty.html")
    shown = desk.study.process(reading=desk.asked("reading", "any"))
    answers = {"process": shown}
    link_to = Numbers(desk, answers).links("process")
    order: LaneOrder = "participant" if desk.asked("lanes") == "participant" else "outcome"
    chosen = tuple(
        lane.key for lane in shown.result.lanes if desk.asked("only") in {"", lane.outcome, lane.participant}
    )
    drawn = chosen[:MOST_LANES]
    return page(
        desk,
        "process",
        "process.html",
        answers=answers,
        process=shown.result,
        order=order,
        readings=("any", *readings),
        chosen=len(chosen),
        drawn=len(drawn),
        lanes=lanes(
            shown.result,
            desk.framework,
            language=desk.language,
            labels=_labels(desk, shown, drawn),
            by=order,
            only=drawn,
            link_to=link_to,
        ),
        shares=shares(shown.result, language=desk.language, link_to=link_to),
        transitions=transitions(shown.result, language=desk.language, link_to=link_to),
        orders=shown.result.orders[:MOST_ORDERS],
    )


def _labels(desk: Desk, shown: Shown[Process], keys: tuple[str, ...]) -> dict[str, str]:
    """Return what stands beside episodes whose label may not be shown, since words behind it may not."""
    withheld = desk.translate(N_("(withheld)"))
    return {key: withheld for key in keys if any(quote.withheld for quote in shown.evidence(key))}


DOORS = (Door("/studies/{key}/process", process, Who.READER),)
