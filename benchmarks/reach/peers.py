"""Runs a peer in its own environment: `python peers.py imm|celf ties.npy k`. Prints seeds and seconds as JSON.

The ties are an array with rows (from, to, probability). imm: PyNetIM's IMM. celf: CELF on cynetdiff's simulations.
"""

import heapq
import json
import sys
import time

import numpy as np


def imm(ties: np.ndarray, k: int) -> list[int]:
    from pynetim import IMGraph, IMMAlgorithm

    edges = [(int(u), int(v)) for u, v in ties[:, :2]]
    graph = IMGraph(edges, weights=ties[:, 2].tolist(), directed=True, renumber=False)
    begin()
    return [
        int(v) for v in IMMAlgorithm(graph, "IC", epsilon=0.1 if len(edges) < 200_000 else 0.3, random_seed=1).run(k)
    ]


def celf(ties: np.ndarray, k: int, trials: int = 1000) -> list[int]:
    import networkx as nx
    from cynetdiff.utils import networkx_to_ic_model

    graph = nx.DiGraph()
    graph.add_nodes_from(range(int(ties[:, :2].max()) + 1))
    graph.add_weighted_edges_from(((int(u), int(v), float(p)) for u, v, p in ties), weight="activation_prob")
    model, _ = networkx_to_ic_model(graph, rng=1)
    begin()

    def gain(seeds: list[int], v: int) -> float:
        # Its own function plays once for both, so that chance falls out of the difference.
        return float(model.compute_marginal_gains(seeds, [v], trials)[1])

    queue = [(-gain([], v), v, 0) for v in range(graph.number_of_nodes())]
    heapq.heapify(queue)
    chosen: list[int] = []
    while len(chosen) < k:
        _, v, when = heapq.heappop(queue)
        if when == len(chosen):
            chosen.append(v)
        else:
            heapq.heappush(queue, (-gain(chosen, v), v, len(chosen)))
    return chosen


def begin() -> None:
    """Start the clocks: what went before is reading."""
    CLOCKS[:] = [time.monotonic(), time.process_time()]


CLOCKS = [0.0, 0.0]

if __name__ == "__main__":
    way, path, people = sys.argv[1:4]
    rows = np.load(path)
    begin()
    seeds = (imm if way == "imm" else celf)(rows, int(people))
    print(
        json.dumps(
            {"seeds": seeds, "seconds": time.monotonic() - CLOCKS[0], "processor": time.process_time() - CLOCKS[1]}
        )
    )
