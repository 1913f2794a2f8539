"""Things that are not there."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.errors.root import N_, KangniError

__all__ = [
    "AddresseeUnsaid",
    "AmbiguousName",
    "NoEvidence",
    "NoPicture",
    "NotFound",
    "NotReadSo",
    "NotRecommended",
    "NotTied",
    "NothingDropped",
    "NothingToRedo",
    "NothingToUndo",
    "UnknownLever",
    "UnknownName",
]


class NotFound(KangniError):
    """Something that is not there."""


@dataclass(eq=False)
class UnknownName(NotFound):
    """No thing of this kind has this name."""

    kind: str
    handle: str
    suggestion: str = ""
    message = N_("There is no {kind} called “{handle}”.")

    @property
    def hint(self) -> str:  # type: ignore[override]  # the remedy depends on whether a similar name exists
        """Ask for the similar name where there is one."""
        return N_("Did you mean “{suggestion}”?") if self.suggestion else ""


@dataclass(eq=False)
class AmbiguousName(NotFound):
    """Several things of this kind begin with this name."""

    kind: str
    handle: str
    count: int
    message = N_("{count} {kind}s begin with “{handle}”.")
    hint = N_("Give more of the name.")


@dataclass(eq=False)
class UnknownLever(NotFound):
    """No lever has this id or name."""

    lever: str
    nearest: str
    message = N_("There is no lever called “{lever}”.")

    @property
    def hint(self) -> str:  # type: ignore[override]  # the remedy depends on whether similar names exist
        """Name the nearest where there are any, and say how to see all."""
        if self.nearest:
            return N_("Nearest: {nearest}. All levers: kangni suggestions STUDY --levers")
        return N_("All levers: kangni suggestions STUDY --levers")


@dataclass(eq=False)
class NotTied(NotFound):
    """A tie or draft that is to be taken away and is not there."""

    passage: str
    tied: str
    message = N_("{passage} has no such tie of yours, and no such draft.")

    @property
    def hint(self) -> str:  # type: ignore[override]  # the remedy depends on whether others have tied it
        """Say what others tied it to, where they did."""
        return (
            N_("Tied there: {tied}. Each person unties their own: choose the person with --coder.") if self.tied else ""
        )


@dataclass(eq=False)
class NotRecommended(NotFound):
    """A lever whose words are to change and that is not adopted."""

    lever: str
    message = N_("{lever} is not adopted.")
    hint = N_("Adopt it first: kangni recommend STUDY {lever}")


@dataclass(eq=False)
class AddresseeUnsaid(NotFound):
    """A lever that speaks to several addressees, or not to the one named."""

    lever: str
    addressees: str
    message = N_("{lever} speaks to {addressees}.")
    hint = N_("Say to whom, with --to.")


@dataclass(eq=False)
class NoEvidence(NotFound):
    """A result has no number under this key."""

    result: str
    key: str
    known: str
    message = N_("{result} has no entry “{key}”.")
    hint = N_("Entries are, for example: {known}.")


@dataclass(eq=False)
class NotReadSo(NotFound):
    """A coding that a decision would take away or change, and that the coder does not have there."""

    coder: str
    code: str
    passage: str
    message = N_("{coder} has no coding at {passage} that could be changed.")
    hint = N_("Look who read it how: kangni evidence STUDY agreement {passage}")


@dataclass(eq=False)
class NoPicture(NotFound):
    """A result that has no picture."""

    result: str
    message = N_("{result} has no picture.")
    hint = N_("Show its rows instead: rows() or to_frame().")


@dataclass(eq=False)
class NothingDropped(NotFound):
    """Files on a page's way in that do not wait any more, or none at all."""

    message = N_("No files wait here to be brought in.")
    hint = N_("They were taken or refused already, or the workbench was started anew. Drop them again.")


@dataclass(eq=False)
class NothingToUndo(NotFound):
    """No deed of this person still stands."""

    actor: str
    message = N_("{actor} has nothing to undo in this study.")
    hint = N_("Each person takes back their own deeds: choose the person with --coder.")


@dataclass(eq=False)
class NothingToRedo(NotFound):
    """No deed of this person was undone since their last one."""

    actor: str
    message = N_("{actor} has nothing to redo in this study.")
    hint = N_("Redo is possible until the next deed.")
