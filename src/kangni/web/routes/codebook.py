"""Codebook: the tree of codes with what they mean and how they are used, and every change of it as one deed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from kangni.app.code_merging import MergeEffect
from kangni.core.codebook import Code
from kangni.core.errors import KangniError, RequestUnread, UnknownTerm
from kangni.core.names import CodeId, CodingId, Label
from kangni.web.desk import Desk, at_desk
from kangni.web.door import Door, Who
from kangni.web.guard import LARGEST_UPLOAD
from kangni.web.page import page
from kangni.web.reading import form_of, many_of

__all__ = ["DOORS"]

PATH = "/studies/{key}/codebook"
FILES = {"csv": "text/csv", "xlsx": "application/octet-stream", "qdc": "application/xml"}
Fields = Mapping[str, str]


@at_desk
def codebook(desk: Desk) -> Response:
    """Show the tree, and the chosen code with its meaning, its use and what a merge would do."""
    book, handle, into = desk.codebook, desk.asked("code"), desk.asked("into")
    below = defaultdict[CodeId | None, list[Code]](list)
    for each in book:
        below[each.parent].append(each)
    code = book.named(handle) if handle else next(iter(book), None)
    factors = desk.study.factors()
    table = factors.result
    effect, refusal = _effect(desk, code.handle, into) if code and into else (None, "")
    return page(
        desk,
        "codebook",
        "codebook.html",
        answers={"factors": factors},
        book=book,
        below=below,
        code=code,
        parent=book.get(code.parent) if code and code.parent else None,
        uses=desk.study.code_uses(),
        summary=next((each for each in (*table.factors, *table.others) if code and each.code == code.handle), None),
        passages=desk.study.coded_passages(code.handle) if code and desk.asked("split") else (),
        effect=effect,
        refusal=refusal,
        largest=LARGEST_UPLOAD,
    )


def _effect(desk: Desk, source: str, into: str) -> tuple[MergeEffect | None, str]:
    """Return what a merge would do, or why it would not."""
    try:
        return desk.study.merge_codes(source, into, dry_run=True), ""
    except KangniError as error:
        return None, error.in_words(desk.translate)


@at_desk
def export(desk: Desk) -> Response:
    """Hand out the codebook as a file."""
    kind = desk.request.query_params.get("as", "")
    if kind not in FILES:
        raise UnknownTerm("type of file", kind, ", ".join(FILES))
    with TemporaryDirectory(prefix="kangni-") as folder:
        path = Path(folder, f"codebook.{kind}")
        if kind == "qdc":
            desk.study.export_project(path)
        else:
            desk.study.export("codebook", path)
        content = path.read_bytes()
    headers = {"content-disposition": f'attachment; filename="codebook.{kind}"'}
    return Response(content, media_type=FILES[kind], headers=headers)


def _create(desk: Desk, fields: Fields) -> str:
    name = Label(fields.get("en", "").strip(), fields.get("zh", "").strip())
    return desk.study.create_code(_needed(fields, "handle"), name, under=fields.get("under", "")).handle


def _define(desk: Desk, fields: Fields) -> str:
    code = desk.codebook.named(_needed(fields, "code"))
    changed = {
        part: replace(getattr(code, part), **{desk.language: fields[part].strip()})
        for part in ("definition", "use_when", "do_not_use")
        if part in fields
    }
    name = Label(fields.get("en", code.name.en).strip(), fields.get("zh", code.name.zh).strip())
    polarity, level = fields.get("polarity"), fields.get("level")
    return desk.study.define_code(code.handle, name=name, polarity=polarity, level=level, **changed).handle


def _move(desk: Desk, fields: Fields) -> str:
    return desk.study.move_code(_needed(fields, "code"), fields.get("under", "")).handle


def _merge(desk: Desk, fields: Fields) -> str:
    return desk.study.merge_codes(_needed(fields, "code"), _needed(fields, "into")).into


def _split(desk: Desk, fields: Fields) -> str:
    name = Label(fields.get("en", "").strip(), fields.get("zh", "").strip())
    try:
        chosen = [CodingId(UUID(coding)) for coding in many_of(desk.request, "coding")]
    except ValueError as error:
        raise RequestUnread("coding") from error
    return desk.study.split_code(_needed(fields, "code"), _needed(fields, "handle"), name, chosen).handle


def _remove(desk: Desk, fields: Fields) -> str:
    code = desk.codebook.named(_needed(fields, "code"))
    desk.study.remove_code(code.handle)
    return desk.codebook.get(code.parent).handle if code.parent else ""


def _order(carry_out: Callable[[Desk, Fields], str]) -> Callable[..., Response]:
    """Return what carries one change out and leads back to the code that it leaves."""

    @at_desk
    def answer(desk: Desk) -> Response:
        code = carry_out(desk, form_of(desk.request))
        return RedirectResponse(desk.address("codebook", **({"code": code} if code else {})), 303)

    return answer


def _needed(fields: Fields, name: str) -> str:
    if not fields.get(name, "").strip():
        raise RequestUnread(name)
    return fields[name].strip()


DOORS = (
    Door(PATH, codebook, Who.READER),
    Door(f"{PATH}/export", export, Who.READER),
    *(
        Door(f"{PATH}/{name}", _order(carry_out), Who.CODER, "POST")
        for name, carry_out in {
            "create": _create,
            "define": _define,
            "move": _move,
            "merge": _merge,
            "split": _split,
            "remove": _remove,
        }.items()
    ),
)
