"""Two pooling regions of one province whose rules let people of the one pay for people of the other."""

from datetime import datetime, timedelta

import gongji
from gongji import v1
from service.domain.calendar import SHANGHAI
from tests.api import asking
from tests.api.asking import changed, credit, credits, handling, institution, people, person, ref, stamp

HERE, THERE = "420500", "420100"
HOSPITAL, PHARMACY, ELSEWHERE = "H42050000001", "P42050000002", "H42010000003"
FIRST = datetime(2025, 11, 3, 9, tzinfo=SHANGHAI)
"""A Monday; everything happens in that week, unless a test says otherwise."""
NEXT_MONTH = datetime(2025, 12, 1, 1, tzinfo=SHANGHAI)


def settle_in(client: gongji.Client) -> None:
    """A mother here and a father there with 1,000 yuan each; a child here bound to both; a son there bound to her."""
    client.now = FIRST - timedelta(days=7)
    here = [person("mother", HERE), person("child", HERE, insutype="390")]
    there = [person("father", THERE), person("son", THERE, insutype="390")]
    for region, rows in ((HERE, here), (THERE, there)):
        client.registry.upsert_persons(people(f"people-{region}", *rows, region=region))
        owner = rows[0].psn_no
        money = credit(f"money-{region}", owner, 1000_00, region)
        client.registry.credit_accounts(credits(f"credit-{region}", money, region=region))
    hospitals = [
        institution(fixmedins_code=HOSPITAL, admdvs=HERE),
        institution(fixmedins_code=PHARMACY, admdvs=HERE, type=v1.INSTITUTION_TYPE_RETAIL_PHARMACY),
        institution(fixmedins_code=ELSEWHERE, admdvs=THERE),
    ]
    client.registry.upsert_institutions(v1.UpsertInstitutionsRequest(request_id="houses", institutions=hospitals))
    for authorizer, a_region, member, m_region in (
        ("father", THERE, "child", HERE),
        ("mother", HERE, "child", HERE),
        ("mother", HERE, "son", THERE),
    ):
        _bind(client, authorizer, a_region, member, m_region)
        client.now += timedelta(minutes=1)


def _bind(client: gongji.Client, authorizer: str, a_region: str, member: str, m_region: str) -> None:
    request = asking.binding(
        f"bind-{authorizer}-{member}",
        authorizer=ref(authorizer, a_region),
        member=ref(member, m_region),
        relation=v1.RELATION_CHILD,
        handling=handling(authorizer, a_region, client.now),
    )
    client.family.bind(request)


def bill(
    request_id: str, patient: str, region: str, fee_fen: int, when: datetime, /, **fields: object
) -> v1.SettleRequest:
    made = asking.settlement(
        request_id,
        patient=ref(patient, region),
        medfee_sumamt_fen=fee_fen,
        fixmedins_code=HOSPITAL if region == HERE else ELSEWHERE,
        mdtrt_id=f"visit-{request_id}",
        visit_time=stamp(when),
        mdtrtarea_admvs=region,
    )
    return changed(made, **fields)


def settled(client: gongji.Client, request: v1.SettleRequest, when: datetime) -> v1.Settlement:
    client.now = when
    return client.settlement.settle(request).settlement


def undone(client: gongji.Client, made: v1.Settlement, region: str, when: datetime) -> None:
    client.now = when
    request = v1.ReverseSettlementRequest(
        request_id=f"undo-{made.request_id}",
        patient=ref(made.patient_psn_no, region),
        setl_id=made.setl_id,
        reason="wrong bill",
    )
    client.settlement.reverse_settlement(request)
