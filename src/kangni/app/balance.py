"""What simulating and advising both stand on: who counts, the bundled claims, and the roles of factors."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kangni.app.claimed import Claimed, cautions_of, claimed, settings_of
from kangni.app.functioning import functioning_domains
from kangni.core.codebook import Codebook
from kangni.core.errors import N_
from kangni.core.framework import Domain as FunctioningDomain
from kangni.core.framework import Framework
from kangni.core.ports import Reader
from kangni.core.undefined import Undefined
from kangni.methods.causal.balance import STEEPNESS
from kangni.methods.causal.maps import Bundled
from kangni.methods.causal.members import VARY, Vary
from kangni.methods.causal.model import Base, Model, Recipe, UnitDip, base_of, model_of, push_of, unit_dip_of
from kangni.methods.columns import Bools, ColumnSource, EpisodeColumns, Floats, MomentColumns
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.simulation import Domain

__all__ = [
    "HYPOTHESIS",
    "MEMBERS",
    "Ground",
    "Unit",
    "balance_cautions",
    "balance_settings",
    "ground",
    "left_out_of",
    "member_words",
]

MEMBERS = 1_000

HYPOTHESIS = N_("The model is a hypothesis with parameters, not a finding; its time is counted in steps, not in weeks.")
LEFT_OUT = N_("Parts of functioning that nobody claims anything about were left out: {codes}.")
SINGLE = N_("No told episode moves functioning; the unit dip is that of the framework's stressors taken one by one.")
NO_UNIT = N_("No stressor moves functioning in this map, so differences have no unit.")


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit dip and where it comes from: "told episodes", or "single stressors" where no told episode moves y."""

    dip: UnitDip
    source: str


