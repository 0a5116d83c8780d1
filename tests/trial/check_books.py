"""What must hold of the tables by themselves, whoever asked for what: nothing half, and books that are right."""

from collections import Counter
from collections.abc import Hashable, Iterator

from tests.trial.finding import Finding, Wrong
from tests.trial.tables import Row, Tables

_PERSONS = ("PERSONAL", "CURRENT", "HISTORIC", "MUTUAL_AID", "WALLET", "SUSPENSE")
_PAID = ("INSTITUTION", "CLAIMANT")
_WRITTEN = ("settlements", "postings", "credits", "outbox")


def check_books(tables: Tables) -> Iterator[Finding]:
    yield from _parts_of_requests(tables)
    yield from _parts_without_a_request(tables)
    yield from _settlements(tables)
    yield from _credits(tables)
    yield from _balances(tables)
    yield from _regions(tables)


def _parts_of_requests(tables: Tables) -> Iterator[Finding]:
    """A request that was decided has its links in the journal, and all that its decision wrote, or nothing of it."""
    by_entry = {table: tables.by(table, "entry_id") for table in (*_WRITTEN, "journal")}
    for row in tables["requests"]:
        entry, name = row["entry_id"], f"request {row['request_id']} ({row['method']})"
        written = {table: by_entry[table].get(entry, []) for table in _WRITTEN}
        touched = {row["region"]} | {r["region"] for table in ("postings", "outbox") for r in written[table]}
        linked = Counter(r["region"] for r in by_entry["journal"].get(entry, []))
        if linked != Counter(touched):
            yield Finding(Wrong.HALF, f"{name}: journal in {sorted(linked.elements())}, written in {sorted(touched)}")
        if row["refused"] and any(written.values()):
            yield Finding(Wrong.HALF, f"{name}: refused, and yet something was written")
        if row["method"] == "Settle" and not row["refused"]:
            events = [r["type"] for r in written["outbox"]]
            if len(written["settlements"]) != 1 or events != ["SETTLED"]:
                yield Finding(Wrong.HALF, f"{name}: {len(written['settlements'])} settlements, events {events}")
        for table in ("postings", "outbox"):
            lines = sorted(r["line"] for r in written[table])
            if lines != list(range(len(lines))):
                yield Finding(Wrong.HALF, f"{name}: lines {lines} of {table}")


def _parts_without_a_request(tables: Tables) -> Iterator[Finding]:
    known = {row["entry_id"] for row in tables["requests"]}
    for table in (*_WRITTEN, "journal"):
        for row in tables[table]:
            if row["entry_id"] not in known:
                yield Finding(Wrong.HALF, f"a row of {table} without its request: entry {row['entry_id']}")


def _settlements(tables: Tables) -> Iterator[Finding]:
    """There once for a request, and its postings pay what it says: from the payers and to the institution."""
    for key, rows in tables.by("settlements", "region", "method", "request_id").items():
        if len(rows) > 1:
            yield Finding(Wrong.DOUBLED, f"{len(rows)} settlements of request {_text(key)}")
    postings = tables.by("postings", "setl_id")
    for row in tables["settlements"]:
        lines = postings.get(row["setl_id"], [])
        paid_fen = _sum(r for r in lines if r["credit_kind"] in _PAID)
        drawn_fen = _sum(r for r in lines if r["debit_kind"] in _PERSONS)
        from_others_fen = _sum(r for r in lines if r["debit_kind"] in _PERSONS and not _is_patients(r, row))
        said = (row["acct_pay_fen"], row["acct_pay_fen"], row["acct_mulaid_pay_fen"])
        if (paid_fen, drawn_fen, from_others_fen) != said:
            yield Finding(
                Wrong.HALF,
                f"settlement of request {row['request_id']}: accounts pay {said[0]}, others' {said[2]} fen; postings "
                f"pay {paid_fen}, draw {drawn_fen}, from others {from_others_fen} fen",
            )


