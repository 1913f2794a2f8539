"""The questions about claims beyond the map: paths, who drives, how two maps differ, whether coders find the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from kangni.methods.chance import DEFAULT_SEED
from kangni.study.asking import Asking, today
from kangni.study.shown import Shown

if TYPE_CHECKING:
    from kangni.app.chosen import Chosen
    from kangni.app.groups import Cut
    from kangni.results.centrality import Centrality
    from kangni.results.link_agreement import LinkAgreement
    from kangni.results.map_difference import MapDifference
    from kangni.results.paths import Paths

__all__ = ["Claiming", "Depth", "Voices", "chosen_of"]

Voices: TypeAlias = Sequence[str] | Mapping[str, float]  # those that count, or the credit of each
Depth: TypeAlias = Literal["leaf", "parent", "environment"]

LONGEST = 6  # links of a way
RESAMPLES = 1_000


class Claiming(Asking):
    """Asks about claims, as part of an open study.

    `participant`, `by`, `group`, `cut`, `coder`, `wave`, `voices` and `level` choose what a map is made of, as in
    `map`.
    """

    def paths(
        self,
        cause: str,
        effect: str,
        *,
        cap: int = LONGEST,
        by: str = "",
        group: str = "",
        cut: Sequence[Cut] = (),
        coder: str = "",
        wave: str = "",
        voices: Voices | None = None,
        level: Depth = "leaf",
    ) -> Shown[Paths]:
        """Ask by which ways a cause leads to an effect, and how many people carry the argument.

        Parameters
        ----------
        cause, effect
            Factors by handle.
        cap
            Longest way that is listed, in links.

        Raises
        ------
        UnknownName
            If there is no such factor; the nearest is offered.
        MethodInput
            If both are the same: that is a loop.
        """
        from kangni.app.paths import paths

        chosen = chosen_of(by=by, group=group, cut=cut, coder=coder, wave=wave, voices=voices, level=level)
        return self._ask(
            ("paths", cause, effect, cap, chosen),
            lambda read, columns: paths(read, columns, on=today(), cause=cause, effect=effect, cap=cap, chosen=chosen),
        )

    def centrality(
        self,
        *,
        by: str = "",
        group: str = "",
        cut: Sequence[Cut] = (),
        coder: str = "",
        wave: str = "",
        voices: Voices | None = None,
        level: Depth = "leaf",
        resamples: int = RESAMPLES,
        seed: int = DEFAULT_SEED,
    ) -> Shown[Centrality]:
        """Ask what drives, what is driven and what passes it on, and how sure that order is."""
        from kangni.app.centrality import centrality

        chosen = chosen_of(by=by, group=group, cut=cut, coder=coder, wave=wave, voices=voices, level=level)
        return self._ask(
            ("centrality", chosen, resamples, seed),
            lambda read, columns: centrality(read, columns, on=today(), chosen=chosen, members=resamples, seed=seed),
        )

    def map_difference(
        self,
        *,
        by: str = "",
        groups: Sequence[str] = (),
        cut: Sequence[Cut] = (),
        coders: tuple[str, str] | None = None,
        waves: tuple[str, str] | None = None,
        voices: Voices | None = None,
        level: Depth = "leaf",
        seed: int = DEFAULT_SEED,
    ) -> Shown[MapDifference]:
        """Ask where the maps of two groups, two coders or two waves differ, and whether chance alone could do it.

        Parameters
        ----------
        by, groups, cut
            An attribute of participants and two of its groups; a single one against all others.
        coders
            Two coders, compared in what both have read.
        waves
            Two waves; people with texts in both, where there are any.
        seed
            Of chance, where people are too many to count all ways.

        Raises
        ------
        MethodInput
            If not exactly one of `by`, `coders` and `waves` is given, or the groups are not two.
        UnknownName, NothingToAnalyse
        """
        from kangni.app.map_difference import Compared, map_difference

        asked = Compared(by=by, groups=tuple(groups), cut=tuple(cut), coders=coders, waves=waves)
        chosen = chosen_of(voices=voices, level=level)
        return self._ask(
            ("map-difference", asked, chosen, seed),
            lambda read, columns: map_difference(read, columns, on=today(), asked=asked, chosen=chosen, seed=seed),
        )

    def link_agreement(
        self, first: str, second: str, *, voices: Voices | None = None, level: Depth = "leaf"
    ) -> Shown[LinkAgreement]:
        """Ask whether two coders find the same links in what both have read.

        Raises
        ------
        UnknownName, NothingToAnalyse
        """
        from kangni.app.link_agreement import link_agreement

        chosen = chosen_of(voices=voices, level=level)
        return self._ask(
            ("link-agreement", first, second, chosen),
            lambda read, columns: link_agreement(read, columns, on=today(), coders=(first, second), chosen=chosen),
        )


def chosen_of(
    *,
    participant: str | None = None,
    by: str = "",
    group: str = "",
    cut: Sequence[Cut] = (),
    coder: str = "",
    wave: str = "",
    voices: Voices | None = None,
    level: str = "leaf",
) -> Chosen:
    """Return what a map is made of."""
    from kangni.app.chosen import Chosen, zoom

    credit = voices if isinstance(voices, Mapping) or voices is None else dict.fromkeys(voices, 1.0)
    return Chosen(
        participant=participant,
        by=by,
        cut=tuple(cut),
        group=group,
        coder=coder,
        wave=wave,
        voices=tuple(credit.items()) if credit is not None else None,
        level=zoom(level),
    )
