"""The packaged scales as a YAML file: keys, forms, rules and sources, never the wording of an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import yaml

from kangni.core.errors import FileDamaged, UnknownTerm
from kangni.core.scales import (
    BesideCodes,
    Cutoff,
    Derived,
    Excluded,
    MissingRule,
    MissingRuleKind,
    Note,
    Permission,
    Response,
    Scale,
    ScaleLibrary,
    Subscale,
    Unverified,
    Variant,
)
from kangni.exchange.entries import Entry, Ledger

__all__ = ["ScalesFile", "packaged_scales", "read_scales"]

SCHEMA = "kangni-scales/1"
FILE = "scales.yaml"
# sentences that are shown as they are
NOTES = (
    "metric_trap",
    "version_trap",
    "order_trap",
    "anchor_trap",
    "anchor_check",
    "coding_trap",
    "table_trap",
    "numbering",
    "critique",
    "cutoff_note",
    "aftercare",
    "note",
    "zh",
)
POLICY = ("wording", "scored_only_with_numbers", "cutoffs", "small_groups", "unverified")
MEANS_OF_ANSWERED = {"mean_of_answered", "person_mean_times_10"}  # the latter for ten items: their mean as a sum


@dataclass(frozen=True, slots=True)
class ScalesFile:
    """What the file says; `losses` are keys that Kangni has no use for."""

    library: ScaleLibrary
    losses: tuple[str, ...]


@cache
def packaged_scales() -> ScalesFile:
    """Return the scales that come with Kangni."""
    return read_scales(files("kangni").joinpath("reference", FILE).read_bytes())


def read_scales(content: bytes) -> ScalesFile:
    """Read scales; every key is used or stands among the losses.

    Raises
    ------
    FileDamaged
        With everything that is missing or wrong.
    """
    try:
        loaded = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise FileDamaged(FILE, " ".join(str(error).split())) from error
    if not isinstance(loaded, dict):
        raise FileDamaged(FILE, "it holds no keys")
    ledger = Ledger()
    root = Entry(ledger, "", {str(key): value for key, value in loaded.items()})
    if root.text("schema") != SCHEMA:
        ledger.problems.append(f"schema must be {SCHEMA}")
    policy, beside = root.entry("policy", needed=True), root.entry("maps_to_codes")
    library = ScaleLibrary(
        scales=tuple(scale for item in root.items("scales", needed=True) if (scale := _scale(item, ledger))),
        excluded=tuple(Excluded(item.text("id"), item.text("reason")) for item in root.items("excluded")),
        roles=root.entry("roles").lists(),
        beside=tuple(
            BesideCodes(item.text("scale"), item.text("subscale"), item.texts("codes"))
            for item in beside.items("pairs")
        ),
        permissions=_permissions(policy.entry("permission_statuses", needed=True), ledger),
        policy=tuple(_policy(policy, beside)),
    )
    if ledger.problems:
        raise FileDamaged(FILE, "; ".join(ledger.problems))
    return ScalesFile(library, ledger.losses())


def _policy(policy: Entry, beside: Entry) -> Iterator[Note]:
    for kind in POLICY:
        yield Note(kind, policy.text(kind))
    default = policy.entry("missing_default", needed=True)
    default.text("rule")
    yield Note("missing_default", default.text("text"))
    yield Note("maps_to_codes", beside.text("note"))


def _permissions(entry: Entry, ledger: Ledger) -> Mapping[Permission, str]:
    return {_permission(key, ledger): text for key, text in entry.words().items()}


def _permission(word: str, ledger: Ledger) -> Permission:
    try:
        return Permission(word)
    except ValueError:
        ledger.problems.append(f"there is no permission status {word}")
        return Permission.ASK_AUTHOR


def _scale(item: Entry, ledger: Ledger) -> Scale | None:
    n_items = item.whole("n_items")
    sensitive, means = item.entry("sensitive_items"), item.entry("reference_means")
    total, use = _total(item, n_items)
    subscales = item.items("subscales", needed=True)
    item.flag("unverified")  # says no more than that the list below is not empty
    try:
        return Scale(
            id=item.text("id"),
            name=item.label("name", needed=True),
            n_items=n_items,
            response=_response(item.entry("response", needed=True)),
            reversed=item.wholes("reversed"),
            subscales=tuple(map(_subscale, subscales)),
            score=_score(item, ledger),
            permission=_permission(item.text("permission_status"), ledger),
            licence=item.text("licence"),
            missing=_missing(item.entry("missing", needed=True), ledger),
            total=total,
            total_use=use,
            range=_ends(item.wholes("range")),
            ranges={
                subscale.text("id"): ends
                for subscale in subscales
                if (ends := _ends(subscale.wholes("range"))) is not None
            },
            orders=_variants(item.entry("order_variants")),
            anchors=_variants(item.entry("anchor_variants")),
            cutoffs=tuple(map(_cutoff, item.items("cutoffs"))),
            derived=tuple(map(_derived, item.items("derived"))),
            reference_means={key: means.number(key, 0.0) for key in means if key != "source"},
            reference_source=means.optional_text("source") or "",
            sensitive_items=sensitive.wholes("items"),
            notes=tuple(_notes(item, sensitive)),
            unverified=tuple(
                Unverified(each.text("field"), each.text("reason")) for each in item.items("unverified_fields")
            ),
        )
    except UnknownTerm as error:
        ledger.problems.append(f"{item.path}: {error}")
        return None


def _response(entry: Entry) -> Response:
    return Response(
        low=entry.whole("min"),
        high=entry.whole("max"),
        step=entry.whole("step") if entry.has("step") else 1,
        low_label=entry.text("low"),
        high_label=entry.text("high"),
        window=entry.optional_text("window") or "",
        note=entry.optional_text("note") or "",
        anchor=entry.optional_text("anchor") or "",
    )


def _subscale(entry: Entry) -> Subscale:
    return Subscale(entry.text("id"), entry.wholes("items"), entry.optional_text("better") or "")


def _score(item: Entry, ledger: Ledger) -> Literal["sum", "mean"]:
    if item.text("score") == "sum":
        return "sum"
    if item.text("score") != "mean":
        ledger.problems.append(f"{item.path}.score must be sum or mean")
    return "mean"


def _total(item: Entry, n_items: int) -> tuple[tuple[int, ...], str]:
    """Return the items of the total and what is said of its use; none where there is no total."""
    if item.value("total") == "none":
        return (), ""
    entry = item.entry("total", needed=True)
    items = tuple(range(1, n_items + 1)) if entry.value("items") == "all" else entry.wholes("items")
    return items, entry.optional_text("use") or ""


def _ends(numbers: tuple[int, ...]) -> tuple[int, int] | None:
    return (numbers[0], numbers[-1]) if numbers else None


def _variants(entry: Entry) -> tuple[Variant, ...]:
    return tuple(Variant(key, variant.wholes("reversed")) for key, variant in entry.named().items())


def _missing(entry: Entry, ledger: Ledger) -> MissingRule:
    word, minimum = entry.text("rule"), entry.entry("minimum")
    kind: MissingRuleKind | None = next((known for known in get_args(MissingRuleKind) if known == word), None)
    if kind is None:
        ledger.problems.append(f"{entry.path}.rule must be one of {', '.join(get_args(MissingRuleKind))}")
    if (then := entry.optional_text("then")) is not None and then not in MEANS_OF_ANSWERED:
        ledger.problems.append(f"{entry.path}.then must be one of {', '.join(sorted(MEANS_OF_ANSWERED))}")
    return MissingRule(kind or "no_score", {key: minimum.whole(key) for key in minimum}, entry.text("source"))


def _cutoff(entry: Entry) -> Cutoff:
    bands = entry.entry("bands", needed=True)
    return Cutoff(
        applies_to=entry.text("applies_to"),
        metric=entry.text("metric"),
        bands={key: _band(bands, key) for key in bands},
        source=entry.text("source"),
    )


def _band(bands: Entry, key: str) -> str:
    """Return a band in words; two ends become one."""
    ends = bands.value(key)
    if isinstance(ends, list) and len(ends) == 2:
        return f"{ends[0]} to {ends[1]}"
    return bands.text(key)


def _derived(entry: Entry) -> Derived:
    return Derived(
        entry.text("id"), entry.text("formula"), entry.text("reads"), entry.optional_text("undefined_when") or ""
    )


def _notes(item: Entry, sensitive: Entry) -> Iterator[Note]:
    for kind in NOTES:
        text = item.optional_text(kind)
        if text is not None:
            yield Note(kind, text)
    text = sensitive.optional_text("note")
    if text is not None:
        yield Note("sensitive_items", text)
