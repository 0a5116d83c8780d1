"""What the callers were told, held against the tables: nothing lost, nothing doubled, nothing else than was said."""

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from gongji import v1
from tests.support.caller import Fault
from tests.trial.finding import Finding, Wrong
from tests.trial.history import UNDECIDED, Asked, Key, essence, is_decision, of_rpc, replayed
from tests.trial.tables import Row, Tables

_COME_BACK = ("DATABASE_UNAVAILABLE", "OVERLOADED")


def check_told(history: Iterable[Asked]) -> Iterator[Finding]:
    """Callers got an answer, or were told to come back; never that something is broken inside."""
    for asked in history:
        for sending in asked.unanswered:
            fault = sending.fault
            if fault.code not in UNDECIDED or (fault.reason in _COME_BACK and not fault.retry_after):
                yield Finding(Wrong.TOLD, f"{_name(asked)}: {fault}")
        if asked.patient and asked.answer is None:
            yield Finding(Wrong.TOLD, f"{_name(asked)}: no answer after {len(asked.unanswered)} times")


def check_answers(history: list[Asked], tables: Tables) -> Iterator[Finding]:
    """Every acknowledged write is there once, as acknowledged; nothing is there that nobody asked for."""
    books = _Books(tables)
    for asked in history:
        rows = books.requests.get(asked.key, [])
        if len(rows) > 1:
            yield Finding(Wrong.DOUBLED, f"{_name(asked)}: remembered {len(rows)} times")
        if asked.answer is None:
            continue
        if not rows:
            yield Finding(Wrong.LOST, f"{_name(asked)}: answered, and not remembered")
        elif rows[0]["refused"] != isinstance(asked.answer, Fault):
            yield Finding(Wrong.DIFFERS, f"{_name(asked)}: remembered as {'refused' if rows[0]['refused'] else 'done'}")
        elif asked.done is not None:
            yield from _ACKNOWLEDGED[asked.rpc](asked, books)
    for key in books.requests.keys() - {asked.key for asked in history}:
        yield Finding(Wrong.STRANGER, f"request {'/'.join(map(str, key))}")


class _Books:
    """The rows by what names them."""

    def __init__(self, tables: Tables) -> None:
        requests = tables.by("requests", "region", "method", "request_id").items()
        self.requests = {Key(*key): rows for key, rows in requests}
        self.settlements = tables.by("settlements", "region", "request_id")
        self.paid = tables.by("postings", "setl_id")
        self.credits = tables.by("credits", "region", "credit_id")
        self.credited = tables.by("postings", "region", "credit_id")
        self.bindings = tables.by("bindings", "binding_id")
        self.authorizations = tables.by("authorizations", "region", "authorization_id")
        self.persons = tables.by("persons", "region", "psn_no")
        self.institutions = tables.by("institutions", "fixmedins_code")


_AMOUNTS = ("medfee_sumamt_fen", "psn_part_amt_fen", "acct_pay_fen", "acct_mulaid_pay_fen", "psn_cash_pay_fen")


def _settle(asked: Asked, books: _Books) -> Iterator[Finding]:
    said: v1.Settlement = asked.done.settlement
    rows = books.settlements.get((asked.region, asked.request.request_id), [])
    mine = [row for row in rows if row["setl_id"] == hex_of(said.setl_id)]
    if not mine:
        yield Finding(Wrong.LOST, f"{_name(asked)}: settlement {said.setl_id} is not there")
        return
    written = {name: mine[0][name] for name in _AMOUNTS}
    if written != {name: getattr(said, name) for name in _AMOUNTS}:
        yield Finding(Wrong.DIFFERS, f"{_name(asked)}: the settlement's amounts are {written}")
    drawn = [row for row in books.paid.get(hex_of(said.setl_id), []) if row["debit_kind"] != "CLEARING"]
    drawn.sort(key=lambda row: row["line"])
    paid = [
        (p.insuplc_admdvs, p.psn_no, v1.AccountKind.Name(p.account_kind), p.amount_fen, p.balance_after_fen)
        for p in said.payments
    ]
    if [_payment(row) for row in drawn] != paid:
        yield Finding(Wrong.DIFFERS, f"{_name(asked)}: the postings are not the payments that were acknowledged")


def _payment(row: Row) -> tuple[Any, ...]:
    kind = f"ACCOUNT_KIND_{row['debit_kind']}"
    return (row["region"], row["debit_owner"], kind, row["amount_fen"], row["debit_balance_after_fen"])


def _credit(asked: Asked, books: _Books) -> Iterator[Finding]:
    for share, result in zip(asked.request.credits, asked.done.results, strict=True):
        rows = books.credits.get((asked.region, share.credit_id), [])
        credited = books.credited.get((asked.region, share.credit_id), [])
        if result.HasField("error"):
            if rows or credited:
                yield Finding(Wrong.DIFFERS, f"{_name(asked)}: credit {share.credit_id} was refused, and is there")
        elif not rows or not credited:
            yield Finding(Wrong.LOST, f"{_name(asked)}: credit {share.credit_id} is not there")
        elif (rows[0]["amount_fen"], rows[0]["psn_no"]) != (share.amount_fen, share.owner.psn_no):
            yield Finding(Wrong.DIFFERS, f"{_name(asked)}: credit {share.credit_id} is {rows[0]['amount_fen']} fen")


