"""Overview: where the study stands, as a chain of counts, and what to do next."""

from __future__ import annotations

from starlette.responses import Response

from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import page

__all__ = ["DOORS"]


@at_desk
def overview(desk: Desk) -> Response:
    """Show where the study stands."""
    return page(desk, "overview", "overview.html", overview=desk.study.overview().result)


DOORS = (Door("/studies/{key}/overview", overview, Who.READER),)
