"""Interest on accounts, in whole fen, halves up. The rate is a policy's, in millionths a year."""

from datetime import date

_MILLION = 1_000_000
_DAYS = 365


def for_year_fen(sum_fen: int, annual_ppm: int) -> int:
    """Interest of a whole year: half-up(sum × rate)."""
    return half_up(sum_fen * annual_ppm, _MILLION)


def until_fen(sum_fen: int, annual_ppm: int, day: date) -> int:
    """Interest of the year so far: half-up(sum × rate × days since 1 January / 365), in leap years too."""
    days = (day - date(day.year, 1, 1)).days
    return half_up(sum_fen * annual_ppm * days, _MILLION * _DAYS)


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two numbers that are not negative, rounded to the nearest whole one, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)
