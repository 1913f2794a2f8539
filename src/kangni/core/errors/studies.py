"""What can be wrong with a study file itself."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.errors.root import N_, KangniError

__all__ = [
    "DiskFull",
    "NotAStudy",
    "StudyDamaged",
    "StudyExists",
    "StudyInUse",
    "StudyMissing",
    "StudyOtherVersion",
    "StudyProblem",
    "StudyReadOnly",
]


class StudyProblem(KangniError):
    """Something about the study file itself."""


@dataclass(eq=False)
class StudyMissing(StudyProblem):
    """No study lies at this path."""

    path: str
    message = N_("There is no study at {path}.")
    hint = N_("Make one with: kangni new {path} --framework kumpfer --language zh")


@dataclass(eq=False)
class StudyExists(StudyProblem):
    """A file already lies where a new study should go."""

    path: str
    message = N_("{path} already exists.")
    hint = N_("Choose another name; an existing study is never overwritten.")


@dataclass(eq=False)
class NotAStudy(StudyProblem):
    """A file that is something else."""

    path: str
    message = N_("{path} is not a Kangni study.")
    hint = N_("It was left untouched.")


@dataclass(eq=False)
class StudyDamaged(StudyProblem):
    """A study file that is cut off or contradicts itself."""

    path: str
    problem: str
    backup: str = ""
    message = N_("{path} is damaged: {problem}.")

    @property
    def hint(self) -> str:  # type: ignore[override]  # the remedy depends on whether a backup exists
        """Name the last good backup where there is one."""
        if self.backup:
            return N_("It was left untouched. The last backup is {backup}.")
        return N_("It was left untouched. No backup lies beside it.")


@dataclass(eq=False)
class StudyOtherVersion(StudyProblem):
    """A study written by another version of Kangni."""

    path: str
    found: int
    known: int
    message = N_("{path} was written in format {found}; this Kangni reads format {known}.")
    hint = N_("It was left untouched. Open it with the version of Kangni that wrote it.")


@dataclass(eq=False)
class StudyReadOnly(StudyProblem):
    """A study that cannot be changed here."""

    path: str
    message = N_("{path} can be read but not changed.")
    hint = N_("Check the rights to the file and its folder, or copy it to a place of your own.")


@dataclass(eq=False)
class StudyInUse(StudyProblem):
    """Another process is writing and did not finish in time."""

    path: str
    holder: str
    message = N_("{path} is in use by {holder}.")
    hint = N_("Wait until it has finished, or close it there, then try again.")


@dataclass(eq=False)
class DiskFull(StudyProblem):
    """No space left for the change."""

    path: str
    message = N_("The disk is full; the change to {path} was not stored.")
    hint = N_("What was stored before is safe. Free some space and try again.")
