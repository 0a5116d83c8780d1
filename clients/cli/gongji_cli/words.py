"""What people read: the chosen language, amounts in yuan, times in China."""

from datetime import timedelta, timezone

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.timestamp_pb2 import Timestamp

import gongji
from gongji_cli import enums

# One zone since 1949 and no summer time since 1991: a fixed offset needs no time-zone database on the machine.
CHINA = timezone(timedelta(hours=8))


class Words:
    """The words of one language."""

    def __init__(self, lang: gongji.Lang) -> None:
        self._chinese = lang == "zh"

    def __call__(self, zh: str, en: str) -> str:
        return zh if self._chinese else en

    def name(self, enum: EnumTypeWrapper, value: int) -> str:
        """A value of a closed list; nothing where it is not said."""
        return enums.word(enum, value, self._chinese) if value else ""

    def named(self, enum: EnumTypeWrapper, short_name: str) -> str:
        """A value as the rules of a policy write it."""
        value = enums.value_of(enum, short_name)
        return short_name if value is None else self.name(enum, value)

    def yuan(self, fen: int) -> str:
        """123456 → 1,234.56 元."""
        whole, decimals = divmod(abs(fen), 100)
        return f"{'-' if fen < 0 else ''}{whole:,}.{decimals:02d} {self('元', 'yuan')}"

    def time(self, moment: Timestamp) -> str:
        """To the second, in China's time."""
        return in_china(moment)


def in_china(moment: Timestamp) -> str:
    """To the second, in China's time."""
    return f"{moment.ToDatetime(tzinfo=CHINA):%Y-%m-%d %H:%M:%S}"
