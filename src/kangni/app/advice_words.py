"""What a lever's figures say to somebody who reads no numbers, in each language of the interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.language import Language, list_words, translations
from kangni.methods.causal.ensemble import Spread
from kangni.results.levers import Lever, LeverLoop, LoopPart, Mark

__all__ = ["lever_sentence"]

ASKED = N_(
    "{lever}: asked for by {askers} of {n} people; {supporters} support it, as they ask for it or credit it with help."
)
CREDITED = N_("{lever}: asked for by nobody; {supporters} of {n} people credit it with help.")
RISES = N_(
    "If it were in place, in these accounts people's footing would rise by {effect} times what one told setback takes "
    "away ({low} to {high} in nine maps of ten)."
)
FALLS = N_(
    "In these accounts more of it would not help: people's footing would fall by {effect} times what one told setback "
    "takes away ({low} to {high} in nine maps of ten)."
)
HARDLY = N_("If it were in place, in these accounts people's footing would hardly change.")
OPEN = N_("Whether it would help stays open: these accounts point both ways.")
NO_EFFECT = N_("Its effect is unknown: {reason}.")
THIN_PATH = N_("In fewer than eight maps of ten a path leads there.")
AGAINST = N_("Against it: {people}.")
FIRST = N_("First comes what stands outside the person: {causes}.")
CARRIES = N_("What carries it on, in the words of {tellers}: {loop}.")
CARRIES_UNTOLD = N_("What could carry it on, put together from several accounts: {loop}.")
PUSHES_BACK = N_("What pushes back, in the words of {tellers}: {loop}.")
PUSHES_BACK_UNTOLD = N_("What could push back, put together from several accounts: {loop}.")
ELSEWHERE = N_("It may cost elsewhere: {names}.")

WORDS = {
    LoopPart.CARRIES: (CARRIES, CARRIES_UNTOLD),
    LoopPart.PUSHES_BACK: (PUSHES_BACK, PUSHES_BACK_UNTOLD),
}
ARROWS = {1: "↑", -1: "↓", 0: "↕"}
SAME = 0.25  # unit dips: a smaller effect is hardly one
CLEAR = 0.8
TENTHS = 0.95


def lever_sentence(lever: Lever, *, n: int, same: float = SAME) -> Label:
    """Return who asks, what it would do in these accounts, who is against, what carries it and what pushes back.

    `same` is the size of an effect, in unit dips, that counts as none.
    """
    return Label(en=_Speaker("en").told(lever, n, same), zh=_Speaker("zh").told(lever, n, same))


class _Speaker:
    """Says it in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._translate = translations(language).gettext

    def told(self, lever: Lever, n: int, same: float) -> str:
        sentences = [
            self._who(lever, n),
            self._effect(lever.effect, same),
            *self._marks(lever),
            *self._loops(lever.loops),
            *self._elsewhere(lever),
        ]
        return ("" if self._language == "zh" else " ").join(sentences)

    def _say(self, message: str, **facts: object) -> str:
        return self._translate(message).format_map(facts)

    def _names(self, names: Sequence[str]) -> str:
        return list_words(list(names), self._language)

    def _who(self, lever: Lever, n: int) -> str:
        facts = {"lever": lever.name.text(self._language), "supporters": len(lever.supporters), "n": n}
        return self._say(ASKED if lever.askers else CREDITED, askers=len(lever.askers), **facts)

    def _effect(self, effect: Spread | Undefined, same: float) -> str:
        if isinstance(effect, Undefined):
            return self._say(NO_EFFECT, reason=self._translate(effect.reason))
        certainty, median = effect.certainty, effect.median
        if isinstance(median, Undefined) or isinstance(effect.low, Undefined) or isinstance(effect.high, Undefined):
            return self._say(OPEN)
        if not isinstance(certainty, Undefined) and certainty < CLEAR:
            return self._say(OPEN)
        if abs(median) <= same:
            return self._say(HARDLY)
        ends = (effect.low, effect.high) if median > 0 else (-effect.high, -effect.low)
        shown = {"effect": _number(abs(median)), "low": _number(ends[0]), "high": _number(ends[1])}
        return self._say(RISES if median > 0 else FALLS, **shown)

    def _marks(self, lever: Lever) -> Iterator[str]:
        if Mark.PATH_THIN in lever.marks:
            yield self._say(THIN_PATH)
        if lever.against:
            people = dict.fromkeys(objector.participant for objector in lever.against)
            yield self._say(AGAINST, people=self._names(list(people)))
        if lever.causes_first:
            causes = [cause.name.text(self._language) for cause in lever.causes_first]
            yield self._say(FIRST, causes=self._names(causes))

    def _loops(self, loops: Sequence[LeverLoop]) -> Iterator[str]:
        """Tell of the first loop that carries it and the first that pushes back: told ones stand first."""
        for part, (told, untold) in WORDS.items():
            loop = next((one for one in loops if one.part is part), None)
            if loop is not None:
                words = self._translate(told if loop.tellers else untold)
                yield words.format(loop=self._steps(loop), tellers=self._names(loop.tellers))

    def _steps(self, loop: LeverLoop) -> str:
        names = (name.text(self._language) for name in (*loop.names, loop.names[0]))
        return " → ".join(f"{name} {ARROWS[move]}" for name, move in zip(names, loop.moves, strict=True))

    def _elsewhere(self, lever: Lever) -> Iterator[str]:
        if lever.worse:
            names = [effect.name.text(self._language) for effect in lever.worse]
            yield self._say(ELSEWHERE, names=self._names(names))


def _number(value: float) -> str:
    """Return a number as somebody says it: to a tenth, small ones to a hundredth."""
    shown = f"{value:.1f}" if abs(value) >= TENTHS else f"{value:.2f}"
    return (shown if float(shown) else "0").replace("-", "−")
