"""The steps of a worked example, as they stand in a policy file: `do` says which one it is.

Persons and institutions are named by their keys in the example, amounts are yuan with two decimals ("12.30").
"""

from datetime import date, datetime
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


class Authorize(Act, frozen=True, kw_only=True, tag="authorize"):
    authorizer: str
    policy: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer,)


class Bind(Act, frozen=True, kw_only=True, tag="bind"):
    authorizer: str
    member: str
    relation: str
    phone: str | None = None
    start: date | None = None
    end: date | None = None
    quota: Yuan | None = None
    policy: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer, self.member)


class SetQuota(Act, frozen=True, kw_only=True, tag="set-quota"):
    """The quota of the latest binding of the two; without a member, of all members together."""

    authorizer: str
    quota: Yuan
    member: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer, *([self.member] if self.member else ()))


class Decide(Act, frozen=True, kw_only=True, tag="decide"):
    """Review (`by` STAFF) or consent (MEMBER) to the latest binding of the two."""

    authorizer: str
    member: str
    by: str
    approve: bool = True

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer, self.member)


class Unbind(Act, frozen=True, kw_only=True, tag="unbind"):
    authorizer: str
    members: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer, *self.members)


class Revoke(Act, frozen=True, kw_only=True, tag="revoke"):
    authorizer: str

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer,)


class Order(Act, frozen=True, kw_only=True, tag="order"):
    owner: str
    payers: tuple[str, ...]
    member: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner, *self.payers, *([self.member] if self.member else ()))


class Transfer(Act, frozen=True, kw_only=True, tag="transfer"):
    owner: str
    from_kind: str
    to_kind: str
    amount: Yuan

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class SetPreset(Act, frozen=True, kw_only=True, tag="set-preset"):
    owner: str
    amount: Yuan

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class CancelPreset(Act, frozen=True, kw_only=True, tag="cancel-preset"):
    owner: str

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class Liquidate(Act, frozen=True, kw_only=True, tag="liquidate"):
    """`to` is the region that the money is carried to; left out, it is paid out."""

    owner: str
    cause: str
    to: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class OpenWallet(Act, frozen=True, kw_only=True, tag="open-wallet"):
    """`use` left out is the owner's place of insurance."""

    owner: str
    use: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class Send(Act, frozen=True, kw_only=True, tag="send"):
    """Money to a relative's wallet; `relation` is what the receiver is to the owner."""

    owner: str
    receiver: str
    relation: str
    amount: Yuan

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner, self.receiver)


class Accept(Act, frozen=True, kw_only=True, tag="accept"):
    """The receiver accepts the latest that the sender has sent."""

    receiver: str
    sender: str

    @property
    def named(self) -> tuple[str, ...]:
        return (self.receiver, self.sender)


class Upsert(Step, frozen=True, kw_only=True, tag="upsert"):
    """The core system says that something about a person is different now."""

    person: str
    scheme: str | None = None
    county: str | None = None
    insu_state: str | None = None
    categories: tuple[str, ...] | None = None
    voucher_active: bool | None = None
    card: str | None = None
    account_state: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.person,)


class Switch(Step, frozen=True, kw_only=True, tag="institution"):
    """Mutual aid is switched on or off at an institution, or its state changes."""

    institution: str
    mutual_aid: bool | None = None
    state: str | None = None


class Credit(Step, frozen=True, kw_only=True, tag="credit"):
    """Money enters an account. `type` left out: MONTHLY where the monthly share enters, else OPENING_BALANCE."""

    owner: str
    kind: str
    amount: Yuan
    type: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class Visit(Step, frozen=True, kw_only=True, tag_field="do"):
    """A bill. `visit` left out is `at`; `institution` left out is "hospital", for drugs bought "pharmacy".

    `institution = ""` is none (a claim that is handed in); `area` is then the place of care.
    """

    patient: str
    fee: Yuan
    fund: Yuan = "0.00"
    other: Yuan = "0.00"
    payable: Yuan | None = None
    med_type: str = "11"
    institution: str | None = None
    area: str | None = None
    claim: str = "DIRECT"
    visit: Moment | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.patient,)


class Settle(Visit, frozen=True, kw_only=True, tag="settle"):
    """Money moves. `request` gives the request an id by which a reversal can name it."""

    request: str | None = None


class Reverse(Step, frozen=True, kw_only=True, tag="reverse"):
    """The patient's latest settlement is undone, or the `number`th, counted from 1; or what the settlement under the
    id `request` did or was to do."""

    patient: str
    number: int | None = None
    request: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.patient,)


class Reaccount(Visit, frozen=True, kw_only=True, tag="reaccount"):
    """The patient's latest settlement, or the `number`th, is undone and the visit settled anew. `visit` is that of
    the first settlement unless it is said."""

    number: int | None = None


class PayOut(Act, frozen=True, kw_only=True, tag="pay-out"):
    """What waits in SUSPENSE is paid out."""

    owner: str
    amount: Yuan

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class Preview(Visit, frozen=True, kw_only=True, tag="preview"):
    """No money moves; `ask` names persons to be explained whether bound or not."""

    ask: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        return (self.patient, *self.ask)


class Members(Step, frozen=True, kw_only=True, tag="members"):
    person: str
    as_member: bool = False
    ended: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        return (self.person,)


class RunJob(Step, frozen=True, kw_only=True, tag="job"):
    """A job, by its name on the command line; `period` left out is the day, `region` the example's.

    A server runs each period of a job once for a region: no other example may need the same one.
    """

    job: str
    period: str | None = None
    region: str | None = None


AccountAct = Transfer | SetPreset | CancelPreset | Liquidate
WalletAct = OpenWallet | Send | Accept
AnyStep = (
    AccountAct
    | WalletAct
    | Authorize
    | Bind
    | Decide
    | Unbind
    | Revoke
    | Order
    | SetQuota
    | Upsert
    | Switch
    | Credit
    | Settle
    | Reverse
    | Reaccount
    | PayOut
    | Preview
    | Members
    | RunJob
)
