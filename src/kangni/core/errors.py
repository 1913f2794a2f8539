"""The family of mistakes that Kangni reports, each with its sentence and its remedy.

::

    KangniError
    ├── InvalidValue            a value that cannot exist
    │   ├── SpanInvalid, SpanOutOfRange, QuoteMismatch, CodedTranslation
    │   ├── StrengthOutOfRange, SignInvalid, UnknownTerm, OverrideWithoutReason
    │   ├── CodebookCycle, HandleInvalid, HandleTaken, TextInvalid
    │   ├── ColumnMissing, CellEmpty, NumberInvalid, FormulaUnread, RowBroken, RowsConflict   in tables
    │   └── MethodInput         arrays or settings that a method cannot take
    ├── NotFound
    │   ├── UnknownName         no participant, document, code ... of that name
    │   ├── AmbiguousName       several things begin with that name
    │   ├── NoEvidence          a result has no such key
    │   ├── NoPicture           a result that is a table or sentences
    │   └── NothingToUndo, NothingToRedo
    ├── Refused                 the study as it stands forbids it
    │   ├── UndoBlocked, RedoBlocked, StillReferred, ConsentWithheld, NothingToAnalyse
    │   ├── AgreementOff
    │   └── Cancelled
    ├── FileProblem             a file from outside that cannot be taken
    │   ├── FileMissing, UnknownFileType, FileEmpty, TextUndecodable, FileDamaged
    │   ├── ArchiveRefused, FileTooLarge, FrameworkInvalid, FrameworkMissing
    │   ├── TableUnrecognised   a table whose headings fit none of the documented ones
    │   ├── FaultyTable         all faults of one table, each with its place
    │   └── FaultyFiles         all faults of several files, one a file
    ├── StudyProblem            the study file itself
    │   ├── StudyMissing, StudyExists, NotAStudy, StudyDamaged, StudyOtherVersion
    │   └── StudyReadOnly, StudyInUse, DiskFull
    └── ExtraMissing            an optional dependency is not installed

A class holds facts; `message` and `hint` are English sentences with the facts in braces and serve as message ids,
so that an edge can put them into the reader's language with `in_words(translate)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import ClassVar

__all__ = [
    "N_",
    "AgreementOff",
    "AmbiguousName",
    "ArchiveRefused",
    "Cancelled",
    "CellEmpty",
    "CodebookCycle",
    "CodedTranslation",
    "ColumnMissing",
    "ConsentWithheld",
    "DiskFull",
    "ExtraMissing",
    "Fault",
    "FaultyFiles",
    "FaultyTable",
    "FileDamaged",
    "FileEmpty",
    "FileFault",
    "FileMissing",
    "FileProblem",
    "FileTooLarge",
    "FormulaUnread",
    "FrameworkInvalid",
    "FrameworkMissing",
    "HandleInvalid",
    "HandleTaken",
    "InvalidValue",
    "KangniError",
    "MethodInput",
    "NoEvidence",
    "NoPicture",
    "NotAStudy",
    "NotFound",
    "NothingToAnalyse",
    "NothingToRedo",
    "NothingToUndo",
    "NumberInvalid",
    "OverrideWithoutReason",
    "QuoteMismatch",
    "RedoBlocked",
    "Refused",
    "RowBroken",
    "RowsConflict",
    "SignInvalid",
    "SpanInvalid",
    "SpanOutOfRange",
    "StillReferred",
    "StrengthOutOfRange",
    "StudyDamaged",
    "StudyExists",
    "StudyInUse",
    "StudyMissing",
    "StudyOtherVersion",
    "StudyProblem",
    "StudyReadOnly",
    "TableUnrecognised",
    "TextInvalid",
    "TextUndecodable",
    "UndoBlocked",
    "UnknownFileType",
    "UnknownName",
    "UnknownTerm",
    "closest",
]

Translate = Callable[[str], str]


def N_(message: str) -> str:  # noqa: N802 - gettext's customary marker for a message id
    """Mark a message id for the catalogue and return it unchanged."""
    return message


def closest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like `name`, or an empty string."""
    by_fold = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else ""


