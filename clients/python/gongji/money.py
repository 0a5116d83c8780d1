"""Yuan as people write them, and fen as the contract counts them. Exact: text and integers only, never a float."""

import re

MAX_FEN = 10**16 - 1
"""The largest amount of the contract, in fen."""

_YUAN = re.compile(r"(-?)([0-9]{1,14})(?:\.([0-9]{1,2}))?", re.ASCII)


def yuan_to_fen(yuan: str) -> int:
    """12.3 → 1230. Anything but text is a TypeError; a third decimal, a comma or a blank is a ValueError."""
    if not isinstance(yuan, str):
        raise TypeError(f"an amount in yuan is text such as '12.34', not {type(yuan).__name__}")
    match = _YUAN.fullmatch(yuan)
    if match is None:
        raise ValueError(f"not an amount in yuan with at most two decimals: {yuan!r}")
    sign, whole, decimals = match.groups()
    fen = int(whole) * 100 + int((decimals or "0").ljust(2, "0"))
    return -fen if sign else fen


def fen_to_yuan(fen: int) -> str:
    """1230 → 12.30. Anything but an int is a TypeError, an amount beyond the contract's largest a ValueError."""
    if not isinstance(fen, int) or isinstance(fen, bool):
        raise TypeError(f"an amount in fen is an int, not {type(fen).__name__}")
    if abs(fen) > MAX_FEN:
        raise ValueError(f"not an amount of the contract: {fen} fen")
    whole, decimals = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{decimals:02d}"
