"""The queries that the network's rules name, by person and across persons: over gRPC and on the command line."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

import gongji
from gongji import v1
from gongji_cli.main import run
from service.domain.calendar import SHANGHAI
from tests.api import asking
from tests.api.asking import NETWORK, changed, credit, credits, institution, people, person, ref, stamp
from tests.support.server import Server

DAYS = [datetime(2021, 6, day, 9, tzinfo=SHANGHAI) for day in range(7, 12)]
CLINIC = "H33020000001"
JUNE = {"from_date": "2021-06-01", "to_date": "2021-06-30"}
HISTORIC, MUTUAL_AID = v1.ACCOUNT_KIND_HISTORIC, v1.ACCOUNT_KIND_MUTUAL_AID


def handled(applicant: str, when: datetime) -> v1.Handling:
    """In the app, by the person itself, logged in under its real name."""
    made = changed(asking.handling(applicant, NETWORK, when), channel=v1.CHANNEL_APP)
    made.verification.method = v1.VERIFICATION_METHOD_REAL_NAME
    return made


@pytest.fixture(scope="module", autouse=True)
def network(server: Server) -> None:
    """Monday: founded; Tuesday: money set aside; Wednesday: the network pays a bill; Thursday: the member leaves."""
    with server.client(now=DAYS[0]) as client:
        rows = [person(name, NETWORK) for name in ("wife", "husband")]
        client.registry.upsert_persons(people("network-people", *rows, region=NETWORK))
        money = [credit(f"m-{p.psn_no}", p.psn_no, 100_00, NETWORK, account_kind=HISTORIC) for p in rows]
        client.registry.credit_accounts(credits("network-money", *money, region=NETWORK))
        clinic = institution(fixmedins_code=CLINIC, admdvs=NETWORK)
        client.registry.upsert_institutions(v1.UpsertInstitutionsRequest(request_id="clinic", institutions=[clinic]))
        wife, husband = ref("wife", NETWORK), ref("husband", NETWORK)
        binding = v1.BindRequest(
            request_id="join",
            authorizer=wife,
            member=husband,
            relation=v1.RELATION_SPOUSE,
            handling=handled("wife", DAYS[0]),
        )
        bound = client.family.bind(binding).binding
        client.now = DAYS[1]
        setting_aside = v1.TransferRequest(
            request_id="aside",
            owner=wife,
            from_kind=HISTORIC,
            to_kind=MUTUAL_AID,
            amount_fen=60_00,
            handling=handled("wife", DAYS[1]),
        )
        client.account.transfer(setting_aside)
        client.now = DAYS[2]
        bill = asking.settlement(
            "bill",
            patient=husband,
            fixmedins_code=CLINIC,
            medfee_sumamt_fen=130_00,
            visit_time=stamp(DAYS[2]),
            mdtrtarea_admvs=NETWORK,
        )
        client.settlement.settle(bill)
        client.now = DAYS[3]
        leaving = v1.UnbindRequest(
            request_id="leave",
            authorizer=wife,
            binding_ids=[bound.binding_id],
            handling=handled("wife", DAYS[3]),
        )
        client.family.unbind(leaving)


def test_a_persons_balances_and_spending(client: gongji.Client) -> None:
    """Balances have a mutual-aid column; what was spent says which part of it was mutual aid."""
    held = client.account.get_accounts(v1.GetAccountsRequest(owner=ref("wife", NETWORK))).accounts
    assert {a.account_kind: a.balance_fen for a in held if a.balance_fen} == {HISTORIC: 40_00, MUTUAL_AID: 30_00}
    listed = client.settlement.list_settlements(v1.ListSettlementsRequest(patient=ref("husband", NETWORK)))
    assert [(s.acct_pay_fen, s.acct_mulaid_pay_fen) for s in listed.settlements] == [(130_00, 30_00)]


def test_networks_founded_and_changed(client: gongji.Client) -> None:
    """By region and dates: which were founded, and who came and went."""

    def told(*types: str, **days: str) -> list[tuple[str, str]]:
        wanted = [v1.FamilyEventType.Value(f"FAMILY_EVENT_TYPE_{name}") for name in types]
        asked = v1.ListFamilyEventsRequest(insuplc_admdvs=NETWORK, types=wanted, **JUNE | days)
        events = client.family.list_family_events(asked).events
        return [(v1.FamilyEventType.Name(e.type).removeprefix("FAMILY_EVENT_TYPE_"), e.psn_no) for e in events]

    assert told("NETWORK_FOUNDED") == [("NETWORK_FOUNDED", "wife")]
    assert told("NETWORK_JOINED", "NETWORK_LEFT") == [("NETWORK_LEFT", "wife"), ("NETWORK_JOINED", "wife")]
    assert told("NETWORK_LEFT", to_date=str(DAYS[2].date())) == []


def entries(client: gongji.Client, **fields: object) -> v1.ListEntriesResponse:
    return client.account.list_entries(v1.ListEntriesRequest(insuplc_admdvs=NETWORK, **JUNE | fields))


def test_changes_of_mutual_aid_accounts(client: gongji.Client) -> None:
    """By region, kind of account and dates, everybody's, latest first, each with the balance before and after."""
    changes = entries(client, account_kind=MUTUAL_AID).entries
    assert [(e.psn_no, e.movement, e.balance_before_fen, e.balance_after_fen) for e in changes] == [
        ("wife", v1.MOVEMENT_KIND_SETTLEMENT, 60_00, 30_00),
        ("wife", v1.MOVEMENT_KIND_TRANSFER, 0, 60_00),
    ]
    transfers = entries(client, movements=[v1.MOVEMENT_KIND_TRANSFER, v1.MOVEMENT_KIND_PRESET]).entries
    assert [e.amount_fen for e in transfers] == [60_00, -60_00]
    assert not entries(client, account_kind=MUTUAL_AID, from_date=str(DAYS[3].date())).entries


