"""Values that cannot exist."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.errors.root import N_, KangniError

__all__ = [
    "AmountInvalid",
    "AnswerInvalid",
    "BudgetIncomplete",
    "CellEmpty",
    "CodebookCycle",
    "CodedTranslation",
    "ColumnMissing",
    "CutInvalid",
    "DecimalInvalid",
    "DecisionIncomplete",
    "FormulaUnread",
    "HandleInvalid",
    "HandleTaken",
    "InvalidValue",
    "ItemsMismatch",
    "LevelsContradict",
    "MethodInput",
    "NotAsked",
    "NumberInvalid",
    "OverrideWithoutReason",
    "QuoteMismatch",
    "RecommendationIncomplete",
    "RequestUnread",
    "RowBroken",
    "RowsConflict",
    "SignInvalid",
    "SpanInvalid",
    "SpanOutOfRange",
    "StrengthOutOfRange",
    "TextInvalid",
    "TurnUnknown",
    "UnknownTerm",
]


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
class TurnUnknown(InvalidValue):
    """A turn that the document does not have, or in which nothing was said."""

    document: str
    turn: int
    turns: int
    message = N_("{document} has no turn {turn} with words.")
    hint = N_("Its turns are numbered from 1 to {turns}.")


@dataclass(eq=False)
class NotAsked(InvalidValue):
    """A question that a document does not have, or that nobody answers."""

    document: str
    question: str
    message = N_("In {document} nobody is asked and answers “{question}”.")
    hint = N_("Name a question by its words, or by its number among those that most transcripts share, such as Q3.")


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
class DecisionIncomplete(InvalidValue):
    """A decision on a passage that leaves out what it cannot do without."""

    missing: str
    message = N_("A decision on a passage needs {missing}.")
    hint = N_("It says which words, who read them how, how it ended, who decided and why.")


@dataclass(eq=False)
class RecommendationIncomplete(InvalidValue):
    """A recommendation that leaves out what it cannot do without."""

    missing: str
    message = N_("A recommendation needs {missing}.")
    hint = N_("An adopted one has words, a declined one a reason.")


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
class AnswerInvalid(InvalidValue):
    """An answer to an item that its scale does not offer."""

    value: str
    allowed: str
    message = N_("“{value}” is no answer here.")
    hint = N_("Answers are {allowed}, empty where not answered. Is the form coded otherwise? Say so with --coding.")


@dataclass(eq=False)
class ItemsMismatch(InvalidValue):
    """A table with other items than its scale has."""

    scale: str
    expected: int
    unexpected: str
    unanswered: str
    trap: str
    message = N_(
        "These are not the {expected} items of {scale}. Not among them: {unexpected}. "
        "Answered by nobody: {unanswered}. {trap}"
    )
    hint = N_("Head each column with the number of its item; leave out whole subscales, never single items.")


@dataclass(eq=False)
class CutInvalid(InvalidValue):
    """A place to cut an attribute into bands that is not on its line."""

    attribute: str
    cut: str
    message = N_("“{attribute}” cannot be cut at “{cut}”.")
    hint = N_("A number cuts an attribute of numbers, a day such as 2026-03-01 one of days; words have no order.")


@dataclass(eq=False)
class BudgetIncomplete(InvalidValue):
    """A budget without costs, or costs without a budget."""

    purpose: str
    needs: str
    option: str
    message = N_("{purpose} needs {needs}.")
    hint = N_("Say it with {option}, all in one unit: money, days, or points of effort.")


@dataclass(eq=False)
class AmountInvalid(InvalidValue):
    """A cost or a budget that is no amount."""

    what: str
    amount: str
    message = N_("{what}: “{amount}” is no cost.")
    hint = N_("A cost and a budget are numbers above 0, all in one unit.")


@dataclass(eq=False)
class NumberInvalid(InvalidValue):
    """A cell that should hold a whole number."""

    value: str
    message = N_("“{value}” is no whole number.")
    hint = N_("Write digits only, such as 351.")


@dataclass(eq=False)
class DecimalInvalid(InvalidValue):
    """A cell that should hold a number, whole or not."""

    value: str
    message = N_("“{value}” is no number.")
    hint = N_("Values with an order need numbers, such as 3 or 2.5; the level nominal takes any words.")


@dataclass(eq=False)
class FormulaUnread(InvalidValue):
    """A formula whose value the spreadsheet program has not stored."""

    formula: str
    message = N_("The cell holds the formula {formula} without a stored value.")
    hint = N_("Open the file in a spreadsheet program, save it, and try again.")


@dataclass(eq=False)
class RequestUnread(InvalidValue):
    """A page sent something that the workbench does not expect."""

    problem: str
    message = N_("The workbench cannot read what the page sent: {problem}")
    hint = N_("Reload the page; what you typed stays in the field until you do.")


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
class LevelsContradict(InvalidValue):
    """One code held at two levels at once."""

    code: str
    first: float
    second: float
    message = N_("“{code}” cannot be held at {first} and at {second} at once.")
    hint = N_("Name it once, or leave out the lever that moves it as well.")


@dataclass(eq=False)
class MethodInput(InvalidValue):
    """Arrays or settings that a method cannot take."""

    method: str
    problem: str
    message = N_("{method}: {problem}.")
