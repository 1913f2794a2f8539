"""What a study takes from a framework when it begins: its codes."""

from __future__ import annotations

from kangni.core.codebook import Code, Codebook
from kangni.core.ports import NewId
from kangni.exchange.framework import FrameworkFolder
from kangni.exchange.tables.codebook import read_codebook

__all__ = ["codes_of"]


def codes_of(folder: FrameworkFolder, *, new_id: NewId) -> tuple[Code, ...]:
    """Return the codes of a framework's codebook, with ids of their own for this study.

    Raises
    ------
    FaultyTable
        With all faults of the codebook.
    """
    return read_codebook(folder.codebook, framework=folder.framework, known=Codebook(()), new_id=new_id).added