def _is_patients(posting: Row, settlement: Row) -> bool:
    return (posting["region"], posting["debit_owner"]) == (settlement["region"], settlement["patient_psn_no"])


def _credits(tables: Tables) -> Iterator[Finding]:
    """A credit has one posting of its amount, and no posting names a credit that is not there."""
    postings = {key: rows for key, rows in tables.by("postings", "region", "credit_id").items() if rows[0]["credit_id"]}
    for row in tables["credits"]:
        lines = postings.pop((row["region"], row["credit_id"]), [])
        if len(lines) > 1:
            yield Finding(Wrong.DOUBLED, f"{len(lines)} postings of credit {row['credit_id']}")
        elif [r["amount_fen"] for r in lines] != [row["amount_fen"]]:
            yield Finding(Wrong.HALF, f"credit {row['credit_id']}: {row['amount_fen']} fen, postings {_amounts(lines)}")
    for key in postings:
        yield Finding(Wrong.HALF, f"a posting of credit {_text(key)}, which is not there")


def _balances(tables: Tables) -> Iterator[Finding]:
    """Every account holds the sum of its movements, none ever less than nothing, and they follow on each other.

    Each movement begins with the balance with which another one ended. So all the balances after, and the nothing in
    the beginning, are all the balances before, and the one at the end.
    """
    held = {(r["region"], r["psn_no"], r["account_kind"]): r["balance_fen"] for r in tables["accounts"]}
    after: dict[Hashable, Counter[int]] = {key: Counter([0]) for key in held}
    before: dict[Hashable, Counter[int]] = {key: Counter([fen]) for key, fen in held.items()}
    total: Counter[Hashable] = Counter()
    for row in tables["postings"]:
        for side, sign in (("debit", -1), ("credit", 1)):
            key = (row["region"], row[f"{side}_owner"], row[f"{side}_kind"])
            if key[2] not in _PERSONS:
                continue
            end_fen = row[f"{side}_balance_after_fen"]
            if key not in held or end_fen is None:
                yield Finding(Wrong.BALANCE, f"{_text(key)}: a posting without an account, or without a balance after")
                continue
            total[key] += sign * row["amount_fen"]
            after[key][end_fen] += 1
            before[key][end_fen - sign * row["amount_fen"]] += 1
    for key, fen in held.items():
        if fen != total[key] or fen < 0:
            yield Finding(Wrong.BALANCE, f"{_text(key)}: holds {fen} fen, its movements add up to {total[key]}")
        if min(after[key]) < 0 or after[key] != before[key]:
            yield Finding(Wrong.BALANCE, f"{_text(key)}: its movements do not follow on each other")


def _regions(tables: Tables) -> Iterator[Finding]:
    """In each region: came in = held + paid + owed to other regions; and what one region owes the other is due."""
    held: Counter[str] = Counter()
    owed: Counter[tuple[str, str]] = Counter()
    for row in tables["accounts"]:
        held[row["region"]] += row["balance_fen"]
    for row in tables["postings"]:
        held[row["region"]] += row["amount_fen"] * ((row["credit_kind"] in _PAID) - (row["debit_kind"] == "INSURER"))
        if row["credit_kind"] == "CLEARING":
            held[row["region"]] += row["amount_fen"]
            owed[row["region"], row["credit_owner"]] += row["amount_fen"]
        if row["debit_kind"] == "CLEARING":
            held[row["region"]] -= row["amount_fen"]
            owed[row["debit_owner"], row["region"]] -= row["amount_fen"]
    for region, fen in held.items():
        if fen:
            yield Finding(Wrong.MONEY, f"{region}: {fen} fen more than came in are held, paid or owed")
    for (region, other), fen in owed.items():
        if fen:
            yield Finding(Wrong.MONEY, f"{region} owes {other} {fen} fen that are not due there")


def _sum(rows: Iterator[Row]) -> int:
    return sum(row["amount_fen"] for row in rows)


def _amounts(rows: list[Row]) -> list[int]:
    return [row["amount_fen"] for row in rows]


def _text(key: Hashable) -> str:
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)
