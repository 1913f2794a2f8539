"""The questions about what leads to what: map, loops, what presses, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kangni.core.errors import MethodInput
from kangni.core.ports import Progressing, Reader
from kangni.methods.chance import DEFAULT_SEED
from kangni.results.answer import Answer
from kangni.study.asking import today
from kangni.study.claiming import Claiming, Depth, Voices, chosen_of
from kangni.study.shown import Shown, ShownMap

if TYPE_CHECKING:
    from kangni.app.chosen import Chosen
    from kangni.app.groups import Cut
    from kangni.methods.causal.chunks import KeptChunks, Pool
    from kangni.methods.causal.fuzzy import Rule, Transfer
    from kangni.methods.causal.members import Vary
    from kangni.results.advice import Advice
    from kangni.results.fuzzy import FuzzySimulation
    from kangni.results.loops import Loops
    from kangni.results.press import PressSigns
    from kangni.results.simulation import Simulation

__all__ = ["MEMBERS", "Analysis", "Explaining", "silent"]

Analysis = Literal[
    "factor",
    "contention",
    "agreement",
    "saturation",
    "cooccurrence",
    "process",
    "map",
    "loop",
    "press",
    "balance",
    "advice",
]

MEMBERS = 1000  # of an ensemble
DRAWS = 1000  # of random maps


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
            press=lambda levels: self._press(chosen, levels),
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

    def _press(self, chosen: Chosen, levels: Mapping[str, float]) -> Shown[Simulation]:
        from kangni.app.chosen import EVERYTHING

        if chosen != EVERYTHING:
            raise MethodInput("press", "only the map of everybody who counts can be pressed")
        return self.simulate(press=levels)

    def _loops(self, chosen: Chosen, *, cap: int, told_only: bool) -> Shown[Loops]:
        from kangni.app.loops import loops

        return self._ask(
            ("loops", cap, told_only, chosen),
            lambda read, columns: loops(read, columns, on=today(), cap=cap, told_only=told_only, chosen=chosen),
        )

    def press_signs(
        self,
        *,
        presses: Sequence[str] = (),
        outcomes: Sequence[str] = (),
        draws: int = DRAWS,
        agree: float = 0.0,
        uncertain: bool = False,
        seed: int = DEFAULT_SEED,
        workers: int = 1,
        progress: Progressing = silent,
    ) -> Shown[PressSigns]:
        """Ask which way things go under lasting presses, and how far that is known: by sign, not by size.

        Parameters
        ----------
        presses
            Levers or codes; by default every lever on functioning, and every factor on each part of it.
        outcomes
            Codes whose answer is asked for; by default the parts of functioning.
        draws
            How many maps are drawn from the claims, and as many with weights at random.
        agree
            Keep only draws that give at least this share of the told episodes their direction.
        uncertain
            Leave links of one voice out of half of the maps with weights at random.
        """
        from kangni.app.press import press

        pressed, answering = tuple(presses), tuple(outcomes)
        return self._ask(
            ("press", pressed, answering, draws, agree, uncertain, seed),
            lambda read, columns: press(
                read,
                columns,
                on=today(),
                presses=pressed,
                outcomes=answering,
                draws=draws,
                agree=agree,
                uncertain=uncertain,
                seed=seed,
                workers=workers,
                progress=progress,
            ),
        )

    def simulate(
        self,
        *,
        shock: Sequence[str] = (),
        press: Mapping[str, float] | None = None,
        episode: str | None = None,
        vary: Sequence[Vary] = (),
        twice: bool = False,
        members: int = MEMBERS,
        seed: int = DEFAULT_SEED,
        workers: int = 1,
        dask: str = "",
        keep: bool = False,
        progress: Progressing = silent,
    ) -> Shown[Simulation]:
        """Ask what happens when it presses: the map run forward over an ensemble of participants and signs.

        `vary` lets members also differ by "coders", each taking one coder's claims, and by "weights", drawn about the
        strength that people named. `twice` strikes a second time with protections that learn: a what-if.

        `workers` are cores of this machine, `dask` the address of a Dask scheduler that runs the members instead; the
        numbers stay the same to the bit. With `keep` finished parts stay in the study, and the same question goes on
        from them.
        """
        from kangni.app.simulation import simulate

        levels = dict(press or {})
        asked = ("simulate", tuple(shock), tuple(levels.items()), episode, tuple(vary), twice, members, seed)
        with self._pool(dask) as pool:
            return self._ask(
                asked,
                lambda read, columns: simulate(
                    read,
                    columns,
                    on=today(),
                    pool=pool,
                    kept=self._kept(read, asked) if keep else None,
                    remembered=lambda make: self._known(read, ("told outcomes", seed), make),
                    shock=shock,
                    press=levels,
                    episode=episode,
                    vary=vary,
                    twice=twice,
                    members=members,
                    workers=workers,
                    progress=progress,
                    seed=seed,
                ),
            )

    def fuzzy(
        self,
        *,
        rule: Rule | str = "modified",
        transfer: Transfer | str = "sigmoid",
        steepness: float = 1.0,
        hold_sources: bool = False,
        shock: Sequence[str] = (),
        press: Mapping[str, float] | None = None,
        episode: str | None = None,
        vary: Sequence[Vary] = (),
        members: int = MEMBERS,
        seed: int = DEFAULT_SEED,
        workers: int = 1,
        dask: str = "",
        keep: bool = False,
        progress: Progressing = silent,
    ) -> Shown[FuzzySimulation]:
        """Ask the same of the map as a fuzzy cognitive map, beside two kinds of maps that say less.

        `rule` is kosko, modified or rescaled, `transfer` sigmoid, tanh, bivalent or trivalent; what presses is held as
        a clamp. `vary` lets members also differ by "coders", by "weights", and by "rule": each then takes kosko or
        modified, sigmoid or tanh, and a steepness of 1, 2 or 5.
        """
        from kangni.app.fuzzy import fuzzy
        from kangni.methods.causal.fuzzy import fuzzy_of

        levels, settings = dict(press or {}), fuzzy_of(rule, transfer, steepness=steepness, hold_sources=hold_sources)
        asked = ("fuzzy", settings, tuple(shock), tuple(levels.items()), episode, tuple(vary), members, seed)
        with self._pool(dask) as pool:
            return self._ask(
                asked,
                lambda read, columns: fuzzy(
                    read,
                    columns,
                    on=today(),
                    pool=pool,
                    kept=self._kept(read, asked) if keep else None,
                    settings=settings,
                    shock=shock,
                    press=levels,
                    episode=episode,
                    vary=vary,
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

    def forget_kept(self) -> int:
        """Let go of the parts of ensembles that were kept and return how many there were."""
        from kangni.storage.kept import SqliteKept

        return SqliteKept(self._store, arguments="", revision=0).clear()

    def _kept(self, read: Reader, asked: tuple[object, ...]) -> KeptChunks:
        from kangni.storage.kept import SqliteKept

        return SqliteKept(self._store, arguments=repr(asked), revision=read.revision)

    def _pool(self, dask: str) -> AbstractContextManager[Pool | None]:
        from kangni.study.cluster import cluster_pool

        return cluster_pool(dask) if dask else nullcontext()

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
            "press": self.press_signs,
            "balance": self.simulate,
            "advice": self.advise,
        }
        return asked[name]()
