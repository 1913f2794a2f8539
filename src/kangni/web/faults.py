"""Which HTTP status says what kind of mistake."""

from __future__ import annotations

from kangni.core.errors import FileTooLarge, InvalidValue, KangniError, NotFound, Refused, StudyInUse

__all__ = ["status_of"]


def status_of(error: KangniError) -> int:
    """Return the status of an error: what is not there, what is refused as things stand, what cannot be."""
    match error:
        case NotFound():
            return 404
        case Refused() | StudyInUse():
            return 409
        case FileTooLarge():
            return 413
        case InvalidValue():
            return 422
    return 400