@dataclass(eq=False)
class KangniError(Exception):
    """The root: something could not be done, nothing was stored, and the sentence says why."""

    message: ClassVar[str] = N_("Kangni could not do this.")
    hint: ClassVar[str] = ""

    def in_words(self, translate: Translate = str) -> str:
        """Return the sentence, and below it the hint, in the language of `translate`."""
        facts = self.facts()
        lines = [translate(text).format_map(facts) for text in (self.message, self.hint) if text]
        return "\n".join(line for line in lines if line.strip())

    def facts(self) -> dict[str, object]:
        """Return what the error knows, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return self.in_words()


# --- values that cannot exist ---------------------------------------------------------------------------------


class InvalidValue(KangniError):
    """A value that cannot exist."""


@dataclass(eq=False)
class SpanInvalid(InvalidValue):
    """A span whose ends are reversed, equal or negative."""

    start: int
    end: int
    message = N_("The span {start}-{end} holds no words.")
    hint = N_("A span starts at 0 or later and ends after its start; offsets count characters (code points).")


@dataclass(eq=False)
class SpanOutOfRange(InvalidValue):
    """A span that ends behind the end of its text."""

    document: str
    start: int
    end: int
    length: int
    message = N_("The span {start}-{end} lies outside {document}, which has {length} characters.")
    hint = N_("Offsets count characters (code points) of the text as imported, line ends as one.")


@dataclass(eq=False)
class QuoteMismatch(InvalidValue):
    """A quote that is not what stands at its span."""

    document: str
    start: int
    end: int
    quote: str
    found: str
    message = N_("{document} {start}-{end} reads “{found}”, but the table quotes “{quote}”.")
    hint = N_("Was the table made for another version of the text, or with offsets in bytes or UTF-16 units?")


@dataclass(eq=False)
class CodedTranslation(InvalidValue):
    """A coding on a translation instead of its original."""

    document: str
    original: str
    turn: int
    message = N_("{document} is a translation; codings live on the original.")
    hint = N_("Code turn {turn} of {original} instead.")


@dataclass(eq=False)
class StrengthOutOfRange(InvalidValue):
    """A claim's strength that the framework does not offer."""

    strength: str
    allowed: str
    message = N_("A claim cannot have the strength {strength}.")
    hint = N_("Use {allowed}, or leave it empty where the speaker gives none.")


@dataclass(eq=False)
class SignInvalid(InvalidValue):
    """A claim's sign that is neither raises nor lowers."""

    sign: str
    message = N_("A claim cannot have the sign “{sign}”.")
    hint = N_("Use + where the cause raises its effect and - where it lowers it.")


@dataclass(eq=False)
class UnknownTerm(InvalidValue):
    """A voice, stage, polarity ... that the framework or the file format does not have."""

    kind: str
    value: str
    known: str
    message = N_("There is no {kind} “{value}” here.")
    hint = N_("Known: {known}.")


@dataclass(eq=False)
class OverrideWithoutReason(InvalidValue):
    """A polarity or level set against the code's default, without saying why."""

    code: str
    message = N_("The coding of {code} overrides the polarity or level of its code without a reason.")
    hint = N_("Say in a few words why these words differ from the code's default.")


@dataclass(eq=False)
class CodebookCycle(InvalidValue):
    """A code that is its own ancestor."""

    path: str
    message = N_("The codebook goes in a circle: {path}.")
    hint = N_("Give one of these codes another parent, or none.")


@dataclass(eq=False)
class HandleInvalid(InvalidValue):
    """A name that people could not use."""

    kind: str
    handle: str
    message = N_("“{handle}” cannot name a {kind}.")
    hint = N_("Use 1 to 80 characters without line breaks, control characters or blanks at the ends.")


@dataclass(eq=False)
class HandleTaken(InvalidValue):
    """A name that another thing of the same kind already has."""

    kind: str
    handle: str
    message = N_("There is already a {kind} called “{handle}”.")
    hint = N_("Names are compared without regard to case and accents' encoding; choose another.")


@dataclass(eq=False)
class TextInvalid(InvalidValue):
    """A text with characters that no program could store or write again."""

    what: str
    offset: int
    character: str
    message = N_("{what} holds the character {character} at position {offset}, which cannot be stored.")
    hint = N_("Remove control characters and broken surrogates, then try again.")