@dataclass(frozen=True)
class Ground:
    """A study as the balance model sees it."""

    study: Claimed
    codebook: Codebook
    episodes: EpisodeColumns
    moments: MomentColumns
    functioning: tuple[Domain, ...]
    recipe: Recipe
    model: Model | Undefined

    @property
    def framework(self) -> Framework:
        """Return the study's framework."""
        return self.study.framework

    @property
    def bundled(self) -> Bundled:
        """Return the bundled claims."""
        return self.study.links

    @cached_property
    def number(self) -> dict[str, int]:
        """Return the number of each code by handle."""
        return {code.handle: number for number, code in enumerate(self.study.codes)}

    @cached_property
    def in_map(self) -> frozenset[int]:
        """Return the numbers of the codes that are an end of a link."""
        return frozenset(self.bundled.cause.tolist()) | frozenset(self.bundled.effect.tolist())

    @cached_property
    def base(self) -> Base:
        """Return the scaled map of the group weights; only where there is a model."""
        assert isinstance(self.model, Model)
        return base_of(self.model, self.bundled.weight)

    @cached_property
    def unit(self) -> Unit:
        """Return the unit dip; only where there is a model."""
        told = self._dips([self.shock_of(episode) for episode in self.told_episodes])
        if not isinstance(told.dip, Undefined):
            return Unit(told, "told episodes")
        single = self._dips([{code: self.framework.balance.high} for code in self.shock_codes])
        return Unit(single, "single stressors") if single.moving else Unit(told, "told episodes")

    @cached_property
    def told_episodes(self) -> tuple[int, ...]:
        """Return the episodes of participants who count, as indices of the columns."""
        nobody_last = np.append(self.study.participants, values=False)
        return tuple(np.flatnonzero(nobody_last[self.episodes.participant]).tolist())

    @cached_property
    def shock_codes(self) -> tuple[int, ...]:
        """Return the map's codes that a shock strikes when nobody names any: those of the framework's shock."""
        constructs = self.framework.balance.shock_constructs or tuple(
            construct for stage in self.framework.stages if stage.required for construct in stage.constructs
        )
        return tuple(number for number in sorted(self.in_map) if self.construct(number) in constructs)

    @cached_property
    def protections(self) -> tuple[int, ...]:
        """Return the map's protective codes of the protecting constructs; by default those that are no outcome."""
        constructs = self.framework.balance.protection_constructs
        outcomes = {part for domain in self.functioning for part, _ in domain.parts}
        outcomes |= {outcome.code for outcome in self.framework.outcomes if outcome.code}
        outcomes |= set(self.framework.outcome_indicators)
        return tuple(
            number
            for number in sorted(self.in_map)
            if self.sign(number) > 0
            and (
                self.construct(number) in constructs if constructs else self.study.codes[number].handle not in outcomes
            )
        )

    def construct(self, number: int) -> str | None:
        """Return the main construct of a code."""
        return self.framework.main_construct(self.study.codes[number].construct)

    def sign(self, number: int) -> int:
        """Return +1 for a code that is protective by default, -1 for a risk, 0 for neither."""
        polarity = self.study.codes[number].polarity
        return self.framework.polarity(polarity).sign if polarity is not None else 0

    def shock_of(self, episode: int) -> dict[int, float]:
        """Return the levels of what struck in a told episode."""
        return self._levels_of(episode, self._shock_stages())

    def conditions_of(self, episode: int) -> dict[int, float]:
        """Return the levels of what stood beside it; what came of it, process and outcome, never enters."""
        return self._levels_of(episode, self._condition_stages())

    def codes_told(self, episode: int, stages: frozenset[str]) -> tuple[int, ...]:
        """Return the codes of an episode's moments in some stages, each once, in told order."""
        of_stage = np.array([stage.id in stages for stage in self.framework.stages], np.bool_)
        mine = np.flatnonzero(
            (self.moments.episode == episode) & (self.moments.code >= 0) & of_stage[self.moments.stage]
        )
        return tuple(dict.fromkeys(self.moments.code[mine].tolist()))

    def handles(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Return the handles of codes."""
        return tuple(self.study.codes[number].handle for number in numbers)

    def names_of(self, participants: Iterable[int]) -> tuple[str, ...]:
        """Return the handles of participants, in their order."""
        return self.study.names(np.array(sorted(participants), np.int64))

    def claimers_of(self, links: Bools) -> tuple[str, ...]:
        """Return who claims any of some links."""
        return self.names_of(self.bundled.entry_participant[links[self.bundled.entry_link]].tolist())

    def claims_of(self, links: Bools) -> Evidence:
        """Return the claims that make some links."""
        link = self.bundled.claim_link
        inside = (link >= 0) & np.append(links, values=False)[link]
        return Evidence("claim", tuple(sorted(self.study.claims.row[inside].tolist())))

    def out_of(self, numbers: Iterable[int]) -> Bools:
        """Tell of each link whether it leads out of one of some codes."""
        return np.isin(self.bundled.cause, np.array(sorted(numbers), np.int64))

    def into(self, numbers: Iterable[int]) -> Bools:
        """Tell of each link whether it leads into one of some codes."""
        return np.isin(self.bundled.effect, np.array(sorted(numbers), np.int64))

    def push(self, levels: Mapping[int, float]) -> Floats:
        """Return the inputs that hold codes at levels; only where there is a model."""
        assert isinstance(self.model, Model)
        return push_of(self.model, levels)

    def _dips(self, shocks: Sequence[Mapping[int, float]]) -> UnitDip:
        assert isinstance(self.model, Model)
        balance = self.framework.balance
        pushes = np.array([self.push(shock) for shock in shocks]).reshape(len(shocks), len(self.model.codes))
        return unit_dip_of(
            self.model, self.base, pushes, shock_steps=balance.shock_steps, horizon_steps=balance.horizon_steps
        )

    def _levels_of(self, episode: int, stages: frozenset[str]) -> dict[int, float]:
        return dict.fromkeys(self.codes_told(episode, stages), self.framework.balance.high)

    def _shock_stages(self) -> frozenset[str]:
        constructs = set(self.framework.balance.shock_constructs)
        return frozenset(
            stage.id
            for stage in self.framework.stages
            if (constructs & set(stage.constructs) if constructs else stage.required)
        )

    def _condition_stages(self) -> frozenset[str]:
        """Return the framework's condition stages; by default all but shock and what is never a lever."""
        if self.framework.balance.condition_stages:
            return frozenset(self.framework.balance.condition_stages)
        results = set(self.framework.never_levers)
        return (
            frozenset(stage.id for stage in self.framework.stages if not results & set(stage.constructs))
            - self._shock_stages()
        )


def ground(read: Reader, columns: ColumnSource, *, on: date, may_be_empty: bool = False) -> Ground:
    """Collect what the balance model needs from a study; parameters as in `claimed`."""
    study = claimed(read, columns, on=on, may_be_empty=may_be_empty)
    codebook = read.codebook()
    functioning = functioning_domains(study.framework, codebook)
    recipe = _recipe(study.framework, codebook, functioning)
    episodes, moments = columns.episodes()
    reached = {study.code(number) for number in study.links.effect.tolist()}
    return Ground(
        study=study,
        codebook=codebook,
        episodes=episodes,
        moments=moments,
        functioning=tuple(_taken(domain, reached) for domain in functioning),
        recipe=recipe,
        model=model_of(study.links, recipe),
    )


def balance_settings(study: Ground, vary: Sequence[Vary] = (), *, members: int, seed: int) -> tuple[Setting, ...]:
    """Return the choices that every run of the model rests on."""
    balance = study.framework.balance
    return (
        *settings_of(study.study),
        Setting("members", members),
        Setting("a member is", member_words(vary)),
        Setting("seed", seed),
        Setting("rest level", balance.rest),
        Setting("high level", balance.high),
        Setting("low level", balance.low),
        Setting("feedback (spectral radius)", balance.feedback),
        Setting("largest scale", balance.scale_cap),
        Setting("steepness", STEEPNESS),
        Setting("shock, steps", balance.shock_steps),
        Setting("horizon, steps", balance.horizon_steps),
        Setting("same, unit dips", balance.same),
        Setting("floor, unit dips", balance.floor),
    )


def member_words(vary: Sequence[Vary]) -> str:
    """Return what a member is, in words."""
    words = "participants drawn with replacement x one side of each contested link"
    more = {
        "coders": " x one coder's claims",
        "weights": " x weights drawn about their strength",
        "rule": " x rule (kosko, modified) x transfer (sigmoid, tanh) x steepness (1, 2, 5)",
    }
    return words + "".join(more[one] for one in VARY if one in vary)


def balance_cautions(study: Ground) -> tuple[Caution, ...]:
    """Return what belongs beside every run of the model."""
    found = [*cautions_of(study.study), Caution(HYPOTHESIS), *left_out_of(study)]
    if isinstance(study.model, Undefined):
        return tuple(found)
    if study.unit.source == "single stressors":
        found.append(Caution(SINGLE))
    if isinstance(study.unit.dip.dip, Undefined):
        found.append(Caution(NO_UNIT))
    return tuple(found)


def left_out_of(study: Ground) -> tuple[Caution, ...]:
    """Return the parts of functioning that nobody claims anything about."""
    left_out = [code for domain in study.functioning for code in domain.left_out]
    return (Caution(LEFT_OUT, (("codes", "; ".join(left_out)),)),) if left_out else ()


def _recipe(framework: Framework, codebook: Codebook, functioning: Sequence[FunctioningDomain]) -> Recipe:
    number = {code.handle: place for place, code in enumerate(codebook)}
    domains = tuple(
        tuple((number[part], sign) for part, sign in domain.parts.items() if part in number) for domain in functioning
    )
    balance = framework.balance
    return Recipe(domains, balance.rest, balance.feedback, balance.scale_cap)


def _taken(domain: FunctioningDomain, reached: Container[str]) -> Domain:
    return Domain(
        domain.id,
        domain.name,
        tuple((part, sign) for part, sign in domain.parts.items() if part in reached),
        tuple(part for part in domain.parts if part not in reached),
    )
