"""Who may authorize, who may be a member, how many, and bound by whom; and what every act of a family looks at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from gongji import v1
from tests.model import handling
from tests.model.books import Books, Consent, No, Someone, Tie, Who, word
from tests.model.rulebook import Rulebook, inside, today


class Ids(NamedTuple):
    """What the server called a new authorization, a new binding, a new settlement, a new transfer to a wallet."""

    consent: str = "none was given"
    tie: str = "none was given"
    settlement: str = "none was given"
    wallet: str = "none was given"


@dataclass
class Act:
    """What every act of a family is looked at with."""

    books: Books
    rules: Rulebook
    now: datetime
    ids: Ids

    @property
    def day(self) -> date:
        return today(self.now)

    def find(self, ref: v1.PersonRef, role: str) -> Someone:
        return handling.person(ref, role, self.books, self.rules)

    def check(self, act: str, how: v1.Handling, giver: Someone, members: list[Someone], policy: Any) -> None:
        handling.check(act, how, giver, members, policy, self.books, self.rules, self.now)

    def free(self, who: Who, kind: str) -> int:
        return self.books.money.get((who, kind), 0) - self.books.frozen.get((who, kind), 0)

    def given(self, who: Who, policy: Any) -> list[Tie]:
        """Bindings under this policy that count today: those that somebody gives …"""
        return [t for t in self.books.given(who) if t.policy == policy.policy.id and self.rules.counts(t, self.day)]

    def received(self, who: Who, policy: Any) -> list[Tie]:
        """… and those that somebody is bound by."""
        return [t for t in self.books.received(who) if t.policy == policy.policy.id and self.rules.counts(t, self.day)]

    def consent(self, who: Who, policy: Any) -> Consent | None:
        return self.rules.standing(self.books.consents.values(), who, policy.policy.id, self.day)


def check_giver(giver: Someone, how: v1.Handling, policy: Any, act: Act) -> None:
    ruled = policy.authorizer
    online_with_voucher = word(v1.Channel, how.channel) in ruled.voucher_active_on.value
    for wrong, reason in (
        (_not_in(giver.scheme, ruled.schemes.value), "AUTHORIZER_NOT_EMPLOYEE_SCHEME"),
        (_not_in(giver.insured, ruled.insu_states.value), "AUTHORIZER_NOT_ACTIVE"),
        (giver.excluded(ruled.categories_excluded.value, act.day), "AUTHORIZER_CATEGORY_EXCLUDED"),
        (_not_in(giver.card, ruled.card_states.value), "AUTHORIZER_CARD_NOT_NORMAL"),
        (_not_in(giver.account, ruled.account_states.value), "ACCOUNT_NOT_NORMAL"),
        (online_with_voucher and not giver.voucher, "AUTHORIZER_VOUCHER_NOT_ACTIVE"),
    ):
        if wrong:
            raise No(reason)


def check_founder(giver: Someone, policy: Any, act: Act) -> None:
    kinds = policy.authorizer.balance_in.value
    if kinds and not any(act.free(giver.who, kind) > 0 for kind in kinds):
        raise No("NO_HISTORIC_BALANCE")
    if policy.exclusivity.one_network.value and act.received(giver.who, policy):
        raise No("AUTHORIZER_IS_MEMBER")


def check_member(giver: Someone, member: Someone, policy: Any, act: Act) -> None:
    ruled = policy.members
    for wrong, reason in (
        (not inside(ruled.area.value, giver.who.region, member.who.region), "MEMBER_OUT_OF_AREA"),
        (_not_in(member.scheme, ruled.schemes.value), "MEMBER_NOT_INSURED"),
        (_not_in(member.insured, ruled.insu_states.value), "MEMBER_NOT_INSURED"),
        (member.excluded(ruled.categories_excluded.value, act.day), "MEMBER_CATEGORY_EXCLUDED"),
        (_not_in(member.card, ruled.card_states.value), "MEMBER_CARD_NOT_NORMAL"),
        (_not_in(member.account, ruled.account_states.value), "ACCOUNT_NOT_NORMAL"),
    ):
        if wrong:
            raise No(reason)


def check_exclusive(giver: Someone, member: Someone, policy: Any, act: Act) -> None:
    """One authorizer a member, no chains, one network: bindings that count are looked at, under this policy only."""
    ruled, bound_by = policy.exclusivity, act.received(member.who, policy)
    network = ruled.one_network.value
    if giver.who in [t.giver for t in bound_by]:
        raise No("ALREADY_BOUND_TO_THIS_AUTHORIZER")
    if bound_by and (ruled.one_authorizer_per_member.value or network):
        raise No("MEMBER_ALREADY_BOUND")
    if act.given(member.who, policy) and (ruled.authorizer_cannot_be_member.value or network):
        raise No("MEMBER_IS_AUTHORIZER")
    if network and act.consent(member.who, policy):
        raise No("MEMBER_IS_AUTHORIZER")
    if act.received(giver.who, policy) and (ruled.member_cannot_be_authorizer.value or network):
        raise No("AUTHORIZER_IS_MEMBER")


def check_numbers(giver: Someone, member: Someone, relation: str, policy: Any, act: Act) -> None:
    if relation not in policy.relations.allowed.value:
        raise No("RELATION_NOT_ALLOWED")
    bound = act.given(giver.who, policy)
    for limit in policy.relations.limits.value:
        if relation in limit.of and len([t for t in bound if t.relation in limit.of]) >= limit.at_most:
            raise No("RELATION_LIMIT_REACHED")
    at_most, in_a_life = policy.members.at_most.value, policy.members.lifetime_at_most.value
    if at_most is not None and len(bound) >= at_most:
        raise No("MEMBER_LIMIT_REACHED", at_most=str(at_most))
    mine = [t for t in act.books.given(giver.who) if t.policy == policy.policy.id]
    ever = {t.member for t in mine if act.rules.counts(t, act.day) or set(act.rules.who_agrees(t)) <= set(t.agreed)}
    if in_a_life is not None and len(ever | {member.who}) > in_a_life:
        raise No("LIFETIME_MEMBER_LIMIT_REACHED", at_most=str(in_a_life))


def _not_in(value: str, allowed: Any) -> bool:
    return allowed is not None and value not in allowed
