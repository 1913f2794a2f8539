"""Balance: what a shock does to the map, what comes of it, what holds, and what a lever would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from kangni.core.episodes import Episode
from kangni.core.errors import KangniError, NothingToAnalyse
from kangni.core.ports import Progressing
from kangni.core.undefined import Undefined
from kangni.reports.figure import Figure
from kangni.study import Shown
from kangni.web.choices import Choice
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.page import page
from kangni.web.runs import RunState
from kangni.web.waiting import waited

if TYPE_CHECKING:  # the model takes a second to load: not before somebody asks
    from kangni.results.simulation import Simulation

__all__ = ["DOORS"]

REST = 0.5
STEPS = 20  # of a lever between its worst and its best


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for."""

    presses: tuple[tuple[str, float], ...]
    episode: str
    twice: bool


@at_desk
def balance(desk: Desk) -> Response:
    """Show the run of a scenario, or how far it is."""
    asked = _asked(desk)

    def work(progress: Progressing) -> Shown[Simulation]:
        return desk.study.simulate(
            press=dict(asked.presses), episode=asked.episode or None, twice=asked.twice, progress=progress
        )

    try:
        run = waited(desk, ("balance", asked), work)
    except NothingToAnalyse:
        return page(desk, "balance", "balance_empty.html")
    except KangniError as error:
        if not desk.request.query_params:
            raise
        sentence, _, hint = error.in_words(desk.translate).partition("\n")
        return _page(desk, asked, run=None, refused=f"{sentence} {hint}".strip(), status=422)
    if run.state is not RunState.DONE:
        return _page(desk, asked, run=run)
    shown = desk.study.simulate(press=dict(asked.presses), episode=asked.episode or None, twice=asked.twice)
    answers: dict[str, Shown[Any]] = {"balance": shown}
    return _page(desk, asked, run=None, answers=answers, balance=shown.result, pictures=_pictures(desk, shown.result))


def _page(
    desk: Desk,
    asked: _Asked,
    *,
    run: object,
    refused: str = "",
    status: int = 200,
    answers: dict[str, Shown[Any]] | None = None,
    balance: Simulation | None = None,
    pictures: Mapping[str, Figure | None] = MappingProxyType({}),
) -> Response:
    return page(
        desk,
        "balance",
        "balance.html",
        answers=answers or {},
        status=status,
        asked=asked,
        levels=dict(asked.presses),
        rest=REST,
        step=1 / STEPS,
        families=desk.framework.lever_families,
        episodes=_episodes(desk),
        run=run,
        refused=refused,
        balance=balance,
        pictures=pictures,
        shock_names=[desk.wording.code(code) for code in balance.roles.shock] if balance else [],
    )


def _asked(desk: Desk) -> _Asked:
    """Return what the address asks for; a lever at rest, or at no level, is not pressed."""
    levels = [(family.id, _level(desk.asked(f"press-{family.id}"))) for family in desk.framework.lever_families]
    presses = tuple((lever, level) for lever, level in levels if level != REST)
    return _Asked(presses, desk.asked("episode"), desk.asked("twice") == "yes")


def _level(words: str) -> float:
    """Return a level between 0 and 1, without these, rest where the address says none."""
    try:
        level = round(float(words) * STEPS) / STEPS
    except (ValueError, OverflowError):
        return REST
    return level if 0 < level < 1 else REST


def _episodes(desk: Desk) -> tuple[Choice, ...]:
    with desk.study.read() as read:
        return tuple(
            Choice(episode.handle, f"{episode.handle} {episode.label}".strip()) for episode in read.all(Episode)
        )


def _pictures(desk: Desk, found: Simulation) -> dict[str, Figure | None]:
    from kangni.reports.figures.balance import balance as curves
    from kangni.reports.figures.outcomes import outcomes
    from kangni.reports.figures.portrait import portrait
    from kangni.reports.figures.press_effects import press_effects

    drawn: dict[str, Figure | None] = {
        "curves": curves(found, language=desk.language, shock_steps=desk.framework.balance.shock_steps)
        if found.curves
        else None,
        "outcomes": None
        if isinstance(found.outcomes, Undefined)
        else outcomes(found.outcomes[:1], language=desk.language),
        "levers": press_effects(found, language=desk.language) if found.presses else None,
        "slow": None if isinstance(found.second, Undefined) else portrait(found, found.second, language=desk.language),
    }
    return drawn


DOORS = (Door("/studies/{key}/balance", balance, Who.READER),)
