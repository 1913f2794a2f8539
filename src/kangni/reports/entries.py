"""What the evidence chapter says under each number: its words, or the smaller numbers that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kangni.core.errors import N_
from kangni.reports.evidence import Anchored, Numbers, QuoteGroup
from kangni.reports.findings import Findings
from kangni.reports.labels import EpisodeLabels
from kangni.reports.wording import Wording
from kangni.results.advice import Advice
from kangni.results.agreement import AgreementResult
from kangni.results.contention import Contention
from kangni.results.factors import FactorSummary, FactorTable, Side
from kangni.results.links import Link
from kangni.results.loops import Loops
from kangni.results.maps import CausalMap
from kangni.results.press import PressSigns
from kangni.results.process import Process
from kangni.results.quotes import LOWERS, RAISES, Quote
from kangni.results.saturation import Saturation
from kangni.results.simulation import Simulation

__all__ = ["Entry", "Part", "Section", "sections"]

MOST = 60  # quotes under one number; the rest is counted
SEPARATOR = " › "
PAIRED = {"cooccurrence": "+", "sequences": ">"}  # what parts the codes of a key

NO_WORDS = N_("No words stand behind this number.")
READ_ALIKE = N_("No passage with this code was read differently.")


@dataclass(frozen=True, slots=True)
class Part:
    """A smaller number that another is made of."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the evidence chapter: quotes, or parts that have them.

    `others` are places of people who are linked to here and have no quotes under this number. `left_out` counts quotes
    that are not printed. `reason` says why there is neither.
    """

    anchor: str
    back: str
    title: str
    groups: tuple[QuoteGroup, ...]
    parts: tuple[Part, ...]
    others: tuple[str, ...]
    left_out: int
    shows_code: bool
    reason: str = NO_WORDS


@dataclass(frozen=True, slots=True)
class Section:
    """The numbers of one result."""

    answer: str
    entries: tuple[Entry, ...]


def sections(findings: Findings, numbers: Numbers, labels: EpisodeLabels, wording: Wording) -> tuple[Section, ...]:
    """Return an entry for every number that was linked to, and for those that entries themselves link to."""
    maker = _Maker(findings, numbers, labels, wording)
    entries: list[tuple[str, Entry]] = []
    done = 0
    while found := numbers.anchored(done):
        entries += [(anchored.answer, maker.entry(anchored)) for anchored in found]
        done += len(found)
    order = list(findings.answers())
    entries.sort(key=lambda pair: (order.index(pair[0]), int(pair[1].anchor[1:])))
    return tuple(
        Section(answer, tuple(entry for _answer, entry in group))
        for answer, group in groupby(entries, key=lambda pair: pair[0])
    )


class _Maker:
    """Knows of each result which numbers are sums of others, and what they are called."""

    def __init__(self, findings: Findings, numbers: Numbers, labels: EpisodeLabels, wording: Wording) -> None:
        self._answers = findings.answers()
        self._numbers = numbers
        self._labels = labels
        self._wording = wording

    def entry(self, anchored: Anchored) -> Entry:
        """Return what stands under one number."""
        answer, key = self._answers[anchored.answer], anchored.key
        match answer:
            case FactorTable():
                title, parts = _FactorEntries(answer, self._wording).about(key)
            case Process():
                title, parts = _ProcessEntries(answer, self._labels, self._wording).about(key)
            case CausalMap():
                title, parts = _MapEntries(answer, self._wording).about(key)
            case Loops():
                title, parts = _loop_title(answer, key, self._wording), _loop_parts(answer, key, self._wording)
            case AgreementResult():
                title, parts = _agreement_title(answer, key, self._wording), None
            case PressSigns():
                title, parts = _press_title(answer, key, self._wording), None
            case Advice():
                title, parts = _advice_title(answer, key, self._wording), None
            case _:
                title, parts = self._title(anchored.answer, key), None
        if parts is not None:
            return self._made_of(anchored, title, [(part_of, part_key, words) for part_of, part_key, words in parts])
        return self._with_words(anchored, title)

    def _with_words(self, anchored: Anchored, title: str) -> Entry:
        quotes = self._numbers.quotes(anchored.answer, anchored.key)
        if anchored.answer in {"balance", "advice", "press"} and (
            claimed := _claimed(quotes, self._answers.get("map"))
        ):
            return self._made_of(anchored, title, _by_link(claimed, self._wording))
        if anchored.answer == "agreement":
            quotes = _read_differently(quotes, self._answers["agreement"], anchored.key)
        groups = self._numbers.groups(anchored, quotes[:MOST])
        return Entry(
            anchored.anchor,
            anchored.back,
            title,
            groups,
            (),
            self._numbers.missing(anchored, groups),
            max(0, len(quotes) - MOST),
            shows_code=len({quote.code for quote in quotes}) > 1,
            reason=READ_ALIKE if anchored.answer == "agreement" else NO_WORDS,
        )

    def _made_of(self, anchored: Anchored, title: str, parts: Sequence[tuple[str, str, str]]) -> Entry:
        shown = tuple(Part(words, self._numbers.address(answer, key)) for answer, key, words in parts)
        return Entry(
            anchored.anchor, anchored.back, title, (), shown, self._numbers.missing(anchored, ()), 0, shows_code=False
        )

    def _title(self, answer: str, key: str) -> str:
        _ = self._wording.translate
        if answer == "saturation":
            return self._first_heard(key)
        if answer == "contention":
            return self._though(key)
        if answer == "centrality":
            code, _slash, side = key.rpartition("/")
            sides = {"out": _("as a cause"), "into": _("as an effect"), "through": _("between two others")}
            return SEPARATOR.join([self._wording.code(code), sides[side]])
        if answer in PAIRED:
            return f" {PAIRED[answer]} ".join(map(self._wording.code, key.split(PAIRED[answer])))
        part, _slash, item = key.partition("/")
        names: dict[str, Callable[[str], str]] = {
            "press": self._wording.lever,
            "drives": self._wording.code,
            "holds": self._wording.level,
            "functioning": self._domain,
        }
        return SEPARATOR.join([_(part), names[part](item)] if part in names else [_(part)])

    def _first_heard(self, key: str) -> str:
        """Name an interview with the codes that it brought, or a theme or level with those that brought its codes."""
        _ = self._wording.translate
        result = self._answers["saturation"]
        assert isinstance(result, Saturation)  # the key is one of saturation
        names = {group.key: group.name for group in (*result.themes, *result.levels)}
        if key not in names:
            return _("New codes in {interview}").format(interview=key)
        none = _("No theme") if key.startswith("theme:") else _("No level")
        name = names[key].text(self._wording.language) or none
        return _("{group}: where its codes were first heard").format(group=name)

    def _though(self, key: str) -> str:
        """Name a turn that sets a burden against a resource."""
        result = self._answers["contention"]
        assert isinstance(result, Contention)  # the key is one of contention
        told = next((turn for turn in result.though if turn.key == key), None)
        title = self._wording.translate(N_("“Though ... still”"))
        return f"{title}{SEPARATOR}{told.participant}" if told is not None else key

    def _domain(self, domain: str) -> str:
        simulation = self._answers["balance"]
        assert isinstance(simulation, Simulation)  # only a simulation has domains
        names = {found.id: found.name.text(self._wording.language) for found in simulation.roles.functioning}
        return names.get(domain, domain)


PartOf = tuple[str, str, str]


class _FactorEntries:
    """Numbers of the factor table: a code is made of its sides, a level of those of its factors."""

    def __init__(self, table: FactorTable, wording: Wording) -> None:
        self._table = table
        self._wording = wording

    def about(self, key: str) -> tuple[str, list[PartOf] | None]:
        """Return title and parts; None where the number has words of its own."""
        wording = self._wording
        for level in self._table.levels:
            sides = {level.key: None, level.risk.key: "risk", level.protective.key: "protective"}
            if key in sides:
                polarity = sides[key]
                title = [wording.level(level.level) or key, *([wording.term(polarity)] if polarity else [])]
                parts = [part for factor in self._at(level.level) for part in self._sides(factor, polarity)]
                return SEPARATOR.join(title), parts
        for factor in (*self._table.factors, *self._table.others):
            if key == factor.key:
                return f"{wording.code(factor.code)} ({factor.code})", list(self._sides(factor, None))
            if key.startswith(f"{factor.key}/"):
                terms = [self._term(part) for part in key.removeprefix(f"{factor.key}/").split("/")]
                return SEPARATOR.join([f"{wording.code(factor.code)} ({factor.code})", *terms]), None
        return key, None

    def _term(self, part: str) -> str:
        return self._wording.polarity(part) or self._wording.level(part) or self._wording.term(part)

    def _at(self, level: str) -> Iterator[FactorSummary]:
        codes = {row.code for row in self._table.table if row.level == level}
        return (factor for factor in self._table.factors if factor.code in codes)

    def _sides(self, factor: FactorSummary, polarity: str | None) -> Iterator[PartOf]:
        sides: dict[str, Side] = {"risk": factor.risk, "protective": factor.protective, "neutral": factor.neutral}
        for name, side in sides.items():
            if side.quotes and polarity in {None, name}:
                names = self._wording.names(side.names)
                words = f"{self._wording.code(factor.code)}{SEPARATOR}{self._wording.term(name)}: {names}"
                yield "factors", side.key, words


class _ProcessEntries:
    """Numbers of the process: outcomes, steps and orders are made of episodes."""

    def __init__(self, process: Process, labels: EpisodeLabels, wording: Wording) -> None:
        self._process = process
        self._labels = labels
        self._wording = wording

    def about(self, key: str) -> tuple[str, list[PartOf] | None]:
        """Return title and parts; None where the number has words of its own."""
        lanes = {lane.key: lane for lane in self._process.lanes}
        if key in lanes:
            return f"{lanes[key].participant} · {self._labels.shown(key)}".strip(" ·"), None
        evidence = self._process.find(key)
        rows = set(evidence.rows) if evidence is not None else set()
        parts = [
            ("process", lane.key, f"{lane.participant} · {self._labels.shown(lane.key)}".strip(" ·"))
            for lane in self._process.lanes
            if lane.row in rows
        ]
        return self._title(key), parts

    def _title(self, key: str) -> str:
        _ = self._wording.translate
        kind, _colon, rest = key.partition(":")
        if kind == "again":
            return _("The same stressor twice")
        if kind in {"growth", "no growth"}:
            with_one = _("with a moment of growth") if kind == "growth" else _("without a moment of growth")
            return f"{self._wording.term(rest)}{SEPARATOR}{with_one}"
        stages = dict(
            zip(self._process.stages, (x.text(self._wording.language) for x in self._process.stage_names), strict=True)
        )
        if ">" in key:
            return " → ".join(stages.get(stage, stage) for stage in key.removeprefix("order:").split(">"))
        return self._wording.translate(N_("in the framework's order")) if key == "in order" else self._wording.term(key)


class _MapEntries:
    """Numbers of the map: a factor is made of the links that touch it."""

    def __init__(self, causal_map: CausalMap, wording: Wording) -> None:
        self._map = causal_map
        self._wording = wording

    def about(self, key: str) -> tuple[str, list[PartOf] | None]:
        """Return title and parts; None where the number has words of its own."""
        for link in self._map.links:
            if key == link.key:
                return _link_words(link.key, self._wording), None
            if key.startswith(f"{link.key}/"):
                return f"{_link_words(link.key, self._wording)}{SEPARATOR}{self._end(key)}", None
        for factor in self._map.factors:
            if key == factor.code or key.startswith(f"{factor.code}/"):
                side = key.removeprefix(factor.code).removeprefix("/")
                chosen = [link for link in self._map.links if _touches(link, factor.code, side)]
                parts = [("map", link.key, _link_words(link.key, self._wording)) for link in chosen]
                title = [
                    f"{self._wording.code(factor.code)} ({factor.code})",
                    *([self._wording.translate(side)] if side else []),
                ]
                return SEPARATOR.join(title), parts if side in {"", "raised", "lowered"} else None
        return key, None

    def _end(self, key: str) -> str:
        last = key.rpartition("/")[2]
        return {"+": self._wording.translate(N_("raises")), "-": self._wording.translate(N_("lowers"))}.get(last, last)


def _touches(link: Link, code: str, side: str) -> bool:
    if side == "raised":
        return link.effect == code and bool(link.raised_by)
    if side == "lowered":
        return link.effect == code and bool(link.lowered_by)
    return code in {link.cause, link.effect}


def _link_words(key: str, wording: Wording) -> str:
    return " → ".join(map(wording.code, key.split(">")))


def _loop_title(loops: Loops, key: str, wording: Wording) -> str:
    for loop in loops.loops:
        if key in {loop.key, *(f"{loop.key}/{telling.participant}" for telling in loop.tellings)}:
            names = " → ".join(name.text(wording.language) for name in (*loop.names, loop.names[0]))
            return names if key == loop.key else f"{names}{SEPARATOR}{key.rpartition('/')[2]}"
    return key


def _loop_parts(loops: Loops, key: str, wording: Wording) -> list[PartOf] | None:
    for loop in loops.loops:
        if key == loop.key:
            return [("map", link, _link_words(link, wording)) for link in loop.links]
    return None


def _agreement_title(result: AgreementResult, key: str, wording: Wording) -> str:
    if key in {row.code for row in result.code_rows}:
        return f"{wording.code(key)} ({key})"
    code, document, turn = key.rsplit("/", 2)
    return SEPARATOR.join([document, wording.translate(N_("turn {turn}")).format(turn=turn), wording.code(code)])


def _read_differently(quotes: tuple[Quote, ...], result: object, key: str) -> tuple[Quote, ...]:
    """Keep of a code's codings those that not all coders set; a passage keeps all of its own."""
    if isinstance(result, AgreementResult) and key in {row.code for row in result.code_rows}:
        return tuple(quote for quote in quotes if len(quote.coders) < len(result.coders))
    return quotes


