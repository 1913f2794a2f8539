"""The portrait of two clocks: functioning, which falls and returns, beside the strength of protections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor

from kangni.core.undefined import Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Shape, circle, drawing, group, line, path, words
from kangni.reports.figures.forest import round_step
from kangni.results.second_shock import SecondShock, SecondShockRun
from kangni.results.simulation import Simulation

__all__ = ["portrait"]

LEFT, RIGHT, GAP, TOP, BOTTOM = 36.0, INNER - 14.0, 34.0, 44.0, 214.0
HEIGHT = BOTTOM + 50
NEAR = 1e-6  # of a step: a value this near a tick stands on it


def portrait(simulation: Simulation, second: SecondShock, *, language: Language) -> Figure:
    """Draw one panel a rule of learning: the way that the median map takes through two shocks."""
    _ = translations(language).gettext
    unit, rest = simulation.scaling.unit_dip, simulation.baseline
    assert not isinstance(unit, Undefined)  # else there is no second shock
    assert not isinstance(rest, Undefined)
    ways = [[((y - rest) / unit, g) for y, g in zip(run.y, run.strength, strict=True)] for run in second.runs]
    frame = _Frame(ways, panels=len(second.runs), again=round(second.again_after))
    shapes = list[Shape]()
    for n, (run, way) in enumerate(zip(second.runs, ways, strict=True)):
        shapes.append(group(frame.panel(n, way, _(run.engagement.value), _slowness(run, _("slowness %(steps)s")))))
    shapes.append(words(LEFT, HEIGHT - 6, _("functioning, unit dips from rest →"), "small quiet"))
    shapes.append(words(INNER, HEIGHT - 6, _("↑ mean strength of protections"), "small quiet", anchor="end"))
    alt = _("Functioning against the strength of protections through the same shock twice, by rule of learning.")
    return Figure(
        svg=drawing(INNER, HEIGHT, shapes, alt=alt, language=language),
        title=_("The same shock twice"),
        caption=_(
            "Median of %(members)s maps, from rest (filled) through both shocks (hollow where the second begins). "
            "Left and right is functioning, up and down the slow clock. What the protections learn is put in, "
            "not found: where the panels differ, the rule of learning decides."
        )
        % {"members": second.members},
        alt=alt,
    )


def _slowness(run: SecondShockRun, words_for: str) -> str:
    return words_for % {"steps": f"{run.slowness:g}"}


class _Frame:
    """Panels side by side on the same axes."""

    def __init__(self, ways: Sequence[Sequence[tuple[float, float]]], *, panels: int, again: int) -> None:
        self._wide = (RIGHT - LEFT - GAP * (panels - 1)) / panels
        self._again = again
        across = [dip for way in ways for dip, _ in way]
        up = [g for way in ways for _, g in way]
        self._x = _ticks(min(across), max(*across, 0.0), 3)
        self._y = _ticks(min(up), max(up), 4)

    def panel(self, n: int, way: Sequence[tuple[float, float]], head: str, under: str) -> Iterator[Shape]:
        """Return one way through the plane with its axes."""
        left = LEFT + n * (self._wide + GAP)
        yield words(left, TOP - 26, head, "strong")
        yield words(left, TOP - 12, under, "small quiet")
        for tick in self._y:
            yield line(left, self._down(tick), left + self._wide, self._down(tick), "axis" if tick == 1 else "grid")
            yield words(left - 5, self._down(tick) + 3.5, f"{tick:.3g}", "small quiet", anchor="end")
        for tick in self._x:
            at = self._over(left, tick)
            yield line(at, TOP, at, BOTTOM, "axis" if tick == 0 else "grid")
            yield words(
                at, BOTTOM + 15, f"{tick:+.3g}".replace("-", "−") if tick else "0", "small quiet", anchor="middle"
            )
        points = [(self._over(left, dip), self._down(g)) for dip, g in way]
        yield path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points), "curve")
        yield circle(*points[0], 3.5, "ink")
        yield circle(*points[self._again], 3.5, "hollow")

    def _over(self, left: float, dip: float) -> float:
        return left + self._wide * (dip - self._x[0]) / (self._x[-1] - self._x[0])

    def _down(self, strength: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (strength - self._y[0]) / (self._y[-1] - self._y[0])


def _ticks(low: float, high: float, parts: int) -> list[float]:
    step = round_step(max(high - low, 0.01) / parts)
    first, last = floor(low / step + NEAR), ceil(high / step - NEAR)
    return [round(step * n, 9) for n in range(first, max(last, first + 1) + 1)]
