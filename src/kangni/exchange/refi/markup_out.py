"""The markup of a project on its way out: every element in the order of the schema, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import cos, pi, sin
from operator import attrgetter, itemgetter
from uuid import UUID

from lxml import etree

from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.memos import Memo
from kangni.core.people import AttributeValue, Participant
from kangni.exchange.refi.identity import derived
from kangni.exchange.refi.offsets import origin_of
from kangni.exchange.refi.outgoing import PROJECT, Outgoing, ordered
from kangni.exchange.refi.profiles import Profile
from kangni.exchange.refi.said import (
    GRAPH,
    link_name,
    link_word,
    said_code,
    said_definition,
    said_memo,
    said_time,
)
from kangni.exchange.refi.sources_out import source_xml
from kangni.exchange.refi.state import UNKNOWN_CODER
from kangni.exchange.refi.values import kind_of_value, retyped, variable_guid, written_value
from kangni.exchange.refi.writing import attribute, fitting, tag, words

__all__ = ["codebook_markup", "project_markup"]

ORIGIN = "Kangni"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_PROJECT_SPACE = "urn:QDA-XML:project:1.0"
_CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
_RADIUS, _CENTRE, _WIDTH, _HEIGHT = 400, 500, 160, 46  # of the circle on which a graph's vertices stand


def project_markup(out: Outgoing, profile: Profile) -> Iterator[bytes]:
    """Yield the .qde piece by piece."""
    name = attribute("name", fitting(out.records.settings.name))
    origin = attribute("origin", origin_of(profile.convention))
    yield f'{_HEAD}<Project xmlns="{_PROJECT_SPACE}"{name}{origin}>'.encode()
    yield from _inside("Users", _users(out))
    codes = "".join(_code(out, code, with_notes=True) for code in out.children[None])
    if codes:
        yield f"<CodeBook><Codes>{codes}</Codes></CodeBook>\n".encode()
    variables = _variables(out)
    yield from _inside("Variables", variables.definitions)
    yield from _inside("Cases", (_case(out, person, variables) for person in out.records.participants))
    yield from _inside("Sources", _sources(out, profile))
    yield from _inside("Notes", [*(_note(out, memo) for memo in out.notes()), *out.raw("Note")])
    yield from _inside("Links", [*_links(out), *out.raw("Link")])
    yield from _inside("Sets", out.raw("Set"))
    yield from _inside("Graphs", [*_graph(out), *out.raw("Graph")])
    yield f"{out.description(PROJECT)}{out.note_refs(PROJECT)}</Project>\n".encode()


def codebook_markup(out: Outgoing) -> Iterator[bytes]:
    """Yield a .qdc: the codes alone."""
    codes = "".join(_code(out, code, with_notes=False) for code in out.children[None])
    yield f'{_HEAD}<CodeBook xmlns="{_CODEBOOK_SPACE}"{attribute("origin", ORIGIN)}>'.encode()
    yield f"<Codes>\n{codes}</Codes></CodeBook>\n".encode()


def _inside(container: str, inner: Iterable[str]) -> Iterator[bytes]:
    """Yield a container with what stands in it; an empty one fits no schema and is left out."""
    is_open = False
    for each in inner:
        if not is_open:
            yield f"<{container}>\n".encode()
            is_open = True
        yield each.encode()
        yield b"\n"
    if is_open:
        yield f"</{container}>\n".encode()


def _users(out: Outgoing) -> Iterator[str]:
    for coder in out.records.coders:
        if coder.id != UNKNOWN_CODER:
            named = {"guid": str(coder.id), "name": fitting(coder.handle)}
            yield tag("User", ordered("User", {**named, **out.rest_of_element(coder.id, "User")}))


def _code(out: Outgoing, code: Code, *, with_notes: bool) -> str:
    definition = said_definition(code, out.language)
    inner = "".join(
        [
            f"<Description>{words(definition)}</Description>" if definition else "",
            out.note_refs(code.id) if with_notes else "",
            *(_code(out, child, with_notes=with_notes) for child in out.children.get(code.id, ())),
        ]
    )
    head = {"guid": str(code.id), "name": said_code(code, out.language), "isCodable": "true"}
    return tag("Code", ordered("Code", {**head, **out.rest_of_element(code.id, "Code")}), inner) + "\n"


@dataclass(frozen=True, slots=True)
class _Variables:
    """The variables of a project: their definitions in order, and the GUID of each name."""

    definitions: tuple[str, ...]
    guids: Mapping[str, str]


def _variables(out: Outgoing) -> _Variables:
    """Return the variables that are kept, then those that participants' attributes need beside them."""
    definitions, guids = [], dict[str, str]()
    for xml in out.raw("Variable"):
        element = etree.fromstring(xml)
        guids.setdefault(_plain(str(element.get("name", ""))), str(element.get("guid", "")))
        definitions.append(xml)
    kinds: dict[str, set[str]] = {}
    for person in out.records.participants:
        for name, value in person.attributes.items():
            if _has_words(value):
                kinds.setdefault(_plain(name), set()).add(kind_of_value(value))
    for name, found in sorted(kinds.items()):
        if name not in guids:
            kind = next(iter(found)) if len(found) == 1 else "Float" if found == {"Integer", "Float"} else "Text"
            guids[name] = str(variable_guid(name))
            definitions.append(tag("Variable", {"guid": guids[name], "name": name, "typeOfVariable": kind}))
    return _Variables(tuple(definitions), guids)


