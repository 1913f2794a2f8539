"""Making and opening studies: the one place that knows which store a study has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from kangni.core.bundle import StudySettings
from kangni.core.framework import Framework
from kangni.language import Language
from kangni.methods.chance import DEFAULT_SEED
from kangni.study.study import Study
from kangni.study.tables import shown_alone

if TYPE_CHECKING:
    from kangni.results.plan import AgreementPlan
    from kangni.results.scales import ScaleList
    from kangni.storage.doctor import DoctorReport
    from kangni.study.shown import Shown

__all__ = ["DEMO_CODER", "examine", "framework_losses", "make_demo", "new", "open_study", "plan_agreement", "scales"]

DEMO_CODER = "demo"
NOBODY_NAMED = "me"


def new(
    path: str | Path,
    *,
    framework: str | Path = "kumpfer",
    language: Language = "zh",
    name: str = "",
    coder: str = NOBODY_NAMED,
    project: str | Path | None = None,
    offsets: str = "",
    new_id: Callable[[], UUID] = uuid4,
) -> Study:
    """Make an empty study with a framework, or one from a project of another program, and open it.

    Parameters
    ----------
    path
        The file to make; it must not exist.
    framework
        The name of a packaged framework ("kumpfer", "jdr") or a folder with framework.yaml and codebook.csv.
    language
        Language of the interviews: the originals of translated pairs.
    name
        What the study is called; the file's name by default.
    coder
        Who acts.
    project
        A .qdpx, .qdc or bundle (.json): the study has its codes instead of the framework's. One that Kangni wrote
        brings settings and framework as well and gives back the study that it was.
    offsets
        How the positions of the project count, where that is not to be detected: "utf16,crlf=2,bom=0".

    Raises
    ------
    StudyExists, FrameworkInvalid, FrameworkMissing, FileProblem
    """
    from kangni.app.frameworks import codes_of
    from kangni.exchange.framework import read_framework
    from kangni.storage.creating import create

    path = Path(path)
    found = read_framework(framework)
    settings = StudySettings(name or path.stem, language)
    if project is not None:
        return _new_from(Path(project), path, settings, found.framework, coder=coder, offsets=offsets, new_id=new_id)
    codes = codes_of(found, new_id=new_id)
    store = create(path, settings, found.framework, codes, clock=_now, new_id=new_id)
    return Study(store, coder=coder, language=language, new_id=new_id, clock=_now)


def _new_from(
    project: Path,
    path: Path,
    settings: StudySettings,
    framework: Framework,
    *,
    coder: str,
    offsets: str,
    new_id: Callable[[], UUID],
) -> Study:
    """Make a study of a project: all of it, or no file."""
    from kangni.exchange.refi.opening import read_projects
    from kangni.storage.canonical import hash_of
    from kangni.storage.collecting import collection_paused
    from kangni.storage.creating import create

    with (
        collection_paused(),
        read_projects([project], settings=settings, framework=framework, hash_of=hash_of, offsets=offsets) as (read,),
    ):
        made = read.records
        store = create(path, made.settings, made.framework, clock=_now, new_id=new_id)
        study = Study(
            store, coder=coder, language="zh" if made.settings.language == "zh" else "en", new_id=new_id, clock=_now
        )
        try:
            study.import_read(read)
        except BaseException:
            study.close()
            path.unlink(missing_ok=True)
            raise
    return study


def framework_losses(framework: str | Path) -> tuple[str, ...]:
    """Return the keys and columns of somebody's own framework that a study does not take; ours are no surprise."""
    from kangni.exchange.framework import available, read_framework

    return () if framework in available() else read_framework(framework).losses


def open_study(
    path: str | Path,
    *,
    coder: str = NOBODY_NAMED,
    language: Language = "en",
    read_only: bool = False,
    new_id: Callable[[], UUID] = uuid4,
) -> Study:
    """Open a study; `language` is the reader's, for figures and translations beside quotes.

    Raises
    ------
    StudyMissing, NotAStudy, StudyDamaged, StudyOtherVersion, StudyInUse
    """
    from kangni.storage.store import open_store

    store = open_store(Path(path), clock=_now, new_id=new_id, read_only=read_only)
    return Study(store, coder=coder, language=language, new_id=new_id, clock=_now)


def make_demo(path: str | Path, *, language: Language = "en") -> Study:
    """Make the fictional demo study from the packaged data and open it; the same ids each time, all of it or none."""
    from kangni.core.errors import StudyExists

    path, random = Path(path), Random(1)  # noqa: S311 - ids that are the same each time, not secrets
    if path.exists():
        raise StudyExists(str(path))
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)

    def new_id() -> UUID:
        return UUID(int=random.getrandbits(128), version=4)

    try:
        with (
            new(unfinished, language="zh", name="禁毒社工示范研究", coder=DEMO_CODER, new_id=new_id) as study,
            as_file(files("kangni") / "demo") as folder,
        ):
            study.bring_in([folder])
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return open_study(path, coder=DEMO_CODER, language=language)


def examine(path: str | Path | None = None) -> DoctorReport:
    """Examine a study file, and this installation, without changing anything."""
    from kangni.storage.doctor import examine as examine_file

    return examine_file(Path(path) if path is not None else None)


def plan_agreement(
    *,
    codes: int,
    prevalence: float,
    alpha: float,
    turns: int,
    width: float = 0.2,
    spread: float = 0.3,
    language: Language = "en",
    seed: int = DEFAULT_SEED,
) -> Shown[AgreementPlan]:
    """Plan how many interviews two people must code for an interval of alpha of this width, before anybody has coded.

    Parameters
    ----------
    codes
        Codes of the codebook; 1 plans for a single code.
    prevalence
        Share of participants' turns with a code, as a mean over codes.
    alpha
        The agreement hoped for.
    turns
        Participants' turns of an interview.
    width
        Of the 95 % interval, from end to end.
    spread
        How far interviews differ beyond chance, as coefficient of variation.
    language
        Of the picture.

    Raises
    ------
    MethodInput
        For settings that cannot be.
    """
    from kangni.app.plan import plan_agreement as plan

    found = plan(codes=codes, prevalence=prevalence, alpha=alpha, turns=turns, width=width, spread=spread, seed=seed)
    return shown_alone(found, language=language)


def scales() -> ScaleList:
    """List the standard scales that can be scored, with what leave each asks for."""
    from kangni.app.scale_library import list_scales

    return list_scales()


def _now() -> datetime:
    return datetime.now(UTC)
