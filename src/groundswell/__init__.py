"""Groundswell: where a partnership of county offices, districts, schools and partners works together."""

__version__ = "0.1.0"
