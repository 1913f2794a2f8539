"""Variables and their values, as typed attributes of participants where they fit, and kept as XML where they do not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from lxml import etree

from kangni.core.errors import N_
from kangni.core.people import AttributeValue
from kangni.exchange.refi.identity import derived, guid_of
from kangni.exchange.refi.markup import Element, child_of, name_of, words_of
from kangni.exchange.refi.state import State
from kangni.exchange.refi.writing import fitting, tag, words

__all__ = ["attribute_of", "kind_of_value", "read_variable", "retyped", "value_of", "variable_guid", "written_value"]

NO_VARIABLE = N_("values of variables that the project does not have")
_KINDS = {
    "TextValue": "Text",
    "BooleanValue": "Boolean",
    "IntegerValue": "Integer",
    "FloatValue": "Float",
    "DateValue": "Date",
    "DateTimeValue": "DateTime",
}


def variable_guid(name: str) -> UUID:
    """Return the GUID of a variable that has none of its own."""
    return derived(None, f"Variable {name}")


def read_variable(state: State, element: Element) -> None:
    """Take a variable; its definition is kept unless it follows from its values."""
    identity = state.identity(element, known=state.variables)
    if identity is None:
        state.lose_all(element)
        return
    name = " ".join(element.get("name", "").split())
    is_twin = name in state.variables.values()
    state.variables[identity] = "" if is_twin else name  # values of a twin, or of a nameless one, are kept as they are
    if identity == variable_guid(name) and not len(element):
        state.tally.stored["Variable"] += 1  # its type follows from its values
    else:
        state.keep(identity, "Variable", state.keeper.keep(element))


def value_of(state: State, element: Element, *, source: UUID) -> str:
    """Take the value of a source: kept as it is, and remembered for the participant whose words it holds."""
    read = attribute_of(state, element)
    if read is not None:
        state.source_values.setdefault(source, []).append(read)
    return state.keeper.keep(element)


def attribute_of(state: State, element: Element) -> tuple[str, AttributeValue] | None:
    """Return the name and value that a VariableValue gives a participant, None where it gives none."""
    reference = child_of(element, "VariableRef")
    identity = guid_of(reference.get("targetGUID", "")) if reference is not None else None
    name = state.variables.get(identity, "") if identity is not None else ""
    holder = next((child for child in element if name_of(child) in _KINDS), None)
    if not name or holder is None:
        return None
    value = _typed(name_of(holder), words_of(holder))
    return (name, value) if value is not None else None


def kind_of_value(value: AttributeValue) -> str:
    """Return the type of a variable that holds this value."""
    match value:
        case bool():
            return "Boolean"
        case int():
            return "Integer"
        case float():
            return "Float"
        case date():
            return "Date"
    return "Text"


def written_value(variable: UUID, value: AttributeValue) -> str:
    """Return an attribute as a VariableValue."""
    kind = kind_of_value(value)
    reference = tag("VariableRef", {"targetGUID": str(variable)})
    return f"<VariableValue>{reference}<{kind}Value>{words(_lexical(value))}</{kind}Value></VariableValue>"


def retyped(xml: str) -> AttributeValue | None:
    """Return the value of a VariableValue that was kept as XML."""
    holder = next((child for child in etree.fromstring(xml) if name_of(child) in _KINDS), None)
    return _typed(name_of(holder), words_of(holder)) if holder is not None else None


def _lexical(value: AttributeValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return format(Decimal(repr(value)), "f")
        case date():
            return value.isoformat()
    return fitting(str(value))


def _typed(name: str, text: str) -> AttributeValue | None:
    """Return the value of an element; what does not fit its type stays words, and an empty one is none."""
    plain = text.strip()
    if not plain:
        return None
    match _KINDS[name]:
        case "Boolean" if plain in _FLAGS:
            return _FLAGS[plain]
        case "Integer" if plain.lstrip("+-").isdecimal() and plain.isascii():
            return int(plain)
        case "Float":
            return _number(plain)
        case "Date":
            return _day(plain)
    return fitting(text)


_FLAGS: Mapping[str, bool] = {"true": True, "1": True, "false": False, "0": False}


def _number(plain: str) -> float | str:
    try:
        found = float(Decimal(plain))
    except (InvalidOperation, ValueError, OverflowError):
        return plain
    return found if math.isfinite(found) else plain


def _day(plain: str) -> date | str:
    try:
        return date.fromisoformat(plain) if len(plain) == len("2026-01-31") else plain
    except ValueError:
        return plain
