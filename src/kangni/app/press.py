"""The deed that asks which way things go under lasting presses, by sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.balance import Ground, ground
from kangni.app.claimed import cautions_of, settings_of
from kangni.app.press_plan import Asked, Pressed, asked
from kangni.core.errors import N_
from kangni.core.ports import Progressing, Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.draws import FromClaims, FromSigns
from kangni.methods.causal.members import SURE, drawing_of
from kangni.methods.causal.press import DAMPING, Weighted, community, weighted_predictions
from kangni.methods.causal.signs import Answers, Observations, Presses, press_signs
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource, Floats
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.press import Drawn, PressSign, PressSigns, ToldSigns

__all__ = ["DRAWS", "press"]

DRAWS = 1_000
PERHAPS = 0.5  # how often a link of one voice is drawn where such links are taken as uncertain
BETTER, WORSE = {"resilient"}, {"with_loss", "dysfunctional"}
SIGNS = {1: "+", 0: "", -1: "-"}

NO_EPISODES = N_("no closed episode ended better or worse")
SEVERAL_CODES = N_("a press on several codes at once")
CONTESTED = N_("a contested link has no one sign")
RESTING = N_("{stable} of {drawn} maps drawn from claims come to rest, and {flat} of {drawn} with weights at random.")
NO_PATH = Undefined(N_("no path leads there"))
SAME_PEOPLE = N_("The episodes that choose among the draws were told by the people whose claims are drawn.")
ENDS = N_("No claim leads to what the framework calls functioning; these answer instead: {codes}.")


@dataclass(frozen=True)
class _Counted:
    """The answers over both kinds of draws; a press and an answer are found by their places."""

    asked: Asked
    claims: Answers
    flat: Answers
    weighted: Weighted | Undefined

    def sign(self, press: Pressed, answer: Pressed, at: tuple[int, int]) -> PressSign:
        """Return what is known of one answer to one press."""
        claims, flat, kept = self.claims, self.flat, self.claims.share(self.claims.kept)
        leads = self.asked.leads(press, answer)
        moved = int(claims.raises[at]), int(claims.lowers[at])
        return PressSign(
            key=f"{press.id}>{answer.id}",
            press=press.id,
            press_name=press.name,
            answer=answer.id,
            answer_name=answer.name,
            sign=SIGNS[claims.sign(*at)],
            word=claims.direction(*at) if leads else NO_PATH,
            reach=claims.reach(*at),
            agreement=claims.agreement(*at) if leads else NO_PATH,
            raises=claims.share(moved[0]),
            stays=kept if isinstance(kept, Undefined) else claims.share(claims.kept - sum(moved)),
            lowers=claims.share(moved[1]),
            flat_sign=SIGNS[flat.sign(*at)],
            flat_agreement=flat.agreement(*at) if leads else NO_PATH,
            weight=self._weight(press, answer),
            told_by=self.asked.tellers(press, answer),
            participants=self.asked.ground.claimers_of(self.asked.out_of(press)),
        )

    def _weight(self, press: Pressed, answer: Pressed) -> Number:
        if isinstance(self.weighted, Undefined):
            return self.weighted
        one, other = np.flatnonzero(press.share), np.flatnonzero(answer.share)
        if one.size != 1 or other.size != 1:
            return Undefined(SEVERAL_CODES)
        return self.weighted.weight(int(one[0]), int(other[0]))


def press(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    presses: Sequence[str] = (),
    outcomes: Sequence[str] = (),
    draws: int = DRAWS,
    agree: float = 0.0,
    uncertain: bool = False,
    seed: int = DEFAULT_SEED,
    workers: int = 1,
    progress: Progressing | None = None,
) -> PressSigns:
    """Ask which way things go while something is held up for good, over maps drawn from claims and from signs alone.

    `presses` are ids of levers or handles of codes, `outcomes` handles of codes that answer; without, those that
    `kangni.app.press_plan.asked` finds. `agree` keeps only draws that give at least this share of the told episodes
    their direction. `uncertain` leaves links of one voice out of half of the draws from signs. `on` is the day on which
    consent must hold.
    """
    study = ground(read, columns, on=on)
    plan = asked(study, presses=presses, outcomes=outcomes)
    told = _told(plan, agree)
    tell = _Halves(progress)
    counted = _Counted(
        plan,
        press_signs(
            FromClaims(drawing_of(study.bundled, study.study.participants, vary_weights=True), plan.links),
            _matrix(plan),
            draws=draws,
            seed=seed,
            observations=told,
            workers=workers,
            progress=tell.first,
        ),
        press_signs(
            _from_signs(plan, uncertain=uncertain),
            _matrix(plan),
            draws=draws,
            seed=seed,
            observations=told,
            workers=workers,
            progress=tell.second,
        ),
        _weighted(plan),
    )
    whole, pairs = tuple(_whole(plan, counted)), tuple(_pairs(plan, counted))
    return PressSigns(
        settings=_settings(study, draws=draws, agree=agree, uncertain=uncertain, seed=seed),
        cautions=_cautions(plan, counted, agree=agree, outcomes=outcomes),
        revision=read.revision,
        n=study.bundled.n,
        factors=len(plan.codes),
        links=len(study.bundled.cause),
        contested=int(study.bundled.contested.sum()),
        answers=tuple(one.id for one in plan.answers),
        claims=_drawn(counted.claims),
        flat=_drawn(counted.flat),
        told=_agreeing(told, counted.claims),
        whole=whole,
        pairs=pairs,
        unreached=sum(1 for _ in plan.pairs()) - len(pairs),
        evidence_by_key=_evidence(plan),
    )


class _Halves:
    """Tells one caller of two runs, one after the other, as if they were one."""

    def __init__(self, progress: Progressing | None) -> None:
        self._progress = progress

    def first(self, done: int, of: int) -> None:
        """Take the progress of the draws from claims."""
        if self._progress is not None:
            self._progress(done, 2 * of)

    def second(self, done: int, of: int) -> None:
        """Take the progress of the draws from signs."""
        self.first(of + done, of)


def _matrix(plan: Asked) -> Presses:
    """Return all presses and answers as rows; `functioning` is the last answer."""
    size = plan.links.factors
    last = np.zeros(size) if isinstance(plan.functioning, Undefined) else plan.functioning.share
    pushes = [one.share for one in (*plan.whole, *plan.single)]
    return Presses(np.array(pushes).reshape(len(pushes), size), np.array([*(one.share for one in plan.answers), last]))


def _whole(plan: Asked, counted: _Counted) -> Iterator[PressSign]:
    if isinstance(plan.functioning, Undefined):
        return
    for row, one in enumerate(plan.whole):
        yield counted.sign(one, plan.functioning, (row, len(plan.answers)))


def _pairs(plan: Asked, counted: _Counted) -> Iterator[PressSign]:
    for row, column in plan.pairs():
        one, answer = plan.single[row], plan.answers[column]
        if plan.leads(one, answer):
            yield counted.sign(one, answer, (len(plan.whole) + row, column))


def _from_signs(plan: Asked, *, uncertain: bool) -> FromSigns:
    bundled = plan.ground.bundled
    plus = np.where(bundled.contested, bundled.probability_plus, np.where(bundled.weight > 0, 1.0, 0.0))
    present = np.where(uncertain & (bundled.sources == 1), PERHAPS, 1.0)
    return FromSigns(plan.links, plus, present)


def _weighted(plan: Asked) -> Weighted | Undefined:
    bundled = plan.ground.bundled
    if bundled.contested.any():
        return Undefined(CONTESTED)
    signs: Floats = np.sign(bundled.weight)
    return weighted_predictions(community(plan.links, signs[:, None])[0])


def _told(plan: Asked, agree: float) -> Observations | None:
    """Return the closed episodes that ended better or worse: what pressed in them, and which way functioning went."""
    if isinstance(plan.functioning, Undefined):
        return None
    study, pushes, signs = plan.ground, [], []
    for episode in study.told_episodes:
        sign = _ended(study, episode)
        if sign:
            levels = study.shock_of(episode) | study.conditions_of(episode)
            pushes.append(np.isin(plan.codes, list(levels)).astype(np.float64))
            signs.append(sign)
    if not pushes:
        return None
    return Observations(np.array(pushes), plan.functioning.share, np.array(signs), agree)


def _ended(study: Ground, episode: int) -> int:
    outcome = int(study.episodes.outcome[episode])
    if outcome < 0 or not study.episodes.closed[episode]:
        return 0
    found = study.framework.outcomes[outcome]
    kinds = set(found.kinds or (found.id,))
    return 1 if kinds <= BETTER else -1 if kinds <= WORSE else 0


def _agreeing(told: Observations | None, claims: Answers) -> ToldSigns | Undefined:
    if told is None:
        return Undefined(NO_EPISODES)
    if not claims.stable:
        return Undefined(N_("no draw is stable"))
    right = np.repeat(np.arange(len(claims.agreeing)), claims.agreeing)
    return ToldSigns(
        episodes=len(told.signs),
        better=int((told.signs > 0).sum()),
        worse=int((told.signs < 0).sum()),
        median=int(right[(right.size - 1) // 2]),
        most=int(right.max()),
        all_of_them=int(claims.agreeing[-1]),
        least=told.least,
    )


def _drawn(answers: Answers) -> Drawn:
    return Drawn(answers.drawn, answers.stable, answers.kept)


def _settings(study: Ground, *, draws: int, agree: float, uncertain: bool, seed: int) -> tuple[Setting, ...]:
    return (
        *settings_of(study.study),
        Setting("draws", draws),
        Setting(
            "a draw is",
            "participants drawn with replacement x one side of each contested link x a Beta around each strength",
        ),
        Setting("concentration of the Beta", SURE),
        Setting("how strongly a factor holds itself", DAMPING),
        Setting("share of told episodes a draw must agree with", agree),
        Setting("links of one voice uncertain", uncertain),
        Setting("seed", seed),
    )


def _cautions(plan: Asked, counted: _Counted, *, agree: float, outcomes: Sequence[str]) -> tuple[Caution, ...]:
    claims, flat = counted.claims, counted.flat
    facts = (("stable", claims.stable), ("drawn", claims.drawn), ("flat", flat.stable))
    found = [*cautions_of(plan.ground.study), Caution(RESTING, facts)]
    if agree:
        found.append(Caution(SAME_PEOPLE))
    if isinstance(plan.functioning, Undefined) and not outcomes:
        found.append(Caution(ENDS, (("codes", "; ".join(one.id for one in plan.answers)),)))
    return tuple(found)


def _evidence(plan: Asked) -> dict[str, Evidence]:
    """Return the claims on every way from a press to an answer."""
    whole = [] if isinstance(plan.functioning, Undefined) else [(one, plan.functioning) for one in plan.whole]
    pairs = [(plan.single[row], plan.answers[column]) for row, column in plan.pairs()]
    return {
        f"{one.id}>{answer.id}": plan.ground.claims_of(plan.on_the_way(one, answer))
        for one, answer in (*whole, *pairs)
        if plan.leads(one, answer)
    }
