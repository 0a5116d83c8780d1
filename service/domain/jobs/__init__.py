"""Jobs: what is done for everybody whom it concerns on a day, in a month or a year (nightly run, presets, year-end …).

A run is a chain of slices, each a command of at most `SLICE` keys through the one door: see `slice.py`, `registry.py`.
"""
