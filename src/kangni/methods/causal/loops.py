"""Feedback loops of a map: which there are, who tells them whole, and which belong together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.cycles import Cycle, cycles
from kangni.methods.causal.maps import Bundled

__all__ = [
    "Holders",
    "Telling",
    "families",
    "gain",
    "heading",
    "holders",
    "links_of",
    "persistence",
    "strength",
    "tellings",
]

MOST_UNIONS = 1 << 16  # sets of people that one exact resampling may need


@dataclass(frozen=True, slots=True)
class Telling:
    """A loop that lies whole in one participant's own map; `weights` are that participant's, link by link."""

    codes: Cycle
    links: tuple[int, ...]  # into `Bundled`
    participant: int
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds parts of a loop, and who opposes it as (participant, position of the link); numbers, in order."""

    parts: tuple[int, ...]
    opposed: tuple[tuple[int, int], ...]


def gain(weights: Sequence[float]) -> float:
    """Multiply the weights round a loop: above 0 it reinforces, below 0 it balances.

    Examples
    --------
    >>> gain([0.5, -0.4, 0.5])
    -0.1
    """
    return math.prod(weights)


def strength(weights: Sequence[float]) -> float:
    """Return the geometric mean of the absolute weights, which does not fall with length as the gain does.

    Examples
    --------
    >>> strength([0.5, -0.5])
    0.5
    """
    return float(abs(gain(weights)) ** (1 / len(weights)))


def tellings(links: Bundled, *, cap: int = 6, most: int = 10_000) -> tuple[tuple[Telling, ...], bool]:
    """Find the loops that participants tell whole, each in that participant's own map.

    A link whose own claims cancel has no sign in that map and closes no loop.

    Parameters
    ----------
    links
        The map.
    cap, most
        As in `cycles`; `most` holds for each participant.

    Returns
    -------
    tuple
        The tellings by participant, and whether they are all.
    """
    found: list[Telling] = []
    complete = True
    step_by_pair = _steps(links)
    for participant in np.unique(links.entry_participant).tolist():
        mine = (links.entry_participant == participant) & (links.entry_weight != 0)
        index, weight = links.entry_link[mine], links.entry_weight[mine]
        own = cycles(links.cause[index], links.effect[index], cap=cap, most=most)
        complete &= own.complete
        weight_by_step = dict(zip(index.tolist(), weight.tolist(), strict=True))
        for codes in own.cycles:
            steps = tuple(step_by_pair[pair] for pair in _pairs(codes))
            found.append(Telling(codes, steps, participant, tuple(weight_by_step[step] for step in steps)))
    return tuple(found), complete


def links_of(found: Sequence[Cycle], links: Bundled) -> tuple[tuple[int, ...], ...]:
    """Return for each cycle its links as indices into the map, from its first code on."""
    step_by_pair = _steps(links)
    return tuple(tuple(step_by_pair[pair] for pair in _pairs(codes)) for codes in found)


