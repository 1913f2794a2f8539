"""Codes of a project or a codebook, at any depth."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from kangni.core.codebook import Code
from kangni.core.memos import MemoTarget
from kangni.core.names import CodeId
from kangni.exchange.refi.markup import Element, name_of, words_of
from kangni.exchange.refi.said import said_code, said_definition
from kangni.exchange.refi.state import Holder, State, label
from kangni.exchange.refi.writing import fitting

__all__ = ["read_code"]

_CODABLE = ("true", "1")


def read_code(state: State, element: Element, parent: UUID | None = None) -> None:
    """Make a code of an element, and of each inside it; the parser bounds the depth."""
    identity = state.identity(element, known=state.codes)
    if identity is None:
        state.lose_all(element)
        return
    state.tally.stored["Code"] += 1
    attributes = state.keeper.attributes(element)
    name = attributes.pop("name", "")
    definition = ""
    inner = []
    for child in element:
        match name_of(child):
            case "Code":
                inner.append(child)
            case "Description":
                state.tally.stored["Description"] += 1
                definition = words_of(child)
            case "NoteRef":
                state.refer(child, identity)
            case _:
                state.lose_unknown(child)
    code = _code(state, identity, name, definition, parent)
    state.codes[identity] = code
    state.holders[identity] = Holder(MemoTarget.CODE, identity)
    del attributes["guid"]
    if attributes.get("isCodable", "true") in _CODABLE:
        attributes.pop("isCodable", None)
    if name != said_code(code, state.language):
        attributes["name"] = name
    state.keep_rest(identity, "Code", attributes)
    for child in inner:
        read_code(state, child, identity)


def _code(state: State, identity: UUID, name: str, definition: str, parent: UUID | None) -> Code:
    told, language = state.told_codes.get(identity), state.language
    above = CodeId(parent) if parent is not None else None
    if told is None:
        handle = state.code_handles.free(name, f"code {identity.hex[:8]}")
        return Code(CodeId(identity), handle, label(fitting(name)), above, label(definition))
    code = replace(told, parent=above)
    if said_definition(told, language) != definition:
        code = replace(code, definition=label(definition))
    if said_code(told, language) == name:
        state.code_handles.take(told.handle)
        return code
    return replace(code, handle=state.code_handles.free(name, told.handle), name=label(name))
