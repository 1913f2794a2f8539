"""Sets a page: the frame with its places around what one place shows, and the drawer with the words of a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kangni.core.errors import KangniError
from kangni.language import LANGUAGES, Language, translations
from kangni.reports.wording import PUNCTUATION
from kangni.results.answer import Answer
from kangni.results.quotes import Quote
from kangni.study import Shown
from kangni.web.assets import asset
from kangni.web.desk import Desk, language_of
from kangni.web.faults import status_of
from kangni.web.places import Place, place_of
from kangni.web.script_words import script_words

__all__ = ["Drawer", "error_page", "lone_page", "page", "part"]

SPEAKS = {"en": "English", "zh": "中文"}


@dataclass(frozen=True, slots=True)
class Drawer:
    """The words behind one number of a page."""

    title: str
    quotes: tuple[Quote, ...]
    count: int
    close: str
    home: str  # the key of the study that the words stand in
    note: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Turns the numbers of a page into links that open its drawer."""

    desk: Desk
    answers: Mapping[str, Shown[Any]] = field(default_factory=dict)

    def address(self, answer: str, key: str) -> str | None:
        """Return the address under which a number is open; None where nothing stands behind it."""
        known = self.answers.get(answer)
        if known is None or known.result.find(key) is None:
            return None
        return self.desk.here(open=f"{answer}:{key}")

    def link(self, answer: str, key: str, words: object) -> Markup:
        """Return words that open a number, as HTML."""
        address = self.address(answer, key)
        if address is None:
            return Markup("{}").format(words)
        return Markup('<a class="opens" href="{}">{}</a>').format(address, words)

    def links(self, answer: str) -> Any:
        """Return what gives the marks of a figure their addresses."""
        return lambda key: self.address(answer, key)


def page(
    desk: Desk,
    place: str,
    template: str,
    *,
    answers: Mapping[str, Shown[Any]] | None = None,
    second: str = "",
    status: int = 200,
    **shown: Any,
) -> Response:
    """Return a place as a page; `answers` are the results whose numbers open.

    `second` is the key of another study, in which the words of numbers that end with "/second" stand.
    """
    numbers = Numbers(desk, answers or {})
    context = _frame(desk, place_of(place)) | {"numbers": numbers, "drawer": _drawer(desk, numbers, second)} | shown
    if desk.request.headers.get("x-part") == "drawer":
        template = "drawer.html"
    return HTMLResponse(_environment(desk.language).get_template(template).render(context), status)


def part(desk: Desk, template: str) -> Response:
    """Return one part of the frame by itself."""
    return HTMLResponse(_environment(desk.language).get_template(template).render(_frame(desk, None)))


def lone_page(request: Request, template: str, *, status: int = 200, **shown: Any) -> Response:
    """Return a page that belongs to no study: the home page, or an error before one was found."""
    language = language_of(request)
    context = {"language": language, "other": _other(language, request), "places": (), "place": None} | _shared(
        language
    )
    return HTMLResponse(_environment(language).get_template(template).render(context | shown), status)


def error_page(desk: Desk, error: KangniError) -> Response:
    """Return what went wrong, what is safe and what to do, as a page or as an object for a script."""
    sentence, _, hint = error.in_words(desk.translate).partition("\n")
    status = status_of(error)
    if wants_object(desk.request):
        return JSONResponse({"error": {"kind": type(error).__name__, "sentence": sentence, "hint": hint}}, status)
    context = _frame(desk, None) | {"sentence": sentence, "hint": hint, "drawer": None}
    return HTMLResponse(_environment(desk.language).get_template("error.html").render(context), status)


def wants_object(request: Request) -> bool:
    """Tell whether a script asked, which wants JSON."""
    return "application/json" in request.headers.get("accept", "")


def _frame(desk: Desk, place: Place | None) -> dict[str, Any]:
    with desk.study.read() as read:
        settings, revision = read.settings(), read.revision
    return _shared(desk.language) | {
        "desk": desk,
        "language": desk.language,
        "other": _other(desk.language, desk.request),
        "places": desk.places,
        "place": place,
        "settings": settings,
        "revision": revision,
        "last": desk.study.last_deed(),
        "wording": desk.wording,
        "text_language": settings.language,
    }


def _shared(language: Language) -> dict[str, Any]:
    return {"asset": asset, "script_words": script_words(language)} | PUNCTUATION[language]


def _other(language: Language, request: Request) -> dict[str, str]:
    """Return the other language and this page's address in it."""
    other = next(found for found in LANGUAGES if found != language)
    query = [*(pair for pair in request.query_params.multi_items() if pair[0] != "language"), ("language", other)]
    return {"language": other, "name": SPEAKS[other], "address": f"{request.url.path}?{urlencode(query)}"}


def _drawer(desk: Desk, numbers: Numbers, second: str) -> Drawer | None:
    name, _, key = desk.asked("open").partition(":")
    shown = numbers.answers.get(name)
    if shown is None:
        return None
    answer: Answer = shown.result
    evidence = answer.find(key)
    if evidence is None:
        return None
    quotes = shown.evidence(key)
    home = second if second and key.endswith("/second") else desk.key
    return Drawer(_title(desk, key), quotes, len(evidence.rows), desk.here(open=None), home)


def _title(desk: Desk, key: str) -> str:
    """Return the name of a number: keys are made of codes, terms and people with "/" between, links with ">"."""
    codes = {code.handle for code in desk.codebook}

    def named(part: str) -> str:
        return desk.wording.code(part) if part in codes else desk.wording.term(part)

    return " · ".join(" → ".join(map(named, part.split(">"))) for part in key.split("/"))


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("kangni.web"), PackageLoader("kangni.reports")]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # i18n's
    return environment
