"""Requests that are in order, to be changed by the tests. The people are invented, and so are their numbers."""

from datetime import datetime
from typing import Any, TypeVar

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

import gongji
from gongji import v1
from service.domain.calendar import SHANGHAI
from service.domain.certno import check_digit

REGION = "370300"
"""One balance; a holder at a time; a face check in the mini-program."""
UNSERVED = "990100"
"""No place at all: even the policies of the whole nation do not hold there."""
NETWORK = "330200"
NOON = datetime(2021, 9, 1, 12, tzinfo=SHANGHAI)
HOSPITAL = "H37030000001"
HOLDER, MEMBER = "holder", "member"

M = TypeVar("M", bound=Message)


def changed(message: M, **fields: Any) -> M:
    """A copy with these fields; None takes a field away."""
    copy = type(message)()
    copy.CopyFrom(message)
    for name, value in fields.items():
        copy.ClearField(name)
        if value is not None:
            copy.MergeFrom(type(message)(**{name: value}))
    return copy


def stamp(moment: datetime) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(moment)
    return made


def ref(psn_no: str, region: str = REGION) -> v1.PersonRef:
    return v1.PersonRef(insuplc_admdvs=region, psn_no=psn_no)


def identity_number(serial: int) -> str:
    """Valid in form and obviously invented: there is no area 990000."""
    digits = f"99000019900101{serial:03}"
    return digits + check_digit(digits)


def person(psn_no: str, region: str = REGION, /, **fields: Any) -> v1.Person:
    made = v1.Person(
        psn_no=psn_no,
        name="测试甲",
        birth_date="1990-01-01",
        insutype="310",
        insuplc_admdvs=region,
        psn_insu_stas="1",
        voucher_active=True,
        card_state=v1.CARD_STATE_NORMAL,
        account_state=v1.ACCOUNT_STATE_NORMAL,
        as_of_time=stamp(datetime(2016, 1, 1, tzinfo=SHANGHAI)),
    )
    return changed(made, **fields)


def people(request_id: str, *rows: v1.Person, region: str = REGION) -> v1.UpsertPersonsRequest:
    return v1.UpsertPersonsRequest(request_id=request_id, insuplc_admdvs=region, persons=rows)


def institution(**fields: Any) -> v1.Institution:
    made = v1.Institution(
        fixmedins_code=HOSPITAL,
        name="测试医院",
        type=v1.INSTITUTION_TYPE_HOSPITAL,
        admdvs=REGION,
        mutual_aid_enabled=True,
        state=v1.INSTITUTION_STATE_NORMAL,
    )
    return changed(made, **fields)


def credit(credit_id: str, owner: str, amount_fen: int, region: str = REGION, /, **fields: Any) -> v1.Credit:
    made = v1.Credit(
        credit_id=credit_id,
        owner=ref(owner, region),
        account_kind=v1.ACCOUNT_KIND_PERSONAL,
        amount_fen=amount_fen,
        credit_type=v1.CREDIT_TYPE_OPENING_BALANCE,
    )
    return changed(made, **fields)


def credits(request_id: str, *rows: v1.Credit, region: str = REGION) -> v1.CreditAccountsRequest:
    return v1.CreditAccountsRequest(request_id=request_id, insuplc_admdvs=region, credits=rows)


def handling(applicant: str, region: str = REGION, now: datetime = NOON, /, **fields: Any) -> v1.Handling:
    made = v1.Handling(
        channel=v1.CHANNEL_MINI_PROGRAM,
        applicant=ref(applicant, region),
        verification=v1.Verification(method=v1.VERIFICATION_METHOD_FACE, reference="check-1", verified_time=stamp(now)),
    )
    return changed(made, **fields)


def binding(request_id: str, authorizer: str = HOLDER, member: str = MEMBER, /, **fields: Any) -> v1.BindRequest:
    made = v1.BindRequest(
        request_id=request_id,
        authorizer=ref(authorizer),
        member=ref(member),
        relation=v1.RELATION_SPOUSE,
        handling=handling(authorizer),
    )
    return changed(made, **fields)


def opening(request_id: str, owner: str = MEMBER, /, **fields: Any) -> v1.OpenWalletRequest:
    made = v1.OpenWalletRequest(
        request_id=request_id, owner=ref(owner), use_admdvs=REGION, phone="13900000000", handling=handling(owner)
    )
    return changed(made, **fields)


def sending(request_id: str, amount_fen: int = 100_00, /, **fields: Any) -> v1.TransferToWalletRequest:
    made = v1.TransferToWalletRequest(
        request_id=request_id,
        owner=ref(HOLDER),
        receiver=ref(MEMBER),
        relation=v1.RELATION_SPOUSE,
        amount_fen=amount_fen,
        handling=handling(HOLDER),
    )
    return changed(made, **fields)


def settlement(request_id: str, patient: str = MEMBER, fee_fen: int = 10_00, /, **fields: Any) -> v1.SettleRequest:
    made = v1.SettleRequest(
        request_id=request_id,
        patient=ref(patient),
        fixmedins_code=HOSPITAL,
        med_type="11",
        mdtrt_id="visit-1",
        claim_type=v1.CLAIM_TYPE_DIRECT,
        medfee_sumamt_fen=fee_fen,
        visit_time=stamp(NOON),
        mdtrtarea_admvs=REGION,
    )
    return changed(made, **fields)


def found_a_family(client: gongji.Client, money_fen: int = 1000_00) -> v1.Binding:
    """A holder with money, a member without, bound; and a hospital where it can be spent."""
    rows = (person(HOLDER), person(MEMBER))
    client.registry.upsert_persons(people("family-people", *rows))
    hospitals = v1.UpsertInstitutionsRequest(request_id="family-hospital", institutions=[institution()])
    client.registry.upsert_institutions(hospitals)
    client.registry.credit_accounts(credits("family-money", credit("family-money", HOLDER, money_fen)))
    return client.family.bind(binding("family-bind")).binding
