"""`gongji import` against real servers: every row is answered, once, whatever happens in the middle."""

from pathlib import Path

import gongji
from gongji import v1
from tests.bulk import files
from tests.bulk.files import OPENING_FEN, REGION, rows_of, write
from tests.bulk.run import begun, books_are_whole, counted, imported, rows_in
from tests.support.server import Server
from tests.support.waiting import until

PEOPLE = 1200
WITH_ACCOUNT = PEOPLE // 3 * 2
CUT = 6000
"""People of an import that is long enough to be cut off in the middle."""


def test_a_place_is_taken_over_and_again_says_nothing_new(server: Server, tmp_path: Path) -> None:
    """People, money and bindings come in; the same files again change nothing, and say so."""
    expected = {"persons": PEOPLE, "credits": WITH_ACCOUNT, "bindings": PEOPLE}
    for kind, rows in expected.items():
        first = imported(server, kind, write(tmp_path, kind, PEOPLE))
        outcome = "CREDITED" if kind == "credits" else "CREATED"
        assert (first["outcomes"], first["refused"]) == ({outcome: rows}, 0)
    assert (rows_in(server, "persons"), rows_in(server, "bindings")) == (PEOPLE, PEOPLE)
    events, postings = rows_in(server, "outbox"), rows_in(server, "postings")
    for kind, rows in expected.items():
        again = imported(server, kind, write(tmp_path, kind, PEOPLE))
        assert (again["outcomes"], again["refused"]) == ({"UNCHANGED": rows}, 0)
    assert (rows_in(server, "outbox"), rows_in(server, "postings")) == (events, postings)
    assert counted(server, "SELECT sum(balance_fen) FROM accounts") == WITH_ACCOUNT * OPENING_FEN
    assert books_are_whole(server)


def test_refused_rows_are_written_down_with_their_reasons(server: Server, tmp_path: Path) -> None:
    """Each refused row stands in the file as it was, with line, reason and words; the others are done."""
    bad = [
        ("p9", "", "", "310", REGION, "1", "true", "NORMAL", "NORMAL", "2023-01-01T00:00:00+08:00"),
        ("p8", "测试乙", "", "310", REGION, "1", "perhaps", "NORMAL", "NORMAL", "2023-01-01T00:00:00+08:00"),
        ("too", "few"),
    ]
    refused = tmp_path / "refused.csv"
    report = imported(server, "persons", write(tmp_path, "persons", 6, bad), "--refused", str(refused), exit_code=3)
    assert (report["outcomes"], report["reasons"]) == ({"CREATED": 6}, {"INVALID_REQUEST": 3})
    written = {row["psn_no"]: row for row in rows_of(refused) if row["line"]}
    assert (written["p9"]["line"], written["p9"]["reason"]) == ("8", "INVALID_REQUEST")
    assert "name" in written["p9"]["message"] and "voucher_active" in written["p8"]["message"]

    unknown = ("open-x", f"{REGION}/nobody", "PERSONAL", 1, "OPENING_BALANCE")
    other = ("open-0", f"{REGION}/p0", "PERSONAL", 5, "OPENING_BALANCE")
    report = imported(server, "credits", write(tmp_path, "credits", 6, [unknown, other]), exit_code=3)
    # Twice in one file: the first was taken.
    assert sum(report["reasons"].values()) == 2 and "PERSON_NOT_FOUND" in report["reasons"]
    assert imported(server, "credits", write(tmp_path, "credits", 0, [other]), exit_code=3)["reasons"] == {
        "CREDIT_ALREADY_PAID": 1
    }


def test_bindings_are_refused_as_bind_refuses_them(server: Server, tmp_path: Path) -> None:
    """Unknown people, oneself, relations that may not be, being bound twice, a key used for something else."""
    imported(server, "persons", write(tmp_path, "persons", 6))
    a, b, c, d = (f"{REGION}/p{i}" for i in (0, 1, 2, 3))
    when = "2022-05-01T10:00:00+08:00"
    rows = {
        "ok": (a, b, "SPOUSE", when, ""),
        "unknown": (a, f"{REGION}/nobody", "CHILD", when, ""),
        "self": (a, a, "CHILD", when, ""),
        "sibling": (a, c, "SIBLING", when, ""),
        "again": (a, b, "SPOUSE", when, ""),
        "future": (a, d, "CHILD", "2024-05-01T10:00:00+08:00", ""),
    }
    refused = tmp_path / "refused.csv"
    file = write(tmp_path, "bindings", 0, [(key, *row) for key, row in rows.items()])
    imported(server, "bindings", file, "--refused", str(refused), exit_code=3)
    assert {row["binding_key"]: row["reason"] for row in rows_of(refused)} == {
        "unknown": "PERSON_NOT_FOUND",
        "self": "SELF_BINDING",
        "sibling": "RELATION_NOT_ALLOWED",
        "again": "ALREADY_BOUND_TO_THIS_AUTHORIZER",
        "future": "INVALID_REQUEST",
    }
    other = write(tmp_path, "bindings", 0, [("ok", a, c, "CHILD", when, "")])
    assert imported(server, "bindings", other, exit_code=3)["reasons"] == {"BINDING_KEY_REUSED": 1}
    assert rows_in(server, "bindings") == 1


