"""Runs pbp-pmedian on a matrix that comes as JSON; its folder is on PYTHONPATH."""

import json
import sys
import time

import numpy as np
from pbp_pmedian import solve  # type: ignore[import-not-found]

asked = json.load(sys.stdin)
ways = np.array(asked["ways"])
started = time.monotonic()
value, *_ = solve(ways, p=asked["p"])
print(json.dumps({"value": float(value), "seconds": time.monotonic() - started}))
