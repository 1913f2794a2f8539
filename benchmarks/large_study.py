"""The benchmark study from one seed: 1,000 documents of 20,000 characters, 200 codes, 200,000 codings of two coders.

Two more coders have 200,000 more, in a table of their own.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

__all__ = ["LARGE", "TINY", "Files", "Size", "write_files"]

SEED = 7
INTERVIEWER = "访谈者："
CODERS, MORE_CODERS = ("A", "B"), ("C", "D")
CONSENT = "analysis;quote;share"  # so that a table that leaves the study holds its words
LETTERS = np.array([chr(0x4E00 + 7 * i) for i in range(2500)])


@dataclass(frozen=True, slots=True)
class Size:
    """How large a study is."""

    documents: int = 1000
    characters: int = 20_000
    turns: int = 100
    codes: int = 200
    codings: int = 200_000


LARGE = Size()
TINY = Size(documents=4, characters=2_000, turns=10, codes=6, codings=240)


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of a generated study lie."""

    interviews: Path
    participants: Path
    codebook: Path
    codings: Path
    more_codings: Path


def write_files(folder: Path, size: Size = LARGE) -> Files:
    """Write transcripts, participants, a codebook and codings, two coders a table, as Kangni imports them."""
    rng = np.random.default_rng(SEED)
    interviews = folder / "interviews"
    interviews.mkdir(parents=True, exist_ok=True)
    codes = [f"B.{n:03d}" for n in range(size.codes)]
    people = [f"P{number:04d}" for number in range(1, size.documents + 1)]
    _write_codebook(folder / "codebook.csv", codes)
    _write_participants(folder / "participants.csv", people)
    codings, more_codings = folder / "codings.csv", folder / "more_codings.csv"
    with (
        codings.open("w", encoding="utf-8", newline="") as file,
        more_codings.open("w", encoding="utf-8", newline="") as more,
    ):
        writer, more_writer = (csv.writer(each, lineterminator="\n") for each in (file, more))
        for each in (writer, more_writer):
            each.writerow(["coder", "doc", "start", "end", "quote", "code_id"])
        for name in people:
            text, starts, length = _transcript(name, size, rng)
            (interviews / f"{name}.zh.txt").write_text(text, "utf-8")
            by_coder = _codings(f"{name}.zh", text, starts, length, codes, size, rng)
            writer.writerows(row for coder in CODERS for row in by_coder[coder])
            more_writer.writerows(row for coder in MORE_CODERS for row in by_coder[coder])
    return Files(interviews, folder / "participants.csv", folder / "codebook.csv", codings, more_codings)


def _transcript(name: str, size: Size, rng: np.random.Generator) -> tuple[str, list[int], int]:
    """Return a text of alternating turns, where the participant's words start, and how long each turn is."""
    length = size.characters // size.turns - len(name) - 1
    words = LETTERS[rng.integers(0, len(LETTERS), size.turns * length)]
    lines, starts, position = [], [], 0
    for turn in range(size.turns):
        label = INTERVIEWER if turn % 2 == 0 else f"{name}："
        if turn % 2:
            starts.append(position + len(label))
        lines.append(label + "".join(words[turn * length : (turn + 1) * length]))
        position += len(lines[-1]) + 1
    return "\n".join(lines) + "\n", starts, length


def _codings(
    document: str, text: str, starts: list[int], length: int, codes: list[str], size: Size, rng: np.random.Generator
) -> dict[str, list[list[object]]]:
    """Return the codings of one document by coder: all mark what A marks with the same code in four of five cases."""
    count = size.codings // size.documents // len(CODERS)
    turns, chosen = rng.integers(0, len(starts), count), rng.integers(0, len(codes), count)
    found = {}
    for coder in (*CODERS, *MORE_CODERS):
        other = rng.random(count) < 0.2
        picked = np.where(other & (coder != "A"), rng.integers(0, len(codes), count), chosen)
        shift, size_of_span = rng.integers(0, length // 3, count), rng.integers(15, length // 2, count)
        rows: dict[tuple[int, int, str], list[object]] = {}
        for turn, code, before, extent in zip(turns, picked, shift, size_of_span, strict=True):
            start = starts[int(turn)] + int(before)
            end = start + int(extent)
            rows[start, end, codes[int(code)]] = [coder, document, start, end, text[start:end], codes[int(code)]]
        found[coder] = list(rows.values())
    return found


def _write_participants(path: Path, people: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "consent_scope", "fictional"])
        writer.writerows([name, CONSENT, "yes"] for name in people)


def _write_codebook(path: Path, codes: list[str]) -> None:
    levels = ("person", "service_users", "family_community", "organisation", "institution", "society")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code_id", "parent_id", "name_en", "name_zh", "polarity", "level"])
        for number, code in enumerate(codes):
            polarity = ("risk", "protective")[number % 2]
            writer.writerow([code, "", f"Benchmark code {number}", f"基准编码{number}", polarity, levels[number % 6]])
