"""The promises on speed, each a job under a limit beside a plain way to do it."""

from benchmarks.promises.agreement import AGREEMENT, FOUR_CODERS, FOUR_CODERS_SPANS
from benchmarks.promises.codings import AGAIN, CODINGS
from benchmarks.promises.documents import DOCUMENTS
from benchmarks.promises.exporting import EXPORT
from benchmarks.promises.factors import FACTORS
from benchmarks.promises.opening import OPENING
from benchmarks.promises.projects import PROJECT_IN, PROJECT_OUT
from benchmarks.promises.promise import Promise
from benchmarks.promises.starting import FACTORS_COMMAND, STARTING
from benchmarks.promises.together import TOGETHER

__all__ = ["PROMISES", "Promise"]

PROMISES = (
    DOCUMENTS,
    CODINGS,
    FACTORS,
    TOGETHER,
    AGREEMENT,
    FOUR_CODERS,
    FOUR_CODERS_SPANS,
    EXPORT,
    OPENING,
    STARTING,
    AGAIN,
    FACTORS_COMMAND,
    PROJECT_OUT,
    PROJECT_IN,
)
