"""The form of a request: each reader returns a field as the domain has it, or notes what is wrong with it.

A reader that noted something returns a value that nobody will see: the request is refused with everything noted.
No note holds the value that is wrong, which may be somebody's name or number.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from gongji import v1
from service.api.ids import id_of
from service.api.words import words
from service.domain.account import MAX_FEN
from service.domain.certno import IDENTITY_CARD, is_identity_number
from service.domain.person import Certificate, PersonRef
from service.domain.policy_book import PolicyBook
from service.security.personal_data import normalized_certno

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

PAGE_SIZE = 50
PAGE_SIZE_AT_MOST = 500
ROWS_AT_MOST = 1000
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2199, 12, 31)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODY = PersonRef("")
_NO_ID = UUID(int=0)
_CONTROLS = ("Cc", "Cf", "Zl", "Zp")
_VISIBLE_ASCII = re.compile(r"[!-~]+")
_SIX_DIGITS = re.compile(r"[0-9]{6}")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{3,18}[0-9]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Violation(NamedTuple):
    """What is wrong with one field, in Chinese and English."""

    field: str
    zh: str
    en: str

    @property
    def description(self) -> str:
        return f"{self.zh} / {self.en}"


class MalformedRequest(Exception):
    """The request's form is wrong: refused, and nothing of it is remembered."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(", ".join(v.field for v in violations))
        self.violations = tuple(violations)


