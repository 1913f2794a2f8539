"""Agreement: do we read alike, code by code, and which passages do we read differently; each is decided right here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeVar, get_args

from starlette.responses import RedirectResponse, Response

from kangni.app.modes import MODES
from kangni.core.errors import AgreementOff, NothingToAnalyse, UnknownTerm
from kangni.reports.figures.agreement import agreement as draw_agreement
from kangni.results.agreement import (
    COEFFICIENTS_OF_SPANS,
    COEFFICIENTS_OF_UNITS,
    AgreementResult,
    AgreementUnit,
    CodeScope,
    Coefficient,
)
from kangni.results.dialogue import PassageList
from kangni.study.shown import Shown
from kangni.web.desk import Desk, at_desk
from kangni.web.differences import differences_of, order_of
from kangni.web.door import Door, Who
from kangni.web.local_path import local_path
from kangni.web.page import Numbers, page
from kangni.web.reading import form_of

__all__ = ["DOORS"]

PASSAGES = 12  # on a page
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for."""

    unit: AgreementUnit
    by: CodeScope
    coefficient: Coefficient | None
    pair: str
    code: str
    which: PassageList
    start: int

    @property
    def coders(self) -> tuple[str, ...]:
        """Return the two coders of the pair; none stands for all."""
        return tuple(self.pair.split("~")) if self.pair else ()


@at_desk
def agreement(desk: Desk) -> Response:
    """Show agreement in one unit and coefficient, and some of the passages that were read differently."""
    asked = _asked(desk)
    try:
        shown = desk.study.agreement(coders=asked.coders, unit=asked.unit, by=asked.by, coefficient=asked.coefficient)
        everyone = desk.study.agreement().coders if asked.pair else shown.coders
    except (AgreementOff, NothingToAnalyse) as error:
        sentence, _, hint = error.in_words(desk.translate).partition("\n")
        is_off = isinstance(error, AgreementOff)
        return page(desk, "agreement", "agreement_empty.html", sentence=sentence, hint=hint, is_off=is_off, modes=MODES)
    return page(
        desk, "agreement", "agreement.html", answers={"agreement": shown}, **_shown(desk, shown, asked, everyone)
    )


def _shown(desk: Desk, shown: Shown[AgreementResult], asked: _Asked, everyone: tuple[str, ...]) -> dict[str, Any]:
    result = shown.result
    passages = result.passages(code=asked.code, which=asked.which)
    link_to = Numbers(desk, {"agreement": shown}).links("agreement")
    return {
        "result": result,
        "asked": asked,
        "picture": draw_agreement(result, language=desk.language, link_to=link_to),
        "units": get_args(AgreementUnit),
        "scopes": get_args(CodeScope),
        "coefficients": COEFFICIENTS_OF_SPANS if asked.unit == "span" else COEFFICIENTS_OF_UNITS,
        "pairs": ["~".join(pair) for pair in combinations(everyone, 2)] if len(everyone) > 2 else [],
        "modes": MODES,
        "open_passages": sum(kind.open for kind in result.kinds),
        "found": len(passages),
        "differences": differences_of(desk, shown, passages[asked.start : asked.start + PASSAGES]),
        "step": PASSAGES,
    }


@at_desk
def decide(desk: Desk) -> Response:
    """Record what was decided on a passage, and carry out the change."""
    form = form_of(desk.request)
    order = order_of(form.get("choice", ""))
    desk.study.decide(
        form.get("passage", ""),
        outcome=(order.get("outcome") or [""])[0],
        reason=form.get("reason", ""),
        change=form.get("change", ""),
        codebook_change=form.get("codebook_change", ""),
        remove_from=order.get("remove_from", ()),
        add_to=order.get("add_to", ()),
        recode=dict([order["recode"]]) if "recode" in order else None,
        last=int(form["last"]) if form.get("last", "").isdecimal() else None,
    )
    return RedirectResponse(local_path(form.get("back", "/")), 303)


@at_desk
def mode(desk: Desk) -> Response:
    """Say what agreement is to the study."""
    form = form_of(desk.request)
    desk.study.set_mode(_one_of(MODES, form.get("mode", ""), "mode"), reason=form.get("reason", ""))
    return RedirectResponse(local_path(form.get("back", "/")), 303)


def _asked(desk: Desk) -> _Asked:
    unit = _one_of(get_args(AgreementUnit), desk.asked("unit", "turn"), "unit")
    known = COEFFICIENTS_OF_SPANS if unit == "span" else COEFFICIENTS_OF_UNITS
    named = desk.asked("coefficient")
    start = desk.asked("from")
    return _Asked(
        unit=unit,
        by=_one_of(get_args(CodeScope), desk.asked("by", "code"), "by"),
        # a coefficient of another kind of unit is left behind where the unit changes
        coefficient=next((coefficient for coefficient in known if coefficient == named), None),
        pair=desk.asked("pair"),
        code=desk.asked("code"),
        which=_one_of(get_args(PassageList), desk.asked("which", "open"), "passages"),
        start=int(start) if start.isdecimal() else 0,
    )


def _one_of(known: tuple[Word, ...], word: str, kind: str) -> Word:
    for found in known:
        if found == word:
            return found
    raise UnknownTerm(kind, word, ", ".join(known))


DOORS = (
    Door("/studies/{key}/agreement", agreement, Who.READER),
    Door("/studies/{key}/agreement/decide", decide, Who.CODER, "POST"),
    Door("/studies/{key}/agreement/mode", mode, Who.CODER, "POST"),
)
