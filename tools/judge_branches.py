"""Say how many branches of the source the tests take, and which modules take the fewest; status 1 below the bar.

usage: python tools/judge_branches.py FILE.json PERCENT     (FILE.json from `coverage json`)
"""

import json
import sys
from pathlib import Path


def main() -> int:
    """Read, print, judge."""
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    least = float(sys.argv[2])
    totals = report["totals"]
    share = 100 * totals["covered_branches"] / totals["num_branches"]
    missing = {name: file["summary"]["missing_branches"] for name, file in report["files"].items()}
    for name in sorted(missing, key=lambda name: missing[name], reverse=True)[:15]:
        summary = report["files"][name]["summary"]
        print(f"{missing[name]:5} of {summary['num_branches']:4} branches never taken in {name}")
    print(f"{share:.1f} % of {totals['num_branches']} branches are taken; the bar is {least:g} %.")
    return 0 if share >= least else 1


if __name__ == "__main__":
    sys.exit(main())