def test_pages_of_a_region(client: gongji.Client) -> None:
    """Pages of two make up the whole; a token fits its own arguments only, and a county means its region."""
    whole = entries(client).entries
    assert len(whole) == 6
    seen: list[v1.Entry] = []
    page = entries(client, page_size=2)
    token = page.next_page_token
    while page.next_page_token:
        seen += page.entries
        page = entries(client, page_size=2, page_token=page.next_page_token)
    assert [*seen, *page.entries] == [*whole]
    with pytest.raises(gongji.GongjiError) as caught:
        entries(client, page_token=token, account_kind=HISTORIC)
    assert caught.value.reason == "PAGE_TOKEN_MISMATCH"
    asked = v1.ListEntriesRequest(insuplc_admdvs="330203", **JUNE)
    assert list(client.account.list_entries(asked).entries) == list(whole)


@pytest.mark.parametrize(
    "days", [{}, {"from_date": "2021-06-01"}, {"from_date": "2021-06-01", "to_date": "2021-07-02"}]
)
def test_a_region_is_asked_about_by_days(client: gongji.Client, days: dict[str, str]) -> None:
    """Over a region both dates are needed, and at most 31 days; and either a person or a region is."""
    for asked in (v1.ListEntriesRequest(insuplc_admdvs=NETWORK, **days), v1.ListEntriesRequest(**days)):
        with pytest.raises(gongji.GongjiError) as caught:
            client.account.list_entries(asked)
        assert caught.value.reason == "INVALID_REQUEST"


def test_the_same_on_the_command_line(server: Server, tmp_path: Path) -> None:
    """Balances, spending, networks and mutual-aid accounts: as tables, and across persons as CSV in yuan."""
    server_is, days = ["--server", server.address], ["--from", "2021-06-01", "--to", "2021-06-30"]
    balances = run([*server_is, "accounts", f"{NETWORK}/wife"]).stdout
    assert "共济账户" in balances and "30.00 元" in balances
    assert "130.00 元" in run([*server_is, "settlements", f"{NETWORK}/husband"]).stdout
    founded = run([*server_is, "events", "--region", NETWORK, "--type", "NETWORK_FOUNDED", *days, "--csv", "-"])
    (event,) = csv.DictReader(founded.stdout.splitlines())
    assert (event["event_time"], event["psn_no"]) == ("2021-06-07 09:00:00", "wife")
    changes = tmp_path / "changes.csv"
    asked = [*server_is, "entries", "--region", NETWORK, "--kind", "MUTUAL_AID", *days]
    written = run([*asked, "--csv", str(changes)])
    assert (written.exit_code, written.stderr) == (0, "") and "2 行" in written.stdout
    rows = [*csv.DictReader(changes.open(encoding="utf-8-sig"))]
    assert [(r["psn_no"], r["movement"], r["amount"]) for r in rows] == [
        ("wife", "SETTLEMENT", "-30.00"),
        ("wife", "TRANSFER", "60.00"),
    ]
    assert f"{NETWORK}/wife" in run(asked).stdout
    assert run([*server_is, "entries", f"{NETWORK}/wife", "--region", NETWORK]).exit_code == 2