def test_bindings_keep_what_they_were(server: Server, client: gongji.Client, tmp_path: Path) -> None:
    """The time bound, the relation and the order of payers are those of the file; money is drawn in that order."""
    for kind in ("persons", "credits", "bindings"):
        imported(server, kind, write(tmp_path, kind, 3))
    member = v1.PersonRef(insuplc_admdvs=REGION, psn_no="p2")
    rows = client.family.list_members(v1.ListMembersRequest(person=member, view=v1.MEMBER_VIEW_AS_MEMBER)).members
    shown = {row.binding.authorizer_psn_no: row.binding for row in rows}
    assert {psn_no: b.payer_order for psn_no, b in shown.items()} == {"p0": 2, "p1": 1}
    assert shown["p0"].bound_time.ToJsonString() == "2022-05-01T02:00:00Z"
    assert shown["p0"].earliest_unbind_date == "2022-08-01"


def test_an_import_whose_client_dies_is_simply_run_again(server: Server, tmp_path: Path) -> None:
    """A client killed in the middle: run again, nothing is there twice and nothing is missing."""
    file = write(tmp_path, "persons", CUT)
    first = begun(server, "persons", file)
    until(lambda: rows_in(server, "persons") > 0, what="the first rows", deadline_seconds=60)
    first.kill()
    first.communicate()
    again = imported(server, "persons", file)
    assert sum(again["outcomes"].values()) == CUT and again["refused"] == 0
    assert rows_in(server, "persons") == CUT


def test_an_import_whose_server_dies_is_simply_run_again(server: Server, tmp_path: Path) -> None:
    """A server killed in the middle of money: run again, every credit is paid once and the balances are right."""
    imported(server, "persons", write(tmp_path, "persons", CUT))
    file = write(tmp_path, "credits", CUT)
    first = begun(server, "credits", file)
    until(lambda: rows_in(server, "credits") > 0, what="the first rows", deadline_seconds=60)
    server.kill()
    first.communicate()
    assert first.returncode == 5
    server.start()
    again = imported(server, "credits", file)
    rows = CUT // 3 * 2
    assert again["outcomes"]["UNCHANGED"] > 0 and sum(again["outcomes"].values()) == rows
    assert rows_in(server, "credits") == rows_in(server, "postings") == rows
    assert counted(server, "SELECT sum(balance_fen) FROM accounts") == rows * OPENING_FEN
    assert books_are_whole(server)


def test_the_memory_of_an_import_does_not_grow_with_its_rows(server: Server, tmp_path: Path) -> None:
    """The server holds a few slices, however many rows stream through it."""
    imported(server, "persons", write(tmp_path, "persons", CUT))
    before = _resident_mib(server.pid)
    file = write(tmp_path, "persons", 2 * CUT)
    imported(server, "persons", file)
    assert _resident_mib(server.pid) < before + 40


def _resident_mib(pid: int) -> int:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def test_rows_are_answered_in_order_before_the_stream_ends(client: gongji.Client) -> None:
    """A caller that waits for each answer before it sends more gets it; regions may be mixed."""
    answered: list[str] = []

    def one_by_one() -> "files.Iterator[v1.ImportPersonsRequest]":
        for i, region in enumerate(("421200", "370300", "421200")):
            yield v1.ImportPersonsRequest(persons=[_person(f"{i}-a", region), _person(f"{i}-b", "330200")])
            until(lambda: len(answered) == 2 * i + 2, what="the answers to the rows sent")  # noqa: B023

    for response in client.registry.import_persons(one_by_one()):
        answered += [result.psn_no for result in response.results]
    assert answered == ["0-a", "0-b", "1-a", "1-b", "2-a", "2-b"]


def _person(psn_no: str, region: str) -> v1.Person:
    from tests.api.asking import person

    return person(psn_no, region)
