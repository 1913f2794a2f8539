"""The family of mistakes that Kangni reports, each with its sentence and its remedy.

::

    KangniError
    ├── InvalidValue            a value that cannot exist
    │   ├── SpanInvalid, SpanOutOfRange, QuoteMismatch, CodedTranslation, TurnUnknown, NotAsked
    │   ├── StrengthOutOfRange, SignInvalid, UnknownTerm, OverrideWithoutReason
    │   ├── CodebookCycle, HandleInvalid, HandleTaken, TextInvalid, DecisionIncomplete
    │   ├── ColumnMissing, CellEmpty, NumberInvalid, DecimalInvalid, FormulaUnread, RowBroken, RowsConflict   in tables
    │   ├── BudgetIncomplete, AmountInvalid, RecommendationIncomplete   levers
    │   ├── CutInvalid          an attribute cut where it has no such place
    │   ├── AnswerInvalid, ItemsMismatch   answers that do not fit their scale
    │   ├── LevelsContradict    one code held at two levels
    │   ├── RequestUnread       a page sent what the workbench does not expect
    │   └── MethodInput         arrays or settings that a method cannot take
    ├── NotFound
    │   ├── UnknownName         no participant, document, code ... of that name
    │   ├── UnknownLever, NotTied, NotRecommended, AddresseeUnsaid   levers and what became of them
    │   ├── AmbiguousName       several things begin with that name
    │   ├── NoEvidence          a result has no such key
    │   ├── NotReadSo           a coder has no such coding at a passage
    │   ├── NoPicture           a result that is a table or sentences
    │   └── NothingToUndo, NothingToRedo, NothingDropped
    ├── Refused                 the study as it stands forbids it
    │   ├── UndoBlocked, RedoBlocked, StillReferred, ConsentWithheld, NothingToAnalyse
    │   ├── CodeInUse, CodeNamed
    │   ├── AgreementOff, AlreadyDecided, MergeConflicts, NotYours, WrittenMeanwhile
    │   ├── FormUnstated, HalvesContradict, ScaleExcluded   scales
    │   ├── ClusterSilent, WorkersLost   a cluster that does not answer, or no longer
    │   └── Cancelled
    ├── FileProblem             a file from outside that cannot be taken
    │   ├── FileMissing, FileUnwritable, UnknownFileType, FileEmpty, TextUndecodable, FileDamaged
    │   ├── FolderTaken         a place for a new folder that is none
    │   ├── FileLocked, NoTextLayer   PDF files that hold no words for us
    │   ├── ArchiveRefused, FileTooLarge, FrameworkInvalid, FrameworkMissing
    │   ├── TableUnrecognised   a table whose headings fit none of the documented ones
    │   ├── FaultyTable         all faults of one table, each with its place
    │   ├── FaultyProject       all faults of a project of another program
    │   └── FaultyFiles         all faults of several files, one a file
    ├── StudyProblem            the study file itself
    │   ├── StudyMissing, StudyExists, NotAStudy, StudyDamaged, StudyOtherVersion
    │   └── StudyReadOnly, StudyInUse, DiskFull
    └── ExtraMissing            an optional dependency is not installed

A class holds facts; `message` and `hint` are English sentences with the facts in braces and serve as message ids,
so that an edge can put them into the reader's language with `in_words(translate)`.
"""

