"""Which accounts two coders have both read, and the map that each of them finds there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kangni.app.chosen import Chosen
from kangni.app.claimed import Claimed, claimed, narrowed
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.people import Coder, Participant
from kangni.core.ports import Reader
from kangni.methods.columns import Bools, ClaimColumns, ColumnSource, Ints
from kangni.results.answer import Caution

__all__ = ["BothRead", "both_read"]

FEW = N_(
    "{first} made {count_first} claims and {second} {count_second}: one map is denser than the other by its reader."
)
UNREAD = N_("{count} claims stand where one of the two has not finished reading, and are left aside.")


@dataclass(frozen=True, slots=True)
class BothRead:
    """Two coders, the participants whose accounts both have read, and the map of each."""

    names: tuple[str, str]
    people: Ints
    first: Claimed
    second: Claimed
    cautions: tuple[Caution, ...]


def both_read(read: Reader, columns: ColumnSource, *, on: date, coders: tuple[str, str], chosen: Chosen) -> BothRead:
    """Bundle the claims of each of two coders in what both have declared done.

    Claims from a table without a text are compared where both coders have claims of that participant.

    Raises
    ------
    UnknownName
        If there is no such coder.
    NothingToAnalyse
        If there is nothing that both have read.
    """
    names, numbers = _coders(read, coders)
    seen, claims = columns.seen(), columns.claims()
    common = seen[numbers[0]] & seen[numbers[1]]
    whole = claimed(read, columns, on=on, chosen=replace(chosen, coder=""), may_be_empty=True)
    people = _people(read, claims, numbers, common) & whole.participants
    if not people.any():
        raise NothingToAnalyse(N_("The comparison"), N_("participants whose accounts both coders have read"))
    placed = claims.document < 0
    in_common = np.append(common, values=False)[claims.document] | placed
    own = [in_common & (claims.coder == number) for number in numbers]
    maps = [narrowed(whole, people=people, claims=mine) for mine in own]
    counts = [int((map_.links.claim_link >= 0).sum()) for map_ in maps]
    aside = int((whole.counted & np.isin(claims.coder, numbers) & (whole.links.claim_link >= 0)).sum()) - sum(counts)
    said = []
    if aside:
        said.append(Caution(UNREAD, (("count", aside),)))
    if min(counts) * 2 < max(counts):
        facts = (("first", names[0]), ("count_first", counts[0]), ("second", names[1]), ("count_second", counts[1]))
        said.append(Caution(FEW, facts))
    return BothRead(names, np.flatnonzero(people), maps[0], maps[1], tuple(said))


def _coders(read: Reader, coders: tuple[str, str]) -> tuple[tuple[str, str], tuple[int, int]]:
    number = {coder.id: i for i, coder in enumerate(read.all(Coder))}
    first, second = (read.named(Coder, name) for name in coders)
    return (first.handle, second.handle), (number[first.id], number[second.id])


def _people(read: Reader, claims: ClaimColumns, numbers: tuple[int, int], common: Bools) -> Bools:
    """Tell which participants have an account that both have read."""
    people = [person.id for person in read.all(Participant)]
    number = {person: i for i, person in enumerate(people)}
    found = np.zeros(len(people), np.bool_)
    for at, head in enumerate(read.document_heads()):
        if common[at] and head.participant is not None:
            found[number[head.participant]] = True
    placed = claims.document < 0
    spoken = [set(claims.participant[placed & (claims.coder == each)].tolist()) for each in numbers]
    in_common = ~placed & np.append(common, values=False)[claims.document]
    spoke = {*claims.participant[in_common].tolist(), *(spoken[0] & spoken[1])} - {-1}
    found[sorted(spoke)] = True
    return found
