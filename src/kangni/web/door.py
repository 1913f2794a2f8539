"""A door: an address, what answers it, and who may knock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

__all__ = ["Door", "Who", "route"]


class Who(Enum):
    """Who may use a door; all have passed the guard, so they sit at this machine and hold the launch token."""

    ANYONE = "anyone with the launch token"
    READER = "anyone with the launch token, at a study that is open"
    CODER = "the acting coder, at a study that is open and can be changed"


@dataclass(frozen=True, slots=True)
class Door:
    """One address with one method."""

    path: str
    answer: Callable[[Request], Response]
    who: Who
    method: str = "GET"


def route(door: Door) -> Route:
    """Return a door as Starlette knows it."""
    return Route(door.path, door.answer, methods=[door.method])