from kangni.core.errors.files import (
    ArchiveRefused,
    ElementFault,
    Fault,
    FaultyFiles,
    FaultyProject,
    FaultyTable,
    FileDamaged,
    FileEmpty,
    FileFault,
    FileLocked,
    FileMissing,
    FileProblem,
    FileTooLarge,
    FileUnwritable,
    FolderTaken,
    FrameworkInvalid,
    FrameworkMissing,
    NoTextLayer,
    TableUnrecognised,
    TextUndecodable,
    UnknownFileType,
)
from kangni.core.errors.finding import (
    AddresseeUnsaid,
    AmbiguousName,
    NoEvidence,
    NoPicture,
    NotFound,
    NothingDropped,
    NothingToRedo,
    NothingToUndo,
    NotReadSo,
    NotRecommended,
    NotTied,
    UnknownLever,
    UnknownName,
)
from kangni.core.errors.refusals import (
    AgreementOff,
    AlreadyDecided,
    Cancelled,
    ClusterSilent,
    CodeInUse,
    CodeNamed,
    ConsentWithheld,
    Contested,
    FormUnstated,
    HalvesContradict,
    MergeConflicts,
    NothingToAnalyse,
    NotYours,
    RedoBlocked,
    Refused,
    ScaleExcluded,
    StillReferred,
    UndoBlocked,
    WorkersLost,
    WrittenMeanwhile,
)
from kangni.core.errors.root import N_, ExtraMissing, KangniError, closest
from kangni.core.errors.studies import (
    DiskFull,
    NotAStudy,
    StudyDamaged,
    StudyExists,
    StudyInUse,
    StudyMissing,
    StudyOtherVersion,
    StudyProblem,
    StudyReadOnly,
)
from kangni.core.errors.values import (
    AmountInvalid,
    AnswerInvalid,
    BudgetIncomplete,
    CellEmpty,
    CodebookCycle,
    CodedTranslation,
    ColumnMissing,
    CutInvalid,
    DecimalInvalid,
    DecisionIncomplete,
    FormulaUnread,
    HandleInvalid,
    HandleTaken,
    InvalidValue,
    ItemsMismatch,
    LevelsContradict,
    MethodInput,
    NotAsked,
    NumberInvalid,
    OverrideWithoutReason,
    QuoteMismatch,
    RecommendationIncomplete,
    RequestUnread,
    RowBroken,
    RowsConflict,
    SignInvalid,
    SpanInvalid,
    SpanOutOfRange,
    StrengthOutOfRange,
    TextInvalid,
    TurnUnknown,
    UnknownTerm,
)

__all__ = [
    "N_",
    "AddresseeUnsaid",
    "AgreementOff",
    "AlreadyDecided",
    "AmbiguousName",
    "AmountInvalid",
    "AnswerInvalid",
    "ArchiveRefused",
    "BudgetIncomplete",
    "Cancelled",
    "CellEmpty",
    "ClusterSilent",
    "CodeInUse",
    "CodeNamed",
    "CodebookCycle",
    "CodedTranslation",
    "ColumnMissing",
    "ConsentWithheld",
    "Contested",
    "CutInvalid",
    "DecimalInvalid",
    "DecisionIncomplete",
    "DiskFull",
    "ElementFault",
    "ExtraMissing",
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
    "FormUnstated",
    "FormulaUnread",
    "FrameworkInvalid",
    "FrameworkMissing",
    "HalvesContradict",
    "HandleInvalid",
    "HandleTaken",
    "InvalidValue",
    "ItemsMismatch",
    "KangniError",
    "LevelsContradict",
    "MergeConflicts",
    "MethodInput",
    "NoEvidence",
    "NoPicture",
    "NoTextLayer",
    "NotAStudy",
    "NotAsked",
    "NotFound",
    "NotReadSo",
    "NotRecommended",
    "NotTied",
    "NotYours",
    "NothingDropped",
    "NothingToAnalyse",
    "NothingToRedo",
    "NothingToUndo",
    "NumberInvalid",
    "OverrideWithoutReason",
    "QuoteMismatch",
    "RecommendationIncomplete",
    "RedoBlocked",
    "Refused",
    "RequestUnread",
    "RowBroken",
    "RowsConflict",
    "ScaleExcluded",
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
    "TurnUnknown",
    "UndoBlocked",
    "UnknownFileType",
    "UnknownLever",
    "UnknownName",
    "UnknownTerm",
    "WorkersLost",
    "WrittenMeanwhile",
    "closest",
]
