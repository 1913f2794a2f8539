"""The questions about what leads to what: map, loops, what presses, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kangni.core.ports import Progressing
from kangni.methods.chance import DEFAULT_SEED
from kangni.results.answer import Answer
from kangni.study.asking import today
from kangni.study.claiming import Claiming, Depth, Voices, chosen_of
from kangni.study.shown import Shown, ShownMap

if TYPE_CHECKING:
    from kangni.app.chosen import Chosen
    from kangni.app.groups import Cut
    from kangni.results.advice import Advice
    from kangni.results.maps import Loops
    from kangni.results.simulation import Simulation

__all__ = ["MEMBERS", "Analysis", "Explaining", "silent"]

Analysis = Literal[
    "factor", "contention", "agreement", "saturation", "cooccurrence", "process", "map", "loop", "balance", "advice"
]

MEMBERS = 1000  # of an ensemble


def silent(_done: int, _total: int) -> None:
    """Tell nobody about progress."""


class Explaining(Claiming):
    """Asks what leads to what, as part of an open study."""

    def map(
        self,
        *,
        participant: str | None = None,
        by: str = "",
        group: str = "",
        cut: Sequence[Cut] = (),
        coder: str = "",
        wave: str = "",
        voices: Voices | None = None,
        level: Depth = "leaf",
        least_sources: int = 1,
    ) -> ShownMap:
        """Ask what leads to what in people's words.

        Parameters
        ----------
        participant
            One person's own map.
        by, group, cut
            The map of one group of an attribute of participants; numbers are cut as in `compare`.
        coder
            From the claims that one coder found.
        wave
            From the texts of one wave.
        voices
            The voices that count, or the credit above 0 and at most 1 of each; own and shared by default.
        level
            "leaf" for codes, "parent" for what they stand under, "environment" for where they belong.
        least_sources
            List only links of so many people; all numbers count all.

        Raises
        ------
        UnknownName, UnknownTerm, ConsentWithheld, NothingToAnalyse, MethodInput
        """
        from kangni.app.maps import causal_map

        chosen = chosen_of(
            participant=participant, by=by, group=group, cut=cut, coder=coder, wave=wave, voices=voices, level=level
        )
        result = self._answer(
            ("map", chosen, least_sources),
            lambda read, columns: causal_map(read, columns, on=today(), chosen=chosen, least_sources=least_sources),
        )
        return ShownMap(
            result,
            open_evidence=self._open_evidence,
            draw=self._draw,
            language=self._language,
            loops=lambda cap, told_only: self._loops(chosen, cap=cap, told_only=told_only),
            press=lambda levels: self.simulate(press=levels),
        )

    def loops(
        self,
        *,
        cap: int = 6,
        told_only: bool = True,
        participant: str | None = None,
        voices: Sequence[str] | None = None,
    ) -> Shown[Loops]:
        """Ask which circles people tell; with `told_only=False` also those that nobody tells whole."""
        return self._loops(chosen_of(participant=participant, voices=voices), cap=cap, told_only=told_only)

    def _loops(self, chosen: Chosen, *, cap: int, told_only: bool) -> Shown[Loops]:
        from kangni.app.maps import loops

        return self._ask(
            ("loops", cap, told_only, chosen),
            lambda read, columns: loops(read, columns, on=today(), cap=cap, told_only=told_only, chosen=chosen),
        )

    def simulate(
        self,
        *,
        shock: Sequence[str] = (),
        press: Mapping[str, float] | None = None,
        episode: str | None = None,
        members: int = MEMBERS,
        seed: int = DEFAULT_SEED,
        workers: int = 1,
        progress: Progressing = silent,
    ) -> Shown[Simulation]:
        """Ask what happens when it presses: the map run forward over an ensemble of participants and signs."""
        from kangni.app.simulation import simulate

        levels = dict(press or {})
        return self._ask(
            ("simulate", tuple(shock), tuple(levels.items()), episode, members, seed),
            lambda read, columns: simulate(
                read,
                columns,
                on=today(),
                shock=shock,
                press=levels,
                episode=episode,
                members=members,
                workers=workers,
                progress=progress,
                seed=seed,
            ),
        )

    def advise(
        self,
        *,
        costs: Mapping[str, float] | str | Path | None = None,
        budget: float | None = None,
        members: int = MEMBERS,
        seed: int = DEFAULT_SEED,
        workers: int = 1,
        progress: Progressing = silent,
    ) -> Shown[Advice]:
        """Ask what would help and who can do it: what people ask for first, then what their claims imply.

        Parameters
        ----------
        costs, budget
            Which levers fit into a budget: the cost of each lever, by id or name, or a table of them (.csv, .xlsx), all
            in one unit. Levers without a cost are in no set.
        members, seed
            How many maps are drawn, and from what.

        Raises
        ------
        NothingToAnalyse, UnknownLever, BudgetIncomplete, AmountInvalid, FaultyTable
        """
        from kangni.app.advice import advice

        priced = self._costs(costs) if isinstance(costs, str | Path) else dict(costs or {})
        return self._ask(
            ("advice", tuple(priced.items()), budget, members, seed),
            lambda read, columns: advice(
                read,
                columns,
                on=today(),
                costs=priced,
                budget=budget,
                members=members,
                workers=workers,
                progress=progress,
                seed=seed,
            ),
        )

    def _costs(self, table: str | Path) -> dict[str, float]:
        from kangni.exchange.files import read_files
        from kangni.exchange.tables.columns import AskedKind
        from kangni.exchange.tables.costs import read_costs
        from kangni.exchange.tables.matching import match_columns
        from kangni.exchange.tables.sheet import read_sheet

        cells = match_columns(read_sheet(*read_files([Path(table)])[0]), AskedKind.COSTS)
        with self._store.read() as read:
            return read_costs(cells, read.framework(), read.codebook())

    def analysis(self, name: Analysis) -> Shown[Answer]:
        """Return the analysis of this name with its default settings."""
        asked: dict[str, Callable[[], Shown[Answer]]] = {
            "factor": self.factors,
            "contention": self.contention,
            "agreement": self.agreement,
            "saturation": self.saturation,
            "cooccurrence": self.cooccurrence,
            "process": self.process,
            "map": self.map,
            "loop": self.loops,
            "balance": self.simulate,
            "advice": self.advise,
        }
        return asked[name]()