def families(told: Sequence[Telling]) -> tuple[tuple[int, ...], ...]:
    """Join tellings that are one story: loops of one teller that share a link, equal loops of several tellers.

    Parameters
    ----------
    told
        Tellings, as `tellings` finds them.

    Returns
    -------
    tuple
        Families as indices into `told`, the strongest telling of each first (on a tie the longer). Families stand by
        number of tellers, then by the strength of their first.
    """
    parent = list(range(len(told)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[tuple[object, ...], int] = {}
    for i, telling in enumerate(told):
        for tie in [("loop", *telling.codes), *(("link", telling.participant, link) for link in telling.links)]:
            parent[root(i)] = root(first.setdefault(tie, i))
    members = defaultdict[int, list[int]](list)
    for i in range(len(told)):
        members[root(i)].append(i)

    def rank(i: int) -> tuple[float, int, Cycle, int]:
        return -round(strength(told[i].weights), 12), -len(told[i].codes), told[i].codes, told[i].participant

    joined = [tuple(sorted(family, key=rank)) for family in members.values()]
    return tuple(sorted(joined, key=lambda family: (-len({told[i].participant for i in family}), rank(family[0]))))


def holders(steps: Sequence[int], signs: Sequence[int], links: Bundled, *, tellers: Sequence[int] = ()) -> Holders:
    """Tell who else holds a link of a loop, and who claims one with the other sign: for them it is cut or turned.

    Parameters
    ----------
    steps, signs
        The loop's links as indices into the map, and the sign each has in the loop.
    links
        The map.
    tellers
        Participants who tell the loop whole; they are not listed as holders of a part.

    Returns
    -------
    Holders
        Somebody with both signs on one link is in both lists; a teller can oppose the own loop.
    """
    parts, opposed = set[int](), set[tuple[int, int]]()
    for position, (step, sign) in enumerate(zip(steps, signs, strict=True)):
        low, high = np.searchsorted(links.entry_link, [step, step + 1])
        raises, lowers = links.entry_plus[low:high] > 0, links.entry_minus[low:high] < 0
        people = links.entry_participant[low:high]
        parts.update(people[raises if sign > 0 else lowers].tolist())
        opposed.update((person, position) for person in people[lowers if sign > 0 else raises].tolist())
    return Holders(parts=tuple(sorted(parts - set(tellers))), opposed=tuple(sorted(opposed)))


def persistence(steps: Sequence[int], links: Bundled) -> Number:
    r"""Return the share of resamples of the participants in which every link of a loop still has a speaker.

    Resamples draw n of n with replacement. With U(T) the people who speak of any link in T, the share is
    :math:`\sum_T (-1)^{|T|} (1 - |U(T)| / n)^n` over all subsets T of the loop's links: exact, nothing is drawn.

    Parameters
    ----------
    steps
        The loop's links as indices into the map.
    links
        The map.

    Returns
    -------
    Number
        Undefined where the sum would need more than 65,536 sets of people.

    Examples
    --------
    A link that one of two people speaks of is missing from the one resample in four that draws the other twice:

    >>> from kangni.methods.columns import ClaimColumns
    >>> one, zero = np.ones(1, np.int64), np.zeros(1, np.int64)
    >>> claims = ClaimColumns(
    ...     row=one, document=zero, participant=zero, coder=zero, cause=zero, effect=one, sign=one, strength=one,
    ...     voice=zero, stance=zero, turn=zero,
    ... )
    >>> from kangni.methods.causal.maps import bundle
    >>> persistence([0], bundle(claims, participants=np.array([True, True]), counted=np.array([True])))
    0.75
    """
    speakers = {_speakers(step, links) for step in steps}
    needed = [one for one in speakers if not any(other != one and other & one == other for other in speakers)]
    unions = {0: 1}
    for people in sorted(needed):
        for union, sign in tuple(unions.items()):
            unions[union | people] = unions.get(union | people, 0) - sign
        if len(unions) > MOST_UNIONS:
            return Undefined("too many people share the loop to resample it exactly")
    return math.fsum(sign * (1 - union.bit_count() / links.n) ** links.n for union, sign in unions.items())


def heading(signs: Sequence[int], codes: Cycle, fed: Sequence[tuple[int, int, int]], good: Mapping[int, int]) -> int:
    """Tell whether a reinforcing loop, run the way its words point, feeds good (+1) or bad (-1) functioning.

    A reinforcing loop runs both ways. It is read the way in which more of its factors rise; then every code of
    functioning in it, or one link away, must move the same way, good or bad.

    Parameters
    ----------
    signs
        Sign of each link, from the first code on.
    codes
        The loop.
    fed
        Links (cause, effect, sign) that leave the loop.
    good
        Codes of functioning: +1 for a good state, -1 for a bad one.

    Returns
    -------
    int
        0 for a loop that balances, that rises and falls by halves, that feeds no functioning, or that feeds both.

    Examples
    --------
    Load raises exhaustion and exhaustion raises load; exhaustion is a bad state.

    >>> heading([1, 1], (0, 1), [], {1: -1})
    -1
    """
    moves = {codes[0]: 1}
    for (one, other), sign in zip(pairwise(codes), signs, strict=False):
        moves[other] = moves[one] * sign
    way = int(np.sign(sum(moves.values())))
    if math.prod(signs) < 0 or way == 0:
        return 0
    reached = {way * moves[code] * good[code] for code in codes if good.get(code)}
    reached |= {way * moves[one] * sign * good[other] for one, other, sign in fed if good.get(other)}
    return reached.pop() if len(reached) == 1 else 0


def _steps(links: Bundled) -> dict[tuple[int, int], int]:
    return {pair: step for step, pair in enumerate(zip(links.cause.tolist(), links.effect.tolist(), strict=True))}


def _pairs(codes: Cycle) -> Iterator[tuple[int, int]]:
    return pairwise((*codes, codes[0]))


def _speakers(step: int, links: Bundled) -> int:
    """Return the participants who speak of a link as the bits of one number."""
    low, high = np.searchsorted(links.entry_link, [step, step + 1])
    return sum(1 << person for person in links.entry_participant[low:high].tolist())
