"""Run the bars of each engine (benchmarks/<name>/bars.py) and write benchmarks/results/<name>.txt."""

import argparse
import importlib
import inspect
import time
from pathlib import Path

from benchmarks.machine import machine

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="which engines (all where none is named)")
    parser.add_argument("--data", type=Path, help="folder with the public instances, a folder for each set")
    parser.add_argument("--peer", type=Path, help="folder with peers that no package registry has")
    parser.add_argument("--keep", type=Path, help="folder in which a large state is kept for the next time")
    parser.add_argument("--again", action="store_true", help="make the kept state anew")
    options = parser.parse_args()
    known = sorted(path.parent.name for path in HERE.glob("*/bars.py"))
    for name in options.names:
        if name not in known:
            parser.error(f"there are no bars called {name}; there are {', '.join(known)}")
    for name in options.names or known:
        started = time.monotonic()
        bars = importlib.import_module(f"benchmarks.{name}.bars")
        takes = inspect.signature(bars.run).parameters
        more = {word: getattr(options, word) for word in ("keep", "again") if word in takes}
        text = bars.run(options.data, options.peer, **more)
        result = f"{text.rstrip()}\n\n{machine()}\nThe whole run took {time.monotonic() - started:.0f} s.\n"
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results" / f"{name}.txt").write_text(result, encoding="utf-8")
        print(result)


if __name__ == "__main__":
    main()
