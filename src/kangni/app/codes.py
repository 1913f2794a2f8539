"""Deeds on the codebook: make a code, say what it means, put it elsewhere, take it away; and how it is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kangni.core.claims import Claim
from kangni.core.codebook import Code, Codebook
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
from kangni.core.errors import CodeInUse, CodeNamed
from kangni.core.framework import Framework
from kangni.core.names import NO_WORDS, CodeId, CodingId, Label
from kangni.core.people import Coder
from kangni.core.ports import NewId, Reader, Writer
from kangni.methods.columns import ColumnSource

__all__ = [
    "CodeUse",
    "CodedPassage",
    "check_unnamed",
    "create_code",
    "define_code",
    "list_passages",
    "list_uses",
    "move_code",
    "remove_code",
]


@dataclass(frozen=True, slots=True)
class CodeUse:
    """How often a code was given, by how many participants' words and coders; its own codings, not its children's."""

    code: str
    codings: int
    participants: int
    coders: int


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """Words that one coder gave a code."""

    id: CodingId
    document: str
    start: int
    coder: str
    words: str


def list_uses(read: Reader, columns: ColumnSource) -> dict[str, CodeUse]:
    """Return how each code is used, by handle, in the order of the codebook."""
    codings = columns.codings()
    return {
        code.handle: CodeUse(
            code.handle,
            int(np.count_nonzero(mine := codings.code == place)),
            len(set(codings.participant[mine].tolist()) - {-1}),
            len(set(codings.coder[mine].tolist())),
        )
        for place, code in enumerate(read.codebook())
    }


def list_passages(read: Reader, handle: str) -> tuple[CodedPassage, ...]:
    """Return the words that were given a code, in the order of texts; codings without a text are left aside."""
    code = read.codebook().named(handle)
    coders = {coder.id: coder.handle for coder in read.all(Coder)}
    heads = {head.id: head.handle for head in read.document_heads()}
    codings = [coding for coding in read.all(Coding) if coding.code == code.id and not coding.draft]
    texts = read.texts({coding.document for coding in codings if coding.document is not None})
    found = [
        CodedPassage(
            coding.id,
            heads[coding.document],
            coding.span.start,
            coders[coding.coder],
            texts[coding.document][coding.span.start : coding.span.end],
        )
        for coding in codings
        if coding.document is not None and coding.span is not None
    ]
    return tuple(sorted(found, key=lambda passage: (passage.document, passage.start, passage.coder)))


def create_code(
    write: Writer,
    handle: str,
    name: Label,
    *,
    new_id: NewId,
    under: str = "",
    polarity: str = "",
    level: str = "",
) -> Code:
    """Add a code, below another one or at the top; made twice in the same words it is made once."""
    codebook, framework = write.codebook(), write.framework()
    parent = codebook.named(under) if under else None
    code = Code(
        CodeId(new_id()),
        handle.strip(),
        name,
        parent=parent.id if parent else None,
        polarity=framework.polarity(polarity).id if polarity else parent.polarity if parent else None,
        level=framework.level(level).id if level else parent.level if parent else None,
        construct=parent.construct if parent else None,
    )
    standing = next((known for known in codebook if known.handle == code.handle), None)
    if standing is not None and replace(code, id=standing.id) == standing:
        return standing
    write.add([code])
    return code


def define_code(
    write: Writer,
    handle: str,
    *,
    name: Label | None = None,
    definition: Label | None = None,
    use_when: Label | None = None,
    do_not_use: Label | None = None,
    polarity: str | None = None,
    level: str | None = None,
) -> Code:
    """Change what a code is called, what it means and how it is read by default; None leaves a part as it is.

    An empty polarity or level says that the code has none.
    """
    framework, standing = write.framework(), write.codebook().named(handle)
    code = replace(
        standing,
        name=standing.name if name is None or name == NO_WORDS else name,
        definition=standing.definition if definition is None else definition,
        use_when=standing.use_when if use_when is None else use_when,
        do_not_use=standing.do_not_use if do_not_use is None else do_not_use,
        polarity=standing.polarity if polarity is None else framework.polarity(polarity).id if polarity else None,
        level=standing.level if level is None else framework.level(level).id if level else None,
    )
    write.replace([code])
    return code


def move_code(write: Writer, handle: str, under: str = "") -> Code:
    """Put a code, with all below it, under another one, or at the top.

    Raises
    ------
    CodebookCycle
        If that one is the code itself or below it.
    """
    codebook = write.codebook()
    code = replace(codebook.named(handle), parent=codebook.named(under).id if under else None)
    Codebook(code if known.id == code.id else known for known in codebook)
    write.replace([code])
    return code


def remove_code(write: Writer, handle: str) -> None:
    """Take a code away on which nothing rests.

    Raises
    ------
    CodeInUse
        If words are coded with it, or codes stand below it.
    CodeNamed
        If the framework names it.
    """
    codebook = write.codebook()
    code = codebook.named(handle)
    check_unnamed(write.framework(), code)
    codings = sum(coding.code == code.id for coding in write.all(Coding))
    claims = sum(code.id in {claim.cause, claim.effect} for claim in write.all(Claim))
    moments = sum(moment.code == code.id for episode in write.all(Episode) for moment in episode.moments)
    below = sum(known.parent == code.id for known in codebook)
    if codings or claims or moments or below:
        raise CodeInUse(code.handle, codings, claims, moments, below)
    write.remove([code])


def check_unnamed(framework: Framework, code: Code) -> None:
    """Refuse to take away a code that the framework names: levers, outcomes and balances are made of it."""
    places = [place for place, names in _named(framework) if code.handle in names]
    if places:
        raise CodeNamed(code.handle, ", ".join(places))


def _named(framework: Framework) -> Iterator[tuple[str, frozenset[str]]]:
    families = framework.lever_families
    yield "outcomes", frozenset(outcome.code for outcome in framework.outcomes if outcome.code is not None)
    yield "outcome_indicators", frozenset(framework.outcome_indicators)
    yield "functioning", frozenset(code for domain in framework.functioning for code in domain.parts)
    yield "code_addressee", frozenset(framework.code_addressee)
    yield "lever_families", frozenset(code for family in families for code in (*family.raised, *family.lowered))
    yield "lever_rules", frozenset(framework.not_levers)
    yield "balance", frozenset((*framework.balance.growth, *framework.balance.drains))
    yield "contention", frozenset(framework.contention)
