"""What the answers hold: the same as was written, ids in one form, names masked, refusals remembered."""

from itertools import pairwise

import grpc
import pytest

import gongji
from gongji import v1
from service.api.ids import id_of, text_of
from tests.api.asking import (
    HOLDER,
    MEMBER,
    NETWORK,
    NOON,
    REGION,
    UNSERVED,
    binding,
    changed,
    credit,
    credits,
    handling,
    identity_number,
    opening,
    people,
    person,
    ref,
    sending,
    settlement,
)
from tests.support.server import Server

SETL_ID_LENGTH = 26


def refusal(call: object, request: object) -> gongji.GongjiError:
    with pytest.raises(gongji.GongjiError) as caught:
        call(request)  # type: ignore[operator]
    return caught.value


def test_a_preview_is_what_settle_answers(client: gongji.Client) -> None:
    """The preview names the same payments and explanations as the settlement after it, without id, time or effect."""
    asked = settlement("previewed", MEMBER, 12_34)
    fields = {f.name: v for f, v in asked.ListFields() if f.name != "request_id"}
    preview = client.settlement.preview_settlement(v1.PreviewSettlementRequest(**fields)).settlement
    done = client.settlement.settle(asked).settlement
    assert preview.state == v1.SETTLEMENT_STATE_PREVIEW and not preview.HasField("setl_id")
    assert changed(done, setl_id=None, request_id=None, settle_time=None, state=preview.state) == preview


def test_a_preview_explains_who_is_asked_about(client: gongji.Client) -> None:
    """Somebody with whom there is no binding gets a line that says so; somebody unknown is PERSON_NOT_FOUND."""
    client.registry.upsert_persons(people("asked-about", person("in-law")))
    fields = {f.name: v for f, v in settlement("x").ListFields() if f.name != "request_id"}
    asked = v1.PreviewSettlementRequest(**fields, asked_about=[ref("in-law"), ref(HOLDER)])
    lines = client.settlement.preview_settlement(asked).settlement.explanations
    assert [(line.psn_no, line.reason) for line in lines if line.psn_no != MEMBER] == [
        (HOLDER, "PAID"),
        ("in-law", "NOT_BOUND"),
    ]
    assert all(not line.message_zh.isascii() and line.message_en.isascii() for line in lines)
    asked.asked_about.append(ref("nobody"))
    assert refusal(client.settlement.preview_settlement, asked).reason == "PERSON_NOT_FOUND"


def test_a_settlement_is_found_as_it_was_answered(client: gongji.Client) -> None:
    """By its id, of 26 characters, under its patient; under anybody else it is SETTLEMENT_NOT_FOUND."""
    done = client.settlement.settle(settlement("found")).settlement
    assert len(done.setl_id) == SETL_ID_LENGTH and done.request_id == "found"
    asked = v1.GetSettlementRequest(patient=ref(MEMBER), setl_id=done.setl_id)
    assert client.settlement.get_settlement(asked).settlement == done
    listed = client.settlement.list_settlements(v1.ListSettlementsRequest(patient=ref(MEMBER))).settlements
    assert done in listed
    error = refusal(client.settlement.get_settlement, changed(asked, patient=ref(HOLDER)))
    assert (error.code, error.reason) == (grpc.StatusCode.NOT_FOUND, "SETTLEMENT_NOT_FOUND")
    assert error.metadata == {"setl_id": done.setl_id}


def test_settlements_are_found_by_day_and_institution(client: gongji.Client) -> None:
    """Days are days of settlement in China, both included."""
    client.settlement.settle(settlement("by-day"))
    day = NOON.date().isoformat()
    for more, some in (
        ({"from_date": day, "to_date": day}, True),
        ({"from_date": "2021-09-02"}, False),
        ({"to_date": "2021-08-31"}, False),
        ({"fixmedins_code": "H37030000001"}, True),
        ({"fixmedins_code": "H37030000002"}, False),
    ):
        asked = v1.ListSettlementsRequest(patient=ref(MEMBER), **more)
        assert bool(client.settlement.list_settlements(asked).settlements) is some


