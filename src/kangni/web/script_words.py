"""The words that scripts say themselves, under the names by which they ask for them."""

from __future__ import annotations

from kangni.core.errors import N_
from kangni.language import Language, translations

__all__ = ["WORDS", "script_words"]

WORDS = {
    "find": N_("Find pages, codes, people, words"),
    "found": N_("What was found"),
    "undo": N_("Undo"),
    "codes": N_("Codes"),
    "choose-code": N_("Choose a code: name, pinyin initials, id"),
    "applied": N_("Coded: {code}"),
    "turn-of": N_("turn {turn} of {turns}"),
    "blind": N_("coding blind"),
    "no-look": N_("This study compares independent readings: the others' codings show when you are done."),
    "all": N_("All"),
    "no-parent": N_("Other codes"),
    "characters": N_("characters {start} to {end}"),
    "inspector-empty": N_("Select words and type to code them, or choose a coding to see how it is read."),
    "counts": N_("{codings} codings and {claims} claims here"),
    "hidden": N_("{count} marks of others are hidden until you are done with this transcript. b looks at them."),
    "coding-of": N_("coding by {coder}"),
    "draft-of": N_("draft by {coder}"),
    "draft-waits": N_("A draft counts for nothing until it is adopted."),
    "adopt": N_("Adopt"),
    "refuse": N_("Refuse"),
    "memo-meanwhile": N_("Written in another window meanwhile: “{theirs}” Saving keeps both."),
    "memo-both": N_("Another window wrote here meanwhile: both texts are kept, one below the other."),
    "delete-coding": N_("Delete this coding"),
    "of-code": N_("the code's: {term}"),
    "polarity": N_("polarity"),
    "level": N_("level"),
    "reason": N_("reason"),
    "voice": N_("voice"),
    "stance": N_("stance"),
    "other-readings": N_("Other readings of these words"),
    "memo": N_("memo"),
    "save": N_("Save"),
    "cancel": N_("Cancel"),
    "claim": N_("claim"),
    "delete-claim": N_("Delete this claim"),
    "sign": N_("sign"),
    "raises": N_("+ raises"),
    "lowers": N_("− lowers"),
    "strength": N_("strength"),
    "not-said": N_("not said"),
    "note": N_("note"),
    "episode": N_("episode"),
    "ended": N_("ended"),
    "closed": N_("has ended"),
    "open": N_("goes on"),
    "disputed": N_("disputed"),
    "outcome": N_("outcome"),
    "delete-moment": N_("Take this moment out"),
    "cause": N_("this"),
    "effect": N_("leads to that"),
    "make-claim": N_("This leads to that"),
    "add-moment": N_("A moment of an episode"),
    "new-episode": N_("a new episode"),
    "label": N_("what happened"),
    "stage": N_("stage"),
    "none": N_("none"),
    "moving-end": N_("Arrows move the end; Enter keeps it, e takes the start."),
    "moving-start": N_("Arrows move the start; Enter keeps it, e takes the end."),
    "run-far": N_("{done} of {total} maps"),
    "bringing": N_("Looking at {count} files, {size} MB"),
    "too-large": N_(
        "{file} and what came with it have {size} MB; at most {largest} MB are taken at a time. Nothing was sent."
    ),
    "unread-files": N_("The files could not be read or sent; nothing was stored. Choose them again."),
    "taken-up": N_("{code} is taken up: v puts it below the code you go to, V at the top."),
    "unreachable": N_("The workbench does not answer. What you typed is kept; try again when it is back."),
}


def script_words(language: Language) -> dict[str, str]:
    """Return the words of scripts in one language."""
    return {name: translations(language).gettext(words) for name, words in WORDS.items()}
