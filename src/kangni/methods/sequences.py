"""Which code is followed by which other one, and how often that would happen if people spoke in any order."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.columns import Floats, Ints

__all__ = ["Baseline", "Followed", "Order", "followed", "shuffled"]


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Turns in the order of speaking, block after block; those of one participant stand together.

    A block is a participant's turns of one text. `code` holds the distinct codes of each turn, those of turn t from
    `first[t]` to `first[t + 1]`; `participant` is by block, and its turns begin at `block[b]` and end at
    `block[b + 1]`.
    """

    block: Ints
    participant: Ints
    first: Ints
    code: Ints

    @classmethod
    def of(cls, turn: Ints, code: Ints, *, sizes: Ints, participant: Ints) -> Order:
        """Make an order of entries (turn and code, in any order); `sizes` are the turns by block.

        Raises
        ------
        MethodInput
            If the blocks of one participant do not stand together, or an entry lies in no turn.
        """
        if (np.diff(participant) < 0).any():
            raise MethodInput(
                "sequences", "the blocks of a participant must stand together, in the order of participants"
            )
        turns = int(sizes.sum())
        if turn.size and not 0 <= turn.min() <= turn.max() < turns:
            raise MethodInput("sequences", "an entry lies in no turn")
        codes = int(code.max(initial=0)) + 1
        entries = np.unique(turn * codes + code)
        return cls(
            block=np.append(0, np.cumsum(sizes)).astype(np.int64),
            participant=participant,
            first=np.searchsorted(entries, np.arange(turns + 1) * codes).astype(np.int64),
            code=(entries % codes).astype(np.int64),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """What follows what, shape (codes, codes), the earlier code in the row.

    `turns` are those with the earlier code that the later one follows, `participants` have any such turn; `later`
    counts by code the turns that it follows, whatever they hold.
    """

    turns: Ints
    participants: Ints
    later: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Participants with the earlier code before the later one, had they said the same turns in any order.

    Mean, 5 % and 95 % of the shuffles, and the share of them with as many participants as were found, or more.
    """

    mean: Floats
    low: Floats
    high: Floats
    as_many: Floats


def followed(order: Order, *, codes: int, within: int) -> Followed:
    """Count which code is followed by which within so many of the same participant's next turns in the same text.

    Parameters
    ----------
    order
        Turns with their codes.
    codes
        How many codes there are.
    within
        How many turns after its own the later code may stand in; codes of one turn follow nothing.

    Returns
    -------
    Followed

    Raises
    ------
    MethodInput
        If `within` is no number of turns.

    Examples
    --------
    Code 0 in the first turn, code 1 in the third of three.

    >>> one = np.array([0])
    >>> order = Order.of(np.array([0, 2]), np.array([0, 1]), sizes=np.array([3]), participant=one)
    >>> found = followed(order, codes=2, within=2)
    >>> print(found.turns.tolist(), found.participants.tolist(), found.later)
    [[0, 1], [0, 0]] [[0, 1], [0, 0]] [0 2]
    """
    if within < 1:
        raise MethodInput("sequences", f"within {within} turns; use 1 or more")
    everybody = np.arange(order.first.size - 1)
    turns, participants, later = _follow(
        order.block, order.participant, order.first, order.code, everybody, codes, within
    )
    return Followed(turns, participants, later)


def shuffled(order: Order, found: Followed, *, within: int, shuffles: int, rng: np.random.Generator) -> Baseline:
    """Shuffle each participant's turns within each text, again and again, and count who then follows.

    What a turn holds stays together, and so does what a person says in a text; only the order is lost. A pair that is
    found no more often than in the shuffles is a matter of frequency, not of order.

    Parameters
    ----------
    order
        Turns with their codes.
    found
        What `followed` found in them.
    within
        As in `followed`.
    shuffles
        How many.
    rng
        The source of chance.

    Returns
    -------
    Baseline
        Arrays of shape (codes, codes).

    Raises
    ------
    MethodInput
        Without shuffles.

    Examples
    --------
    In half of the orders of two turns the first stays first.

    >>> one = np.array([0])
    >>> order = Order.of(np.array([0, 1]), np.array([0, 1]), sizes=np.array([2]), participant=one)
    >>> found = followed(order, codes=2, within=1)
    >>> base = shuffled(order, found, within=1, shuffles=2000, rng=np.random.default_rng(1))
    >>> print(base.mean[0, 1].round(1), base.as_many[0, 1].round(1))
    0.5 0.5
    """
    if shuffles < 1:
        raise MethodInput("sequences", f"{shuffles} shuffles; use 1 or more")
    codes = found.participants.shape[0]
    people = np.zeros((shuffles, codes, codes), dtype=np.int16)
    of_turn = np.repeat(np.arange(order.participant.size), np.diff(order.block))
    for i in range(shuffles):
        mixed = np.argsort(of_turn + rng.random(of_turn.size))
        people[i] = _follow(order.block, order.participant, order.first, order.code, mixed, codes, within)[1]
    low, high = np.quantile(people, [0.05, 0.95], axis=0)
    return Baseline(people.mean(axis=0), low, high, np.mean(people >= found.participants, axis=0))


@numba.njit(cache=True, nogil=True)
def _follow(
    block: Ints, participant: Ints, first: Ints, code: Ints, order: Ints, codes: int, within: int
) -> tuple[Ints, Ints, Ints]:
    turns = np.zeros((codes, codes), dtype=np.int64)
    people = np.zeros((codes, codes), dtype=np.int64)
    later = np.zeros(codes, dtype=np.int64)
    last_turn = np.full(codes, -1, dtype=np.int64)  # to count each turn and each person once
    last_person = np.full((codes, codes), -1, dtype=np.int64)
    for b in range(participant.size):
        for i in range(block[b], block[b + 1]):
            turn = order[i]
            for k in range(i + 1, min(i + 1 + within, block[b + 1])):
                other = order[k]
                for y in code[first[other] : first[other + 1]]:
                    if last_turn[y] == i:
                        continue
                    last_turn[y] = i
                    later[y] += 1
                    for x in code[first[turn] : first[turn + 1]]:
                        turns[x, y] += 1
                        if last_person[x, y] != participant[b]:
                            last_person[x, y] = participant[b]
                            people[x, y] += 1
    return turns, people, later
