"""Everything that a database says of its tables, as comparable text: Alembic's own comparison misses a part of it."""

import re

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_POSTGRES = {
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "order of columns": """
        SELECT attrelid::regclass::text, string_agg(attname, ',' ORDER BY attnum)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 GROUP BY attrelid""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}
_SQLITE = {"objects": "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"}


async def catalogue(tx: AsyncConnection) -> dict[str, list[str]]:
    """The catalogue by subject, each line a column, constraint or index; Alembic's own table left out."""
    queries = _SQLITE if tx.dialect.name == "sqlite" else _POSTGRES
    found = {}
    for subject, query in queries.items():
        rows = await tx.execute(text(query))
        lines = sorted(" | ".join(_normal(value) for value in row) for row in rows)
        found[subject] = [line for line in lines if "alembic_version" not in line]
    return found


def _normal(value: object) -> str:
    """SQLite keeps the text of the statement: its clauses are compared as a set, since their order says nothing."""
    text_ = re.sub(r"\s+", " ", str(value)).strip()
    if not text_.startswith("CREATE TABLE"):
        return text_
    head, _, body = text_.partition("(")
    clauses = re.split(r", (?=[a-z_]+ [A-Z]|CONSTRAINT)", body.removesuffix(")").strip())
    columns = [c for c in clauses if not c.startswith("CONSTRAINT")]
    return "\n".join([head, *columns, *sorted(c for c in clauses if c.startswith("CONSTRAINT"))])
