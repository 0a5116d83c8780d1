"""A settlement as it stands in the books: who paid how much, and why each account paid or did not."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.domain.explanation import Explanation
from service.domain.terms import AccountKind, Relation, SettlementState, SuspenseCause


class Payment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one account paid, in fen, and the policy that allowed it. `order` counts from 1."""

    order: int
    psn_no: str
    region: str
    insuplc_admdvs: str
    account_kind: AccountKind
    amount_fen: int
    balance_after_fen: int
    policy_id: str
    policy_version: str
    own: bool
    relation: Relation | None = None
    binding_id: UUID | None = None


class Settlement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Amounts in fen. `acct_pay` includes `acct_mulaid_pay`; burden = acct_pay + psn_cash_pay (national interface).

    `balc_fen` is what the patient's own accounts hold afterwards. A preview has no setl_id and no settle_time.
    One that is REVERSED was given back as a whole; where it was settled anew the two name each other.
    """

    region: str
    setl_id: UUID | None
    patient_psn_no: str
    insutype: str
    med_type: str
    clr_type: str
    mdtrt_id: str
    fixmedins_code: str | None
    visit_time: datetime
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    other_pay_fen: int
    psn_part_amt_fen: int
    acct_pay_fen: int
    acct_mulaid_pay_fen: int
    psn_cash_pay_fen: int
    balc_fen: int
    state: SettlementState
    payments: tuple[Payment, ...]
    explanations: tuple[Explanation, ...]
    policy_id: str
    policy_version: str
    settle_time: datetime | None
    refunded_fen: int = 0
    reversed_time: datetime | None = None
    replaces_setl_id: UUID | None = None
    replaced_by_setl_id: UUID | None = None


class Refund(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where one payment went when its settlement was undone, in fen. `order` is the payment's."""

    order: int
    psn_no: str
    insuplc_admdvs: str
    account_kind: AccountKind
    amount_fen: int
    balance_after_fen: int
    suspense_cause: SuspenseCause | None = None


class Reversed(Struct, frozen=True, kw_only=True):
    """A settlement that was given back. `balc_fen` is what the patient's own accounts hold afterwards, in fen."""

    settlement: Settlement
    refunds: tuple[Refund, ...]
    balc_fen: int
    reason: str


class Reaccounted(Struct, frozen=True, kw_only=True):
    """A settlement that was given back, and the one in its place."""

    settlement: Settlement
    reversed: Settlement
    refunds: tuple[Refund, ...]
