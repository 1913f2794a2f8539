"""Whether two coders find the same links in what people say, and give them the same sign and strength."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.figures import Bounded
from kangni.methods.agreement.gwet import ac
from kangni.methods.agreement.intervals import jackknife
from kangni.methods.agreement.kappa import agreement_weights, kappa
from kangni.methods.causal.maps import STRONGEST, Bundled
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["FoundLinks", "LinkAgreement", "found_links", "link_agreement"]

NO_LINKS = Undefined(N_("neither coder found a link"))
NONE_COMMON = Undefined(N_("no link was found by both"))
ONE_PERSON = Undefined(N_("an interval needs two participants"))


@dataclass(frozen=True, slots=True)
class FoundLinks:
    """Every link of every participant that either coder found: with which sign, and how strong.

    `first_sign` and `second_sign` are +1, -1, 0 where that coder did not find it, and 2 where both signs are claimed.
    Strengths are means from 1 to 3, 0 where not found.
    """

    participant: Ints
    cause: Ints
    effect: Ints
    first_sign: Ints
    second_sign: Ints
    first_strength: Floats
    second_strength: Floats

    @property
    def common(self) -> Bools:
        """Tell which links both found."""
        found: Bools = (self.first_sign != 0) & (self.second_sign != 0)
        return found


@dataclass(frozen=True, slots=True)
class LinkAgreement:
    """Agreement on which links there are, then, on the common ones, on sign and strength.

    Attributes
    ----------
    both, only_first, only_second
        Links of a participant found by both, and by one alone.
    specific
        Specific agreement 2 both / (2 both + only_first + only_second), with a jackknife over participants.
    kappa
        Cohen's kappa over `places`.
    places
        Participants times ordered pairs of the factors that either coder linked for anybody.
    same_sign, other_sign
        Common links with the same sign, and with different ones; one that carries both signs for either is different
        unless it does for both.
    sign_share, sign_kappa, sign_ac
        Share of common links with the same sign, Cohen's kappa and Gwet's AC1 over +, - and both.
    strength_kappa
        Kappa with linear weights over the strengths 1, 2, 3 of links with the same sign.
    """

    both: int
    only_first: int
    only_second: int
    specific: Bounded
    kappa: Number
    places: int
    same_sign: int
    other_sign: int
    sign_share: Number
    sign_kappa: Number
    sign_ac: Number
    strength_kappa: Number


def found_links(first: Bundled, second: Bundled) -> FoundLinks:
    """Set the links that two coders found in the accounts of the same participants side by side.

    Parameters
    ----------
    first, second
        The maps that each coder's claims make, over the same participants and codes.

    Returns
    -------
    FoundLinks
        In the order of (participant, cause, effect).

    Raises
    ------
    MethodInput
        If the maps are of different numbers of participants.
    """
    if first.n != second.n:
        raise MethodInput("link agreement", f"one map of {first.n} and one of {second.n} participants")
    each = [_keyed(links) for links in (first, second)]
    keys = np.unique(np.concatenate([key for key, _, _ in each]), axis=0)
    signs, sizes = np.zeros((2, len(keys)), np.int64), np.zeros((2, len(keys)))
    place = {tuple(key): i for i, key in enumerate(keys.tolist())}
    for coder, (own, sign, strength) in enumerate(each):
        at = [place[tuple(key)] for key in own.tolist()]
        signs[coder, at], sizes[coder, at] = sign, strength
    return FoundLinks(keys[:, 0], keys[:, 1], keys[:, 2], signs[0], signs[1], sizes[0], sizes[1])


def link_agreement(found: FoundLinks, participants: Ints) -> LinkAgreement:
    r"""Compare two coders' links.

    Links are found, not presented: nobody counts the pairs of factors that neither coder linked, and with k factors
    there are k(k-1) of them for each participant. *Specific agreement* 2a/(2a + b + c) leaves them out: the chance that
    a link of one coder, taken at random, is the other's too. *Kappa* needs them, so its value leans on how many pairs
    one grants; as they grow it comes near to specific agreement. Sign and strength are compared on common links alone,
    and so say nothing of links that one coder missed.

    Parameters
    ----------
    found
        As `found_links` returns it.
    participants
        All whose accounts both coders have read, those without links too.

    Returns
    -------
    LinkAgreement
        Undefined: specific agreement where nobody found a link, signs and strengths without common links, kappa where
        both coders gave one and the same sign.

    References
    ----------
    Fleiss (1975), Biometrics 31, on specific agreement; Hripcsak and Rothschild (2005), Journal of the American Medical
    Informatics Association 12, on its nearness to kappa where what is absent is not counted.

    Examples
    --------
    Of two links that the first coder found, the second found one, with the same sign, and a third.

    >>> from kangni.methods.causal.maps import bundle_maps
    >>> one = bundle_maps(np.array([[0, 1, 1], [0, 0, 0], [0, 0, 0]]))
    >>> other = bundle_maps(np.array([[0, 1, 0], [0, 0, -1], [0, 0, 0]]))
    >>> agreed = link_agreement(found_links(one, other), np.array([0]))
    >>> agreed.both, agreed.only_first, agreed.only_second, agreed.specific.value, agreed.sign_share
    (1, 1, 1, 0.5, 1.0)
    """
    common = found.common
    only_first, only_second = found.second_sign == 0, found.first_sign == 0
    both, first, second = (int(which.sum()) for which in (common, only_first, only_second))
    codes = len(np.union1d(found.cause, found.effect))
    places = len(participants) * codes * (codes - 1) + int((found.cause == found.effect).sum())
    table = np.array([[both, first], [second, max(0, places - both - first - second)]], np.float64)
    signs = _signs(found)
    same = int(np.trace(signs))
    return LinkAgreement(
        both=both,
        only_first=first,
        only_second=second,
        specific=_specific(found, participants),
        kappa=kappa(table) if len(found.participant) else NO_LINKS,
        places=places,
        same_sign=same,
        other_sign=both - same,
        sign_share=same / both if both else NONE_COMMON,
        sign_kappa=kappa(signs) if both else NONE_COMMON,
        sign_ac=_gwet(found) if both else NONE_COMMON,
        strength_kappa=_strengths(found),
    )


def _keyed(links: Bundled) -> tuple[Ints, Ints, Floats]:
    """Return participant, cause and effect of each entry, with its sign and its strength."""
    key = np.column_stack((links.entry_participant, links.cause[links.entry_link], links.effect[links.entry_link]))
    up, down = links.entry_plus > 0, links.entry_minus < 0
    sign = np.where(up & down, 2, np.where(up, 1, -1))
    return key, sign, STRONGEST * (links.entry_plus - links.entry_minus)


def _specific(found: FoundLinks, participants: Ints) -> Bounded:
    rows = np.searchsorted(np.sort(participants), found.participant)
    count = len(participants)
    common = np.bincount(rows, 2.0 * found.common, minlength=count)
    every = common + np.bincount(rows, ~found.common, minlength=count)
    if not every.sum():
        return Bounded(NO_LINKS, NO_LINKS, NO_LINKS, 1.0)
    value = common.sum() / every.sum()
    rest = every.sum() - every
    without = np.divide(common.sum() - common, rest, out=np.full(count, np.nan), where=rest > 0)
    bounds = jackknife(np.array([value]), without[:, None])
    low, high = float(bounds.low[0]), float(bounds.high[0])
    if not np.isfinite(low):
        return Bounded(float(value), ONE_PERSON, ONE_PERSON, float(bounds.undefined[0]))
    return Bounded(float(value), max(0.0, low), high, float(bounds.undefined[0]))


def _signs(found: FoundLinks) -> Floats:
    """Return the table of common links, first coder's sign by second coder's: +, - and both."""
    table = np.zeros((3, 3))
    kinds = {1: 0, -1: 1, 2: 2}
    for one, other in zip(found.first_sign[found.common], found.second_sign[found.common], strict=True):
        table[kinds[int(one)], kinds[int(other)]] += 1
    return table


def _gwet(found: FoundLinks) -> Number:
    kinds = [1, -1, 2]
    pairs = np.column_stack((found.first_sign[found.common], found.second_sign[found.common]))
    counts = np.stack([(pairs == kind).sum(axis=1) for kind in kinds], axis=1).astype(np.float64)
    return ac(counts, np.ones(len(counts)))


def _strengths(found: FoundLinks) -> Number:
    use = found.common & (found.first_sign == found.second_sign)
    if not use.any():
        return NONE_COMMON
    table = np.zeros((STRONGEST, STRONGEST))
    for one, other in zip(found.first_strength[use], found.second_strength[use], strict=True):
        table[round(float(one)) - 1, round(float(other)) - 1] += 1
    return kappa(table, agreement_weights("linear", np.arange(STRONGEST, dtype=np.float64)))
