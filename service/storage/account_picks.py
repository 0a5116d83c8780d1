"""Whom the jobs about accounts concern (storage/picks.py): presets, the end of the year, a change of the rules."""

from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, Table, bindparam, exists, or_, select

from service.storage import tables as t
from service.storage.dialect import among


def presets(_dialect: str) -> Select[Any]:
    """Whoever has a preset that stands."""
    c = t.presets.c
    return select(c.psn_no.label("key")).where(_here(t.presets), c.state == "ACTIVE")


def year_end(dialect: str) -> Select[Any]:
    """Whoever has money in one of `kinds`."""
    c = t.accounts.c
    found = select(c.psn_no.label("key")).distinct()
    return found.where(_here(t.accounts), among(dialect, c.account_kind, "kinds"), c.balance_fen > 0)


def change_over(dialect: str) -> Select[Any]:
    """Whoever has money in one of `kinds`, or an authorization or a preset of `policy_id`."""
    a, person = t.accounts.c, t.persons.c.psn_no
    money = exists().where(_here(t.accounts), a.psn_no == person)
    money = money.where(among(dialect, a.account_kind, "kinds"), a.balance_fen > 0)
    given = _of_policy(t.authorizations).where(t.authorizations.c.authorizer_psn_no == person)
    preset = _of_policy(t.presets).where(t.presets.c.psn_no == person)
    return select(person.label("key")).where(_here(t.persons), or_(money, given, preset))


def _of_policy(table: Table) -> Exists:
    return exists().where(_here(table), table.c.policy_id == bindparam("policy_id"), table.c.state == "ACTIVE")


def _here(table: Table) -> ColumnElement[bool]:
    return table.c.region == bindparam("region")
