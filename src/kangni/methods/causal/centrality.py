"""Which factors drive, which are driven and which pass on, by people, and how sure their order is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from kangni.core.errors import MethodInput
from kangni.methods.causal.maps import Bundled, strengths
from kangni.methods.columns import Bools, Floats, Ints
from kangni.methods.ranking import rank_ranges

__all__ = ["MEMBERS", "Centrality", "Standing", "centrality"]

MEMBERS = 1_000  # resamples of the participants


@dataclass(frozen=True, slots=True)
class Standing:
    """How the factors stand in one role, by code: people first, then strength; nought in both has no place (0).

    `low` and `high` are 5 and 95 % of the place over resamples, NaN where one participant cannot be resampled.
    """

    people: Ints
    strength: Floats
    place: Ints
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Centrality:
    """The three roles: what people name as a cause, as an effect, and as both within their own account."""

    drivers: Standing
    outcomes: Standing
    brokers: Standing


def centrality(links: Bundled, *, factors: int, rng: np.random.Generator, members: int = MEMBERS) -> Centrality:
    r"""Rank factors as drivers, outcomes and brokers, with the range of each place over resampled participants.

    A *driver* is ranked by the people who claim a link out of it, then by its out-strength
    :math:`\sum_j |w_{ij}|`; an *outcome* by the people who claim a link into it, then by its in-strength. A *broker* is
    ranked by the people who themselves claim a link into it and one out of it, from and to different factors, then by
    the mean number of such chains; shortest paths over the group's map would count chains that nobody tells.
    Participants are drawn with replacement and the map bundled anew; `low` and `high` are the middle 90 % of a place.

    Parameters
    ----------
    links
        The map.
    factors
        How many codes are numbered.
    rng
        Source of chance.
    members
        Resamples.

    Returns
    -------
    Centrality
        Codes that nobody names in a role have no place in it.

    Raises
    ------
    MethodInput
        If a link has a code beyond `factors`.

    Examples
    --------
    >>> from kangni.methods.causal.maps import bundle_maps
    >>> maps = np.array([[[0, 0.6, 0], [0, 0, 0.9], [0, 0, 0]], [[0, 0.3, 0], [0, 0, 0], [0, 0, 0]]])
    >>> found = centrality(bundle_maps(maps), factors=3, rng=np.random.default_rng(1))
    >>> found.drivers.place.tolist(), found.brokers.people.tolist()
    ([1, 2, 0], [0, 1, 0])
    """
    if max(links.cause.max(initial=-1), links.effect.max(initial=-1)) >= factors:
        raise MethodInput("centrality", f"a link has a code beyond the {factors} that there are")
    people = np.unique(links.entry_participant)
    who = np.searchsorted(people, links.entry_participant)
    drawn = _drawn(links.n, len(people), members, rng)
    own = np.zeros((len(people), len(links.cause)))
    own[who, links.entry_link] = links.entry_weight
    sizes = np.abs(drawn @ own) / max(links.n, 1)
    force = strengths(links.cause, links.effect, links.weight, factors=factors)
    leaves, reaches = (_incidence(ends, factors) for ends in (links.cause, links.effect))
    names, named = (_named(who, ends[links.entry_link], len(people), factors) for ends in (links.cause, links.effect))
    chains = _chains(links, who, len(people), factors)
    average = chains.sum(axis=0) / max(links.n, 1)
    return Centrality(
        drivers=_standing(names, force.out, drawn, sizes @ leaves),
        outcomes=_standing(named, force.into, drawn, sizes @ reaches),
        brokers=_standing(chains > 0, average, drawn, drawn @ chains / max(links.n, 1)),
    )


def _standing(says: Bools, strength: Floats, drawn: Floats, strengths_drawn: Floats) -> Standing:
    """Return the places on the whole map and their ranges; who says so is (people, factors)."""
    people = says.sum(axis=0).astype(np.int64)
    known = people > 0
    place, low, high = np.zeros(len(people), np.int64), *np.full((2, len(people)), np.nan)
    if known.any():
        place[known] = _places(people[known][None], strength[known][None])[0]
        if len(drawn):
            each = _places(drawn @ says[:, known], strengths_drawn[:, known])
            ranges = rank_ranges(each.T)
            low[known], high[known] = ranges.low, ranges.high
    return Standing(people, strength, place, low, high)


def _places(people: Floats | Ints, strength: Floats) -> Ints:
    """Return 1 for the factor of most people; of equally many that of more strength; equals share a place."""
    most = np.abs(strength).max(axis=1, keepdims=True, initial=0) + 1
    key = -(np.rint(people) + np.round(strength / most, 9))
    return np.asarray(rankdata(key, method="min", axis=1), np.int64)


def _drawn(n: int, speakers: int, members: int, rng: np.random.Generator) -> Floats:
    """Return how often each speaker is drawn when n participants, silent ones too, are drawn with replacement."""
    if n < 2:
        return np.zeros((0, speakers))
    return rng.multinomial(n, np.full(n, 1 / n), size=members)[:, :speakers].astype(np.float64)


def _incidence(ends: Ints, factors: int) -> Floats:
    found = np.zeros((len(ends), factors))
    found[np.arange(len(ends)), ends] = 1
    return found


def _named(who: Ints, code: Ints, people: int, factors: int) -> Bools:
    says = np.zeros((people, factors), np.bool_)
    says[who, code] = True
    return says


def _chains(links: Bundled, who: Ints, people: int, factors: int) -> Floats:
    """Count each person's own chains through each factor, from one other factor to another."""
    chains = np.zeros((people, factors))
    cause, effect = links.cause[links.entry_link], links.effect[links.entry_link]
    for person in range(people):
        mine = (who == person) & (cause != effect)
        own = np.zeros((factors, factors))
        own[cause[mine], effect[mine]] = 1
        chains[person] = own.sum(axis=0) * own.sum(axis=1) - (own * own.T).sum(axis=0)
    return chains
