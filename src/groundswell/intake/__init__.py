"""Importing anything: guess which column is what, check by row, apply in batches that can be taken up again."""
