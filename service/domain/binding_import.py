"""Bindings that exist in an earlier system (存量共济关系), taken over as they stand.

They keep when they were bound, what the member is to the authorizer, and their places in the order of payers. Who was
insured then, and how it was handled, was looked at then: here it is only held that a binding fits what is in the books.
"""

import hashlib
from datetime import date

import msgspec

from service.domain import family_events as happened
from service.domain.acting import find
from service.domain.calendar import day_of
from service.domain.context import Context
from service.domain.eligibility import check_exclusivity, check_limits
from service.domain.family import Authorization, Binding, BindingImport
from service.domain.feed_commands import ExistingBinding, ImportBindings
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import Person
from service.domain.policy import Policy
from service.domain.policy_book import within
from service.domain.refusal import refuse, require
from service.domain.relations import earliest_unbind, next_place
from service.domain.rows import RowOutcome, RowResult, each
from service.domain.standing import authorization
from service.domain.terms import AuthorizationState, BindingState


def import_bindings(command: ImportBindings, ctx: Context) -> Outcome:
    """Take bindings over; a key that is known already is not taken over again."""
    require(ctx.book.serving(command.region), "NO_POLICY", region=command.region)
    return each(command.rows, lambda row: row.binding_key, _take_over, ctx)


def _take_over(row: ExistingBinding, changes: Changes, ctx: Context) -> RowResult:
    authorizer = find(row.authorizer, "authorizer", ctx)
    member = find(row.member, "member", ctx)
    said = _content_sha256(row, authorizer, member)
    known = ctx.state.binding_imports.get((authorizer.region, row.binding_key))
    if known is not None:
        require(known.content_sha256 == said, "BINDING_KEY_REUSED", binding_key=row.binding_key)
        return RowResult(row.binding_key, RowOutcome.UNCHANGED, binding_id=known.binding_id)
    policy = _policy(row, authorizer, member, ctx)
    _check(row, authorizer, member, policy, ctx)
    standing = authorization(authorizer.key, policy.id, ctx)
    under = _placed(row, standing or _founded(row, authorizer, policy, ctx))
    made = _binding(row, under, member, policy, ctx)
    changes.bindings.append(made)
    changes.binding_imports.append(
        BindingImport(region=made.region, binding_key=row.binding_key, binding_id=made.binding_id, content_sha256=said)
    )
    if under is not standing:
        changes.authorizations.append(under)
    if standing is None:
        changes.events.append(_event(happened.founding(under), under, row, ctx))
    changes.events.append(_event(happened.binding(made), made, row, ctx))
    return RowResult(row.binding_key, RowOutcome.CREATED, binding_id=made.binding_id)


def _content_sha256(row: ExistingBinding, authorizer: Person, member: Person) -> bytes:
    """What the row says, whichever way it names its people."""
    said = msgspec.structs.asdict(row) | {"authorizer": authorizer.key, "member": member.key}
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).digest()


def _policy(row: ExistingBinding, authorizer: Person, member: Person, ctx: Context) -> Policy:
    """The rules that it was bound under: those of the day, or where there were none yet, today's."""
    bound = day_of(row.bound_time)
    there = ctx.book.for_bindings(authorizer.region, bound) or ctx.book.for_bindings(authorizer.region, ctx.today)
    if not there:
        refuse("NO_POLICY", region=authorizer.region, date=bound)
    if row.policy_id is not None:
        asked = next((p for p in there if p.id == row.policy_id), None)
        return asked or refuse("POLICY_NOT_FOUND", policy_id=row.policy_id)
    covering = (p for p in there if within(p.members.area.value, authorizer.region, member.region))
    return next(covering, there[0])


def _check(row: ExistingBinding, authorizer: Person, member: Person, policy: Policy, ctx: Context) -> None:
    require(authorizer.key != member.key, "SELF_BINDING")
    if row.bound_time > ctx.now:
        refuse("INVALID_REQUEST", field="bound_time", problem="不能晚于现在 / is not in the future")
    require(ctx.book.carries(policy.id, day_of(row.bound_time), ctx.today), "BINDING_ENDED")
    require(within(policy.members.area.value, authorizer.region, member.region), "MEMBER_OUT_OF_AREA")
    check_exclusivity(authorizer, member, policy, ctx)
    check_limits(authorizer, member, row.relation, policy, ctx)
    dated = row.start_date is not None or row.end_date is not None
    require(policy.bindings.dated.value or not dated, "DATES_NOT_ALLOWED")
    _check_not_over(row.end_date, ctx)


def _check_not_over(end_date: date | None, ctx: Context) -> None:
    if end_date is not None:
        require(end_date >= ctx.today, "END_DATE_PASSED", end_date=end_date)


def _founded(row: ExistingBinding, authorizer: Person, policy: Policy, ctx: Context) -> Authorization:
    """The authorization that the first of an authorizer's bindings brings with it, without the letter it had."""
    return Authorization(
        region=authorizer.region,
        authorization_id=ctx.new_id(),
        authorizer_psn_no=authorizer.psn_no,
        policy_id=policy.id,
        policy_version=policy.version,
        state=AuthorizationState.ACTIVE,
        create_time=row.bound_time,
        network=policy.network,
    )


def _placed(row: ExistingBinding, under: Authorization) -> Authorization:
    """The authorization with the initiator's place in a network's order, where the row tells another than it has."""
    place = row.authorizer_payer_order
    if not under.network or place is None or place == under.payer_order:
        return under
    return msgspec.structs.replace(under, payer_order=place)


def _binding(row: ExistingBinding, under: Authorization, member: Person, policy: Policy, ctx: Context) -> Binding:
    made = Binding(
        region=under.region,
        binding_id=ctx.new_id(),
        authorization_id=under.authorization_id,
        authorizer_psn_no=under.authorizer_psn_no,
        member_region=member.region,
        member_psn_no=member.psn_no,
        member_insuplc_admdvs=member.insuplc_admdvs,
        relation=row.relation,
        state=BindingState.ACTIVE,
        payer_order=row.payer_order or next_place(under, member.key, policy, ctx),
        bound_time=row.bound_time,
        policy_id=policy.id,
        policy_version=policy.version,
        network=policy.network,
        start_date=row.start_date,
        end_date=row.end_date,
        # Whoever had to agree did so when it was bound.
        approved_by=policy.bindings.review.value,
    )
    return msgspec.structs.replace(made, earliest_unbind_date=earliest_unbind(made, policy))


def _event(kind: happened.FamilyEventType, about: Authorization | Binding, row: ExistingBinding, ctx: Context) -> Event:
    """As other events of a family, but that it came with an import instead of a handling."""
    return Event(
        region=about.region,
        type=kind,
        psn_no=about.authorizer_psn_no,
        payload=msgspec.to_builtins({"about": about, "imported": {"binding_key": row.binding_key}}),
        event_time=ctx.now,
    )