def _press_title(signs: PressSigns, key: str, wording: Wording) -> str:
    for sign in (*signs.whole, *signs.pairs):
        if sign.key == key:
            answer = sign.answer_name.text(wording.language) or wording.translate(sign.answer)
            return f"{sign.press_name.text(wording.language)} → {answer}"
    return key


def _advice_title(advice: Advice, key: str, wording: Wording) -> str:
    names = {addressee.addressee: addressee.name.text(wording.language) for addressee in advice.addressees}
    first, *rest = key.split("/")
    return SEPARATOR.join([names.get(first) or wording.lever(first), *map(wording.translate, rest)])


def _claimed(quotes: Sequence[Quote], causal_map: object) -> dict[str, list[str]]:
    """Return the links of the map that claims make, with their speakers; nothing where some quote is no claim."""
    if not isinstance(causal_map, CausalMap):
        return {}
    known = {link.key for link in causal_map.links}
    found: dict[str, list[str]] = {}
    for quote in quotes:
        key = quote.code.replace(RAISES, ">").replace(LOWERS, ">")
        if key == quote.code or key not in known:
            return {}
        people = found.setdefault(key, [])
        if quote.participant not in people:
            people.append(quote.participant)
    return found


def _by_link(claimed: dict[str, list[str]], wording: Wording) -> list[PartOf]:
    return [("map", key, f"{_link_words(key, wording)}: {wording.names(people)}") for key, people in claimed.items()]
