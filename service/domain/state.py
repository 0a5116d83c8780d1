"""The part of the books that a batch of commands reads: loaded once, and kept true as each outcome is folded in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from service.domain.account import Account, AccountKey, Credit
from service.domain.commands import Command
from service.domain.family import Authorization, Binding, BindingImport
from service.domain.institution import Institution
from service.domain.kept import Shelf
from service.domain.original import Original, OriginalRequest
from service.domain.outcome import Changes
from service.domain.person import Person, PersonalData, PersonKey, PersonRef
from service.domain.settlement_record import Settlement
from service.domain.terms import AccountKind, AuthorizationState, BindingState


class Picked(NamedTuple):
    """One of those whom a slice of a job concerns: a psn_no, or what else its pick selects by.

    `told` is what the pick selected besides, read without a lock: only for what can't change any more.
    """

    key: str
    told: dict[str, Any]


class State:
    """Plain look-ups. What was not loaded is not there; the pipeline sees to it that all that is needed was."""

    def __init__(self) -> None:
        self.keys: dict[PersonRef, PersonKey] = {}
        self.persons: dict[PersonKey, Person] = {}
        self.accounts: dict[AccountKey, Account] = {}
        self.institutions: dict[str, Institution] = {}
        self.personal: dict[PersonKey, PersonalData] = {}
        """Only of those whom a row says nothing new about, as far as it can be told without it."""
        self.credits: dict[tuple[str, str], Credit] = {}
        self.corrected_fen: dict[tuple[str, str], int] = {}
        """By region and credit_id: all its corrections together."""
        self.binding_imports: dict[tuple[str, str], BindingImport] = {}
        self.settlements: dict[UUID, Settlement] = {}
        """As they were answered, with their state of today."""
        self.original_requests: dict[OriginalRequest, UUID | None] = {}
        """Which settlement a request made; None where it was refused. One that was never decided is not there."""
        self.shelf = Shelf()
        self.picked: dict[Command, tuple[Picked, ...]] = {}
        """Whom each slice of a job concerns."""
        self.authorizations: dict[UUID, Authorization] = {}
        self.bindings: dict[UUID, Binding] = {}
        self._certificates: dict[PersonKey, list[PersonRef]] = defaultdict(list)
        self._by_authorizer: dict[PersonKey, dict[UUID, None]] = defaultdict(dict)
        self._by_member: dict[PersonKey, dict[UUID, None]] = defaultdict(dict)
        self._by_authorization: dict[UUID, dict[UUID, None]] = defaultdict(dict)
        self._given_by: dict[PersonKey, dict[UUID, None]] = defaultdict(dict)

    def person(self, ref: PersonRef) -> Person | None:
        key = self.keys.get(ref)
        return self.persons.get(key) if key else None

    def account(self, owner: PersonKey, kind: AccountKind) -> Account | None:
        return self.accounts.get(AccountKey(owner.region, owner.psn_no, kind))

    def accounts_of(self, owner: PersonKey) -> dict[AccountKind, Account]:
        found = ((kind, self.account(owner, kind)) for kind in AccountKind)
        return {kind: account for kind, account in found if account is not None}

    def settlement(self, named: Original | None) -> Settlement | None:
        """The settlement meant; none where there is no such, or it is not known which."""
        setl_id = self.original_requests.get(named) if isinstance(named, OriginalRequest) else named
        return self.settlements.get(setl_id) if setl_id else None

    def bindings_of_authorizer(self, person: PersonKey) -> list[Binding]:
        return [self.bindings[i] for i in self._by_authorizer.get(person, ())]

    def bindings_of_member(self, person: PersonKey) -> list[Binding]:
        return [self.bindings[i] for i in self._by_member.get(person, ())]

    def bindings_under(self, authorization_id: UUID) -> list[Binding]:
        return [self.bindings[i] for i in self._by_authorization.get(authorization_id, ())]

    def authorizations_of(self, person: PersonKey) -> list[Authorization]:
        """The active ones."""
        mine = (self.authorizations[i] for i in self._given_by.get(person, ()))
        return [a for a in mine if a.state is AuthorizationState.ACTIVE]

    def know(self, ref: PersonRef, key: PersonKey) -> None:
        """Whom a reference means."""
        self.keys[ref] = key
        if ref.psn_no is None:
            self._certificates[key].append(ref)

    def add_person(self, person: Person) -> None:
        self.persons[person.key] = person

    def add_authorizations(self, rows: Iterable[Authorization]) -> None:
        for row in rows:
            self.authorizations[row.authorization_id] = row
            self._given_by[row.authorizer][row.authorization_id] = None

    def add_bindings(self, rows: Iterable[Binding]) -> None:
        for row in rows:
            self.bindings[row.binding_id] = row
            self._by_authorizer[row.authorizer][row.binding_id] = None
            self._by_member[row.member][row.binding_id] = None
            self._by_authorization[row.authorization_id][row.binding_id] = None

    def add_credit(self, credit: Credit) -> None:
        """Once, however often it was loaded: its part of `corrected_fen` is a sum."""
        if (credit.region, credit.credit_id) in self.credits:
            return
        self.credits[credit.region, credit.credit_id] = credit
        if credit.corrects_credit_id is not None:
            corrected = (credit.region, credit.corrects_credit_id)
            self.corrected_fen[corrected] = self.corrected_fen.get(corrected, 0) + credit.amount_fen

    def fold(self, changes: Changes) -> None:
        """Make the state what it will be once these changes are written."""
        for told in changes.persons:
            self.add_person(told.person)
            self.personal[told.person.key] = told.personal
            for lost in self._certificates.pop(told.person.key, ()):
                self.keys.pop(lost, None)
            for ref in told.refs:
                self.know(ref, told.person.key)
        for institution in changes.institutions:
            self.institutions[institution.fixmedins_code] = institution
        self.add_authorizations(changes.authorizations)
        self.add_bindings(changes.bindings)
        for credit in changes.credits:
            self.add_credit(credit)
        for settled in (*changes.settlements, *changes.reversed):
            if settled.setl_id is not None:
                self.settlements[settled.setl_id] = settled
        for imported in changes.binding_imports:
            self.binding_imports[imported.region, imported.binding_key] = imported
        for posting in changes.postings:
            for key, balance_fen in posting.touched:
                held = self.accounts.get(key, Account())
                self.accounts[key] = Account(balance_fen, held.frozen_fen)
        for freeze in changes.freezes:
            held = self.accounts.get(freeze.key, Account())
            self.accounts[freeze.key] = Account(held.balance_fen, freeze.frozen_fen)
        for row in changes.kept:
            self.shelf.put(row)


def live(binding: Binding) -> bool:
    """Whether the row has not ended; whether it holds today is for the policy and the dates to say."""
    return binding.state is not BindingState.ENDED
