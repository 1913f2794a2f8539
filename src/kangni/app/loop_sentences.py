"""A loop in a sentence that somebody who has never seen a map understands, in each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from gettext import NullTranslations

from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.language import Language, list_words, translations
from kangni.results.links import LinkSign
from kangni.results.loops import Course, Loop, LoopKind

__all__ = ["sentence_of"]

FIRST = {
    LinkSign.RAISES: N_("“{cause}” raises “{effect}”"),
    LinkSign.LOWERS: N_("“{cause}” lowers “{effect}”"),
    LinkSign.CONTESTED: N_("“{cause}” raises or lowers “{effect}”"),
}
NEXT = {
    LinkSign.RAISES: N_(", which raises “{effect}”"),
    LinkSign.LOWERS: N_(", which lowers “{effect}”"),
    LinkSign.CONTESTED: N_(", which raises or lowers “{effect}”"),
}
BACK = {
    LinkSign.RAISES: N_(", which in turn raises “{effect}”."),
    LinkSign.LOWERS: N_(", which in turn lowers “{effect}”."),
    LinkSign.CONTESTED: N_(", which in turn raises or lowers “{effect}”."),
}
ITSELF = {
    LinkSign.RAISES: N_("“{cause}” raises itself."),
    LinkSign.LOWERS: N_("“{cause}” lowers itself."),
    LinkSign.CONTESTED: N_("“{cause}” raises or lowers itself."),
}
COURSES = {
    Course.VICIOUS: N_("The circle feeds itself and wears people down through {feeds}."),
    Course.VIRTUOUS: N_("The circle feeds itself and builds people up through {feeds}."),
    Course.UNNAMED: N_("The circle feeds itself: a change in it carries itself on."),
}
BALANCES = N_("The circle holds itself in check: a change in it calls up what turns it back.")
TELLERS_DIFFER = N_("Its tellers differ: for some a change in it carries itself on, for others it is turned back.")
FEEDS_IF_RAISES = N_(
    "If “{cause}” raises “{effect}”, a change in the circle carries itself on; if it lowers it, it is turned back."
)
FEEDS_IF_LOWERS = N_(
    "If “{cause}” lowers “{effect}”, a change in the circle carries itself on; if it raises it, it is turned back."
)
SEVERAL = N_(
    "People differ on the direction of {count} of its links: a change in it may carry itself on or be turned back."
)


def sentence_of(loop: Loop) -> Label:
    """Return what a loop says: its way round, then what it does to a change."""
    return Label(en=_told(loop, "en"), zh=_told(loop, "zh"))


@cache
def _catalogue(language: Language) -> NullTranslations:
    return translations(language)


def _told(loop: Loop, language: Language) -> str:
    catalogue = _catalogue(language)
    names = [name.text(language) for name in loop.names]
    gap = "" if language == "zh" else " "
    fed = list_words([f"“{name.text(language)}”" for name in loop.feeds_names], language)
    return f"{''.join(_way(names, loop.signs, catalogue))}{gap}{_meaning(loop, names, fed, catalogue)}"


def _way(names: Sequence[str], signs: Sequence[LinkSign], catalogue: NullTranslations) -> Iterator[str]:
    if len(names) == 1:
        yield catalogue.gettext(ITSELF[signs[0]]).format(cause=names[0])
        return
    for place, sign in enumerate(signs):
        kinds = FIRST if place == 0 else BACK if place == len(signs) - 1 else NEXT
        effect = names[(place + 1) % len(names)]
        yield catalogue.gettext(kinds[sign]).format(cause=names[place], effect=effect)


def _meaning(loop: Loop, names: Sequence[str], fed: str, catalogue: NullTranslations) -> str:
    facts: dict[str, str] = {}
    contested = [place for place, sign in enumerate(loop.signs) if sign is LinkSign.CONTESTED]
    if loop.kind is LoopKind.BALANCING:
        message = BALANCES
    elif loop.kind is LoopKind.REINFORCING:
        message, facts = COURSES[loop.course], {"feeds": fed}
    elif len(contested) == 1:
        place = contested[0]
        others = loop.signs.count(LinkSign.LOWERS)
        message = FEEDS_IF_LOWERS if others % 2 else FEEDS_IF_RAISES
        facts = {"cause": names[place], "effect": names[(place + 1) % len(names)]}
    else:
        message, facts = (SEVERAL, {"count": str(len(contested))}) if contested else (TELLERS_DIFFER, {})
    return catalogue.gettext(message).format_map(facts)
