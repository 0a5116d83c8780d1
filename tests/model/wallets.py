"""Wallets (医保钱包): opened by their owners, filled by near relatives, accepted or gone back the next day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from gongji import v1
from tests.model import suspense
from tests.model.books import CHINA, MOST_FEN, No, Someone, Who, moment, word
from tests.model.eligibility import Act, check_giver, check_member

Policy = tuple[str, str]


@dataclass
class Sent:
    """Money on its way into a wallet, and what became of it. `parts`: out of which accounts it came."""

    id: str
    sender: Who
    receiver: Who
    relation: str
    fen: int
    parts: dict[str, int]
    at: datetime
    back_at: datetime
    policy: Policy
    state: str = "SENT"
    ended: datetime | None = None


def open_wallet(request: v1.OpenWalletRequest, act: Act) -> Any:
    owner = act.find(request.owner, "owner")
    policy = _rules(owner, act)
    _check_own_act(request, owner, [], policy, act)
    check_member(owner, owner, policy, act)
    if owner.who in act.books.wallets:
        raise No("WALLET_ALREADY_OPEN")
    act.books.wallets.add(owner.who)
    act.books.put(owner.who, "WALLET", 0)
    return (*owner.who, request.use_admdvs, act.now, (policy.policy.id, policy.policy.version))


def send(request: v1.TransferToWalletRequest, act: Act) -> Any:
    sender, receiver = act.find(request.owner, "owner"), act.find(request.receiver, "receiver")
    policy, relation = _rules(sender, act), word(v1.Relation, request.relation)
    _check_own_act(request, sender, [receiver], policy, act)
    check_giver(sender, request.handling, policy, act)
    if sender.who == receiver.who or relation not in policy.relations.allowed.value:
        raise No("RELATION_NOT_ALLOWED")
    check_member(sender, receiver, policy, act)
    if receiver.who not in act.books.wallets:
        raise No("WALLET_NOT_OPEN")
    rules = policy.wallet
    _check_hours(rules, act.now)
    _check_often(sender.who, request.amount_fen, rules, act)
    parts = _parts(sender.who, request.amount_fen, rules, act)
    for kind, fen in parts.items():
        act.books.put(sender.who, kind, -fen)
    back_at = datetime.combine(act.day + timedelta(days=1), time.fromisoformat(rules.returned_at.value), CHINA)
    made = Sent(
        *(act.ids.wallet, sender.who, receiver.who, relation, request.amount_fen, parts, act.now, back_at),
        (policy.policy.id, policy.policy.version),
    )
    act.books.sent.append(made)
    return _answer(made)


def accept(request: v1.AcceptWalletTransferRequest, act: Act) -> Any:
    receiver = act.find(request.receiver, "receiver")
    policy = _rules(receiver, act)
    _check_own_act(request, receiver, [], policy, act)
    mine = (s for s in act.books.sent if s.receiver == receiver.who and s.id == request.wallet_transfer_id)
    sent = next(mine, None)
    if sent is None:
        raise No("WALLET_TRANSFER_NOT_FOUND")
    if sent.state != "SENT" or act.now >= sent.back_at:
        raise No("WALLET_TRANSFER_OVER")
    check_member(receiver, receiver, policy, act)
    if act.books.money.get((receiver.who, "WALLET"), 0) + sent.fen > MOST_FEN:
        raise No("AMOUNT_OUT_OF_RANGE")
    act.books.put(receiver.who, "WALLET", sent.fen)
    sent.state, sent.ended = "ACCEPTED", act.now
    return _answer(sent)


def return_overdue(sender: Who, act: Act) -> dict[str, int] | None:
    """What nobody has accepted in time goes back the way it came, or waits where that way is closed."""
    overdue = [s for s in act.books.sent if s.sender == sender and s.state == "SENT" and s.back_at <= act.now]
    for sent in overdue:
        kept = act.rules.kept(sent.parts, sender.region, act.day)
        if suspense.has_gone(act.books.people[sender]) or kept != list(sent.parts):
            suspense.wait(sender, sent.fen, act.now, act.books)
        else:
            for kind, fen in sent.parts.items():
                act.books.put(sender, kind, fen)
        sent.state, sent.ended = "RETURNED", act.now
    return {"returned": sum(sent.fen for sent in overdue)} if overdue else None


def told_wallet(w: v1.Wallet) -> Any:
    """The server's answers in the same plain values."""
    return w.insuplc_admdvs, w.psn_no, w.use_admdvs, moment(w.opened_time), (w.policy_id, w.policy_version)


def told_transfer(s: v1.WalletTransfer) -> Any:
    sender = Who(s.sender_insuplc_admdvs, s.sender_psn_no)
    receiver = Who(s.receiver_insuplc_admdvs, s.receiver_psn_no)
    ended = moment(s.end_time) if s.HasField("end_time") else None
    who = s.wallet_transfer_id, sender, receiver, word(v1.Relation, s.relation), s.amount_fen
    times = moment(s.sent_time), moment(s.return_time), ended
    return (*who, *times, word(v1.WalletTransferState, s.state), (s.policy_id, s.policy_version))


def _answer(sent: Sent) -> Any:
    who = sent.id, sent.sender, sent.receiver, sent.relation, sent.fen
    return (*who, sent.at, sent.back_at, sent.ended, sent.state, sent.policy)


def _rules(person: Someone, act: Act) -> Any:
    policy = act.rules.wallet(person.who.region, act.day)
    if policy is None:
        raise No("NO_POLICY")
    return policy


def _check_own_act(request: Any, owner: Someone, others: list[Someone], policy: Any, act: Act) -> None:
    if act.find(request.handling.applicant, "applicant").who != owner.who:
        raise No("APPLICANT_NOT_ENTITLED")
    act.check("WALLET", request.handling, owner, others, policy)


def _check_hours(rules: Any, now: datetime) -> None:
    """Hours may lie across midnight."""
    if rules.closed_from.value is None:
        return
    since, until = time.fromisoformat(rules.closed_from.value), time.fromisoformat(rules.closed_until.value)
    clock = now.astimezone(CHINA).time()
    if since <= clock < until if since <= until else not until <= clock < since:
        raise No("TRANSFER_CLOSED_HOURS")


def _check_often(sender: Who, fen: int, rules: Any, act: Act) -> None:
    """One at a time, and not too much, nor too often in a day and in a month; what went back counts."""
    mine = [s for s in act.books.sent if s.sender == sender]
    if rules.one_pending.value and any(s.state == "SENT" and act.now < s.back_at for s in mine):
        raise No("TRANSFER_PENDING")
    days = [s.at.astimezone(CHINA).date() for s in mine]
    month = [day for day in days if _month(day) == _month(act.day)]
    for made, most in (
        (fen - 1, rules.at_most_fen.value),
        (days.count(act.day), rules.a_day_at_most.value),
        (len(month), rules.a_month_at_most.value),
    ):
        if most is not None and made >= most:
            raise No("TRANSFER_LIMIT_REACHED")


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _parts(sender: Who, fen: int, rules: Any, act: Act) -> dict[str, int]:
    """Out of which accounts it comes, in the order of the rules."""
    free = {str(kind): act.free(sender, str(kind)) for kind in rules.sent_from.value}
    if sum(free.values()) < fen:
        raise No("INSUFFICIENT_BALANCE")
    if sum(free.values()) - fen < rules.retained_fen.value:
        raise No("RETAINED_BALANCE")
    parts = {}
    for kind, there in free.items():
        part = min(there, fen)
        if part:
            parts[kind] = part
            fen -= part
    return parts
