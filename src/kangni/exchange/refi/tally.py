"""What became of each element of a file: in the study, there already, kept for the way out, or lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kangni.results.imports import Loss
from kangni.results.projects import ElementCount

__all__ = ["Tally"]

_FIRST_PLACES = 3  # of a loss, by which one finds it


@dataclass(slots=True)
class Tally:
    """Counts elements by name and fate, and losses by what was lost."""

    found: int = 0
    stored: Counter[str] = field(default_factory=Counter)
    doubled: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    _losses: dict[str, list[str]] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def lose(self, what: str, place: str, element: str = "", count: int = 1) -> None:
        """Note a loss in words, and the element that it is, if it is a whole one."""
        if element:
            self.lost[element] += count
        self._counts[what] += count
        places = self._losses.setdefault(what, [])
        if len(places) < _FIRST_PLACES:
            places.append(place)

    def losses(self, file: str) -> tuple[Loss, ...]:
        """Return the losses, each kind once."""
        return tuple(
            Loss(what, self._counts[what], "; ".join(filter(None, places)), file)
            for what, places in self._losses.items()
        )

    def counts(self) -> tuple[ElementCount, ...]:
        """Return one line an element's name."""
        names = sorted({*self.stored, *self.doubled, *self.kept, *self.lost})
        return tuple(
            ElementCount(
                element=name,
                found=self.stored[name] + self.doubled[name] + self.kept[name] + self.lost[name],
                stored=self.stored[name],
                doubled=self.doubled[name],
                kept=self.kept[name],
                lost=self.lost[name],
            )
            for name in names
        )

    def unexplained(self) -> int:
        """Return how many elements are on no list; it is 0, or a reader forgot something."""
        return self.found - sum(each.total() for each in (self.stored, self.doubled, self.kept, self.lost))
