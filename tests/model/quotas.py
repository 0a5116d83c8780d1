"""Quotas: how much may be spent under a binding, or under an authorization by all members together, and what of the
giver's money is frozen for that."""

from typing import Any, NamedTuple

from gongji import v1
from tests.model import relations
from tests.model.books import Books, Consent, No, Someone, Tie, Who, optional
from tests.model.eligibility import Act

KINDS = ("PERSONAL", "CURRENT", "HISTORIC", "MUTUAL_AID", "WALLET", "SUSPENSE")


class Room(NamedTuple):
    """How much of an account may be spent, and why nothing."""

    fen: int
    why: tuple[str, str] | None = None


def holder(tie: Tie, policy: Any, books: Books) -> Tie | Consent:
    """Where the quota is kept that a binding stands under."""
    return books.consents[tie.consent] if policy.quota.scope.value == "ALL_MEMBERS" else tie


def left(of: Tie | Consent, policy: Any) -> int | None:
    """What may still be spent; None where nothing caps it. Where quotas freeze, nothing before one is set."""
    if of.quota is None:
        return 0 if policy.quota.freezes.value else None
    return of.quota - of.used


def frozen_for(of: Tie | Consent) -> int:
    return (of.quota or 0) - of.used if of.freezes and not of.ended else 0


def room(who: Who, kind: str, policy: Any, tie: Tie | None, books: Books) -> Room:
    """What of an account may be spent: one's own that is not frozen; of others', by quota and retained balance."""
    balance, frozen = books.money.get((who, kind), 0), books.frozen.get((who, kind), 0)
    if tie is None:
        return Room(balance - frozen, None if balance > frozen else ("EMPTY", "accounts.own_order"))
    of = holder(tie, policy, books)
    cap = left(of, policy)
    if cap == 0:
        return Room(0, ("QUOTA_USED", "quota.scope"))
    from_frozen = of.freezes and not of.ended
    there = frozen if from_frozen else balance - frozen
    if there == 0:
        return Room(0, ("EMPTY", "accounts.shared"))
    above = min(there, (balance if from_frozen else there) - policy.payers.retained_fen.value)
    if above <= 0:
        return Room(0, ("RETAINED_BALANCE", "payers.retained_fen"))
    return Room(above if cap is None else min(above, cap))


def spend(who: Who, kind: str, fen: int, policy: Any, tie: Tie | None, books: Books) -> None:
    books.money[who, kind] -= fen
    of = holder(tie, policy, books) if tie else None
    if of and of.quota is not None:
        of.used += fen
        if of.freezes and not of.ended:
            books.frozen[who, kind] -= fen


def give_back(who: Who, kind: str, fen: int, policy: Any, tie: Tie | None, books: Books) -> None:
    """Into the account; what it had used up of a quota is unused again, and frozen anew while that stands."""
    books.money[who, kind] = books.money.get((who, kind), 0) + fen
    if tie is None:
        return
    of = holder(tie, policy, books)
    again = min(fen, of.used)
    of.used -= again
    if of.freezes and not of.ended:
        books.frozen[who, kind] = books.frozen.get((who, kind), 0) + again


def set_to(of: Tie | Consent, fen: int, policy: Any, act: Act) -> None:
    """A quota is never below what was used of it, and freezes only what may be shared and is free."""
    if fen < of.used:
        raise No("QUOTA_BELOW_USED")
    freezes = policy.quota.freezes.value
    more = (fen - of.used if freezes else 0) - frozen_for(of)
    if more > 0:
        _freeze(of.giver, more, policy, act)
    thaw(of.giver, -more, act.books)
    of.quota, of.freezes = fen, freezes


def _freeze(who: Who, fen: int, policy: Any, act: Act) -> None:
    books, stays = act.books, policy.payers.retained_fen.value
    kinds = [str(kind) for kind in act.rules.shared(policy, who.region, act.day)]
    free = {k: max(0, books.money.get((who, k), 0) - books.frozen.get((who, k), 0) - stays) for k in kinds}
    if sum(free.values()) < fen:
        raise No("INSUFFICIENT_BALANCE")
    for kind, there in free.items():
        part = min(fen, there)
        books.frozen[who, kind] = books.frozen.get((who, kind), 0) + part
        fen -= part


def thaw(who: Who, fen: int, books: Books) -> None:
    for kind in reversed(KINDS):
        part = min(max(fen, 0), books.frozen.get((who, kind), 0))
        if part:
            books.frozen[who, kind] -= part
            fen -= part


def set_quota(request: v1.SetQuotaRequest, act: Act) -> Tie | Consent:
    """The giver's own act, for one binding or for all members together, as the policy has it."""
    giver = act.find(request.authorizer, "authorizer")
    tie_id = optional(request, "binding_id")
    of, members, policy = _together(giver, act) if tie_id is None else _single(tie_id, giver, act)
    if act.find(request.handling.applicant, "applicant").who != giver.who:
        raise No("APPLICANT_NOT_ENTITLED")
    act.check("QUOTA", request.handling, giver, members, policy)
    set_to(of, request.quota_fen, policy, act)
    return of


def _single(tie_id: str, giver: Someone, act: Act) -> tuple[Tie, list[Someone], Any]:
    tie = relations.own(tie_id, giver, act)
    policy = act.rules.for_today(tie, giver.who.region, act.day)
    check_offered("PER_BINDING", policy)
    return tie, [act.books.people[tie.member]], policy


def _together(giver: Someone, act: Act) -> tuple[Consent, list[Someone], Any]:
    there = act.rules.for_ties(giver.who.region, act.day)
    if not there:
        raise No("NO_POLICY")
    policy = next((p for p in there if p.quota.scope.value == "ALL_MEMBERS"), there[0])
    check_offered("ALL_MEMBERS", policy)
    consent = act.consent(giver.who, policy)
    if consent is None:
        raise No("NOT_AUTHORIZED_YET")
    return consent, [], policy


def check_offered(scope: str, policy: Any) -> None:
    if policy.quota.scope.value != scope:
        raise No("QUOTA_NOT_OFFERED")


def frozen_of_all(books: Books) -> dict[Who, int]:
    """What has to be frozen of each giver's money: all that is left of quotas that freeze."""
    sums: dict[Who, int] = {}
    for of in (*books.ties.values(), *books.consents.values()):
        sums[of.giver] = sums.get(of.giver, 0) + frozen_for(of)
    return sums


def check(books: Books) -> None:
    """What is frozen is what is left of quotas, and nobody has more frozen than there is."""
    held: dict[Who, int] = {}
    for (who, kind), fen in books.frozen.items():
        assert 0 <= fen <= books.money.get((who, kind), 0)
        held[who] = held.get(who, 0) + fen
    wanted = frozen_of_all(books)
    assert {w: f for w, f in held.items() if f} == {w: f for w, f in wanted.items() if f}
