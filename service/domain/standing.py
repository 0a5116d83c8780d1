"""Whether a binding holds on a day, for whatever asks: a settlement, a list of members, a new binding."""

from datetime import date

from service.domain.explanation import Why
from service.domain.family import Binding
from service.domain.person import PersonKey
from service.domain.policy_book import PolicyBook
from service.domain.state import State
from service.domain.terms import BindingState


def why_not_standing(binding: Binding, day: date, book: PolicyBook) -> tuple[Why, str] | None:
    """The reason why a binding does not hold on a day, with the key of the rule; None when it holds."""
    if binding.state is BindingState.ENDED:
        return Why.ENDED, "bindings"
    if binding.expired(day):
        return Why.EXPIRED, "bindings.dated"
    if book.holds_on(binding, day) is None:
        return Why.ENDED, "bindings.carried_over"
    if binding.state is BindingState.PENDING:
        return Why.PENDING, "bindings"
    if binding.start_date is not None and day < binding.start_date:
        return Why.NOT_YET_VALID, "bindings.dated"
    return None


def not_ended(binding: Binding, day: date, book: PolicyBook) -> bool:
    """Whether a binding still counts: for exclusivity, for limits, for the order of payers."""
    reason = why_not_standing(binding, day, book)
    return reason is None or reason[0] in (Why.PENDING, Why.NOT_YET_VALID)


def given(state: State, person: PersonKey, policy_id: str, day: date, book: PolicyBook) -> list[Binding]:
    """The person's bindings as authorizer that still count under a policy."""
    mine = state.bindings_of_authorizer(person)
    return [b for b in mine if b.policy_id == policy_id and not_ended(b, day, book)]


def received(state: State, person: PersonKey, policy_id: str, day: date, book: PolicyBook) -> list[Binding]:
    """The person's bindings as member that still count under a policy."""
    mine = state.bindings_of_member(person)
    return [b for b in mine if b.policy_id == policy_id and not_ended(b, day, book)]
