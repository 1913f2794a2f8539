"""Users and cases: coders, and participants with the values of their variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from kangni.core.memos import MemoTarget
from kangni.core.names import CoderId, ParticipantId
from kangni.core.people import AttributeValue, Coder, Participant
from kangni.exchange.refi.handles import follows
from kangni.exchange.refi.identity import guid_of
from kangni.exchange.refi.markup import Element, name_of, words_of
from kangni.exchange.refi.rests import RestCase
from kangni.exchange.refi.state import Holder, State
from kangni.exchange.refi.values import attribute_of, written_value
from kangni.exchange.refi.writing import fitting, tag

__all__ = ["Case", "read_case", "read_user", "said_values"]


@dataclass(slots=True)
class Case:
    """A case on its way to a participant: the sources that it names, and what a participant does not hold."""

    identity: UUID
    attributes: dict[str, str]
    sources: list[UUID] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    selections: list[str] = field(default_factory=list)

    def rest(self, others: list[UUID]) -> RestCase:
        """Return what is kept beside the participant; `others` are sources whose words are not the participant's."""
        return RestCase(
            attributes=self.attributes,
            codes="".join(self.codes),
            values=tuple(self.values),
            sources="".join(tag("SourceRef", {"targetGUID": str(each)}) for each in others),
            selections="".join(self.selections),
        )


def read_user(state: State, element: Element) -> None:
    """Make a coder of a user."""
    identity = state.identity(element, known=state.coders)
    if identity is None:
        state.lose_all(element)
        return
    state.tally.stored["User"] += 1
    attributes = state.keeper.attributes(element)
    name = attributes.get("name", "")
    told = state.told_coders.get(identity)
    called, otherwise = name or attributes.get("id", ""), f"coder {identity.hex[:8]}"
    if told is not None and (fitting(told.handle) == name or follows(told.handle, called, otherwise)):
        state.coder_handles.take(told.handle)
        state.coders[identity] = told
    else:
        state.coders[identity] = Coder(CoderId(identity), state.coder_handles.free(called, otherwise))
    del attributes["guid"]
    if name == fitting(state.coders[identity].handle):
        attributes.pop("name", None)
    state.keep_rest(identity, "User", attributes)


def read_case(state: State, element: Element) -> Case | None:
    """Make a participant of a case."""
    identity = state.identity(element, known=state.people)
    if identity is None:
        state.lose_all(element)
        return None
    state.tally.stored["Case"] += 1
    attributes = state.keeper.attributes(element)
    case = Case(identity, {name: value for name, value in attributes.items() if name != "guid"})
    values: dict[str, AttributeValue] = {}
    for child in element:
        _child(state, child, case, values)
    _participant(state, case, values)
    state.holders[identity] = Holder(MemoTarget.PARTICIPANT, identity)
    return case


def _child(state: State, child: Element, case: Case, values: dict[str, AttributeValue]) -> None:
    match name_of(child):
        case "Description":
            state.tally.stored["Description"] += 1
            state.describe(case.identity, words_of(child), on=Holder(MemoTarget.PARTICIPANT, case.identity))
        case "VariableValue":
            _value(state, child, case, values)
        case "SourceRef" if (source := guid_of(child.get("targetGUID", ""))) is not None:
            state.tally.stored["SourceRef"] += 1
            case.sources.append(source)
        case "CodeRef":
            case.codes.append(state.keeper.keep(child))
        case "SelectionRef":
            case.selections.append(state.keeper.keep(child))
        case _:
            state.lose_unknown(child)


def _value(state: State, child: Element, case: Case, values: dict[str, AttributeValue]) -> None:
    """Take a value as attribute; one that would be written otherwise than it was read is kept beside it."""
    read = attribute_of(state, child)
    if read is not None and read[0] not in values:
        values[read[0]] = read[1]
        variable = next(guid for guid, name in state.variables.items() if name == read[0])
        if _plain(child) == written_value(variable, read[1]):
            for each in child.iter():
                state.tally.stored[name_of(each)] += 1
            return
    xml = state.keeper.keep(child)
    if xml:
        case.values.append((read[0] if read is not None else "", xml))


def _plain(element: Element) -> str:
    reference, *others = element
    if len(others) != 1 or name_of(reference) != "VariableRef":
        return ""
    variable = guid_of(reference.get("targetGUID", ""))
    name = name_of(others[0])
    inner = tag("VariableRef", {"targetGUID": str(variable)})
    return f"<VariableValue>{inner}{tag(name, {}, words_of(others[0]).translate(_ESCAPES))}</VariableValue>"


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def _participant(state: State, case: Case, values: dict[str, AttributeValue]) -> None:
    identity, name = case.identity, case.attributes.pop("name", "")
    told, otherwise = state.told_people.get(identity), f"case {identity.hex[:8]}"
    if told is not None and (fitting(told.handle) == name or follows(told.handle, name, otherwise)):
        handle = state.person_handles.keep(told.handle)
    else:
        handle = state.person_handles.free(name, otherwise)
    if name and name != fitting(handle):
        case.attributes["name"] = name
    if told is not None and told.handle == handle and said_values(told) == said_values_of(values):
        state.people[identity] = told
        return
    consent = told.consent if told is not None else None
    state.people[identity] = Participant(ParticipantId(identity), handle, MappingProxyType(values), consent)


def said_values(person: Participant) -> dict[str, str]:
    """Return the values of a participant as the file has them, those without words left out."""
    return said_values_of(person.attributes)


def said_values_of(values: Mapping[str, AttributeValue]) -> dict[str, str]:
    """Return values as the file has them, by name; those without words are left out."""
    return {
        fitting(" ".join(name.split())): written_value(UUID(int=0), value)
        for name, value in values.items()
        if str(value).strip()
    }
