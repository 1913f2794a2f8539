"""The balance: how functioning falls and comes back in the map, with the width of the ensemble."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kangni.core.undefined import Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, drawing, line, link, no_link, path, polygon, rect, words
from kangni.reports.figures.forest import round_step
from kangni.results.simulation import Curve, RunKind, Simulation

__all__ = ["balance"]

LEFT, GAP, TOP, BOTTOM = 34.0, 18.0, 38.0, 212.0
HEIGHT = BOTTOM + 46


@dataclass(frozen=True, slots=True)
class _Scale:
    """What a level of functioning is on the axis: unit dips from rest where there is a unit, else y itself."""

    rest: float
    unit: float

    def of(self, y: float) -> float:
        """Return where a level stands on the axis."""
        return (y - self.rest) / self.unit


def balance(simulation: Simulation, *, language: Language, shock_steps: float, link_to: Link = no_link) -> Figure:
    """Draw one panel a run, side by side on one axis."""
    _ = translations(language).gettext
    names = {
        RunKind.SHOCK: _("the shock alone"),
        RunKind.CONDITIONS: _("with the conditions of this episode"),
        RunKind.PRESSES: _("with the presses held"),
    }
    scale = _scale(simulation)
    picture = _Picture(simulation.curves, scale, shock_steps)
    shapes = list(picture.axis())
    for n, curve in enumerate(simulation.curves):
        label = names[curve.run]
        shapes.append(link(link_to(curve.run.value), label, picture.panel(n, curve, label, _("steps"))))
    unit = not isinstance(simulation.scaling.unit_dip, Undefined)
    axis = _("Functioning in unit dips from rest.") if unit else _("Functioning between 0 and 1.")
    alt = _("Functioning during and after a shock, median and range of %(members)s maps.") % {
        "members": simulation.members
    }
    caption = _(
        "Line: median of %(members)s maps. Dark band: the middle half. Light band: 5 to 95 %%. Dashed: the map of all. "
        "Grey strip: the shock. Steps are no weeks."
    ) % {"members": simulation.members}
    return Figure(
        svg=drawing(INNER, HEIGHT, shapes, alt=alt, language=language),
        title=_("When it presses"),
        caption=f"{axis} {caption}" if language == "en" else f"{axis}{caption}",
        alt=alt,
    )


def _scale(simulation: Simulation) -> _Scale:
    rest, unit = simulation.baseline, simulation.scaling.unit_dip
    if isinstance(unit, Undefined) or isinstance(rest, Undefined):
        return _Scale(0.0, 1.0)
    return _Scale(rest, unit)


class _Picture:
    """Panels side by side with one axis for all."""

    def __init__(self, curves: Sequence[Curve], scale: _Scale, shock_steps: float) -> None:
        self._scale = scale
        self._shock = shock_steps
        self._wide = (INNER - LEFT - GAP * (len(curves) - 1)) / max(1, len(curves))
        self._panels = len(curves)
        values = [scale.of(y) for curve in curves for band in (curve.low, curve.high, curve.base) for y in band]
        low, high = min(values, default=0.0), max(values, default=1.0)
        step = round_step((high - low) / 5 or 0.2)
        self._ticks = [step * n for n in range(int(low // step), int(-(-high // step)) + 1)]
        self._horizon = max((curve.steps[-1] for curve in curves if curve.steps), default=1.0)

    def axis(self) -> Iterator[Shape]:
        """Return the numbers at the left and lines through all panels."""
        for tick in self._ticks:
            y = self._y(tick)
            shown = f"{tick:+.3g}".replace("-", "−") if tick else "0"
            yield words(LEFT - 6, y + 3.5, shown, "small quiet", anchor="end")
            for n in range(self._panels):
                left = LEFT + n * (self._wide + GAP)
                yield line(left, y, left + self._wide, y, "axis" if tick == 0 else "grid")

    def panel(self, n: int, curve: Curve, label: str, steps: str) -> Iterator[Shape]:
        """Return one run: shock strip, bands, lines and its own axis of steps."""
        left = LEFT + n * (self._wide + GAP)
        yield rect(left, TOP, self._x(left, self._shock) - left, BOTTOM - TOP, "shock")
        yield words(left, TOP - 14, label, "strong")
        yield polygon(self._band(left, curve.steps, curve.low, curve.high), "ribbon")
        yield polygon(self._band(left, curve.steps, curve.lower_quartile, curve.upper_quartile), "ribbon inner")
        yield path(self._line(left, curve.steps, curve.base), "curve thin")
        yield path(self._line(left, curve.steps, curve.median), "curve")
        for step in _whole_steps(self._horizon):
            yield words(self._x(left, step), BOTTOM + 15, f"{step:g}", "small quiet", anchor="middle")
        yield words(left + self._wide / 2, BOTTOM + 31, steps, "small quiet", anchor="middle")

    def _band(
        self, left: float, steps: Sequence[float], low: Sequence[float], high: Sequence[float]
    ) -> list[tuple[float, float]]:
        forth = [(self._x(left, step), self._y(self._scale.of(y))) for step, y in zip(steps, high, strict=True)]
        back = [(self._x(left, step), self._y(self._scale.of(y))) for step, y in zip(steps, low, strict=True)]
        return [*forth, *reversed(back)]

    def _line(self, left: float, steps: Sequence[float], values: Sequence[float]) -> str:
        points = zip(steps, values, strict=True)
        return "M" + " L".join(f"{self._x(left, step):.1f} {self._y(self._scale.of(y)):.1f}" for step, y in points)

    def _x(self, left: float, step: float) -> float:
        return left + self._wide * step / self._horizon

    def _y(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return BOTTOM - (BOTTOM - TOP) * (value - low) / ((high - low) or 1.0)


def _whole_steps(horizon: float) -> list[float]:
    step = max(1.0, round_step(horizon / 5))
    return [step * n for n in range(int(horizon / step) + 1)]