def test_entries_fit_together(client: gongji.Client) -> None:
    """Latest first: each begins with the balance that the one before left; the last left what the account holds."""
    client.settlement.settle(settlement("entry"))
    entries = client.account.list_entries(v1.ListEntriesRequest(owner=ref(HOLDER))).entries
    held = client.account.get_accounts(v1.GetAccountsRequest(owner=ref(HOLDER))).accounts
    assert entries[0].balance_after_fen == held[0].balance_fen
    for later, earlier in pairwise(entries):
        assert later.balance_before_fen == earlier.balance_after_fen
        assert later.entry_id > earlier.entry_id
    assert all(e.balance_before_fen + e.amount_fen == e.balance_after_fen for e in entries)
    only = v1.ListEntriesRequest(owner=ref(HOLDER), movements=[v1.MOVEMENT_KIND_OPENING_BALANCE])
    assert [e.credit_id for e in client.account.list_entries(only).entries] == ["family-money"]


def test_accounts_that_the_place_keeps_are_shown_empty(client: gongji.Client) -> None:
    """Of the employee scheme every kind that the place keeps is shown, of the resident scheme none."""
    rows = [person("n-310", NETWORK), person("n-390", NETWORK, insutype="390")]
    client.registry.upsert_persons(people("kinds", *rows, region=NETWORK))
    kinds = []
    for psn_no in ("n-310", "n-390"):
        accounts = client.account.get_accounts(v1.GetAccountsRequest(owner=ref(psn_no, NETWORK))).accounts
        assert all(account.balance_fen == 0 for account in accounts)
        kinds.append([account.account_kind for account in accounts])
    assert kinds == [[v1.ACCOUNT_KIND_CURRENT, v1.ACCOUNT_KIND_HISTORIC, v1.ACCOUNT_KIND_MUTUAL_AID], []]


def test_members_are_masked_and_explained(client: gongji.Client, server: Server) -> None:
    """A list shows the first character of a name; when the holder's account is empty each row says that it is."""
    client.registry.upsert_persons(people("masked", person("rich"), person("poor", name="欧阳测试")))
    client.family.bind(binding("masked", "rich", "poor"))
    asked = v1.ListMembersRequest(person=ref("rich"), view=v1.MEMBER_VIEW_AS_AUTHORIZER)
    row = client.family.list_members(asked).members[0]
    assert (row.psn_no, row.name, row.usable_now) == ("poor", "欧*", False)
    assert [(e.psn_no, e.reason) for e in row.explanations] == [("rich", "EMPTY")]
    client.registry.credit_accounts(credits("masked-money", credit("masked-money", "rich", 1)))
    row = client.family.list_members(asked).members[0]
    assert row.usable_now and not row.explanations
    assert "欧阳" not in server.log


def test_a_refusal_is_remembered(client: gongji.Client) -> None:
    """Once the cause has gone the same request id still gets the first refusal, as replayed; a new one is done."""
    asked = binding("remembered", "late-holder", "late-member")
    first = refusal(client.family.bind, asked)
    client.registry.upsert_persons(people("late-people", person("late-holder"), person("late-member")))
    again = refusal(client.family.bind, asked)
    assert first.metadata | {"replayed": "true"} == again.metadata
    assert (first.code, first.reason, first.message_zh) == (again.code, again.reason, again.message_zh)
    assert client.family.bind(changed(asked, request_id="remembered-2")).binding.member_psn_no == "late-member"


def test_ids_in_refusals_are_written_as_everywhere(client: gongji.Client) -> None:
    """An authorization that stands already is named by the id that Bind answered."""
    client.registry.upsert_persons(people("ids", person("id-holder"), person("id-member")))
    bound = client.family.bind(binding("ids", "id-holder", "id-member")).binding
    asked = v1.AuthorizeRequest(request_id="ids-again", authorizer=ref("id-holder"), handling=handling("id-holder"))
    error = refusal(client.family.authorize, asked)
    assert (error.reason, error.metadata) == ("ALREADY_AUTHORIZED", {"authorization_id": bound.authorization_id})
    assert text_of(id_of(bound.binding_id) or pytest.fail("no id")) == bound.binding_id


