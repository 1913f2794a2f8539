"""What the map says beyond its links: who drives, how many carry an argument, whether coders find the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kangni.core.undefined import Undefined
from kangni.reports.findings import Findings
from kangni.reports.wording import Wording
from kangni.results.centrality import Central, Centrality, Role, RolePlace
from kangni.results.link_agreement import LinkAgreement
from kangni.results.links import LinkSign
from kangni.results.paths import Path, Paths

__all__ = ["Argument", "ArgumentSection", "Clause", "RoleTable", "argument_section"]

MOST_NAMED = 5  # factors of each role
SIDES = {Role.DRIVER: "out", Role.OUTCOME: "into", Role.BROKER: "through"}


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A factor in a role, the key that opens it, and the range of its place, empty where there is none."""

    factor: Central
    key: str
    people: int
    place: str
    range: str


@dataclass(frozen=True, slots=True)
class RoleTable:
    """The first factors of a role; `role` is a message id."""

    role: str
    lines: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One step of a way in words: cause, what it does, effect; `key` opens the claims."""

    key: str
    cause: str
    raises: bool
    contested: bool
    effect: str


@dataclass(frozen=True, slots=True)
class Argument:
    """How many people carry the way from one factor to another, with the way that most of them tell."""

    paths: Paths
    clauses: tuple[Clause, ...]
    weakest: str  # of the way


@dataclass(frozen=True, slots=True)
class ArgumentSection:
    """Roles, arguments, and the agreement of two coders on links where there are two."""

    roles: tuple[RoleTable, ...]
    n: int
    arguments: tuple[Argument, ...]
    agreement: LinkAgreement | None


def argument_section(findings: Findings, wording: Wording) -> ArgumentSection | None:
    """Return what the section says; None where nothing is claimed."""
    if findings.centrality is None:
        return None
    return ArgumentSection(
        roles=tuple(_roles(findings.centrality, wording)),
        n=findings.centrality.n,
        arguments=tuple(
            Argument(paths, tuple(_clauses(paths.paths[0], wording)), _weakest(paths.paths[0], wording))
            for paths in findings.arguments
        ),
        agreement=findings.link_agreement,
    )


def _roles(found: Centrality, wording: Wording) -> Iterator[RoleTable]:
    for role in Role:
        lines = [_line(factor, role, wording) for factor in found.ranked(role)[:MOST_NAMED]]
        if lines:
            yield RoleTable(role.value, tuple(lines))


def _line(factor: Central, role: Role, wording: Wording) -> RoleLine:
    place = factor.role(role)
    return RoleLine(
        factor=factor,
        key=f"{factor.code}/{SIDES[role]}",
        people=place.people,
        place="" if isinstance(place.place, Undefined) else wording.number(place.place),
        range=_range(place, wording),
    )


def _range(place: RolePlace, wording: Wording) -> str:
    if isinstance(place.low, Undefined) or isinstance(place.high, Undefined):
        return ""
    return f"{wording.number(place.low)}-{wording.number(place.high)}"


def _clauses(path: Path, wording: Wording) -> Iterator[Clause]:
    names = [name.text(wording.language) for name in path.names]
    for at, step in enumerate(path.steps):
        yield Clause(
            key=step.link,
            cause=names[at],
            raises=step.sign is not LinkSign.LOWERS,
            contested=step.sign is LinkSign.CONTESTED,
            effect=names[at + 1],
        )


def _weakest(path: Path, wording: Wording) -> str:
    cause, _arrow, effect = path.weakest.partition(">")
    return f"{wording.code(cause)} → {wording.code(effect)}"
