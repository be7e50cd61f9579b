"""Measure how fast the checker is, each figure against a named baseline in the same run: ``make bench``."""
