"""Files from outside that cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.errors.root import N_, KangniError, Translate

__all__ = [
    "ArchiveRefused",
    "ElementFault",
    "Fault",
    "FaultyFiles",
    "FaultyProject",
    "FaultyTable",
    "FileDamaged",
    "FileEmpty",
    "FileFault",
    "FileLocked",
    "FileMissing",
    "FileProblem",
    "FileTooLarge",
    "FileUnwritable",
    "FolderTaken",
    "FrameworkInvalid",
    "FrameworkMissing",
    "NoTextLayer",
    "TableUnrecognised",
    "TextUndecodable",
    "UnknownFileType",
]


class FileProblem(KangniError):
    """A file from outside that cannot be taken."""


@dataclass(eq=False)
class FileMissing(FileProblem):
    """A path at which nothing readable lies."""

    file: str
    message = N_("{file} is not there or cannot be read.")
    hint = N_("Check the path and your rights to it; a file is needed, not a device or a broken link.")


@dataclass(eq=False)
class FileUnwritable(FileProblem):
    """A path to which nothing can be written."""

    file: str
    message = N_("{file} cannot be written.")
    hint = N_("Check that its folder is there and that you may write to it.")


@dataclass(eq=False)
class FolderTaken(FileProblem):
    """A place for a new folder where something lies already."""

    file: str
    message = N_("{file} is there already and is not empty.")
    hint = N_("Name a folder that is not there yet; nothing is overwritten.")


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
class FileLocked(FileProblem):
    """A file that opens with a password only."""

    file: str
    message = N_("{file} is locked by a password.")
    hint = N_("Open it in the program that made it and save it without a password.")


@dataclass(eq=False)
class NoTextLayer(FileProblem):
    """A PDF whose pages are pictures."""

    file: str
    pages: int
    message = N_("{file} has no text layer: its pages ({pages}) are pictures or empty.")
    hint = N_("Let a program recognise the text (OCR), check it, and bring in the result.")


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
    message = N_("{file} was not taken, and nothing was stored. Faults: {count}")

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
    message = N_("Nothing was stored. Files that cannot be taken: {count}")

    def facts(self) -> dict[str, object]:
        """Return the number of faults."""
        return {"count": len(self.faults)}

    def in_words(self, translate: Translate = str) -> str:
        """Return one line per file after the sentence, each with the file's name once."""
        place = translate(N_("{file}: {sentence}"))
        lines = []
        for fault in self.faults:
            sentence = fault.error.in_words(translate).replace("\n", " ")
            shown = fault.file if fault.file.isprintable() else ascii(fault.file)[1:-1]
            lines.append(sentence if fault.file in sentence else place.format(file=shown, sentence=sentence))
        return "\n".join([super().in_words(translate), *(f"  {line}" for line in lines)])


@dataclass(frozen=True, slots=True)
class ElementFault:
    """What is wrong with one element of a project."""

    place: str
    problem: str


@dataclass(eq=False)
class FaultyProject(FileProblem):
    """All faults of a project of another program; nothing of it was stored."""

    file: str
    faults: tuple[ElementFault, ...]
    message = N_("{file} was not taken, and nothing was stored. Faults: {count}")

    def facts(self) -> dict[str, object]:
        """Return the file and the number of faults."""
        return {"file": self.file, "count": len(self.faults)}

    def in_words(self, translate: Translate = str) -> str:
        """Return one line per fault after the sentence, each with its element."""
        lines = [f"{fault.place}: {translate(fault.problem)}" for fault in self.faults]
        return "\n".join([super().in_words(translate), *(f"  {line}" for line in lines)])
