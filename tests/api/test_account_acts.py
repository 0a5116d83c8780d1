"""Transfers, presets and liquidations over the wire, on both databases: what is answered, shown and remembered."""

import pytest

import gongji
from gongji import v1
from tests.api.asking import HOLDER, MEMBER, NETWORK, NOON, credit, credits, handling, people, person, ref


def in_app(applicant: str) -> v1.Handling:
    made = handling(applicant, NETWORK, channel=v1.CHANNEL_APP)
    made.verification.method = v1.VERIFICATION_METHOD_REAL_NAME
    return made


def found_a_network(client: gongji.Client) -> None:
    """Two owners in a network, the first with 1,000.00 in HISTORIC."""
    client.registry.upsert_persons(people("net-people", person("a", NETWORK), person("b", NETWORK), region=NETWORK))
    money = credit("net-money", "a", 1000_00, NETWORK, account_kind=v1.ACCOUNT_KIND_HISTORIC)
    client.registry.credit_accounts(credits("net-credits", money, region=NETWORK))
    client.family.bind(
        v1.BindRequest(
            request_id="net-bind",
            authorizer=ref("a", NETWORK),
            member=ref("b", NETWORK),
            relation=v1.RELATION_SPOUSE,
            handling=in_app("a"),
        )
    )


def test_a_transfer_and_a_preset_are_shown(client: gongji.Client) -> None:
    """What was moved is in both accounts' entries; the preset stands beside the accounts until it is cancelled."""
    found_a_network(client)
    asked = v1.TransferRequest(
        request_id="t-1",
        owner=ref("a", NETWORK),
        from_kind=v1.ACCOUNT_KIND_HISTORIC,
        to_kind=v1.ACCOUNT_KIND_MUTUAL_AID,
        amount_fen=300_00,
        handling=in_app("a"),
    )
    moved = client.account.transfer(asked)
    assert (moved.transfer.from_balance_after_fen, moved.transfer.to_balance_after_fen) == (700_00, 300_00)
    again = client.account.transfer(asked)
    assert again.replayed and again.transfer == moved.transfer
    entries = client.account.list_entries(
        v1.ListEntriesRequest(owner=ref("a", NETWORK), movements=[v1.MOVEMENT_KIND_TRANSFER])
    ).entries
    told = {(e.account_kind, e.balance_before_fen, e.amount_fen, e.balance_after_fen) for e in entries}
    assert told == {
        (v1.ACCOUNT_KIND_HISTORIC, 1000_00, -300_00, 700_00),
        (v1.ACCOUNT_KIND_MUTUAL_AID, 0, 300_00, 300_00),
    }
    client.account.set_preset(
        v1.SetPresetRequest(request_id="p-1", owner=ref("a", NETWORK), amount_fen=50_00, handling=in_app("a"))
    )
    look = v1.GetAccountsRequest(owner=ref("a", NETWORK))
    assert client.account.get_accounts(look).preset.amount_fen == 50_00
    client.account.cancel_preset(
        v1.CancelPresetRequest(request_id="p-2", owner=ref("a", NETWORK), handling=in_app("a"))
    )
    assert not client.account.get_accounts(look).HasField("preset")


def test_a_wound_up_account_stays_closed(client: gongji.Client) -> None:
    """All of it is paid out and says so; the registry's next row does not open it again, and who was bound is told."""
    done = client.account.liquidate(
        v1.LiquidateRequest(
            request_id="l-1", owner=ref(HOLDER), cause=v1.LIQUIDATION_CAUSE_DEATH, handling=handling(MEMBER)
        )
    ).liquidation
    assert (done.balance_fen, done.paid_out_fen, done.interest_fen) == (1000_00, 1000_00, 0)
    (entry, *_) = client.account.list_entries(v1.ListEntriesRequest(owner=ref(HOLDER))).entries
    assert (entry.movement, entry.cause) == (v1.MOVEMENT_KIND_LIQUIDATION, done.liquidation_id)
    row = person(HOLDER)
    row.as_of_time.FromDatetime(NOON)
    for request_id in ("again-1", "again-2"):
        told = client.registry.upsert_persons(people(request_id, row)).results
        assert not told[0].HasField("error")
    (account,) = client.account.get_accounts(v1.GetAccountsRequest(owner=ref(HOLDER))).accounts
    assert (account.state, account.balance_fen) == (v1.ACCOUNT_STATE_CLOSED, 0)
    listed = client.family.list_members(v1.ListMembersRequest(person=ref(MEMBER), view=v1.MEMBER_VIEW_AS_MEMBER))
    assert not listed.members
    with pytest.raises(gongji.GongjiError) as refused:
        client.account.liquidate(
            v1.LiquidateRequest(
                request_id="l-2", owner=ref(HOLDER), cause=v1.LIQUIDATION_CAUSE_DEATH, handling=handling(MEMBER)
            )
        )
    assert refused.value.reason == "ACCOUNT_NOT_NORMAL"
