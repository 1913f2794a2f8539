"""Maps run forward: fuzzy cognitive maps, the balance model and a page's ensemble, beside slower ways."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from timeit import repeat

import numpy as np
from benchmarks.comparing import Comparison, least_seconds

from kangni.methods.causal.balance import Functioning, Links, dense, rest_input, sigmoid
from kangni.methods.causal.blocks import STEP, euler
from kangni.methods.causal.fuzzy import Fuzzy
from kangni.methods.causal.fuzzy_blocks import steps_of
from kangni.methods.columns import Floats

__all__ = ["SIMULATING"]

FACTORS, LINKS, BLOCK = 40, 196, 64
FUZZY_BLOCKS, FUZZY_STEPS = 1_563, 20  # 100,032 maps
BALANCE_BLOCKS, BALANCE_STEPS = 16, 1_120
CORES = 2
# The Python package of the field pins a joblib of its own, so it runs in an environment of its own: a Python there
# that has fcmpy is named by this variable. Without it the other way is a plain loop over maps in NumPy.
PEER = "KANGNI_BENCH_FCMPY"
PEER_MAPS = 20
PEER_SCRIPT = """
import contextlib, io, json, sys, time
import numpy as np, pandas as pd
from fcmpy import FcmSimulator
weights, start, maps, steps = json.loads(sys.stdin.read())
names = [f"C{n}" for n in range(len(start))]
matrix = pd.DataFrame(np.array(weights), index=names, columns=names)
simulator = FcmSimulator()
with contextlib.redirect_stdout(io.StringIO()):
    begin = time.perf_counter()
    for _ in range(maps):
        simulator.simulate(initial_state=dict(zip(names, start)), weight_matrix=matrix, transfer="sigmoid",
                           inference="mKosko", thresh=0.0, iterations=steps, l=1)
    took = time.perf_counter() - begin
print(took / maps)
"""


def _links(rng: np.random.Generator) -> Links:
    cells = np.sort(rng.choice(FACTORS * FACTORS, LINKS, replace=False))
    return Links(*np.divmod(cells, FACTORS), factors=FACTORS)


def _fuzzy(rng: np.random.Generator) -> Comparison:
    links, start = _links(rng), rng.random(FACTORS)
    weights = rng.uniform(-1, 1, (FUZZY_BLOCKS, LINKS, BLOCK)).astype(np.float32)
    fuzzy = Fuzzy()

    def block(one: int) -> None:
        steps_of(links, weights[one], start, fuzzy, steps=FUZZY_STEPS)

    def ours() -> None:
        with ThreadPoolExecutor(CORES) as threads:
            list(threads.map(block, range(FUZZY_BLOCKS), chunksize=64))

    maps = FUZZY_BLOCKS * BLOCK
    seconds, _ = least_seconds(ours, lambda: None)
    matrix = dense(links, weights[0, :, 0].astype(np.float64)).T
    peer, of_one = _peer(matrix, start)
    return Comparison(
        "fuzzy cognitive maps",
        f"{maps:,} maps, {FACTORS} concepts, {LINKS} links, {FUZZY_STEPS} steps, {CORES} threads; {_machine(weights)}",
        peer,
        seconds,
        of_one * maps,
        goal="0.31 s, aim 0.12 s; fcmpy 4,000 times",
    )


def _peer(matrix: Floats, start: Floats) -> tuple[str, float]:
    """Return the other way and its seconds for one map."""
    python = os.environ.get(PEER)
    if python:
        asked = json.dumps([matrix.tolist(), start.tolist(), PEER_MAPS, FUZZY_STEPS])
        done = subprocess.run([python, "-c", PEER_SCRIPT], input=asked, capture_output=True, text=True, check=True)
        return f"fcmpy, {PEER_MAPS} maps one by one", float(done.stdout.split()[-1])

    def theirs() -> None:
        for _ in range(PEER_MAPS):
            level = start
            for _ in range(FUZZY_STEPS):
                level = 1 / (1 + np.exp(-(level @ matrix + level)))

    print(f"{PEER} names no Python with fcmpy: compared with NumPy", file=sys.stderr)
    return f"NumPy, {PEER_MAPS} maps one by one", min(repeat(theirs, number=1, repeat=5)) / PEER_MAPS


def _machine(weights: np.ndarray) -> str:
    """Return what this machine can do at most, measured now: a matrix product, and reading the weights once."""
    size = 1_500
    square = np.ones((size, size), np.float32)
    flops = 2 * size**3 / min(repeat(lambda: square @ square, number=1, repeat=5))
    bandwidth = weights.nbytes / min(repeat(weights.max, number=1, repeat=3))
    return f"matrix product {flops / 1e9:.0f} GFLOP/s, memory {bandwidth / 1e9:.0f} GB/s"


def _balance(rng: np.random.Generator) -> Comparison:
    links, functioning = _links(rng), Functioning(np.full(FACTORS, 1 / FACTORS), 0.0)
    weights = rng.normal(0, 0.2, (BALANCE_BLOCKS, LINKS, BLOCK))
    rest, push = np.full(FACTORS, 0.5), np.zeros(FACTORS)
    push[0] = 0.5
    matrix = dense(links, weights[0, :, 0])
    base = rest_input(matrix, rest)

    def theirs() -> None:
        level = rest.copy()
        for _ in range(BALANCE_STEPS):
            level += STEP * (sigmoid(base + matrix @ level + push) - level)

    def block(one: int) -> None:
        euler(
            links, weights[one], rest, functioning, shock=push, held=push * 0, shock_steps=4,
            horizon_steps=BALANCE_STEPS * STEP - 4,
        )  # fmt: skip

    def ours() -> None:
        with ThreadPoolExecutor(CORES) as threads:
            list(threads.map(block, range(BALANCE_BLOCKS)))

    maps = BALANCE_BLOCKS * BLOCK
    seconds, of_one = least_seconds(ours, theirs)
    return Comparison(
        f"balance, {seconds / maps / BALANCE_STEPS * 1e6:.2f} µs a map and step",
        f"{maps:,} maps, {FACTORS} factors, {LINKS} links, {BALANCE_STEPS:,} steps, {CORES} threads",
        "NumPy, map by map",
        seconds,
        of_one * maps,
        goal="0.34 µs, aim 0.1 µs",
    )


SIMULATING = (_fuzzy, _balance)
