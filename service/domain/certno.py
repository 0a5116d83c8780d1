"""The number of an identity card (居民身份证号码), by GB 11643."""

from datetime import date
from operator import mul

IDENTITY_CARD = "01"
"""Its psn_cert_type in the national interface."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def is_identity_number(certno: str) -> bool:
    """Whether it is 17 digits, of which eight are a day that was, and the check digit that belongs to them.

    The area code is not looked up: codes that have been abolished stay in the numbers of those born there.
    """
    digits = certno[:17]
    if len(certno) != 18 or not (digits.isascii() and digits.isdigit()):
        return False
    return _is_day(digits[6:14]) and certno[17] == check_digit(digits)


def check_digit(digits: str) -> str:
    """The last character that belongs to the first seventeen (ISO 7064, MOD 11-2)."""
    return _CHECK_DIGITS[sum(map(mul, _WEIGHTS, map(int, digits))) % 11]


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1800
    except ValueError:
        return False
