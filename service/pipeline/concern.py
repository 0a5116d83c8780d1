"""Whom a command concerns: everyone whose relations, state or money it reads or changes. These persons are locked."""

from collections.abc import Iterable

from service.domain.account_commands import Liquidate
from service.domain.account_rows import Preset
from service.domain.commands import Command, FamilyCommand, JobSlice, RevokeAuthorization, Settle, Unbind
from service.domain.family import Binding
from service.domain.feed_commands import UpsertPersons
from service.domain.jobs.registry import JOBS, wanted_by_slice
from service.domain.kept import Wanted
from service.domain.person import PersonKey, PersonRef
from service.domain.state import State
from service.domain.terms import BindingState, Job
from service.domain.undo_commands import ReaccountSettlement


def concerned(command: Command, state: State) -> set[PersonKey]:
    """The persons that a command concerns, as far as the relations in `state` show them."""
    named = {state.keys[ref] for ref in command.named if ref in state.keys}
    named |= _picked(command, state, relations=False)
    for wanted in wants(command, state):
        named.update(person for row in state.shelf.find(wanted) for person in row.concerns)
    undone = state.settlement(command.undoes)
    if undone is not None:
        named.update(PersonKey(paid.region, paid.psn_no) for paid in undone.payments)
    if isinstance(command, ReaccountSettlement):
        return named.union(*(payers(person, state, ever=True) for person in named))
    if isinstance(command, Settle):
        return named.union(*(payers(person, state) for person in named))
    if isinstance(command, Liquidate):
        named = named.union(*(_authorizers(person, state) for person in named))
    if isinstance(command, FamilyCommand):
        return named.union(*(_members(person, state) for person in named))
    if isinstance(command, UpsertPersons):
        over = [state.keys[ref] for ref in command.related if ref in state.keys]
        return named.union(*(_members(p, state) | _authorizers(p, state) for p in over))
    return named.union(*(_members(person, state) for person in _picked(command, state, relations=True)))


def wants(command: Command, state: State) -> Iterable[Wanted]:
    """The kept rows that a command reads or changes."""
    leavers = _presets_of_leavers(command, state)
    if isinstance(command, JobSlice):
        return (*wanted_by_slice(command, state), *leavers)
    return (*command.wants(state.keys.get), *leavers)


def _presets_of_leavers(command: Command, state: State) -> Iterable[Wanted]:
    """Who leaves a network by the command is known from its relations alone; a preset ends with it."""
    if isinstance(command, JobSlice):
        leaving = _picked(command, state, relations=True) if command.job is Job.EXPIRY else set()
    elif isinstance(command, UpsertPersons):
        leaving = {state.keys[ref] for ref in command.related if ref in state.keys}
    elif isinstance(command, Unbind | RevokeAuthorization | Liquidate):
        leaving = {state.keys[ref] for ref in command.named if ref in state.keys}
    else:
        return ()
    leavers = leaving.union(*(_members(person, state) for person in leaving))
    return (Wanted(Preset, key.region, "psn_no", key.psn_no) for key in leavers)


def related(command: Command, state: State) -> Iterable[PersonRef]:
    """Everyone whose relations matter to a command."""
    picked = _picked(command, state, relations=True)
    return (*command.related, *(PersonRef(key.region, psn_no=key.psn_no) for key in picked))


def _picked(command: Command, state: State, *, relations: bool) -> set[PersonKey]:
    """The persons whom a slice of a job picked; with `relations` only those whose relations matter to it."""
    if not isinstance(command, JobSlice):
        return set()
    work = JOBS[command.job]
    meant = work.persons and (work.relations or not relations)
    return {PersonKey(command.region, one.key) for one in state.picked[command]} if meant else set()


def payers(patient: PersonKey, state: State, *, ever: bool = False) -> set[PersonKey]:
    """Everyone whose account could pay for this patient; with `ever` those too who could once."""
    counted = _all if ever else _live
    found: set[PersonKey] = set()
    for binding in counted(state.bindings_of_member(patient)):
        found.add(binding.authorizer)
        if binding.network:
            found.update(b.member for b in counted(state.bindings_under(binding.authorization_id)))
    found.update(b.member for b in counted(state.bindings_of_authorizer(patient)) if b.network)
    return found


def _members(authorizer: PersonKey, state: State) -> set[PersonKey]:
    return {b.member for b in _live(state.bindings_of_authorizer(authorizer))}


def _authorizers(member: PersonKey, state: State) -> set[PersonKey]:
    return {b.authorizer for b in _live(state.bindings_of_member(member))}


def _all(bindings: Iterable[Binding]) -> Iterable[Binding]:
    return bindings


def _live(bindings: Iterable[Binding]) -> Iterable[Binding]:
    return (b for b in bindings if b.state is not BindingState.ENDED)
