"""Column types that mean the same on every database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, LargeBinary, String, Text, Uuid
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An instant, always with its zone. SQLite keeps no zone: there it is written, and so sorts, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


Region = String(6)
"""A pooling region (统筹区): six digits."""
PsnNo = String(30)
"""The length that the national interface gives psn_no."""
Code = String(30)
"""A national code or one of our closed words."""
Name = String(64)
"""What somebody outside named: a request id, a platform, a policy."""
Fen = BigInteger
Id = Uuid
Bytes = LargeBinary
Json = Text
"""JSON is kept as text: no statement looks inside, and both databases then return exactly what was written."""
