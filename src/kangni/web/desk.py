"""What a page needs of the one who asks for it: study, coder, language, and the words for things."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kangni.core.codebook import Codebook
from kangni.core.errors import KangniError
from kangni.core.framework import Framework
from kangni.language import LANGUAGES, Language, as_language, translations
from kangni.reports.wording import Wording
from kangni.saved import saved
from kangni.study import Study
from kangni.web.places import Place
from kangni.web.shelf import Shelf

__all__ = ["Desk", "at_desk", "language_of"]

LANGUAGE, CODER = "kangni-language", "kangni-coder"  # cookies
AYEAR = 365 * 24 * 3600


class Desk:
    """One request at one study."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.shelf: Shelf = request.app.state.shelf
        self.places: tuple[Place, ...] = request.app.state.places
        self.language: Language = language_of(request)
        self.key: str = request.path_params["key"]
        self.coder = request.cookies.get(CODER) or self.shelf.coder
        self.study: Study = self.shelf.take(self.key, coder=self.coder, language=self.language)

    @cached_property
    def codebook(self) -> Codebook:
        """Return the codes as a tree."""
        return self.study.codebook()

    @cached_property
    def framework(self) -> Framework:
        """Return the study's framework."""
        return self.study.framework()

    @cached_property
    def wording(self) -> Wording:
        """Return what things are called in the reader's language."""
        return Wording(self.codebook, self.framework, language=self.language)

    def has(self, place: str) -> bool:
        """Tell whether the workbench has a place."""
        return any(known.id == place for known in self.places)

    def translate(self, message: str) -> str:
        """Return a message in the reader's language."""
        return translations(self.language).gettext(message) if message else ""

    def asked(self, name: str, default: str = "") -> str:
        """Return one value of the address."""
        return self.request.query_params.get(name, default)

    def address(self, place: str, **query: str) -> str:
        """Return the address of a place in this study."""
        found = f"/studies/{self.key}/{place}"
        return f"{found}?{urlencode(query)}" if query else found

    def here(self, **changed: str | int | None) -> str:
        """Return the address of this page with some values changed, or taken away where None."""
        kept = [pair for pair in self.request.query_params.multi_items() if pair[0] not in changed and pair[1]]
        query = [*kept, *((name, str(value)) for name, value in changed.items() if value is not None)]
        return f"{self.request.url.path}?{urlencode(query)}" if query else self.request.url.path


def language_of(request: Request) -> Language:
    """Return the language asked for here, else the one chosen before, else the saved one, else the browser's."""
    chosen = request.query_params.get("language") or request.cookies.get(LANGUAGE)
    for found in LANGUAGES:
        if chosen == found:
            return found
    return as_language(saved().get("language") or request.headers.get("accept-language", ""))


def at_desk(answer: Callable[[Desk], Response]) -> Callable[[Request], Response]:
    """Turn a function of a desk into one that a route can call; a language that was chosen here is remembered."""

    @wraps(answer)
    def called(request: Request) -> Response:
        from kangni.web.page import error_page

        desk = Desk(request)
        try:
            response = answer(desk)
        except KangniError as error:
            response = error_page(desk, error)
        if "language" in request.query_params:
            response.set_cookie(LANGUAGE, desk.language, max_age=AYEAR, samesite="strict", httponly=True)
        return response

    return called
