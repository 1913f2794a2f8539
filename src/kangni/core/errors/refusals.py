"""What the study as it stands forbids."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.errors.root import N_, KangniError, Translate

__all__ = [
    "AgreementOff",
    "AlreadyDecided",
    "Cancelled",
    "ClusterSilent",
    "CodeInUse",
    "CodeNamed",
    "ConsentWithheld",
    "Contested",
    "FormUnstated",
    "HalvesContradict",
    "MergeConflicts",
    "NotYours",
    "NothingToAnalyse",
    "RedoBlocked",
    "Refused",
    "ScaleExcluded",
    "StillReferred",
    "UndoBlocked",
    "WorkersLost",
    "WrittenMeanwhile",
]


class Refused(KangniError):
    """The study as it stands forbids this."""


@dataclass(eq=False)
class UndoBlocked(Refused):
    """A later change touches or leans on what the undo would take back."""

    deed: str
    number: int
    later_deed: str
    later_number: int
    later_actor: str
    message = N_(
        "Deed {number} ({deed}) cannot be taken back: "
        "deed {later_number} ({later_deed}, by {later_actor}) builds on it."
    )
    hint = N_("Undo deed {later_number} first.")


@dataclass(eq=False)
class NotYours(Refused):
    """Somebody else's reading is to be changed."""

    kind: str
    owner: str
    message = N_("This {kind} is {owner}'s; only {owner} changes it.")
    hint = N_(
        "Code the passage as you read it: both readings stand side by side. Differences are settled under agreement."
    )


@dataclass(eq=False)
class WrittenMeanwhile(Refused):
    """Somebody wrote into the same field since it was shown."""

    kind: str
    theirs: str
    yours: str
    message = N_("This {kind} was changed in another window meanwhile. It now says: “{theirs}”")
    hint = N_("Yours is kept in the field: put the two together and save again.")


@dataclass(eq=False)
class RedoBlocked(Refused):
    """A later change touches or took away what the redo would bring back."""

    deed: str
    number: int
    later_deed: str
    later_number: int
    later_actor: str
    message = N_(
        "Deed {number} ({deed}) cannot be done again: "
        "entry {later_number} ({later_deed}, by {later_actor}) changed what it was about."
    )
    hint = N_("Do it anew instead.")


@dataclass(eq=False)
class StillReferred(Refused):
    """Something would be removed that other records refer to."""

    kind: str
    by: str
    count: int
    message = N_("This {kind} cannot be removed: {count} rows of kind {by} refer to it.")
    hint = N_("Change or remove what refers to it first.")


@dataclass(eq=False)
class CodeInUse(Refused):
    """A code would go on which something rests."""

    code: str
    codings: int
    claims: int
    moments: int
    below: int
    message = N_(
        "{code} is in use: {codings} codings, {claims} claims, {moments} moments of episodes, {below} codes below it."
    )
    hint = N_("Merge it into another code, or give its words another code first.")


@dataclass(eq=False)
class CodeNamed(Refused):
    """A code would go that the framework names."""

    code: str
    places: str
    message = N_("The framework names {code} ({places}), so it cannot go.")
    hint = N_("Merge the other code into this one instead.")


@dataclass(eq=False)
class ConsentWithheld(Refused):
    """A participant has not released what would leave the study."""

    participant: str
    scope: str
    message = N_("{participant} has not given consent to “{scope}”.")
    hint = N_(
        "Record the consent, or waive it by name with --waive {participant}=REASON; the waiver is kept in the history."
    )


@dataclass(frozen=True, slots=True)
class Contested:
    """A record that two studies have otherwise: its kind, its name, and what differs."""

    kind: str
    name: str
    what: str


@dataclass(eq=False)
class MergeConflicts(Refused):
    """Two people changed the same records otherwise, and nobody said whose word stands."""

    file: str
    conflicts: tuple[Contested, ...]
    message = N_("{file} was not merged, and nothing was stored. Records that both changed: {count}")
    hint = N_(
        "Look with --dry-run, then say whose stand: --take mine, --take theirs, or --take NAME=theirs one by one."
    )

    def facts(self) -> dict[str, object]:
        """Return the file and the number of conflicts."""
        return {"file": self.file, "count": len(self.conflicts)}

    def in_words(self, translate: Translate = str) -> str:
        """Return one line per conflict between the sentence and the hint."""
        sentence, _, hint = super().in_words(translate).partition("\n")
        lines = [f"  {translate(each.kind)} {each.name}: {each.what}" for each in self.conflicts]
        return "\n".join([sentence, *lines, hint])


@dataclass(eq=False)
class NothingToAnalyse(Refused):
    """An analysis lacks the material it works on."""

    analysis: str
    needs: str
    message = N_("{analysis} has nothing to work on: it needs {needs}.")


@dataclass(eq=False)
class AlreadyDecided(Refused):
    """A lever that was adopted or declined before, with nothing new since."""

    lever: str
    known: str
    by: str
    on: str
    message = N_("{lever} is {known} already, by {by} on {on}, and rests on the same as then.")
    hint = N_("Its words change with kangni reword; kangni decline and kangni recommend change the mind.")


@dataclass(eq=False)
class AgreementOff(Refused):
    """Figures of agreement in a study that does not want them."""

    study: str
    message = N_("{study} shows no figures of agreement between coders: its setting “agreement” is off.")
    hint = N_("To see them, set it otherwise: kangni mode STUDY dialogue, or reliability.")


@dataclass(eq=False)
class FormUnstated(Refused):
    """Answers to a scale whose forms differ, without a word on which form it was."""

    scale: str
    what: str
    trap: str
    known: str
    message = N_("{scale} is not scored before somebody states its {what}: nothing is guessed. {trap}")
    hint = N_("Look at the form in hand and say --{what}. Known: {known}.")


@dataclass(eq=False)
class HalvesContradict(Refused):
    """Two halves of a subscale that should go together and go against each other."""

    scale: str
    subscale: str
    correlation: str
    upper: str
    message = N_(
        "The two halves of {subscale} in {scale} contradict each other after reversal: their correlation is "
        "{correlation}, and at most {upper}. Were the answers turned round already?"
    )
    hint = N_("Say --turned yes where they were, --turned no where the answers stand as people ticked them.")


@dataclass(eq=False)
class ScaleExcluded(Refused):
    """A scale that is not shipped."""

    scale: str
    reason: str
    message = N_("{scale} is not scored here. {reason}")
    hint = N_("Scores computed elsewhere can come in as attributes of participants.")


@dataclass(eq=False)
class ClusterSilent(Refused):
    """No Dask scheduler at an address."""

    cluster: str
    message = N_("No Dask cluster answers at {cluster}.")
    hint = N_("Start its scheduler, or leave out --dask to use the cores of this machine.")


@dataclass(eq=False)
class WorkersLost(Refused):
    """A cluster that lost its workers while an ensemble ran."""

    cluster: str
    done: int
    chunks: int
    message = N_("The cluster at {cluster} lost its workers: {done} of {chunks} parts of the ensemble are done.")
    hint = N_("With --keep what is done is kept: run it again, and it goes on from there.")


@dataclass(eq=False)
class Cancelled(Refused):
    """The person stopped it."""

    message = N_("Stopped. Nothing was stored.")
