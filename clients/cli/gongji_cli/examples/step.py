"""What every step of a worked example is made of, and what may be expected of it.

Persons and institutions are named by their keys in the example, amounts are yuan with two decimals ("12.30").
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

Moment = Annotated[datetime, Meta(tz=True)]
Yuan = Annotated[str, Meta(pattern=r"^[0-9]{1,14}\.[0-9]{2}$")]


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An unknown key is an error, never ignored."""


class Expect(Strict, frozen=True, kw_only=True):
    """What has to come out; what is left out is not looked at. Without `refused` the step has to succeed.

    `reasons` and `rules` by "who" or "who/KIND"; `payments` complete and in order, each [who, kind, yuan];
    `balances` and `frozen` by "who/KIND", after the step; `usable` and `quota_left` of `members`: complete, by who;
    `refunds` complete and in order, each [who, kind, yuan]; `interest`, `paid_out` and `carried` of a liquidation.
    """

    refused: str | None = None
    metadata: dict[str, str] | None = None
    payments: tuple[tuple[str, str, Yuan], ...] | None = None
    cash: Yuan | None = None
    acct_pay: Yuan | None = None
    acct_mulaid_pay: Yuan | None = None
    reasons: dict[str, str] | None = None
    rules: dict[str, str] | None = None
    balances: dict[str, Yuan] | None = None
    usable: dict[str, bool] | None = None
    frozen: dict[str, Yuan] | None = None
    quota_left: dict[str, Yuan] | None = None
    refunds: tuple[tuple[str, str, Yuan], ...] | None = None
    interest: Yuan | None = None
    paid_out: Yuan | None = None
    carried: Yuan | None = None


class Handled(Strict, frozen=True, kw_only=True):
    """How an act is handled where it differs from what the policy asks for; what is left out is in order.

    `verified = "NONE"`, `shown = {}`, `papers = []` and `letter = false` leave something out.
    """

    applicant: str | None = None
    office: str | None = None
    verified: str | None = None
    verified_at: Moment | None = None
    shown: dict[str, str] | None = None
    papers: tuple[str, ...] | None = None
    letter: bool = True
    letter_signed_by: str | None = None


class Step(Strict, frozen=True, kw_only=True, tag_field="do"):
    """`at` is the moment of the step; left out, that of the step before. The notes say what it shows."""

    at: Moment | None = None
    note_zh: str = ""
    note_en: str = ""
    expect: Expect = Expect()

    @property
    def named(self) -> tuple[str, ...]:
        """The persons that the step names."""
        return ()


class Act(Step, frozen=True, kw_only=True, tag_field="do"):
    """An act of Family; `channel` left out is the first that the policy allows."""

    channel: str | None = None
    handling: Handled = Handled()
