"""The list of a person's relations from both sides, whether each could pay now, and the balances."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongji import v1
from tests.model import handling, quotas
from tests.model.books import Books, Consent, No, Someone, Tie, Who, word
from tests.model.people import has_account
from tests.model.rulebook import Rulebook, today
from tests.model.settlement import Why, line, why_people


@dataclass
class Row:
    """`patient` would spend the money of `payer`. Without a `tie` it is the row of a network's initiator."""

    at: tuple[Any, ...]
    shown: Who
    patient: Who
    payer: Who
    tie: Tie | None = None
    own_tie: Tie | None = None
    network: Consent | None = None


def members(request: v1.ListMembersRequest, books: Books, rules: Rulebook, now: datetime) -> list[Any]:
    """The rows in order: a network's together, its initiator first; the others as they were bound."""
    if not rules.knows(rules.pool(request.person.insuplc_admdvs)):
        raise No("NO_POLICY")
    person = handling.person(request.person, "person", books, rules)
    lister = _Lister(books, rules, today(now), request.include_ended)
    as_member = request.view == v1.MEMBER_VIEW_AS_MEMBER
    rows = [*lister.founded(person.who, as_member)]
    rows += lister.memberships(person.who) if as_member else lister.given(person.who)
    return [lister.told(row) for row in sorted(rows, key=lambda row: row.at)]


def accounts(request: v1.GetAccountsRequest, books: Books, rules: Rulebook, now: datetime) -> dict[str, int]:
    """What a person has by today's rules, empty ones too, and every account that ever held money."""
    if not rules.knows(rules.pool(request.owner.insuplc_admdvs)):
        raise No("NO_POLICY")
    owner = handling.person(request.owner, "owner", books, rules)
    policy = rules.first_on(owner.who.region, today(now))
    kept = policy.accounts.kinds.value if policy else ()
    found = {str(kind): 0 for kind in kept if has_account(books, owner, kind, policy)}
    return found | {kind: fen for (who, kind), fen in books.money.items() if who == owner.who}


class _Lister:
    def __init__(self, books: Books, rules: Rulebook, day: date, include_ended: bool) -> None:
        self.books, self.rules, self.day, self.include_ended = books, rules, day, include_ended

    def shown(self, tie: Tie) -> bool:
        return self.include_ended or self.rules.counts(tie, self.day)

    def stands(self, network: Consent) -> bool:
        return not network.ended and not self.rules.dropped(network.policy, today(network.made), self.day)

    def founded(self, who: Who, as_member: bool) -> Iterator[Row]:
        """Of networks that the person founded, everybody: who spends whose money depends on the side."""
        for network in self.books.consents.values():
            if network.network and network.giver == who and (self.include_ended or self.stands(network)):
                yield _initiator(network, who)
                for tie in filter(self.shown, self.books.under(network.id)):
                    sides = (who, tie.member) if as_member else (tie.member, who)
                    yield Row(_at(tie, network), tie.member, *sides, tie, None, network)

    def given(self, who: Who) -> Iterator[Row]:
        for tie in filter(self.shown, self.books.given(who)):
            if not tie.network:
                yield Row(_at(tie), tie.member, tie.member, who, tie)

    def memberships(self, who: Who) -> Iterator[Row]:
        """The whole of each network that the person is in; of everything else, its authorizer."""
        received = [t for t in self.books.received(who) if self.shown(t)]
        inside = {t.consent: t for t in received if t.network and self.rules.counts(t, self.day)}
        for own in inside.values():
            network = self.books.consents[own.consent]
            yield _initiator(network, who, own)
            for tie in filter(self.shown, self.books.under(network.id)):
                yield Row(_at(tie, network), tie.member, who, tie.member, tie, None if tie is own else own, network)
        for tie in received:
            if tie.consent not in inside:
                yield Row(_at(tie), tie.giver, who, tie.giver, tie)

    def told(self, row: Row) -> Any:
        """Whom, through what, whether at least one account could pay, and why each of the others could not."""
        tie = row.tie or row.own_tie
        made = row.tie or row.network
        assert made
        policy = self.rules.for_today(made, row.payer.region, self.day)
        broken = self._broken(row)
        if broken:
            usable, lines = False, [line(row.payer, None, tie, broken, policy)]
        else:
            kinds = self.rules.shared(policy, row.payer.region, self.day)
            barred = [(kind, self._barred(row, kind, policy)) for kind in kinds]
            lines = [line(row.payer, kind, tie, why, policy) for kind, why in barred if why]
            usable = len(lines) < len(kinds)
        shown = row.tie
        return (row.shown.psn_no, shown.id if shown else None, shown.relation if shown else None, usable, lines)

    def _broken(self, row: Row) -> Why | None:
        if row.network and not self.stands(row.network):
            return "ENDED", None
        for tie in (row.own_tie, row.tie):
            broken = self.rules.why_not(tie, self.day) if tie else None
            if broken:
                return broken
        return None

    def _barred(self, row: Row, kind: str, policy: Any) -> Why | None:
        payer, own = self.books.people[row.payer], row.payer == row.patient
        why = _own_state(payer, policy) if own else why_people(policy, payer, self.books.people[row.patient])
        if why:
            return why
        if not has_account(self.books, payer, kind, policy):
            return "NO_ACCOUNT", "accounts.schemes"
        return quotas.room(row.payer, kind, policy, None if own else row.tie or row.own_tie, self.books).why


def _own_state(owner: Someone, policy: Any) -> Why | None:
    states = policy.payers.account_states.value
    return ("ACCOUNT_NOT_NORMAL", "payers.account_states") if states and owner.account not in states else None


def _initiator(network: Consent, patient: Who, own: Tie | None = None) -> Row:
    at = (network.made, network.id, 0)
    return Row(at, network.giver, patient, network.giver, None, own, network)


def _at(tie: Tie, network: Consent | None = None) -> tuple[Any, ...]:
    group = (network.made, network.id) if network else (tie.bound, tie.id)
    return (*group, 1, tie.bound, tie.id)


def told_members(response: v1.ListMembersResponse) -> list[Any]:
    """The same of the server's answer."""
    return [
        (
            m.psn_no,
            m.binding.binding_id if m.HasField("binding") else None,
            word(v1.Relation, m.relation) if m.HasField("relation") else None,
            m.usable_now,
            [told_line(e) for e in m.explanations],
        )
        for m in response.members
    ]


def told_line(e: v1.Explanation) -> Any:
    kind = word(v1.AccountKind, e.account_kind) if e.HasField("account_kind") else None
    binding = e.binding_id if e.HasField("binding_id") else None
    rule = (e.rule.policy_id, e.rule.policy_version, e.rule.key) if e.HasField("rule") else None
    return (e.psn_no, kind, binding, e.reason, rule)


def told_accounts(response: v1.GetAccountsResponse) -> dict[str, int]:
    return {word(v1.AccountKind, a.account_kind): a.balance_fen for a in response.accounts}