@dataclass(eq=False)
class ColumnMissing(InvalidValue):
    """A table without a column that its kind cannot do without."""

    column: str
    headings: str
    message = N_("The column “{column}” is missing.")
    hint = N_("The headings are: {headings}. If one of them is meant, say so with --map THEIRS={column}.")


@dataclass(eq=False)
class CellEmpty(InvalidValue):
    """An empty cell where the row makes no sense without a value."""

    message = N_("The cell is empty.")
    hint = N_("This row needs a value here.")


@dataclass(eq=False)
class NumberInvalid(InvalidValue):
    """A cell that should hold a whole number."""

    value: str
    message = N_("“{value}” is no whole number.")
    hint = N_("Write digits only, such as 351.")


@dataclass(eq=False)
class FormulaUnread(InvalidValue):
    """A formula whose value the spreadsheet program has not stored."""

    formula: str
    message = N_("The cell holds the formula {formula} without a stored value.")
    hint = N_("Open the file in a spreadsheet program, save it, and try again.")


@dataclass(eq=False)
class RowBroken(InvalidValue):
    """A row with more or fewer cells than the table has headings."""

    cells: int
    headings: int
    message = N_("The row has {cells} cells under {headings} headings.")
    hint = N_("Is a quotation mark or a separator missing, or was the file cut off?")


@dataclass(eq=False)
class RowsConflict(InvalidValue):
    """Two rows of a table that contradict each other."""

    row: int
    message = N_("This contradicts row {row}.")
    hint = N_("Both rows speak of the same thing; make them agree, or keep one of them.")


@dataclass(eq=False)
class MethodInput(InvalidValue):
    """Arrays or settings that a method cannot take."""

    method: str
    problem: str
    message = N_("{method}: {problem}.")


# --- things that are not there ----------------------------------------------------------------------------------


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
class NoEvidence(NotFound):
    """A result has no number under this key."""

    result: str
    key: str
    known: str
    message = N_("{result} has no entry “{key}”.")
    hint = N_("Entries are, for example: {known}.")


@dataclass(eq=False)
class NoPicture(NotFound):
    """A result that has no picture."""

    result: str
    message = N_("{result} has no picture.")
    hint = N_("Show its rows instead: rows() or to_frame().")


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


# --- what the study forbids ---------------------------------------------------------------------------------------


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
class ConsentWithheld(Refused):
    """A participant has not released what would leave the study."""

    participant: str
    scope: str
    message = N_("{participant} has not given consent to “{scope}”.")
    hint = N_(
        "Record the consent, or waive it by name with --waive {participant}=REASON; the waiver is kept in the history."
    )


@dataclass(eq=False)
class NothingToAnalyse(Refused):
    """An analysis lacks the material it works on."""

    analysis: str
    needs: str
    message = N_("{analysis} has nothing to work on: it needs {needs}.")


@dataclass(eq=False)
class AgreementOff(Refused):
    """Figures of agreement in a study that does not want them."""

    study: str
    message = N_("{study} shows no figures of agreement between coders: its setting “agreement” is off.")
    hint = N_("Set it to dialogue or to reliability to see them.")


@dataclass(eq=False)
class Cancelled(Refused):
    """The person stopped it."""

    message = N_("Stopped. Nothing was stored.")


# --- files from outside ---------------------------------------------------------------------------------------------


class FileProblem(KangniError):
    """A file from outside that cannot be taken."""


@dataclass(eq=False)
class FileMissing(FileProblem):
    """A path at which nothing readable lies."""

    file: str
    message = N_("{file} is not there or cannot be read.")
    hint = N_("Check the path and your rights to it; a file is needed, not a device or a broken link.")


@dataclass(eq=False)
class UnknownFileType(FileProblem):
    """A file whose content no reader knows."""

    file: str
    known: str
    message = N_("{file} is of a type that cannot be read here.")
    hint = N_("Known types: {known}. The content decides, not the name.")


@dataclass(eq=False)
class FileEmpty(FileProblem):
    """A file without words."""

    file: str
    message = N_("{file} is empty.")
    hint = N_("A file needs at least one visible character.")


