"""Conditions on quotes that a study keeps under names: save them, find them, let go of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kangni.app.retrieving import retrieve
from kangni.core.errors import N_, UnknownName, UnknownTerm, closest
from kangni.core.names import fold_handle
from kangni.core.ports import Reader, Writer
from kangni.core.retrieval import Conditions, SavedRetrieval
from kangni.methods.columns import ColumnSource

__all__ = ["forget_retrieval", "retrieval_named", "save_retrieval"]


def save_retrieval(
    write: Writer, columns: ColumnSource, name: str, conditions: Conditions, *, on: date
) -> SavedRetrieval:
    """Keep conditions under a name; others of that name give way, as one entry of the history.

    Raises
    ------
    UnknownTerm, UnknownName
        If the name is empty, or a condition names what the study does not have.
    """
    if not name.strip():
        raise UnknownTerm("name", name, N_("at least one visible character"))
    retrieve(write, columns, conditions, on=on)
    saved = SavedRetrieval(name.strip(), conditions)
    settings = write.settings()
    others = [each for each in settings.retrievals if fold_handle(each.name) != fold_handle(saved.name)]
    write.set_settings(replace(settings, retrievals=(*others, saved)))
    return saved


def retrieval_named(read: Reader, name: str) -> SavedRetrieval:
    """Return the conditions of a name.

    Raises
    ------
    UnknownName
        With the name that looks most like it.
    """
    saved = read.settings().retrievals
    for each in saved:
        if fold_handle(each.name) == fold_handle(name.strip()):
            return each
    raise UnknownName("retrieval", name, closest(name, (each.name for each in saved)))


def forget_retrieval(write: Writer, name: str) -> SavedRetrieval:
    """Let go of the conditions of a name."""
    gone = retrieval_named(write, name)
    settings = write.settings()
    kept = tuple(each for each in settings.retrievals if each is not gone and each != gone)
    write.set_settings(replace(settings, retrievals=kept))
    return gone
