"""Small results written by hand, so that what a picture or a page shows can be counted."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

import numpy as np
import pytest

from kangni.core.bundle import StudySettings
from kangni.core.codebook import Code, Codebook
from kangni.core.errors import NothingToAnalyse
from kangni.core.framework import Framework, Level, Outcome, Polarity, Stage, Term
from kangni.core.names import CodeId, Label
from kangni.core.undefined import Undefined
from kangni.reports.findings import Findings, Material, Notes, People
from kangni.results.cooccurrence import CodedUnits, CoOccurrence, PairRow
from kangni.results.factors import Counted, FactorMatrix, FactorSummary, FactorTable, LevelSummary, Side
from kangni.results.links import Factor, Link, LinkSign
from kangni.results.maps import CausalMap
from kangni.results.process import Lane, LaneMoment, OutcomeRow, Process, Transition
from kangni.results.recommendations import Recommendations
from kangni.results.saturation import GroupCodes, GroupPoint, NextCodes, Saturation, Verdict

PEOPLE = ("P01", "P02", "P03")
NONE = Undefined("no codings")
TEAM = (("risk", [3, 1, 0]), ("protective", [1, 2, 5]))


@pytest.fixture
def framework() -> Framework:
    return Framework(
        id="small",
        version="1",
        name=Label("Small framework", "小框架"),
        note=Label("Rebuilt for a test.", "为测试重建。"),
        constructs=(),
        levels=(Level("person", Label("Person", "个人")), Level("team", Label("Team", "团队"))),
        polarities=(
            Polarity("risk", -1, Label("Risk", "风险")),
            Polarity("protective", 1, Label("Protection", "保护")),
        ),
        stages=tuple(Stage(name, (), Label(name, name)) for name in ("stressor", "context", "outcome")),
        outcomes=(
            Outcome("grown", 3, Label("Grown", "成长")),
            Outcome("same", 2, Label("Same", "如旧")),
            Outcome("worn", 1, Label("Worn", "耗损")),
        ),
        voices=(Term("own", Label("Own", "自己")),),
        stances=(Term("holds", Label("Holds", "认同")),),
        strengths=(),
    )


def side(key: str, column: list[int]) -> Side:
    names = tuple(person for person, quotes in zip(PEOPLE, column, strict=True) if quotes)
    return Side(key, len(names), sum(column), sum(column), NONE, NONE, names)


def factor(code: str, name: str, level: str, risk: list[int], protective: list[int]) -> FactorSummary:
    return FactorSummary(
        key=code,
        code=code,
        name=Label(name, name),
        construct="",
        level=level,
        risk=side(f"{code}/risk", risk),
        protective=side(f"{code}/protective", protective),
        neutral=side(f"{code}/neutral", [0, 0, 0]),
        two_sided=bool(sum(risk) and sum(protective)),
        minority_polarity="",
        minority=(),
        one_voice=False,
        both=tuple(p for p, r, q in zip(PEOPLE, risk, protective, strict=True) if r and q),
        tied=(),
        index=NONE,
        entropy=NONE,
        certainty=NONE,
        beside=(),
    )


@pytest.fixture
def factor_table() -> FactorTable:
    """LOAD pushes two people, CARE holds three, RULES does both, to P02 both at once."""
    factors = (
        factor("LOAD", "Load", "team", [3, 1, 0], [0, 0, 0]),
        factor("CARE", "Care", "team", [0, 0, 0], [1, 2, 5]),
        factor("RULES", "Rules", "person", [1, 1, 0], [0, 2, 0]),
    )
    nothing = np.zeros(0, dtype=np.int64)
    return FactorTable(
        reading="any",
        n=3,
        participants=(),
        left_out=(),
        exposure_unit="",
        exposure=0,
        table=(),
        factors=factors,
        others=(),
        levels=(LevelSummary("level:team", "team", *(side(f"level:team/{name}", column) for name, column in TEAM)),),
        matrix=FactorMatrix(
            PEOPLE,
            ("LOAD", "CARE", "RULES"),
            risk=np.array([[3, 0, 1], [1, 0, 1], [0, 0, 0]]),
            protective=np.array([[0, 1, 0], [0, 2, 2], [0, 5, 0]]),
        ),
        unused=(),
        codings=16,
        quotes=16,
        outside_codings=0,
        outside_share=0.0,
        counted=Counted(
            codes=(), polarities=(), levels=(), participants=(), voices=(), stances=(), is_factor=nothing == 1,
            row=nothing, code=nothing, polarity=nothing, level=nothing, participant=nothing, voice=nothing,
            stance=nothing, is_beside=nothing == 1,
        ),
    )  # fmt: skip


@pytest.fixture
def pairs_together() -> CoOccurrence:
    """Three of three people tell of load and care in one turn, one of load and rules."""
    order = Undefined("only sequences have an order")

    def pair(second: str, people: int, *, flagged: bool) -> PairRow:
        return PairRow(
            f"LOAD+{second}", "LOAD", second, people, 4, 4, people, 3, 0.5, 0.4, 0.3, 1.5, 0.8, flagged,
            order, order, order, order, order,
        )  # fmt: skip

    square, nothing = np.zeros((3, 3), np.int64), np.zeros(0, np.int64)
    return CoOccurrence(
        reading="any",
        n=3,
        unit="turn",
        window=3,
        units=20,
        codes=("LOAD", "CARE", "RULES"),
        names=tuple(Label(name, name) for name in ("Load", "Care", "Rules")),
        pairs=(pair("CARE", 3, flagged=True), pair("RULES", 1, flagged=False)),
        together=square,
        together_participants=square,
        speakers=square,
        coded=CodedUnits("coding", nothing, nothing, nothing),
    )


@pytest.fixture
def heard() -> Saturation:
    """Three interviews: a theme that is full at the second, and codes without a level that never are."""
    none = Undefined("not reached")

    def group(kind: Literal["theme", "level"], code: str, name: Label, totals: list[int], at: int | Undefined) -> Any:
        points = tuple(GroupPoint(total, total + 0.5, total, total + 1) for total in totals)
        verdict: Verdict = "not reached" if isinstance(at, Undefined) else "saturated"
        return GroupCodes(
            f"{kind}:{code or 'none'}",
            kind,
            code,
            name,
            totals[-1],
            1,
            3,
            2,
            verdict,
            at,
            "",
            3.5,
            3.0,
            9.0,
            0.9,
            points,
        )

    nothing = NextCodes(none, none, none, none, none, none, 0, 0)
    return Saturation(
        reading="any", base=1, run=1, threshold=0.05, orders=9, resamples=9, seed=1, interviews=(), codes=(),
        base_codes=2, verdict="not reached", saturated_at=none, notation="", codes_in_one=1, codes_in_two=1, chao2=none,
        chao2_low=none, chao2_high=none, coverage=none, codes_at_double=none, next_interview=nothing, curve=(),
        themes=(group("theme", "LOAD", Label("Load", "负荷"), [2, 3, 3], 2),),
        levels=(group("level", "", Label("", ""), [1, 2, 4], none),),
    )  # fmt: skip


@pytest.fixture
def process() -> Process:
    """P01 runs straight and grows; P02 runs back from the context to the stressor and is worn."""

    def moment(position: int, stage: str, polarity: str) -> LaneMoment:
        return LaneMoment(position, stage, "LOAD", Label("Load", "Load"), polarity)

    def lane(key: str, person: str, label: str, outcome: str, moments: tuple[LaneMoment, ...], row: int) -> Lane:
        path = tuple(m.stage for m in moments)
        return Lane(key, person, f"{person}.zh", "A", label, "closed", outcome, True, True, path, moments, row)

    def outcome(name: str, rank: int, episodes: int) -> OutcomeRow:
        return OutcomeRow(
            name, name, Label(name.title(), name), rank, episodes, 2, 0.1, 0.9, episodes, 2, 0.1, 0.9, 0.05, 0.95
        )

    straight = (moment(1, "stressor", "risk"), moment(2, "context", "protective"), moment(3, "outcome", ""))
    back = (moment(1, "context", "risk"), moment(2, "stressor", "risk"), moment(3, "outcome", ""))
    return Process(
        reading="any",
        n=2,
        stages=("stressor", "context", "outcome"),
        stage_names=(Label("Stressor", "压力源"), Label("Context", "脉络"), Label("Outcome", "结果")),
        lanes=(lane("E1", "P01", "the flood", "grown", straight, 1), lane("E2", "P02", "the ledger", "worn", back, 2)),
        outcomes=(outcome("grown", 3, 1), outcome("same", 2, 0), outcome("worn", 1, 1)),
        median=(),
        transitions=(
            Transition("stressor>context", "stressor", "context", 1, 1, 1, 0.5, 0.4, 0.1, 0.8, backward=False),
            Transition("context>stressor", "context", "stressor", 1, 1, 1, 0.5, 0.4, 0.1, 0.8, backward=True),
            Transition("stressor>outcome", "stressor", "outcome", 1, 1, 1, 0.5, 0.4, 0.1, 0.8, backward=False),
            Transition("context>outcome", "context", "outcome", 1, 1, 1, 0.5, 0.4, 0.1, 0.8, backward=False),
        ),
        counts=np.array([[0, 1, 1], [1, 0, 1], [0, 0, 0]]),
        cell_participants=np.array([[0, 1, 1], [1, 0, 1], [0, 0, 0]]),
        in_order=1,
        ordered=2,
        in_order_lower=0.1,
        in_order_upper=0.9,
        orders=(),
        passages=(),
        open_episodes=0,
        disputed_episodes=0,
        without_outcome=0,
    )


def claimed(cause: str, effect: str, raised_by: tuple[str, ...], lowered_by: tuple[str, ...]) -> Link:
    sign = LinkSign.CONTESTED if raised_by and lowered_by else LinkSign.RAISES if raised_by else LinkSign.LOWERS
    sources = len({*raised_by, *lowered_by})
    return Link(
        f"{cause}>{effect}", cause, effect, sign, sources, sources, raised_by, lowered_by, sources == 1, 0.1, 0.1, 0.0,
        0.1, 0.1, 2.0, 1.0, 0.5,
    )  # fmt: skip


@pytest.fixture
def causal_map() -> CausalMap:
    """Two people say that load raises worry, two differ on care, one alone says that rules raise load."""
    links = (
        claimed("LOAD", "WORRY", ("P01", "P02"), ()),
        claimed("CARE", "WORRY", ("P01",), ("P03",)),
        claimed("RULES", "LOAD", ("P02",), ()),
    )
    codes = {
        "LOAD": ("risk", "team"),
        "CARE": ("protective", "team"),
        "RULES": ("risk", "team"),
        "WORRY": ("risk", "person"),
    }
    factors = tuple(
        Factor(
            code, Label(code.title()), polarity, level, "", 1, 0.1, 0.1, 1, 1, 0.1, 0.1, (), (), NONE, NONE,
            two_sided=code == "CARE",
        )
        for code, (polarity, level) in codes.items()
    )  # fmt: skip
    return CausalMap(
        n=3, participant=None, chosen=(), least_sources=1, voices=("own",),
        claims=5, missing_strengths=0, left_out=(), links=links, hidden=0,
        links_by_sources=(), factors=factors, drivers=("LOAD",), outcomes=("WORRY",), two_sided=(), beside=(),
        individual=(), speakers=(), coders=(),
    )  # fmt: skip


@pytest.fixture
def bare_findings(framework: Framework) -> Findings:
    """A study in which nothing was coded yet."""
    missing = NothingToAnalyse("The map", "claims by participants whose consent covers analysis")
    return Findings(
        language="en",
        open_evidence=lambda _answer, _key: (),
        settings=StudySettings("Night shift", "zh"),
        framework=framework,
        codebook=Codebook([Code(CodeId(UUID(int=1)), "LOAD", Label("Load", "负荷"))]),
        people=People(3, (), 5, (), 0, 0, 0),
        material=Material(3, 0, ("zh",), None, None, 60, 9000, 0, 0, 0, 0, 0, 1, (), ()),
        notes=Notes((), 0, ()),
        reasons=(),
        apart=(),
        languages=(),
        factors=missing,
        contention=missing,
        cooccurrence=missing,
        sequences=missing,
        agreement=missing,
        decisions=(),
        saturation=missing,
        process=missing,
        causal_map=missing,
        loops=missing,
        press=missing,
        simulation=missing,
        advice=missing,
        recommendations=Recommendations(),
        written=date(2026, 5, 3),
        version="1.2.3",
        study_hash="abc",
        revision=4,
        seed=5,
        members=6,
    )
