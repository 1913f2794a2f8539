"""The turns of phrase that several chapters share: punctuation by language, names of analyses, numbers in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from markupsafe import Markup

from kangni.core.errors import N_
from kangni.core.memos import MemoKind
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.ensemble import Direction
from kangni.reports.chapters.arguments import Clause
from kangni.reports.findings import Findings, Range, WrittenNote
from kangni.reports.wording import DASH, PUNCTUATION, Wording
from kangni.results.advice import Comparison, Steadiness
from kangni.results.answer import Caution
from kangni.results.levers import Lever, Mark, Standing
from kangni.results.links import Factor, Link, LinkSign
from kangni.results.loops import LoopKind
from kangni.results.quotes import LOWERS, RAISES, Quote
from kangni.results.simulation import Domain, ToldCheck

__all__ = ["Phrases"]

SIGNS = {LinkSign.RAISES: "+", LinkSign.LOWERS: "−", LinkSign.CONTESTED: "±"}


@dataclass(frozen=True, slots=True)
class _SteadyRow:
    """One comparison of the order of levers, in words."""

    words: str
    links: str
    agreement: str
    range: str


class Phrases:
    """Small functions that templates call, bound to one report and one language."""

    def __init__(self, findings: Findings, wording: Wording) -> None:
        self._findings = findings
        self._wording = wording
        self._languages = dict(findings.languages)
        self._told: set[Caution] = set()

    def all(self) -> dict[str, Any]:
        """Return everything by the name under which templates know it."""
        _ = self._wording.translate
        return {
            **PUNCTUATION[self._wording.language],
            "role_titles": {
                "driver": _("Drivers: what people name as a cause"),
                "outcome": _("Outcomes: what people name as an effect"),
                "broker": _("Brokers: what one and the same person puts between two others"),
            },
            "analysis_names": {
                "factors": _("Factors"),
                "contention": _("Contention"),
                "cooccurrence": _("Told together"),
                "sequences": _("Told one before the other"),
                "comparison": _("Groups"),
                **{f"scale {found.scale}": found.scale for found in self._findings.scales},
                "agreement": _("Agreement"),
                "saturation": _("Saturation"),
                "process": _("Process"),
                "map": _("Map"),
                "centrality": _("Drivers, outcomes, brokers"),
                "loops": _("Loops"),
                "press": _("Presses by sign"),
                "balance": _("Balance"),
                "advice": _("Advice"),
            },
            "coefficient_names": {
                "percent": _("share of turns read alike"),
                "kappa": "Cohen κ",
                "fleiss": "Fleiss κ",
                "brennan_prediger": "Brennan-Prediger",
                "alpha": "Krippendorff α",
                "ac1": "Gwet AC1",
            },
            "kinds": {
                LoopKind.REINFORCING: _("reinforcing"),
                LoopKind.BALANCING: _("balancing"),
                LoopKind.OPEN: _("open: its tellers differ"),
            },
            "first_told": self._first_told,
            "language_of": self._language_of,
            "reading": self._reading,
            "prose": self._prose,
            "percent": self._percent,
            "chance": _chance,
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
            "clause_verb": self._verb,
            "lever_words": self._lever_words,
            "causes_words": self._causes,
            "place": _place,
            "steady": self._steady,
            "told_words": self._predicts,
        }

    def _first_told(self, cautions: Iterable[Caution]) -> list[Caution]:
        """Return the cautions that no earlier chapter has told."""
        new = [caution for caution in cautions if caution not in self._told]
        self._told.update(new)
        return new

    def _language_of(self, quote: Quote) -> str:
        return self._languages.get(quote.document, self._findings.settings.language)

    def _reading(self, code: str) -> str:
        """Return a code, or the cause, sign and effect of a claim, in words."""
        for written, shown in ((RAISES, " → (+) "), (LOWERS, " ⊣ (−) ")):
            cause, found, effect = code.partition(written)
            if found:
                return f"{self._wording.code(cause)}{shown}{self._wording.code(effect)}"
        return self._wording.code(code)

    def _prose(self, *sentences: str) -> Markup:
        """Join sentences as the language does, empty ones left out."""
        gap = Markup("") if self._wording.language == "zh" else Markup(" ")
        return gap.join(sentence for sentence in sentences if sentence)

    def _percent(self, share: Number) -> str:
        """Return a share of things, never of people; what is not quite all does not read as all."""
        if isinstance(share, Undefined):
            return DASH
        sign = "%" if self._wording.language == "zh" else "\N{NO-BREAK SPACE}%"
        rounded = f"{share * 100:.0f}"
        return f"{share * 100:.1f}{sign}" if rounded in {"0", "100"} and 0 < share < 1 else f"{rounded}{sign}"

    def _share(self, spread: object, name: str) -> str:
        value = spread if isinstance(spread, Undefined) else getattr(spread, name)
        return DASH if isinstance(value, Undefined) else f"{value:.2f}"

    def _range(self, found: Range) -> str:
        if isinstance(found.least, date) or isinstance(found.greatest, date):
            days = [self._wording.fact(day) for day in (found.least, found.greatest)]
            return self._wording.translate(N_("{least} to {greatest}")).format(least=days[0], greatest=days[1])
        numbers = {"least": f"{found.least:g}", "greatest": f"{found.greatest:g}", "middle": f"{found.middle or 0:g}"}
        return self._wording.translate(N_("{least} to {greatest}, median {middle}")).format_map(numbers)

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
        return [domain.name.text(self._wording.language) for domain in domains if domain.parts]

    def _verb(self, clause: Clause) -> str:
        _ = self._wording.translate
        if clause.contested:
            return _("raises, or lowers,")
        return _("raises") if clause.raises else _("lowers")

    def _lever_words(self, lever: Lever) -> str:
        words = [lever.breadth.value, *(mark.value for mark in lever.marks)]
        if not isinstance(lever.direction, Undefined):
            is_open = lever.direction is Direction.OPEN
            words.insert(1, Mark.DIRECTION_OPEN.value if is_open else lever.direction.value)
        return self._wording.names(map(self._wording.translate, dict.fromkeys(words)))

    def _steady(self, rows: Iterable[Steadiness]) -> list[_SteadyRow]:
        """Return the comparisons as lines of a table, those without one participant as one with their range."""
        rows = tuple(rows)
        without = [row for row in rows if row.kind is Comparison.WITHOUT]
        shown = [self._steady_row(row) for row in rows if row.kind is not Comparison.WITHOUT]
        known = [row.agreement for row in without if not isinstance(row.agreement, Undefined)]
        if known:
            words = self._wording.translate(N_("each participant left out in turn"))
            links = sorted(row.links for row in without)
            middle = self._wording.number(median(known))
            ends = f"{min(known):.2f} … {max(known):.2f}"
            shown.insert(0, _SteadyRow(words, f"{links[0]}–{links[-1]}", middle, ends))
        return shown

    def _steady_row(self, row: Steadiness) -> _SteadyRow:
        number = self._wording.number
        words = self._wording.translate(row.kind.value)
        if row.name:
            words = self._wording.translate(N_("{what}: {name}")).format(what=words, name=row.name)
        ends = DASH if isinstance(row.low, Undefined) else f"{number(row.low)} … {number(row.high)}"
        return _SteadyRow(words, str(row.links), number(row.agreement), ends)

    def _causes(self, lever: Lever) -> str:
        wording = self._wording
        left, right = (PUNCTUATION[wording.language][mark] for mark in ("open", "close"))
        return wording.names(
            f"{cause.name.text(wording.language)}{left}{wording.names(cause.participants)}{right}"
            for cause in lever.causes_first
        )

    def _predicts(self, told: ToldCheck) -> str:
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
        return self._prose(*sentences)


def _place(standing: Standing) -> str:
    """Return a lever's place with the places it takes over the ensemble."""
    if isinstance(standing.low, Undefined) or isinstance(standing.high, Undefined):
        return str(standing.place)
    return f"{standing.place} ({standing.low:.0f}–{standing.high:.0f})"


def _voices(link: Link) -> list[str]:
    return sorted({*link.raised_by, *link.lowered_by})


def _chance(p: Number) -> str:
    """Return a probability as papers print it."""
    if isinstance(p, Undefined):
        return DASH
    return "< .001" if p < 0.001 else f"{p:.3f}" if p < 0.01 else f"{p:.2f}"
