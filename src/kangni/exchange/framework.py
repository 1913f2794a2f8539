"""A theoretical framework as a folder: framework.yaml, codebook.csv and, where there is one, guide.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.abc import Traversable
from importlib.resources import files
from pathlib import Path

import yaml

from kangni.core.errors import FrameworkInvalid, FrameworkMissing
from kangni.core.framework import (
    DEFAULT_BALANCE,
    Addressee,
    BalanceSettings,
    Construct,
    Domain,
    Framework,
    Interaction,
    Level,
    LeverFamily,
    Outcome,
    Polarity,
    Question,
    Stage,
    Term,
)
from kangni.core.names import Label
from kangni.exchange.entries import Entry, Ledger
from kangni.exchange.framework_rules import SIMULATED_KINDS, problems
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.matching import Cells, match_columns
from kangni.exchange.tables.sheet import read_sheet

__all__ = ["FrameworkFolder", "available", "read_framework"]

SCHEMA = "kangni-framework/1"
YAML_FILE = "framework.yaml"
LARGEST_YAML = 2_000_000  # bytes
# the packaged file ships with the bytes of its source, which has no key for it yet
CONTENTION = {"kumpfer": ("PRO.03",)}


@dataclass(frozen=True, slots=True)
class FrameworkFolder:
    """What a folder says; `losses` are keys and columns that Kangni has no use for."""

    framework: Framework
    codebook: Cells
    losses: tuple[str, ...]


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice, where the usual loader keeps the last one silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002 - the interface
        keys = [key.value for key, _ in node.value]
        for key in {key for key in keys if keys.count(key) > 1}:
            problem = f"the key {key} stands twice"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        return super().construct_mapping(node, deep=deep)


def available() -> tuple[str, ...]:
    """Return the names of the packaged frameworks."""
    return tuple(sorted(folder.name for folder in _packaged().iterdir() if folder.joinpath(YAML_FILE).is_file()))


def read_framework(source: str | Path | Traversable) -> FrameworkFolder:
    """Read a packaged framework by name, or a folder with the same files.

    Raises
    ------
    FrameworkMissing
        If there is neither.
    FrameworkInvalid
        With everything that framework.yaml lacks or says wrongly.
    FaultyTable
        With all faults of the codebook's columns.
    """
    folder = _folder(source)
    ledger = Ledger()
    root = Entry(ledger, "", _load(folder.joinpath(YAML_FILE)))
    if root.text("schema") != SCHEMA:
        ledger.problems.append(f"schema must be {SCHEMA}")
    root.texts("languages")  # the labels say by themselves which they have
    column = root.optional_text("construct_column") or "construct"
    codebook = _codebook(folder, root.optional_text("codebook") or "codebook.csv", column)
    framework = _framework(root)
    framework = replace(framework, contention=framework.contention or CONTENTION.get(framework.id, ()))
    ledger.problems += problems(framework, _handles(codebook))
    if ledger.problems:
        raise FrameworkInvalid(YAML_FILE, "; ".join(ledger.problems))
    guide, guide_losses = _guide(folder, framework.constructs, column)
    losses = (*ledger.losses(), *(f"{codebook.sheet.file}: {name}" for name in codebook.untaken), *guide_losses)
    return FrameworkFolder(replace(framework, guide=guide), codebook, losses)


def _packaged() -> Traversable:
    return files("kangni") / "frameworks"


def _folder(source: str | Path | Traversable) -> Traversable:
    if isinstance(source, str) and source in available():
        return _packaged() / source
    folder = Path(source) if isinstance(source, str) else source
    if not folder.is_dir():
        raise FrameworkMissing(str(source), ", ".join(available()))
    return folder


def _load(file: Traversable) -> Mapping[str, object]:
    if not file.is_file():
        raise FrameworkInvalid(file.name, "the file is missing")
    content = file.read_bytes()
    if len(content) > LARGEST_YAML:
        raise FrameworkInvalid(file.name, f"it is larger than {LARGEST_YAML // 1_000_000} MB")
    try:
        loaded = yaml.load(content, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise FrameworkInvalid(file.name, " ".join(str(error).split())) from error
    except RecursionError as error:
        raise FrameworkInvalid(file.name, "it is nested too deeply") from error
    if not isinstance(loaded, dict):
        raise FrameworkInvalid(file.name, "it holds no keys")
    return {str(key): value for key, value in loaded.items()}


def _codebook(folder: Traversable, name: str, column: str) -> Cells:
    file = folder.joinpath(name)
    if not file.is_file():
        raise FrameworkInvalid(YAML_FILE, f"its codebook {name} is missing")
    sheet = read_sheet(name, file.read_bytes())
    mapping = {column: "construct"} if column in sheet.headings else {}
    return match_columns(sheet, TableKind.CODEBOOK, mapping)


def _handles(codebook: Cells) -> frozenset[str]:
    return frozenset(cell.strip() for cell in codebook.column("code_id"))


def _framework(root: Entry) -> Framework:
    rules, episode = root.entry("lever_rules"), root.entry("episode", needed=True)
    return Framework(
        id=root.text("id"),
        version=root.text("version"),
        name=root.label("name", needed=True),
        note=root.label("note"),
        constructs=tuple(_constructs(root)),
        levels=tuple(
            Level(item.text("id"), item.label("name", needed=True), item.label("definition"))
            for item in root.items("levels", needed=True)
        ),
        polarities=tuple(
            Polarity(item.text("id"), item.whole("sign"), item.label("name", needed=True), item.label("definition"))
            for item in root.items("polarities", needed=True)
        ),
        stages=tuple(
            Stage(item.text("id"), item.texts("constructs"), item.label("name", needed=True), item.flag("required"))
            for item in episode.items("stages", needed=True)
        ),
        outcomes=tuple(map(_outcome, root.items("outcomes", needed=True))),
        voices=_terms(root, "voices", "id"),
        stances=_terms(root, "stances", "id"),
        strengths=_terms(root, "claim_strengths", "value"),
        interactions=tuple(_interactions(root)),
        addressees=tuple(
            Addressee(item.text("id"), item.label("name", needed=True), item.entry("actors").lists())
            for item in root.items("addressees")
        ),
        level_addressee=root.entry("level_addressee").words(),
        code_addressee={code: item.text("addressee") for code, item in root.entry("code_addressee").named().items()},
        outcome_indicators=root.texts("outcome_indicators"),
        functioning=tuple(
            Domain(item.text("id"), item.label("name", needed=True), item.entry("parts", needed=True).signs())
            for item in root.entry("functioning").items("domains")
        ),
        balance=_balance(root.entry("balance")),
        lever_families=tuple(map(_lever_family, root.items("lever_families"))),
        never_levers=rules.texts("never_levers"),
        not_levers=rules.texts("not_levers"),
        lever_note=rules.label("note"),
        sources=tuple(item.text("text") for item in root.items("sources")),
        contention=root.texts("contention"),
        makes_codes=root.flag("makes_codes"),
    )


def _constructs(root: Entry) -> Iterable[Construct]:
    for item in root.items("constructs", needed=True):
        whole = _construct(item)
        yield whole
        for part in item.items("parts"):
            yield replace(_construct(part), part_of=whole.id)
    for item in root.items("outside"):
        yield replace(_construct(item), modelled=False)


def _construct(item: Entry) -> Construct:
    identity = item.text("id")
    return Construct(
        id=identity,
        name=item.label("name", needed=True),
        codebook_value=item.optional_text("codebook_value") or identity,
        definition=item.label("definition"),
    )


def _outcome(item: Entry) -> Outcome:
    identity = item.text("id")
    kinds = item.texts("kumpfer_framework") or tuple(kind for kind in SIMULATED_KINDS if kind == identity)
    return Outcome(
        id=identity,
        rank=item.whole("rank"),
        name=item.label("name", needed=True),
        definition=item.label("definition"),
        code=item.optional_text("code"),
        kinds=kinds,
    )


def _terms(root: Entry, key: str, identity: str) -> tuple[Term, ...]:
    items = root.items(key, needed=True)
    return tuple(Term(item.text(identity), item.label("name", needed=True)) for item in items)


def _interactions(root: Entry) -> Iterable[Interaction]:
    added = root.entry("interactions_added")
    for items, is_added in ((root.items("interactions"), False), (added.items("items"), True)):
        for item in items:
            name = item.label("name", needed=True)
            yield Interaction(item.text("id"), item.texts("levels"), name, added=is_added)


def _balance(entry: Entry) -> BalanceSettings:
    level, labels, slow, usual = (*(entry.entry(key) for key in ("level", "labels", "slow_scale")), DEFAULT_BALANCE)
    return BalanceSettings(
        shock_constructs=entry.texts("shock_constructs"),
        condition_stages=entry.texts("condition_stages"),
        protection_constructs=entry.texts("protection_constructs"),
        rest=level.number("rest", usual.rest),
        high=level.number("high", usual.high),
        low=level.number("low", usual.low),
        feedback=entry.number("feedback", usual.feedback),
        scale_cap=entry.number("scale_cap", usual.scale_cap),
        shock_steps=entry.number("shock_weeks", usual.shock_steps),
        horizon_steps=entry.number("horizon_weeks", usual.horizon_steps),
        floor=labels.number("floor", usual.floor),
        same=labels.number("same", usual.same),
        growth=slow.texts("feeds"),
        drains=slow.texts("drains"),
        learners=int(slow.number("minimum_participants", usual.learners)),
    )


def _lever_family(item: Entry) -> LeverFamily:
    own = item.optional_text("addressee")
    return LeverFamily(
        id=item.text("id"),
        name=item.label("name", needed=True),
        addressees=(*([own] if own else []), *item.texts("also")),
        raised=item.texts("raise"),
        lowered=item.texts("lower"),
    )


def _guide(
    folder: Traversable, constructs: Sequence[Construct], column: str
) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """Read the interview guide, where there is one, and say which of its columns were not taken."""
    file = folder.joinpath("guide.csv")
    if not file.is_file():
        return (), ()
    sheet = read_sheet(file.name, file.read_bytes())
    columns = dict(zip(sheet.headings, sheet.columns, strict=True))
    known = {"id", "why", column, *(f"{part}_{tag}" for part in ("part", "question", "probes") for tag in ("en", "zh"))}
    ids = {construct.codebook_value: construct.id for construct in constructs}

    def cell(name: str, i: int) -> str:
        return columns[name][i] if name in columns else ""

    def label(name: str, i: int) -> Label:
        return Label(en=cell(f"{name}_en", i), zh=cell(f"{name}_zh", i))

    questions = tuple(
        Question(
            id=cell("id", i),
            part=label("part", i),
            question=label("question", i),
            probes=label("probes", i),
            construct=ids.get(cell(column, i), cell(column, i)),
            why=cell("why", i),
        )
        for i in range(len(sheet))
    )
    return questions, tuple(f"{file.name}: {name}" for name in sheet.headings if name not in known)
