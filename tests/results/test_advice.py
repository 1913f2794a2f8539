from __future__ import annotations

import pytest

from kangni.core.errors import NoEvidence
from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.methods.causal.ensemble import Direction, Spread
from kangni.results.advice import AddresseeAdvice, Advice, Suggested
from kangni.results.answer import Evidence
from kangni.results.levers import Breadth, Lever, Mark, Objection, Objector, Standing

NO_PATH = Undefined("no path leads to functioning")


def lever(name: str, place: int, effect: Spread | Undefined = NO_PATH) -> Lever:
    return Lever(
        id=name,
        name=Label(name.title()),
        raised=("CARE",),
        lowered=(),
        askers=("P1", "P2"),
        claimers=("P2", "P3"),
        supporters=("P1", "P2", "P3"),
        against=(Objector("P4", Objection.CODED, ("CARE",)), Objector("P4", Objection.CLAIMED, ("CARE",))),
        effect=effect,
        direction=NO_PATH if isinstance(effect, Undefined) else Direction.LEANING,
        worlds=(),
        tellers=("P3",),
        score=NO_PATH,
        share=0.1,
        breadth=Breadth.BROAD,
        marks=(Mark.DISPUTED, Mark.PATH_THIN),
        causes_first=(),
        standing=Standing(place, 1, 2, 1.0),
        on_front=False,
    )


ADVICE = Advice(
    participants=5,
    members=200,
    seed=1,
    suggestions=3,
    tied=2,
    unit_dip=0.03,
    addressees=(
        AddresseeAdvice(
            addressee="office",
            name=Label("Office"),
            declining=(Suggested("P5", "PLEA", 9),),
            levers=(lever("care", 1, Spread(1.5, 0.5, 2.5, 0.7, 0.9, 0.1, 200)), lever("pay", 2)),
            holds_now=(lever("team", 1),),
            untied=(),
        ),
    ),
    steadiness=(),
    note=Label(),
    evidence_by_key={"care": Evidence("coding", (3, 4))},
)


def test_rows_show_levers_then_what_holds_now() -> None:
    assert [(row.part, row.place, row.lever) for row in ADVICE.rows()] == [
        ("asked", 1, "care"),
        ("asked", 2, "pay"),
        ("holds now", 1, "team"),
    ]


def test_a_row_counts_people_and_says_its_words() -> None:
    row = ADVICE.rows()[0]
    assert (row.askers, row.supporters, row.claimers, row.against, row.of) == (2, 3, 2, 1, 5)
    assert (row.effect, row.low, row.high, row.reach, row.certainty) == (1.5, 0.5, 2.5, 0.7, 0.9)
    assert row.words == "broad, disputed, path thin"


def test_an_effect_without_a_path_is_undefined_in_its_row() -> None:
    assert ADVICE.rows()[1].effect == ADVICE.rows()[1].reach == NO_PATH


def test_askers_open_to_their_codings_and_unknown_names_are_refused() -> None:
    assert ADVICE.evidence("care") == Evidence("coding", (3, 4))
    with pytest.raises(NoEvidence):
        ADVICE.evidence("nothing")
