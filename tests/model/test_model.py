"""A small province agrees with its model after every step: the quick run. `make test-model` does the long one."""

from pathlib import Path

import pytest
from hypothesis import strategies as st

from tests.model.policies import RANDOM, REAL, Setting
from tests.model.run import Databases, desks, live

SETTINGS = {"random": RANDOM, "real": REAL}


@pytest.mark.parametrize("policies", SETTINGS)
@pytest.mark.parametrize(("databases", "examples"), [("sqlite", 8), ("postgres", 5)], indirect=["databases"])
def test_the_server_does_what_the_model_says(
    databases: Databases, examples: int, policies: str, tmp_path: Path
) -> None:
    """Every answer, every balance, every list and the whole books agree, on random policies and on the real files."""
    settings: st.SearchStrategy[Setting] = SETTINGS[policies]
    name = f"{policies} policies"
    tally = live(desks(databases, tmp_path), settings, name, examples=examples, steps=25, always_the_same=True)
    print(f"\n{tally}")
