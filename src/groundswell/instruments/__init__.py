"""Instruments: surveys, registration questions, planners, protocols and reflections as data with versions and answers."""
