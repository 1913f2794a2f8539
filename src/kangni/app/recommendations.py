"""The deed that lists recommendations: in which words, what they rested on then, and whether they still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kangni.app.basis_of_advice import basis_of, find_lever
from kangni.app.consent import Policy, keep_apart
from kangni.app.evidence import Quoter
from kangni.core.advice import Suggestion, TieState
from kangni.core.claims import Claim
from kangni.core.coding import Coding, Place
from kangni.core.errors import N_
from kangni.core.names import NO_WORDS, DocumentId, Label
from kangni.core.people import Coder
from kangni.core.ports import Reader
from kangni.core.recommendations import Basis, Recommendation, RecommendationState, Support, SupportPart
from kangni.results.advice import Advice
from kangni.results.answer import Caution
from kangni.results.levers import Breadth, Mark
from kangni.results.quotes import Quote
from kangni.results.recommendations import KeptPassage, Recommendations, Recommended

__all__ = ["Runs", "list_recommendations", "runs_of"]

Runs = tuple[int, int]  # members and seed of an ensemble

GONE = N_("Nobody asks for it any more, and no claim touches it.")
UNASKED = N_("Nobody asks for it any more; {then} did.")
UNSUPPORTED = N_("Nobody asks for it or credits it any more; {then} did.")
NARROWER = N_("It was {then} and is {now}: {supporters_now} support it, of {supporters_then} then.")
TURNED = N_("In the map it helped then ({then}) and does not now ({now}).")
OPENED = N_("Its direction was clear then and is open now: {now} of the maps agree, of {then} then.")
NO_EFFECT = N_("It had an effect in the map ({then}) and has none that is defined now.")
DISPUTED = N_("Somebody is against it now: {people}.")
ASKED_MORE = N_("More people ask for it than when it was declined: {now}, of {then} then.")
WIDER = N_("It was {then} when it was declined and is {now}.")
ASKERS_LESS = N_("No longer asking: {people}.")
ASKERS_MORE = N_("Newly asking: {people}.")
CREDIT_LESS = N_("No longer crediting it: {people}.")
CREDIT_MORE = N_("Newly crediting it: {people}.")
AGAINST_LESS = N_("No longer against it: {people}.")
EFFECT_MOVED = N_("Its effect was {then} and is {now}.")
OTHER_N = N_("{now} people count now, {then} did then.")

ORDER = {Breadth.THIN.value: 0, Breadth.MIDDLING.value: 1, Breadth.BROAD.value: 2}
NOTICED = 0.25  # unit dips by which an effect must move to be told


def runs_of(read: Reader) -> tuple[Runs, ...]:
    """Return the ensembles on which recommendations rest, each once: the same must be asked again."""
    return tuple(dict.fromkeys((one.basis.members, one.basis.seed) for one in read.all(Recommendation)))


def list_recommendations(
    read: Reader, advice_by_runs: Mapping[Runs, Advice | None], rules: Policy, *, language: str = "en"
) -> Recommendations:
    """List all recommendations with what they rested on then, and what that is now.

    `advice_by_runs` holds the present advice for each of `runs_of`, None where there is nothing to advise on any more.
    The words that each rested on are shown as far as `rules` let them be, for readers of `language`.
    """
    kept = _KeptWords(read, rules, language=language)
    coders = {coder.id: coder.handle for coder in read.all(Coder)}
    framework = read.framework()
    places = {addressee.id: place for place, addressee in enumerate(framework.addressees)}
    addressees = {addressee.id: addressee.name for addressee in framework.addressees}
    names = {family.id: family.name for family in framework.lever_families}
    names |= {code.handle: code.name for code in read.codebook()}
    ordered = sorted(
        read.all(Recommendation),
        key=lambda one: (places.get(one.addressee, len(places)), one.state is RecommendationState.DECLINED, one.at),
    )
    return Recommendations(
        revision=read.revision,
        recommendations=tuple(
            _recommended(
                one,
                _now(one, advice_by_runs.get((one.basis.members, one.basis.seed))),
                name=names.get(one.lever, NO_WORDS),
                addressee=addressees.get(one.addressee, NO_WORDS),
                decided_by=coders[one.decided_by],
                evidence=kept.of(one),
            )
            for one in ordered
        ),
    )


def _now(one: Recommendation, advice: Advice | None) -> Basis | None:
    if advice is None:
        return None
    places = find_lever(advice, one.lever)
    lever = places.get(one.addressee) or next(iter(places.values()), None)
    return None if lever is None else basis_of(advice, lever)


def _recommended(
    one: Recommendation,
    now: Basis | None,
    *,
    name: Label,
    addressee: Label,
    decided_by: str,
    evidence: tuple[KeptPassage, ...],
) -> Recommended:
    tell = _broken if one.state is RecommendationState.ADOPTED else _reopened
    return Recommended(
        lever=one.lever,
        name=name,
        addressee=one.addressee,
        addressee_name=addressee,
        state=one.state,
        words=one.words,
        reason=one.reason,
        decided_by=decided_by,
        at=one.at.isoformat(timespec="seconds"),
        then=one.basis,
        now=now,
        broken=tuple(tell(one.basis, now)),
        moved=() if now is None else tuple(_moved(one.basis, now)),
        evidence=evidence,
    )


def _broken(then: Basis, now: Basis | None) -> Iterator[Caution]:
    """Say why an adopted recommendation no longer holds."""
    if now is None:
        yield Caution(GONE)
        return
    if then.supporters and not now.supporters:
        yield Caution(UNSUPPORTED, (("then", len(then.supporters)),))
    elif then.askers and not now.askers:
        yield Caution(UNASKED, (("then", len(then.askers)),))
    if ORDER.get(now.breadth, 0) < ORDER.get(then.breadth, 0):
        facts = (("then", then.breadth), ("now", now.breadth))
        yield Caution(
            NARROWER,
            (*facts, ("supporters_then", len(then.supporters)), ("supporters_now", len(now.supporters))),
        )
    yield from _effect_broken(then, now)
    against = set(now.against) - set(then.against)
    if against and not then.against:
        yield Caution(DISPUTED, (("people", _names(against)),))


def _effect_broken(then: Basis, now: Basis) -> Iterator[Caution]:
    if then.effect is None:
        return
    if now.effect is None:
        yield Caution(NO_EFFECT, (("then", _shown(then.effect)),))
    elif then.effect > 0 >= now.effect:
        yield Caution(TURNED, (("then", _shown(then.effect)), ("now", _shown(now.effect))))
    elif Mark.DIRECTION_OPEN.value in now.marks and Mark.DIRECTION_OPEN.value not in then.marks:
        yield Caution(OPENED, (("then", _shown(then.certainty)), ("now", _shown(now.certainty))))


def _reopened(then: Basis, now: Basis | None) -> Iterator[Caution]:
    """Say why a declined lever asks to be looked at again."""
    if now is None:
        return
    if len(now.askers) > len(then.askers):
        yield Caution(ASKED_MORE, (("then", len(then.askers)), ("now", len(now.askers))))
    if ORDER.get(now.breadth, 0) > ORDER.get(then.breadth, 0):
        yield Caution(WIDER, (("then", then.breadth), ("now", now.breadth)))


def _moved(then: Basis, now: Basis) -> Iterator[Caution]:
    """Say what else is different."""
    if then.n != now.n:
        yield Caution(OTHER_N, (("then", then.n), ("now", now.n)))
    for less, more, before, after in (
        (ASKERS_LESS, ASKERS_MORE, then.askers, now.askers),
        (CREDIT_LESS, CREDIT_MORE, then.claimers, now.claimers),
        (AGAINST_LESS, DISPUTED, then.against, now.against),
    ):
        gone, come = set(before) - set(after), set(after) - set(before)
        if gone:
            yield Caution(less, (("people", _names(gone)),))
        if come and not (more is DISPUTED and not before):  # which breaks it, and is said there
            yield Caution(more, (("people", _names(come)),))
    if then.effect is not None and now.effect is not None and abs(then.effect - now.effect) > NOTICED:
        yield Caution(EFFECT_MOVED, (("then", _shown(then.effect)), ("now", _shown(now.effect))))


def _names(people: set[str]) -> str:
    return ", ".join(sorted(people))


def _shown(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}".replace("-", "−")


class _KeptWords:
    """Passages as they were, and whether somebody still reads them so."""

    def __init__(self, read: Reader, rules: Policy, *, language: str) -> None:
        self._read = read
        self._rules = rules
        self._quoter = Quoter(read, rules, language=language)
        self._codebook = read.codebook()
        self._read_so: dict[DocumentId, tuple[Sequence[Coding], Sequence[Claim]]] = {}
        self._tied = {
            (tie.coding, lever) for tie in read.all(Suggestion) if tie.state is TieState.TIED for lever in tie.levers
        }

    def of(self, one: Recommendation) -> tuple[KeptPassage, ...]:
        """Return the passages of a recommendation; people kept apart are not quoted side by side."""
        kept = [self._kept(support, one.lever) for support in one.evidence]
        quotes = keep_apart([passage.quote for passage in kept], self._rules.apart)
        return tuple(replace(passage, quote=quote) for passage, quote in zip(kept, quotes, strict=True))

    def _kept(self, support: Support, lever: str) -> KeptPassage:
        code = self._codebook.get(support.code).handle
        if support.document is None or support.span is None:
            place = support.place or Place("", 0, "")
            quote = Quote("", "", None, None, None, place.quote, "", (), code, place=f"{place.file}, {place.row}")
            return KeptPassage(support.part, quote, stands=True)
        standing = self._standing(support, lever)
        released = any(reading.released for reading in standing if isinstance(reading, Coding))
        quote = self._quoter.passage(support.document, support.span, code=code, released=released)
        return KeptPassage(support.part, quote, stands=bool(standing))

    def _standing(self, support: Support, lever: str) -> list[Coding | Claim]:
        """Return what still reads the words so: tied codings of those who ask, claims, or either of those against."""
        assert support.document is not None  # asked of words in texts only
        assert support.span is not None
        codings, claims = self._readings(support.document)
        found: list[Coding | Claim] = []
        if support.part is not SupportPart.CREDITS:
            found += [
                one
                for one in codings
                if one.code == support.code and one.span and one.span.overlaps(support.span) and not one.draft
                if support.part is SupportPart.AGAINST or (one.id, lever) in self._tied
            ]
        if support.part is not SupportPart.ASKS:
            found += [
                one for one in claims if one.cause == support.code and one.span and one.span.overlaps(support.span)
            ]
        return found

    def _readings(self, document: DocumentId) -> tuple[Sequence[Coding], Sequence[Claim]]:
        if document not in self._read_so:
            self._read_so[document] = (
                self._read.in_document(Coding, document),
                self._read.in_document(Claim, document),
            )
        return self._read_so[document]
