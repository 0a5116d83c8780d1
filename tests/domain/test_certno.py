"""Identity card numbers by GB 11643."""

import pytest

from service.domain.certno import check_digit, is_identity_number


@pytest.mark.parametrize(
    ("digits", "last"),
    [
        ("99000019900101001", check_digit("99000019900101001")),
        ("11010519491231002", "X"),  # the standard's own example
        ("44052418800101001", "4"),  # the standard's own example
    ],
)
def test_the_check_digit_is_the_standards(digits: str, last: str) -> None:
    """The examples of the standard come out, and no other last character will do."""
    assert check_digit(digits) == last
    assert [c for c in "0123456789X" if is_identity_number(digits + c)] == [last]


@pytest.mark.parametrize(
    "certno",
    [
        "",
        "110105491231002",
        "11010519491231002x",
        "１１０１０５19491231002X",
        "11010519490231002" + check_digit("11010519490231002"),
        "11010517991231002" + check_digit("11010517991231002"),
        "1101051949123100 X",
        "11010519491231002X1",
        "-1010519491231002X",
    ],
)
def test_what_is_no_identity_number_is_refused(certno: str) -> None:
    """Other lengths, other characters and days that never were are no identity numbers."""
    assert not is_identity_number(certno)
