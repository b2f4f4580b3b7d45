"""Measures the quality and the speed of planning: see `python -m benchmarks --help`."""
