"""Reach: whom to convene so that a practice spreads, whom it is likely to reach, and whom nothing reaches.

The model is the independent cascade: when a person takes a practice up, each of their ties passes it on once, with a
probability of its own. Modules that import numba are reached through `groundswell.engines.warm.load`.
"""
