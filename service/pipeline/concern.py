"""Whom a command concerns: everyone whose relations, state or money it reads or changes. These persons are locked."""

from collections.abc import Iterable

from service.domain.commands import Command, FamilyCommand, Settle
from service.domain.family import Binding
from service.domain.person import PersonKey
from service.domain.state import State
from service.domain.terms import BindingState


def concerned(command: Command, state: State) -> set[PersonKey]:
    """The persons that a command concerns, as far as the relations in `state` show them."""
    named = {state.keys[ref] for ref in command.named if ref in state.keys}
    for wanted in command.wants(state.keys.get):
        named.update(person for row in state.shelf.find(wanted) for person in row.concerns)
    if isinstance(command, Settle):
        return named.union(*(payers(person, state) for person in named))
    if isinstance(command, FamilyCommand):
        return named.union(*(_members(person, state) for person in named))
    return named


def payers(patient: PersonKey, state: State) -> set[PersonKey]:
    """Everyone whose account could pay for this patient."""
    found: set[PersonKey] = set()
    for binding in _live(state.bindings_of_member(patient)):
        found.add(binding.authorizer)
        if binding.network:
            found.update(b.member for b in _live(state.bindings_under(binding.authorization_id)))
    found.update(b.member for b in _live(state.bindings_of_authorizer(patient)) if b.network)
    return found


def _members(authorizer: PersonKey, state: State) -> set[PersonKey]:
    return {b.member for b in _live(state.bindings_of_authorizer(authorizer))}


def _live(bindings: Iterable[Binding]) -> Iterable[Binding]:
    return (b for b in bindings if b.state is not BindingState.ENDED)
