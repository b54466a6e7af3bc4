"""What must be fast or good, measured against peers in one run: `python -m benchmarks --data DIR --peer DIR [NAME …]`."""