class Form:
    """Reads a message field by field and collects what is wrong."""

    def __init__(self, book: PolicyBook) -> None:
        self.book = book
        self.violations: list[Violation] = []

    def wrong(self, field: str, zh: str, en: str) -> None:
        self.violations.append(Violation(field, zh, en))

    def missing(self, field: str) -> None:
        self.wrong(field, "必须填写", "is required")

    def done(self) -> None:
        """Refuse the request if anything was wrong with it."""
        if self.violations:
            raise MalformedRequest(self.violations)

    def text(self, value: str, field: str, at_most: int) -> str:
        """Text for people: not blank, no control characters."""
        if not value.strip():
            self.missing(field)
        elif len(value) > at_most:
            self.wrong(field, f"最多 {at_most} 个字符", f"has at most {at_most} characters")
        elif not value.isprintable() and any(unicodedata.category(c) in _CONTROLS for c in value):
            self.wrong(field, "不能含控制字符", "holds no control characters")
        return value

    def code(self, value: str, field: str, at_most: int) -> str:
        """A code or an id: visible ASCII without blanks."""
        if not value:
            self.missing(field)
        elif not is_code(value, at_most):
            self.wrong(field, f"须为 1 至 {at_most} 个可见 ASCII 字符", f"is 1 to {at_most} visible ASCII characters")
        return value

    def region(self, value: str, field: str) -> str:
        """A region's code as it stands."""
        self._matching(_SIX_DIGITS, value, field, "须为六位数字", "is six digits")
        return value

    def pooling_region(self, value: str, field: str) -> str:
        """The pooling region that a county's or city's code belongs to."""
        return self.book.pooling_region(self.region(value, field))

    def sha256(self, value: str, field: str) -> str:
        self._matching(_SHA256, value, field, "须为 64 位十六进制字符", "is 64 hexadecimal characters")
        return value.lower()

    def phone(self, value: str, field: str) -> str:
        self._matching(_PHONE, value, field, "不是有效的电话号码", "is not a telephone number")
        return value

    def _matching(self, pattern: re.Pattern[str], value: str, field: str, zh: str, en: str) -> None:
        if not value:
            self.missing(field)
        elif not pattern.fullmatch(value):
            self.wrong(field, zh, en)

    def id(self, value: str, field: str) -> UUID:
        """An id that this service gave."""
        found = id_of(value)
        if not value:
            self.missing(field)
        elif found is None:
            self.wrong(field, "不是本服务给出的编号", "is not an id that this service gives")
        return found or _NO_ID

    def fen(self, value: int, field: str, at_least: int = 0) -> int:
        """An amount within the contract's range."""
        if not at_least <= value <= MAX_FEN:
            self.wrong(field, f"须在 {at_least} 与 {MAX_FEN} 分之间", f"is between {at_least} and {MAX_FEN} fen")
        return value

    def number(self, value: int, field: str, at_least: int, at_most: int) -> int:
        if not at_least <= value <= at_most:
            self.wrong(field, f"须在 {at_least} 与 {at_most} 之间", f"is between {at_least} and {at_most}")
        return value

    def choice(self, value: int, field: str, kind: type[E]) -> E:
        """A word of a closed list."""
        known = words(kind)
        if value == 0:
            self.missing(field)
        elif value not in known:
            self.wrong(field, "不是已知的取值", "is not a value that is known here")
        return known.get(value) or next(iter(kind))

    def day(self, value: str, field: str) -> date:
        """A date, YYYY-MM-DD."""
        found = _day(value)
        if not value:
            self.missing(field)
        elif found is None:
            self.wrong(field, "须为 YYYY-MM-DD 形式的真实日期", "is a real date, YYYY-MM-DD")
        elif not FIRST_DAY <= found <= LAST_DAY:
            self.wrong(field, f"须在 {FIRST_DAY} 与 {LAST_DAY} 之间", f"is between {FIRST_DAY} and {LAST_DAY}")
        return found or FIRST_DAY

    def days(self, first: date | None, last: date | None, field: str) -> None:
        """Two dates in order; `field` is the second's."""
        if first is not None and last is not None and last < first:
            self.wrong(field, "不能早于开始日期", "is not before the first date")

    def period(self, message: Any, at_most: int, at: str = "") -> tuple[date, date]:
        """The days `from_date` to `to_date`, both there and both included, so many at most."""
        first = self.day(message.from_date, f"{at}from_date")
        last = self.day(message.to_date, f"{at}to_date")
        if message.from_date and message.to_date:
            self.days(first, last, f"{at}to_date")
        if (last - first).days >= at_most:
            self.wrong(f"{at}to_date", f"最多 {at_most} 天", f"is at most {at_most} days in all")
        return first, last

    def instant(self, message: Message, field: str, at: str = "") -> datetime:
        """The Timestamp in a message's field, as an instant of UTC."""
        held: Timestamp = getattr(message, field)
        if not message.HasField(field):
            self.missing(at + field)
            return _EPOCH
        found = instant_of(held)
        if found is None:
            self.wrong(at + field, "不是有效的时间", f"is an instant between {FIRST_DAY} and {LAST_DAY}")
        return found or _EPOCH

    def optional(self, message: Message, field: str, read: Callable[..., T], *args: Any, at: str = "") -> T | None:
        """The field by its reader where the message has it, else None."""
        return read(getattr(message, field), at + field, *args) if message.HasField(field) else None

    def certificate(self, value: v1.Certificate, field: str) -> Certificate:
        kind = self.code(value.psn_cert_type, f"{field}.psn_cert_type", 6)
        certno = normalized_certno(self.text(value.certno, f"{field}.certno", 50))
        if kind == IDENTITY_CARD and certno and not is_identity_number(certno):
            self.wrong(
                f"{field}.certno",
                "不是有效的居民身份证号码（GB 11643）",
                "is not a valid identity card number (GB 11643)",
            )
        return Certificate(kind, certno)

    def person(self, value: v1.PersonRef, field: str) -> PersonRef:
        """Who is meant: exactly one of number and document, in a region of insurance."""
        region = self.pooling_region(value.insuplc_admdvs, f"{field}.insuplc_admdvs")
        named_by = value.WhichOneof("identity")
        if named_by == "psn_no":
            return PersonRef(region, psn_no=self.code(value.psn_no, f"{field}.psn_no", 30))
        if named_by == "certificate":
            held = self.certificate(value.certificate, f"{field}.certificate")
            return PersonRef(region, psn_cert_type=held.psn_cert_type, certno=held.certno)
        self.wrong(field, "须填写 psn_no 或 certificate 之一", "needs one of psn_no and certificate")
        return _NOBODY

    def who(self, message: Message, field: str, at: str = "") -> PersonRef:
        """The person in a field that has to be there."""
        if message.HasField(field):
            return self.person(getattr(message, field), at + field)
        self.missing(at + field)
        return _NOBODY

    def people(self, values: Iterable[v1.PersonRef], field: str) -> tuple[PersonRef, ...]:
        return tuple(self.person(value, f"{field}[{i}]") for i, value in enumerate(values))

    def count(self, values: Sequence[Any], field: str, at_most: int, at_least: int = 0) -> None:
        """How many there are of a repeated field."""
        if not at_least <= len(values) <= at_most:
            self.wrong(field, f"须有 {at_least} 至 {at_most} 项", f"has {at_least} to {at_most} items")

    def page_size(self, value: int) -> int:
        if not 0 <= value <= PAGE_SIZE_AT_MOST:
            self.wrong("page_size", f"须在 0 与 {PAGE_SIZE_AT_MOST} 之间", f"is between 0 and {PAGE_SIZE_AT_MOST}")
        return value or PAGE_SIZE


def is_code(value: str, at_most: int) -> bool:
    """Whether it is visible ASCII without blanks, and there is any."""
    return 0 < len(value) <= at_most and bool(_VISIBLE_ASCII.fullmatch(value))


def instant_of(value: Timestamp) -> datetime | None:
    """The instant, to the microsecond; None for one that is malformed or out of the sane range."""
    if not 0 <= value.nanos < 10**9 or not -(2**36) < value.seconds < 2**36:
        return None
    found = _EPOCH + timedelta(seconds=value.seconds, microseconds=value.nanos // 1000)
    return found if FIRST_DAY <= found.date() <= LAST_DAY else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        return None
