"""Who an invented person is: number, name, birth date and identity number, no two alike in ten million."""

from collections.abc import Callable

BLOCK = 250
"""People in one block: families never reach over its end, and it is made without any other block."""
MOST_PERSONS = 10_000_000

_AREA = "990000"
_DAYS = 365
_SERIALS = 500
_PER_YEAR = _DAYS * _SERIALS
_SLOTS = _PER_YEAR // (MOST_PERSONS // BLOCK)
"""So many of the people of one sex whom one year can hold belong to each block: four."""
_STRIDE = 104_729
"""A prime that does not divide _PER_YEAR: neighbours in a block are not born on neighbouring days."""
_TURN = 40_009
"""Each year begins its days elsewhere."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_AREA_SUM = sum(w * int(d) for w, d in zip(_WEIGHTS, _AREA, strict=False))
_YEARS_APART = (0, -1, 1, -2, 2, -3, 3, *range(-4, -12, -1))
"""Where there is room: two in a hundred people move by a year, one in a million by four, and nobody ever by eleven."""
_DAY_OF_YEAR = [
    (m, d) for m, n in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1) for d in range(1, n + 1)
]


def psn_no(index: int) -> str:
    """The number of the person with this place in the province, which counts from 0."""
    return f"99{index:010d}"


def name(index: int) -> str:
    return f"测试·{index:07d}"


def births(block: int, latest: int) -> Callable[[int, bool], tuple[str, str]]:
    """Hands out the birthdays of one block: (year, male) → birth date and identity number.

    A year that is full gives way to a neighbour, nearly always the next one, and never to one after `latest`.
    """
    taken: dict[tuple[int, bool], int] = {}

    def born(year: int, male: bool) -> tuple[str, str]:
        for apart in _YEARS_APART:
            key = (min(year + apart, latest), male)
            slot = taken.get(key, 0)
            if slot < _SLOTS:
                taken[key] = slot + 1
                return _birth(key[0], ((block * _SLOTS + slot) * _STRIDE + key[0] * _TURN) % _PER_YEAR, male)
        raise AssertionError("a block of families never fills so many years")

    return born


def _birth(year: int, place: int, male: bool) -> tuple[str, str]:
    month, day = _DAY_OF_YEAR[place % _DAYS]
    # The last digit before the check digit is odd for men, even for women (GB 11643).
    digits = f"{year:04d}{month:02d}{day:02d}{place // _DAYS * 2 + male:03d}"
    total = _AREA_SUM
    for weight, digit in zip(_WEIGHTS[6:], digits, strict=True):
        total += weight * int(digit)
    return f"{year:04d}-{month:02d}-{day:02d}", _AREA + digits + _CHECK_DIGITS[total % 11]
