"""Corrections, batches of settlements and the search by document, through real servers."""

import gongji
from gongji import v1
from tests.api import asking
from tests.api.asking import HOLDER, MEMBER, REGION, credit, credits, identity_number, people, person, ref
from tests.bulk.run import books_are_whole
from tests.support.server import Server

CORRECTION = {"credit_type": v1.CREDIT_TYPE_CORRECTION, "approved_by": "reviewer-1"}


def _corrected(client: gongji.Client, credit_id: str, amount_fen: int, cites: str = "family-money", **fields: object):  # type: ignore[no-untyped-def]
    row = credit(credit_id, HOLDER, 1, **(CORRECTION | {"corrects_credit_id": cites} | fields))
    row.amount_fen = amount_fen
    return client.registry.credit_accounts(credits(f"request-{credit_id}", row)).results[0]


def _balance_fen(client: gongji.Client) -> int:
    return sum(a.balance_fen for a in client.account.get_accounts(v1.GetAccountsRequest(owner=ref(HOLDER))).accounts)


def test_corrections(server: Server, client: gongji.Client) -> None:
    """A correction pays more or takes back, never more than was paid or than is there, and is a movement of its own."""
    client.now = asking.NOON
    asking.found_a_family(client, 100_00)
    assert _corrected(client, "more", 20_00).balance_after_fen == 120_00
    assert _corrected(client, "less", -50_00).balance_after_fen == 70_00
    assert _corrected(client, "too-much", -70_01).error.reason == "CORRECTION_EXCEEDS_CREDIT"
    assert _corrected(client, "unknown", -1, "nothing").error.reason == "CREDIT_NOT_FOUND"
    assert _corrected(client, "of-correction", -1, "less").error.reason == "CORRECTION_MISMATCH"
    assert _corrected(client, "nothing", 0).error.reason == "INVALID_REQUEST"
    assert _corrected(client, "alone", -1, approved_by=None).error.reason == "INVALID_REQUEST"
    assert _corrected(client, "less", -50_00).outcome == v1.ROW_OUTCOME_CREDITED  # the request's remembered answer
    client.settlement.settle(asking.settlement("spend", HOLDER, 60_00))
    refused = _corrected(client, "spent", -10_01).error
    assert (refused.reason, refused.metadata["free_fen"]) == ("INSUFFICIENT_BALANCE", "1000")
    assert _corrected(client, "rest", -10_00).balance_after_fen == _balance_fen(client) == 0
    entries = client.account.list_entries(v1.ListEntriesRequest(owner=ref(HOLDER))).entries
    corrections = [e.amount_fen for e in entries if e.movement == v1.MOVEMENT_KIND_CORRECTION]
    assert corrections == [-10_00, -50_00, 20_00]
    assert books_are_whole(server)


def test_a_batch_settles_each_for_itself(server: Server, client: gongji.Client) -> None:
    """In order; a malformed one answers for itself; what Settle did under an id is answered again, both ways round."""
    client.now = asking.NOON
    asking.found_a_family(client, 100_00)
    alone = asking.settlement("alone", MEMBER, 10_00)
    first = client.settlement.settle(alone).settlement
    elsewhere = asking.settlement("elsewhere", MEMBER, 1, patient=ref(MEMBER, "421200"))
    stranger = asking.settlement("stranger", "nobody", 10_00)
    requests = [
        asking.settlement("a", MEMBER, 20_00),
        alone,
        asking.settlement("bad", MEMBER, -1),
        elsewhere,
        stranger,
        asking.settlement("alone", MEMBER, 11_00),
        asking.settlement("b", MEMBER, 80_00),
    ]
    batch = v1.SettleBatchRequest(insuplc_admdvs=REGION, requests=requests)
    results = client.settlement.settle_batch(batch).results
    assert [r.request_id for r in results] == [r.request_id for r in requests]
    assert [r.error.reason for r in results] == [
        *("", "", "INVALID_REQUEST", "INVALID_REQUEST", "PERSON_NOT_FOUND", "REQUEST_ID_REUSED", "")
    ]
    assert (results[1].settlement, results[1].replayed) == (first, True)
    assert [results[i].settlement.acct_mulaid_pay_fen for i in (0, 6)] == [20_00, 70_00]
    again = client.settlement.settle(requests[0])
    assert (again.settlement, again.replayed) == (results[0].settlement, True)
    assert all(r.replayed for r in client.settlement.settle_batch(batch).results if r.error.code not in (3, 6))
    assert books_are_whole(server)


def test_people_are_found_by_a_document_in_every_region(client: gongji.Client) -> None:
    """Whoever holds the document is found wherever insured, with the name masked; nobody else is."""
    certificate = v1.Certificate(psn_cert_type="01", certno=identity_number(7))
    for region in ("370300", "421200"):
        row = person(f"in-{region}", region, certificates=[certificate])
        client.registry.upsert_persons(people(f"people-{region}", row, region=region))
    found = client.registry.find_persons(v1.FindPersonsRequest(certificate=certificate)).persons
    assert [(p.region, p.psn_no, p.name) for p in found] == [
        ("370300", "in-370300", "测*"),
        ("421200", "in-421200", "测*"),
    ]
    here = v1.FindPersonsRequest(certificate=certificate, insuplc_admdvs="421200")
    assert [p.psn_no for p in client.registry.find_persons(here).persons] == ["in-421200"]
    nobodys = v1.Certificate(psn_cert_type="01", certno=identity_number(8))
    assert not client.registry.find_persons(v1.FindPersonsRequest(certificate=nobodys)).persons


def test_the_same_person_again_says_nothing_new(client: gongji.Client) -> None:
    """UpsertPersons answers UNCHANGED for a row that says what is held; a new name in it is an update."""
    certificate = v1.Certificate(psn_cert_type="01", certno=identity_number(9))
    row = person("p", certificates=[certificate])

    def told(request_id: str, row: v1.Person) -> v1.RowOutcome:
        return client.registry.upsert_persons(people(request_id, row)).results[0].outcome

    assert told("1", row) == v1.ROW_OUTCOME_CREATED
    assert told("2", row) == v1.ROW_OUTCOME_UNCHANGED
    assert told("3", asking.changed(row, name="测试乙")) == v1.ROW_OUTCOME_UPDATED
    assert told("4", asking.changed(row, name="测试乙", certificates=None)) == v1.ROW_OUTCOME_UPDATED
