"""The sample province as the contract's messages."""

from datetime import datetime
from typing import Any

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.timestamp_pb2 import Timestamp

from gongji import v1
from gongji_cli.province.bills import Bill
from gongji_cli.province.bindings import Binding
from gongji_cli.province.credits import MONTHLY, OPENING, Credit
from gongji_cli.province.institutions import HOSPITAL, PHARMACY, Institution
from gongji_cli.province.people import Person

IDENTITY_CARD = "01"


def _numbers(enum: EnumTypeWrapper, prefix: str, *names: str) -> dict[str, Any]:
    return {name: enum.Value(prefix + name) for name in names}


_ACCOUNT_KINDS = _numbers(v1.AccountKind, "ACCOUNT_KIND_", "PERSONAL", "CURRENT", "HISTORIC")
_ACCOUNT_STATES = _numbers(v1.AccountState, "ACCOUNT_STATE_", "NORMAL", "FROZEN")
_CARD_STATES = _numbers(v1.CardState, "CARD_STATE_", "NORMAL", "LOST")
_CLAIM_TYPES = _numbers(v1.ClaimType, "CLAIM_TYPE_", "DIRECT", "OUT_OF_AREA", "HAND_IN")
_CREDIT_TYPES = _numbers(v1.CreditType, "CREDIT_TYPE_", OPENING, MONTHLY)
_INSTITUTION_TYPES = _numbers(v1.InstitutionType, "INSTITUTION_TYPE_", HOSPITAL, PHARMACY)
_RELATIONS = _numbers(v1.Relation, "RELATION_", "SPOUSE", "FATHER", "MOTHER", "CHILD")


def person(row: Person, as_of: Timestamp) -> v1.Person:
    """The row as the core system says it at the moment `as_of`."""
    return v1.Person(
        psn_no=row.psn_no,
        certificates=[v1.Certificate(psn_cert_type=IDENTITY_CARD, certno=row.certno)],
        name=row.name,
        birth_date=row.birth_date,
        insutype=row.insutype,
        insuplc_admdvs=row.region,
        psn_insu_stas=row.psn_insu_stas,
        voucher_active=row.voucher_active,
        card_state=_CARD_STATES[row.card_state],
        account_state=_ACCOUNT_STATES[row.account_state],
        as_of_time=as_of,
    )


def credit(row: Credit) -> v1.Credit:
    return v1.Credit(
        credit_id=row.credit_id,
        owner=ref(row.region, row.psn_no),
        account_kind=_ACCOUNT_KINDS[row.account_kind],
        amount_fen=row.amount_fen,
        credit_type=_CREDIT_TYPES[row.credit_type],
    )


def binding(row: Binding) -> v1.ExistingBinding:
    return v1.ExistingBinding(
        binding_key=row.binding_key,
        authorizer=ref(row.region, row.authorizer),
        member=ref(row.region, row.member),
        relation=_RELATIONS[row.relation],
        bound_time=timestamp(row.bound_time),
        payer_order=row.payer_order,
    )


def institution(row: Institution) -> v1.Institution:
    return v1.Institution(
        fixmedins_code=row.fixmedins_code,
        name=row.name,
        type=_INSTITUTION_TYPES[row.kind],
        admdvs=row.region,
        mutual_aid_enabled=row.mutual_aid_enabled,
        state=v1.INSTITUTION_STATE_SUSPENDED if row.suspended else v1.INSTITUTION_STATE_NORMAL,
    )


def settle(row: Bill) -> v1.SettleRequest:
    return v1.SettleRequest(
        request_id=row.request_id,
        patient=ref(row.region, row.psn_no),
        fixmedins_code=row.fixmedins_code,
        med_type=row.med_type,
        mdtrt_id=row.mdtrt_id,
        claim_type=_CLAIM_TYPES[row.claim_type],
        medfee_sumamt_fen=row.medfee_sumamt_fen,
        fund_pay_sumamt_fen=row.fund_pay_sumamt_fen,
        other_pay_fen=row.other_pay_fen,
        account_payable_fen=row.account_payable_fen,
        visit_time=timestamp(row.visit_time),
        mdtrtarea_admvs=row.mdtrtarea_admvs,
    )


def ref(region: str, psn_no: str) -> v1.PersonRef:
    return v1.PersonRef(insuplc_admdvs=region, psn_no=psn_no)


def timestamp(moment: datetime) -> Timestamp:
    return Timestamp(seconds=int(moment.timestamp()))
