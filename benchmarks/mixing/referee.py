"""Check plans without any code of the product: reads JSON lines from stdin, prints one line for each.

Each line holds {"people": n, "small": k, "large": k, "rounds": [[["id", …] …] …]}. A plan is good when everyone sits
exactly once in each round, every table has `small` to `large` people and no two people meet twice.
"""

import json
import sys


def verdict(plan: dict) -> str:
    met = set()
    for number, tables in enumerate(plan["rounds"], start=1):
        seated = [person for table in tables for person in table]
        if len(seated) != plan["people"] or len(set(seated)) != plan["people"]:
            return f"round {number}: not everyone sits exactly once"
        for table in tables:
            if not plan["small"] <= len(table) <= plan["large"]:
                return f"round {number}: a table of {len(table)}"
            for i, one in enumerate(table):
                for other in table[i + 1 :]:
                    pair = (min(one, other), max(one, other))
                    if pair in met:
                        return f"round {number}: {one} and {other} meet again"
                    met.add(pair)
    return f"good {len(plan['rounds'])}"


if __name__ == "__main__":
    for line in sys.stdin:
        print(verdict(json.loads(line)), flush=True)