@dataclass(eq=False)
class TextUndecodable(FileProblem):
    """Bytes that are no text in any known encoding."""

    file: str
    offset: int
    encoding: str
    message = N_("{file} cannot be read as text: byte {offset} does not fit {encoding}.")
    hint = N_("Save it as UTF-8 in your editor, or name its encoding with --encoding.")


@dataclass(eq=False)
class FileDamaged(FileProblem):
    """A file that breaks off or contradicts itself."""

    file: str
    place: str
    message = N_("{file} is damaged: {place}.")
    hint = N_("Open it in the program that made it and save it again.")


@dataclass(eq=False)
class ArchiveRefused(FileProblem):
    """A zip archive that could harm the machine."""

    file: str
    problem: str
    message = N_("{file} was refused before unpacking: {problem}.")
    hint = N_("If you trust its origin, save it again with the program that made it.")


@dataclass(eq=False)
class FileTooLarge(FileProblem):
    """A file over the limit."""

    file: str
    size: str
    limit: str
    message = N_("{file} has {size}; the limit is {limit}.")
    hint = N_("Split the file.")


@dataclass(eq=False)
class FrameworkInvalid(FileProblem):
    """A framework folder that does not say what a framework must say."""

    file: str
    problem: str
    message = N_("{file} is no usable framework: {problem}.")
    hint = N_("See the reference page on frameworks for the files and keys.")


@dataclass(eq=False)
class FrameworkMissing(FileProblem):
    """Neither a packaged framework nor a folder with one."""

    framework: str
    known: str
    message = N_("There is no framework “{framework}”.")
    hint = N_("Packaged frameworks: {known}. Or name a folder with framework.yaml and codebook.csv.")


@dataclass(eq=False)
class TableUnrecognised(FileProblem):
    """A table whose headings fit none of the documented tables."""

    file: str
    headings: str
    known: str
    message = N_("The headings of {file} fit no table: {headings}.")
    hint = N_("Name the table with --as and its columns with --map THEIRS=OURS. Tables and what they need: {known}.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a table and its place; `row` counts the heading as 1, as spreadsheets do."""

    row: int
    column: str
    error: KangniError


@dataclass(eq=False)
class FaultyTable(FileProblem):
    """All faults of one table; nothing of it was stored."""

    file: str
    faults: tuple[Fault, ...]
    message = N_("{file} has {count} faults; nothing was stored.")

    def facts(self) -> dict[str, object]:
        """Return the file and the number of faults."""
        return {"file": self.file, "count": len(self.faults)}

    def in_words(self, translate: Translate = str) -> str:
        """Return one line per fault after the sentence, each with row and column."""
        place = translate(N_("row {row}, column {column}: {sentence}"))
        lines = [
            place.format(
                row=fault.row,
                column=fault.column,
                sentence=fault.error.in_words(translate).replace("\n", " "),
            )
            for fault in self.faults
        ]
        return "\n".join([super().in_words(translate), *(f"  {line}" for line in lines)])


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong with one file of several."""

    file: str
    error: KangniError


@dataclass(eq=False)
class FaultyFiles(FileProblem):
    """All files of one import that cannot be taken; nothing of any was stored."""

    faults: tuple[FileFault, ...]
    message = N_("{count} of the files cannot be taken; nothing was stored.")

    def facts(self) -> dict[str, object]:
        """Return the number of faults."""
        return {"count": len(self.faults)}

    def in_words(self, translate: Translate = str) -> str:
        """Return one line per file after the sentence, each with the file's name."""
        place = translate(N_("{file}: {sentence}"))
        lines = [
            place.format(file=fault.file, sentence=fault.error.in_words(translate).replace("\n", " "))
            for fault in self.faults
        ]
        return "\n".join([super().in_words(translate), *(f"  {line}" for line in lines)])


# --- the study file ---------------------------------------------------------------------------------------------


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


@dataclass(eq=False)
class ExtraMissing(KangniError):
    """An optional dependency that this needs."""

    purpose: str
    extra: str
    message = N_("{purpose} needs an optional part that is not installed.")
    hint = N_('Install it with: pip install "kangni[{extra}]"')