def _bind(asked: Asked, books: _Books) -> Iterator[Finding]:
    """With a copy in the member's region; it may have been ended since."""
    said: v1.Binding = asked.done.binding
    rows = books.bindings.get(hex_of(said.binding_id), [])
    member_region = asked.request.member.insuplc_admdvs
    if sorted(row["region"] for row in rows) != sorted({asked.region, member_region}):
        yield Finding(Wrong.LOST, f"{_name(asked)}: binding {said.binding_id} is in {[r['region'] for r in rows]}")
    people = (asked.region, said.authorizer_psn_no, member_region, said.member_psn_no)
    columns = ("authorizer_region", "authorizer_psn_no", "member_region", "member_psn_no")
    if any(tuple(row[c] for c in columns) != people for row in rows):
        yield Finding(Wrong.DIFFERS, f"{_name(asked)}: binding {said.binding_id} is of other people")


def _unbind(asked: Asked, books: _Books) -> Iterator[Finding]:
    for binding in asked.done.bindings:
        rows = books.bindings.get(hex_of(binding.binding_id), [])
        if not rows or any(row["state"] != "ENDED" for row in rows):
            yield Finding(Wrong.LOST, f"{_name(asked)}: binding {binding.binding_id} has not ended everywhere")


def _authorize(asked: Asked, books: _Books) -> Iterator[Finding]:
    said = asked.done.authorization
    if not books.authorizations.get((asked.region, hex_of(said.authorization_id))):
        yield Finding(Wrong.LOST, f"{_name(asked)}: authorization {said.authorization_id} is not there")


def _upsert_persons(asked: Asked, books: _Books) -> Iterator[Finding]:
    for person in asked.request.persons:
        if not books.persons.get((asked.region, person.psn_no)):
            yield Finding(Wrong.LOST, f"{_name(asked)}: person {person.psn_no} is not there")


def _upsert_institutions(asked: Asked, books: _Books) -> Iterator[Finding]:
    for institution in asked.request.institutions:
        if not books.institutions.get(institution.fixmedins_code):
            yield Finding(Wrong.LOST, f"{_name(asked)}: institution {institution.fixmedins_code} is not there")


_ACKNOWLEDGED: dict[str, Callable[[Asked, _Books], Iterator[Finding]]] = {
    "Settle": _settle,
    "CreditAccounts": _credit,
    "Bind": _bind,
    "Unbind": _unbind,
    "Authorize": _authorize,
    "UpsertPersons": _upsert_persons,
    "UpsertInstitutions": _upsert_institutions,
}


def check_money(history: list[Asked], tables: Tables) -> Iterator[Finding]:
    """By the callers' notes alone, when all is answered: what was credited less what was paid is held, by region."""
    held: Counter[str] = Counter()
    for asked in of_rpc(history, "CreditAccounts"):
        for share, result in zip(asked.request.credits, asked.done.results, strict=True):
            held[asked.region] += 0 if result.HasField("error") else share.amount_fen
    for asked in of_rpc(history, "Settle"):
        for payment in asked.done.settlement.payments:
            held[payment.insuplc_admdvs] -= payment.amount_fen
    for row in tables["accounts"]:
        held[row["region"]] -= row["balance_fen"]
    for region, fen in held.items():
        if fen:
            yield Finding(Wrong.MONEY, f"{region}: by what the callers were told {fen} fen more must be held")


def check_again(history: list[Asked], tables: Tables, answers: list[Any]) -> Iterator[Finding]:
    """Sent once more, every request gets its first answer; what nobody heard of is found done, or is done now.

    `tables` are as they were before it was sent once more.
    """
    there = {Key(row["region"], row["method"], row["request_id"]) for row in tables["requests"]}
    for asked, got in zip(history, answers, strict=True):
        if not is_decision(got):
            yield Finding(Wrong.ANSWER, f"{_name(asked)}: sent again, no answer: {got}")
        elif asked.answer is not None and essence(got) != essence(asked.answer):
            yield Finding(Wrong.ANSWER, f"{_name(asked)}: sent again, another answer")
        elif replayed(got) != (asked.key in there):
            state = "known" if asked.key in there else "not known"
            yield Finding(Wrong.ANSWER, f"{_name(asked)}: {state} before, and replayed is {replayed(got)}")


def hex_of(id_on_the_wire: str) -> str:
    """The id of a resource as the tables have it: 26 characters of base32hex are 16 bytes."""
    return base64.b32hexdecode(f"{id_on_the_wire}======").hex()


def _name(asked: Asked) -> str:
    return f"{asked.rpc} {asked.region} {asked.request.request_id}"
