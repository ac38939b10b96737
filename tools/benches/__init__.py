"""Measurements, each against a peer or a floor in one run, with the bound that must hold.

A bench is a module here with `run(arguments: Sequence[str]) -> list[Row]`; its docstring's first
line is what `tools/bench` says of it. `measure.py` has what they share. Absolute times of a busy
machine say little, so benches measure ratios of runs that alternate.
"""
