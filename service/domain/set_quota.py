"""SetQuota: how much may be spent under a binding, or by all members together; the authorizer's own act."""

from msgspec import Struct

from service.domain.acting import Parties, check_acting, find
from service.domain.commands import SetQuota
from service.domain.context import Context
from service.domain.family import Authorization, Binding
from service.domain.family_events import FamilyEventType, event
from service.domain.outcome import Outcome
from service.domain.person import Person
from service.domain.policy import Act, Policy
from service.domain.policy_money import QuotaScope
from service.domain.quota import Holdings, Quota, check_offered
from service.domain.refusal import refuse, require
from service.domain.relations import own_binding, policy_of
from service.domain.standing import authorization


class QuotaSet(Struct, frozen=True):
    """What a quota was set for: one of the two."""

    binding: Binding | None = None
    authorization: Authorization | None = None


def set_quota(command: SetQuota, ctx: Context) -> Outcome:
    """Set a quota anew; what of it is frozen changes with it, and what has been used stays used."""
    authorizer = find(command.authorizer, "authorizer", ctx)
    quota, policy = _meant(command, authorizer, ctx)
    applicant = find(command.handling.applicant, "applicant", ctx)
    require(applicant.key == authorizer.key, "APPLICANT_NOT_ENTITLED", act=Act.QUOTA)
    members = (ctx.state.persons[quota.member],) if isinstance(quota, Binding) else ()
    check_acting(Act.QUOTA, command.handling, Parties(authorizer, members), policy, ctx)
    holdings = Holdings(ctx)
    made = holdings.set(quota, command.quota_fen, policy)
    changes = holdings.changes()
    if isinstance(made, Binding):
        kind, answer = FamilyEventType.QUOTA_SET, QuotaSet(binding=made)
    else:
        kind, answer = FamilyEventType.COMMON_QUOTA_SET, QuotaSet(authorization=made)
    changes.events = [event(kind, authorizer.key, made, command, ctx)]
    return Outcome(answer, changes)


def _meant(command: SetQuota, authorizer: Person, ctx: Context) -> tuple[Quota, Policy]:
    """The binding or the authorization whose quota is set, and the rules that it stands under."""
    if command.binding_id is None:
        return _together(authorizer, ctx)
    binding = own_binding(command.binding_id, authorizer.key, ctx)
    policy = policy_of(binding, authorizer, ctx)
    check_offered(policy, QuotaScope.PER_BINDING)
    return binding, policy


def _together(authorizer: Person, ctx: Context) -> tuple[Authorization, Policy]:
    """The authorization whose members have one quota together, under the first policy that has such quotas."""
    there = ctx.book.for_bindings(authorizer.region, ctx.today)
    if not there:
        refuse("NO_POLICY", region=authorizer.region)
    policy = next((p for p in there if p.quota.scope.value is QuotaScope.ALL_MEMBERS), there[0])
    check_offered(policy, QuotaScope.ALL_MEMBERS)
    return authorization(authorizer.key, policy.id, ctx) or refuse("NOT_AUTHORIZED_YET"), policy
