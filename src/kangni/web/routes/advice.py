"""Advice: what would help and who can do it, as people say it; a lever is adopted in one's words, or declined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse, Response

from kangni.core.errors import NothingToAnalyse
from kangni.core.ports import Progressing
from kangni.study import Shown
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import page
from kangni.web.reading import form_of
from kangni.web.runs import RunState
from kangni.web.waiting import waited

if TYPE_CHECKING:  # the models behind advice take a second to load: not before somebody asks
    from kangni.results.advice import Advice
    from kangni.results.recommendations import Recommendations

__all__ = ["DOORS"]


@at_desk
def advice(desk: Desk) -> Response:
    """Show the levers of each addressee, and what was decided on them."""

    def work(progress: Progressing) -> tuple[Shown[Advice], Shown[Recommendations]]:
        return desk.study.advise(progress=progress), desk.study.recommendations(progress=progress)

    try:
        run = waited(desk, ("advice",), work)
    except NothingToAnalyse:
        return page(desk, "advice", "advice_empty.html")
    if run.state is not RunState.DONE:
        return page(desk, "advice", "advice.html", run=run, advice=None)
    found, decided = desk.study.advise(), desk.study.recommendations()
    answers: dict[str, Shown[Any]] = {"advice": found}
    return page(
        desk,
        "advice",
        "advice.html",
        answers=answers,
        run=None,
        advice=found.result,
        decided={(one.lever, one.addressee): one for one in decided.result.recommendations},
        broken=[one.name.text(desk.language) for one in decided.result.adopted() if not one.holds],
    )


@at_desk
def adopt(desk: Desk) -> Response:
    """Adopt a lever for an addressee in the words that were written, in the reader's language."""
    typed = form_of(desk.request)
    words = {desk.language: typed.get("words", "")}
    desk.study.recommend(
        typed.get("lever", ""),
        to=typed.get("to", ""),
        en=words.get("en", ""),
        zh=words.get("zh", ""),
        reason=typed.get("reason", ""),
    )
    return RedirectResponse(desk.address("advice"), 303)


@at_desk
def decline(desk: Desk) -> Response:
    """Decline a lever with a reason."""
    typed = form_of(desk.request)
    desk.study.decline(typed.get("lever", ""), to=typed.get("to", ""), reason=typed.get("reason", ""))
    return RedirectResponse(desk.address("advice"), 303)


@at_desk
def reword(desk: Desk) -> Response:
    """Give an adopted lever other words, in the reader's language; those in the other one stay."""
    typed = form_of(desk.request)
    words = {desk.language: typed.get("words", "")}
    desk.study.reword(typed.get("lever", ""), to=typed.get("to", ""), en=words.get("en", ""), zh=words.get("zh", ""))
    return RedirectResponse(desk.address("advice"), 303)


DOORS = (
    Door("/studies/{key}/advice", advice, Who.READER),
    Door("/studies/{key}/advice/adopt", adopt, Who.CODER, "POST"),
    Door("/studies/{key}/advice/decline", decline, Who.CODER, "POST"),
    Door("/studies/{key}/advice/reword", reword, Who.CODER, "POST"),
)
