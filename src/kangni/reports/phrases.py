"""The turns of phrase that several chapters share: punctuation by language, names of analyses, numbers in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kangni.core.memos import MemoKind
from kangni.core.undefined import Number, Undefined
from kangni.reports.chapters.maps import Clause
from kangni.reports.findings import Findings, Range, WrittenNote
from kangni.reports.wording import DASH, Wording
from kangni.results.advice import Lever
from kangni.results.links import Factor, Link, LinkSign
from kangni.results.maps import LoopKind
from kangni.results.quotes import Quote
from kangni.results.simulation import Domain, ToldCheck

__all__ = ["Phrases"]

SIGNS = {LinkSign.RAISES: "+", LinkSign.LOWERS: "−", LinkSign.CONTESTED: "±"}
PUNCTUATION = {
    "zh": {
        "comma": "，",
        "stop": "。",
        "colon": "：",
        "semicolon": "；",
        "list_comma": "、",
        "open": "（",
        "close": "）",
    },
    "en": {
        "comma": ", ",
        "stop": ".",
        "colon": ": ",
        "semicolon": "; ",
        "list_comma": ", ",
        "open": " (",
        "close": ")",
    },
}


class Phrases:
    """Small functions that templates call, bound to one report and one language."""

    def __init__(self, findings: Findings, wording: Wording) -> None:
        self._findings = findings
        self._wording = wording
        self._languages = dict(findings.languages)

    def all(self) -> dict[str, Any]:
        """Return everything by the name under which templates know it."""
        _ = self._wording.translate
        return {
            **PUNCTUATION[self._wording.language],
            "analysis_names": {
                "factors": _("Factors"),
                "cooccurrence": _("Told together"),
                "agreement": _("Agreement"),
                "saturation": _("Saturation"),
                "process": _("Process"),
                "map": _("Map"),
                "loops": _("Loops"),
                "balance": _("Balance"),
                "advice": _("Advice"),
            },
            "coefficient_names": {
                "percent": _("share of turns read alike"),
                "kappa": "Cohen κ",
                "alpha": "Krippendorff α",
                "ac1": "Gwet AC1",
            },
            "kinds": {
                LoopKind.REINFORCING: _("reinforcing"),
                LoopKind.BALANCING: _("balancing"),
                LoopKind.OPEN: _("open: its tellers differ"),
            },
            "language_of": self._language_of,
            "reading": self._reading,
            "percent": self._percent,
            "share": self._share,
            "sign": SIGNS.__getitem__,
            "range_words": self._range,
            "attribute_name": self._attribute,
            "note_about": self._note_about,
            "terms": self._terms,
            "codes_of": self._codes,
            "factor_names": self._factor_names,
            "domain_names": self._domain_names,
            "voices": _voices,
            "clause_words": self._clause,
            "lever_words": self._lever_words,
            "causes_words": self._causes,
            "told_words": self._told,
        }

    def _language_of(self, quote: Quote) -> str:
        return self._languages.get(quote.document, self._findings.settings.language)

    def _reading(self, code: str) -> str:
        """Return a code, or the cause, sign and effect of a claim, in words."""
        for written, shown in ((" +> ", " → (+) "), (" -> ", " → (−) ")):
            cause, found, effect = code.partition(written)
            if found:
                return f"{self._wording.code(cause)}{shown}{self._wording.code(effect)}"
        return self._wording.code(code)

    def _percent(self, share: Number) -> str:
        return DASH if isinstance(share, Undefined) else f"{share * 100:.0f} %"

    def _share(self, spread: object, name: str) -> str:
        value = spread if isinstance(spread, Undefined) else getattr(spread, name)
        return DASH if isinstance(value, Undefined) else f"{value:.2f}"

    def _range(self, found: Range) -> str:
        if isinstance(found.least, date) or isinstance(found.greatest, date):
            days = [self._wording.fact(day) for day in (found.least, found.greatest)]
            return self._wording.translate("{least} to {greatest}").format(least=days[0], greatest=days[1])
        numbers = {"least": f"{found.least:g}", "greatest": f"{found.greatest:g}", "middle": f"{found.middle or 0:g}"}
        return self._wording.translate("{least} to {greatest}, median {middle}").format_map(numbers)

    def _attribute(self, name: str) -> str:
        return self._wording.translate(name.replace("_", " "))

    def _note_about(self, note: WrittenNote) -> str:
        kinds = {
            MemoKind.ANALYTIC: "analytic",
            MemoKind.REFLEXIVE: "reflexive",
            MemoKind.METHODOLOGICAL: "methodological",
        }
        return f"{self._wording.code(note.about)} · {self._wording.translate(kinds[note.kind])}"

    def _terms(self, terms: Iterable[str]) -> list[str]:
        return [self._wording.term(term) for term in terms]

    def _codes(self, codes: Iterable[str]) -> list[str]:
        return [self._wording.code(code) for code in codes]

    def _factor_names(self, factors: Iterable[Factor]) -> list[str]:
        return [factor.name.text(self._wording.language) for factor in factors]

    def _domain_names(self, domains: Iterable[Domain]) -> list[str]:
        return [domain.name.text(self._wording.language) for domain in domains]

    def _clause(self, clause: Clause) -> str:
        _ = self._wording.translate
        if clause.contested:
            message = _("{cause} raises, or lowers, {effect}")
        elif clause.raises:
            message = _("{cause} raises {effect}")
        else:
            message = _("{cause} lowers {effect}")
        return message.format(cause=clause.cause, effect=clause.effect)

    def _lever_words(self, lever: Lever) -> str:
        return self._wording.names(self._wording.translate(word.value) for word in (lever.breadth, *lever.marks))

    def _causes(self, lever: Lever) -> str:
        wording = self._wording
        return wording.names(
            f"{cause.name.text(wording.language)} ({wording.names(cause.participants)})" for cause in lever.causes_first
        )

    def _told(self, told: ToldCheck) -> str:
        """Say in words what the figures bear: whether the map beats the stressor alone, and a plain count beats it."""
        _ = self._wording.translate
        found = {telling.predictor: telling.d for telling in told.tellings}
        alone, count = found.get("stressor alone"), found.get("protective minus risk moments, no map")
        by_map = found.get("map without the participant")
        if isinstance(by_map, Undefined) or by_map is None:
            return ""
        sentences = []
        if alone is not None and not isinstance(alone, Undefined):
            sentences.append(
                _("The map orders the outcomes better than the stressor alone does.")
                if by_map > alone
                else _("The map orders the outcomes no better than the stressor alone does.")
            )
        if count is not None and not isinstance(count, Undefined):
            sentences.append(
                _("A plain count without any map does it better still: the map explains and does not forecast.")
                if count >= by_map
                else _("It does so better than a plain count without any map.")
            )
        return (" " if self._wording.language == "en" else "").join(sentences)


def _voices(link: Link) -> list[str]:
    return sorted({*link.raised_by, *link.lowered_by})
