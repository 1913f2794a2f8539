"""The places of the workbench: the one row at the left, and the question each place answers."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.errors import N_

__all__ = ["PLACES", "Place", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `name` and `question` are message ids, `icon` the paths of a drawing on a field of 20 by 20."""

    id: str
    name: str
    question: str
    icon: str


PLACES = (
    Place(
        "overview",
        N_("Overview"),
        N_("Where does the study stand?"),
        "M2 10h3M8 10h4M15 10h3M5 10a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M12 10a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0",
    ),
    Place("transcripts", N_("Transcripts"), N_("Who said what?"), "M5 3h10v14H5zM8 7h4M8 10h4M8 13h3"),
    Place(
        "coding", N_("Coding"), N_("What does this passage mean?"), "M4 5h8M4 9h6M4 13h8M4 17h5M15 4v9M15 4h2M15 13h2"
    ),
    Place(
        "codebook",
        N_("Codebook"),
        N_("What do our codes mean?"),
        "M4 4h5v4H4zM11 6h5M6.5 8v9M6.5 12H11M6.5 16H11M12 12h4M12 16h4",
    ),
    Place(
        "retrieve",
        N_("Retrieve"),
        N_("Which words say this?"),
        "M8.5 3a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M13 13l4 4",
    ),
    Place(
        "agreement",
        N_("Agreement"),
        N_("Do we read alike?"),
        "M3 10a4 4 0 1 0 8 0a4 4 0 1 0-8 0M9 10a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
    ),
    Place(
        "factors",
        N_("Factors"),
        N_("What pushes and what holds?"),
        "M10 3v14M10 6H4M10 10H6M10 14H3M10 6h5M10 10h7M10 14h4",
    ),
    Place("process", N_("Process"), N_("How did it go?"), "M2 6h4l3 4h4l2-3h3M2 14h6l3-2h7"),
    Place(
        "map",
        N_("Map"),
        N_("What leads to what?"),
        "M3 6a2 2 0 1 0 4 0a2 2 0 1 0-4 0M13 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M9 15a2 2 0 1 0 4 0a2 2 0 1 0-4 0"
        "M7 6h6M6 8l4 5M14 7l-2 6",
    ),
    Place("balance", N_("Balance"), N_("What happens when it presses?"), "M2 8c3 0 3 0 4 5s2 4 4 0 3-7 8-7"),
    Place("compare", N_("Compare"), N_("Are these groups different?"), "M3 6h9M8 10h9M5 14h8M10 3v14"),
    Place("advice", N_("Advice"), N_("What would help, and who can do it?"), "M3 4h4v12H3zM8.5 4h4v9h-4zM14 4h4v6h-4z"),
    Place("report", N_("Report"), N_("How do I tell it?"), "M5 2h7l4 4v12H5zM8 10h5M8 13h5M12 2v4h4"),
    Place(
        "team",
        N_("Team"),
        N_("Who may, and what is safe?"),
        "M4 8a3 3 0 1 0 6 0a3 3 0 1 0-6 0M2 17c0-6 10-6 10 0M13 5a3 3 0 0 1 0 6M14 12c3 .5 4 2 4 5",
    ),
)


def place_of(name: str) -> Place:
    """Return the place of this id."""
    return next(place for place in PLACES if place.id == name)