def _plain(name: str) -> str:
    return fitting(" ".join(name.split()))


def _case(out: Outgoing, person: Participant, variables: _Variables) -> str:
    rest = out.rest_of_case(person.id)
    sources = "".join(tag("SourceRef", {"targetGUID": str(text.id)}) for text in out.texts.get(person.id, ()))
    inner = "".join(
        [
            out.description(person.id),
            rest.codes,
            *_values(person, rest.values, variables),
            sources,
            rest.sources,
            rest.selections,
        ]
    )
    head = {"guid": str(person.id), "name": fitting(person.handle), **rest.attributes}
    return tag("Case", ordered("Case", head), inner)


def _values(person: Participant, kept: Iterable[tuple[str, str]], variables: _Variables) -> Iterator[str]:
    """Yield a participant's values in the order of their names: as they came where they still say the same."""
    as_they_came: dict[str, str] = {}
    for name, xml in kept:
        if not name:
            yield xml
        elif name in person.attributes and retyped(xml) == person.attributes[name]:
            as_they_came.setdefault(name, xml)
    for name, value in sorted(person.attributes.items(), key=itemgetter(0)):
        if name in as_they_came:
            yield as_they_came[name]
        elif _has_words(value):
            yield written_value(UUID(variables.guids[_plain(name)]), value)


def _has_words(value: AttributeValue) -> bool:
    return bool(str(value).strip())


def _sources(out: Outgoing, profile: Profile) -> Iterator[str]:
    for document in out.records.documents:
        yield source_xml(out, document, profile)
    yield from out.raw("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")


def _note(out: Outgoing, memo: Memo) -> str:
    rest = out.rest_of_note(memo.id)
    head = {
        "guid": str(memo.id),
        "creatingUser": str(memo.author) if memo.author != UNKNOWN_CODER else "",
        "creationDateTime": said_time(memo.written),
        **rest.attributes,
    }
    text = f"<PlainTextContent>{words(said_memo(memo, out.language))}</PlainTextContent>"
    return tag("Note", ordered("Note", head), f"{rest.before}{text}{rest.after}")


def _links(out: Outgoing) -> Iterator[str]:
    for claim in _claims(out):
        yield tag(
            "Link",
            {
                "guid": str(claim.id),
                "name": fitting(link_name(claim)),
                "direction": "OneWay",
                "originGUID": str(claim.cause),
                "targetGUID": str(claim.effect),
            },
        )


def _claims(out: Outgoing) -> list[Claim]:
    """Return the claims in the order of their names, however they came."""
    return sorted(out.records.claims, key=attrgetter("handle"))


def _graph(out: Outgoing) -> Iterator[str]:
    """Yield the map of all claims: a vertex a code, an edge for each thing that is said to raise or lower another."""
    claims = _claims(out)
    if not claims:
        return
    used = {code for claim in claims for code in (claim.cause, claim.effect)}
    codes = [code for code in out.records.codes if code.id in used]
    vertices = [_vertex(out, code, 2 * pi * place / len(codes)) for place, code in enumerate(codes)]
    edges: dict[tuple[UUID, UUID, int], Claim] = {}
    for claim in claims:
        edges.setdefault((claim.cause, claim.effect, claim.sign), claim)
    lines = [
        tag(
            "Edge",
            {
                "guid": str(derived(claim.id, "edge")),
                "representedGUID": str(claim.id),
                "name": link_word(claim),
                "sourceVertex": str(derived(claim.cause, "vertex")),
                "targetVertex": str(derived(claim.effect, "vertex")),
                "direction": "OneWay",
                "lineStyle": "solid" if claim.sign > 0 else "dashed",
            },
        )
        for claim in edges.values()
    ]
    yield tag("Graph", {"guid": str(GRAPH), "name": "Claims"}, "".join([*vertices, *lines]))


def _vertex(out: Outgoing, code: Code, angle: float) -> str:
    x, y = round(_CENTRE + _RADIUS * sin(angle)), round(_CENTRE - _RADIUS * cos(angle))
    return tag(
        "Vertex",
        {
            "guid": str(derived(code.id, "vertex")),
            "representedGUID": str(code.id),
            "name": said_code(code, out.language),
            "firstX": str(x),
            "firstY": str(y),
            "secondX": str(x + _WIDTH),
            "secondY": str(y + _HEIGHT),
            "shape": "Rectangle",
        },
    )