@pytest.mark.parametrize("region", [UNSERVED, "000000"])
def test_reads_of_a_region_without_policy(client: gongji.Client, region: str) -> None:
    """Where no policy was ever in force there is nobody to look up: NO_POLICY, with the region."""
    for call, asked in (
        (client.account.get_accounts, v1.GetAccountsRequest(owner=ref("1", region))),
        (client.account.list_entries, v1.ListEntriesRequest(owner=ref("1", region))),
        (client.settlement.list_settlements, v1.ListSettlementsRequest(patient=ref("1", region))),
        (client.family.list_members, v1.ListMembersRequest(person=ref("1", region), view=1)),
    ):
        error = refusal(call, asked)
        assert (error.code, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NO_POLICY")
        assert error.metadata == {"region": region}


def test_policies_are_found_by_region_and_day(client: gongji.Client) -> None:
    """A county finds its city's policy; a policy is shown in full by its id, and the latest version without one."""
    asked = v1.ListPoliciesRequest(insuplc_admdvs="370302", on_date="2021-09-01")
    found = client.registry.list_policies(asked).policies
    assert [list(p.regions) for p in found] == [[REGION]] and not found[0].rules
    there = v1.ListPoliciesRequest(insuplc_admdvs="421200", on_date="2025-06-01")
    shapes = [p.shape for p in client.registry.list_policies(there).policies]
    assert sorted(shapes) == sorted(set(shapes)), "a city's own in place of its province's"
    full = client.registry.get_policy(v1.GetPolicyRequest(policy_id=found[0].policy_id)).policy
    assert full.digest_sha256 == found[0].digest_sha256
    assert full.rules and full.sources
    named = {source.key for source in full.sources} | {"default"}
    assert {rule.source_key for rule in full.rules} <= named
    error = refusal(client.registry.get_policy, v1.GetPolicyRequest(policy_id="nowhere"))
    assert (error.reason, error.metadata) == ("POLICY_NOT_FOUND", {"policy_id": "nowhere"})


def test_a_person_is_the_same_by_number_and_by_certificate(client: gongji.Client) -> None:
    """A person may be named by a certificate, in a county of its region, in whatever writing."""
    number = identity_number(42)
    certificate = v1.Certificate(psn_cert_type="01", certno=number)
    client.registry.upsert_persons(people("by-card", person("carded", certificates=[certificate])))
    named = v1.PersonRef(insuplc_admdvs="370302", certificate=certificate)
    assert client.account.get_accounts(v1.GetAccountsRequest(owner=named)).psn_no == "carded"


def test_what_is_on_its_way_into_a_wallet_is_shown_to_both(server: Server) -> None:
    """GetAccounts shows the wallet and what waits, to sender and receiver, until it is accepted; never the phone."""
    noon = NOON.replace(year=2025)
    act = {"channel": v1.CHANNEL_APP}
    by_member, by_holder = handling(MEMBER, REGION, noon, **act), handling(HOLDER, REGION, noon, **act)
    with server.client(now=noon) as client:
        opened = client.account.open_wallet(opening("wallet", handling=by_member))
        assert "13900000000" not in str(opened)
        sent = client.account.transfer_to_wallet(sending("wallet-send", 70_00, handling=by_holder)).wallet_transfer
        assert (sent.state, sent.amount_fen) == (v1.WALLET_TRANSFER_STATE_SENT, 70_00)
        shown = [client.account.get_accounts(v1.GetAccountsRequest(owner=ref(who))) for who in (HOLDER, MEMBER)]
        assert [list(accounts.wallet_transfers) for accounts in shown] == [[sent], [sent]]
        accepting = v1.AcceptWalletTransferRequest(
            request_id="wallet-accept",
            receiver=ref(MEMBER),
            wallet_transfer_id=sent.wallet_transfer_id,
            handling=by_member,
        )
        accepted = client.account.accept_wallet_transfer(accepting)
        again = client.account.accept_wallet_transfer(accepting)
        assert (again.wallet_transfer, again.replayed) == (accepted.wallet_transfer, True)
        shown = [client.account.get_accounts(v1.GetAccountsRequest(owner=ref(who))) for who in (HOLDER, MEMBER)]
        assert not any(accounts.wallet_transfers for accounts in shown)
        entries = client.account.list_entries(v1.ListEntriesRequest(owner=ref(MEMBER))).entries
        kind = v1.ACCOUNT_KIND_WALLET
        assert [(e.account_kind, e.amount_fen) for e in entries if e.movement == v1.MOVEMENT_KIND_WALLET] == [
            (kind, 70_00)
        ]
        assert {a.account_kind: a.balance_fen for a in shown[1].accounts}[kind] == 70_00
