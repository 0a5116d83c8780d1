"""How the tables came to be what they are. `service.storage.migrate` runs them; `tables.py` says what comes out.

A new migration is a file in `versions/` with the next number, written by hand: it must not lock a table that is in
use, and tests/storage compares what it makes with what `tables.py` makes, CHECKs, defaults and indexes included.
"""
