"""Ensembles on a Dask cluster, in parts that are kept, and broken off."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kangni
from kangni.core.errors import Cancelled, ClusterSilent, WorkersLost
from kangni.study.cluster import cluster_pool

pytest.importorskip("distributed", reason="Dask is not installed: pip install kangni[dask]")

MEMBERS = 320
ANY_PORT = "127.0.0.1:0"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]  # it has no annotations
        n_workers=2, threads_per_worker=1, dashboard_address=ANY_PORT
    ) as started:
        yield started


def slow(number: int) -> int:
    time.sleep(0.05)
    return number * number


def test_two_workers_of_a_cluster_give_the_bits_of_one_process(cluster: Any, demo_original: Path) -> None:
    with kangni.open(demo_original) as study:
        here = study.simulate(episode="E01", members=MEMBERS).to_dict()
    with kangni.open(demo_original) as study:
        there = study.simulate(episode="E01", members=MEMBERS, dask=cluster.scheduler_address).to_dict()
        fuzzy = study.fuzzy(members=MEMBERS, dask=cluster.scheduler_address).to_dict()
    with kangni.open(demo_original) as study:
        assert fuzzy == study.fuzzy(members=MEMBERS).to_dict()
    assert there == here


def test_results_come_in_order_and_as_they_are_done(cluster: Any) -> None:
    with cluster_pool(cluster.scheduler_address) as pool:
        assert list(pool(slow, range(30))) == [number * number for number in range(30)]


def test_a_cluster_that_is_not_there_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, demo_original: Path) -> None:
    monkeypatch.setattr("kangni.study.cluster.ANSWERS", 0.2)
    with kangni.open(demo_original) as study, pytest.raises(ClusterSilent) as refused:
        study.simulate(members=64, dask="tcp://127.0.0.1:9")
    assert refused.value.cluster == "tcp://127.0.0.1:9"


def test_without_any_worker_left_the_run_says_what_is_done() -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(  # type: ignore[no-untyped-call]  # the same
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=ANY_PORT
        ) as started,
        cluster_pool(started.scheduler_address, patience=0.1) as pool,
    ):
        parts = pool(slow, range(400))
        assert next(parts) == 0
        started.scale(0)
        with pytest.raises(WorkersLost) as lost:
            list(parts)
    assert 0 < lost.value.done < lost.value.chunks == 400


def test_a_run_that_is_cancelled_leaves_whole_parts_and_goes_on_from_them(demo_original: Path, tmp_path: Path) -> None:
    path = tmp_path / "work.kangni"
    path.write_bytes(demo_original.read_bytes())

    def stop(done: int, _of: int) -> None:
        if done >= 128:
            raise Cancelled

    with kangni.open(path) as study:
        before = study.hash()
        with pytest.raises(Cancelled):
            study.simulate(members=MEMBERS, keep=True, progress=stop)
        assert study.hash() == before
        steps: list[int] = []
        again = study.simulate(members=MEMBERS, keep=True, progress=lambda done, _of: steps.append(done)).to_dict()
        assert study.forget_kept() == 5
    with kangni.open(demo_original) as study:
        assert again == study.simulate(members=MEMBERS).to_dict()


def test_ctrl_c_ends_the_command_with_130_and_nothing_half_stored(demo_original: Path, tmp_path: Path) -> None:
    path = tmp_path / "work.kangni"
    path.write_bytes(demo_original.read_bytes())
    line = [sys.executable, "-c", "from kangni.cli import main; main()", "simulate", str(path), "--members", "400000"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        interrupt = threading.Timer(6, running.send_signal, [signal.SIGINT])
        interrupt.start()
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert not [found for found in kangni.examine(path).findings if found.severity == "fault"]
