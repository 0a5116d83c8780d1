"""Yuan and fen, exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.money import MAX_FEN, fen_to_yuan, yuan_to_fen


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        ("0", 0),
        ("0.01", 1),
        ("12", 1200),
        ("12.3", 1230),
        ("12.34", 1234),
        ("-0.50", -50),
        ("99999999999999.99", MAX_FEN),
    ],
)
def test_yuan_become_fen(yuan: str, fen: int) -> None:
    """Up to two decimals count; missing ones are zeros."""
    assert yuan_to_fen(yuan) == fen


@pytest.mark.parametrize(
    "text",
    ["", "1.234", "1.000", "1,000", " 1", "1 ", "1\n", "+1", ".5", "5.", "1e3", "NaN", "１２", "100000000000000"],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    """A third decimal, even a zero, and everything that is not plain digits is a ValueError."""
    with pytest.raises(ValueError, match="not an amount"):
        yuan_to_fen(text)


@pytest.mark.parametrize("number", [12.34, 12, True, None, b"12"])
def test_numbers_are_no_yuan(number: object) -> None:
    """Yuan are text: a float would already have lost fen, an int might be meant as fen."""
    with pytest.raises(TypeError, match="text"):
        yuan_to_fen(number)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [12.0, "12", True, None])
def test_only_ints_are_fen(number: object) -> None:
    """Fen are an int, nothing else."""
    with pytest.raises(TypeError, match="int"):
        fen_to_yuan(number)  # type: ignore[arg-type]


def test_amounts_beyond_the_contract_are_refused() -> None:
    """What no field of the contract can hold is not shown as an amount."""
    with pytest.raises(ValueError, match="not an amount"):
        fen_to_yuan(MAX_FEN + 1)


@given(st.integers(-MAX_FEN, MAX_FEN))
def test_fen_survive_being_shown(fen: int) -> None:
    """Shown as yuan and read again, every amount of the contract is the same."""
    assert yuan_to_fen(fen_to_yuan(fen)) == fen
