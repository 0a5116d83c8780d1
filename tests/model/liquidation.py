"""Winding up: all that somebody has goes out with its interest, every relation ends, and the account stays closed."""

from dataclasses import replace
from datetime import date
from typing import Any

from gongji import v1
from tests.model import endings
from tests.model.books import MOST_FEN, Books, Consent, No, Someone, Tie, Who, optional, word
from tests.model.eligibility import Act
from tests.model.jobs import MILLION, half_up

NOT_INSURED = ("0", "3")
DAYS = 365


def liquidate(request: v1.LiquidateRequest, act: Act) -> Any:
    owner, books = act.find(request.owner, "owner"), act.books
    who = owner.who
    policy = act.rules.first_on(who.region, act.day)
    if policy is None:
        raise No("NO_POLICY")
    act.check("CLOSE", request.handling, owner, [], policy)
    sum_fen = sum(fen for _, fen in _held(who, books))
    if sum_fen == 0 and who in books.wound_up:
        raise No("ACCOUNT_NOT_NORMAL")
    days = (act.day - date(act.day.year, 1, 1)).days
    interest = half_up(sum_fen * policy.interest.annual_ppm.value * days, MILLION * DAYS)
    if sum_fen + interest > MOST_FEN:
        raise No("AMOUNT_OUT_OF_RANGE")
    _end_all(who, act)
    into = policy.year_end.into.value
    if interest and into:
        books.put(who, str(into), interest)
    for kind, _ in _held(who, books):
        books.money[who, kind] = 0
    endings.end_preset(who, act)
    books.people[who] = replace(books.people[who], account="CLOSED")
    books.wound_up.add(who)
    to, all_fen = optional(request, "to_admdvs"), sum_fen + interest
    there = act.rules.pool(to) if to else None
    parts = (0, all_fen) if to else (all_fen, 0)
    cause = word(v1.LiquidationCause, request.cause)
    return (*who, cause, there, sum_fen, interest, *parts, (policy.policy.id, policy.policy.version))


def told(done: v1.Liquidation) -> Any:
    """The same of the server's answer."""
    who = done.insuplc_admdvs, done.psn_no, word(v1.LiquidationCause, done.cause), optional(done, "to_admdvs")
    amounts = done.balance_fen, done.interest_fen, done.paid_out_fen, done.carried_fen
    return (*who, *amounts, (done.policy_id, done.policy_version))


def still_closed(told: Someone, held: Someone | None, books: Books) -> Someone:
    """Whatever the registry says, until a new insurance begins."""
    if told.who not in books.wound_up:
        return told
    if held and held.insured in NOT_INSURED and told.insured == "1":
        books.wound_up.discard(told.who)
        return told
    return replace(told, account="CLOSED")


def _held(who: Who, books: Books) -> list[tuple[str, int]]:
    """What is in somebody's accounts; what waits in SUSPENSE is paid out apart."""
    return [(kind, fen) for (owner, kind), fen in books.money.items() if owner == who and kind != "SUSPENSE"]


def _end_all(who: Who, act: Act) -> None:
    """What somebody gave and was given, on both sides."""
    books = act.books
    mine: list[Consent | Tie] = [c for c in books.consents.values() if c.giver == who and not c.ended]
    mine += [t for t in (*books.given(who), *books.received(who)) if not t.ended]
    ruled = [(of, act.rules.for_today(of, of.giver.region, act.day)) for of in mine]
    for of, policy in ruled:
        endings.check(of, policy, act)
    for of, policy in ruled:
        endings.end(of, policy, act.now, act)
