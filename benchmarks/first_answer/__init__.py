"""The first answer of a fresh process."""
