"""Quotas in a world in memory: a policy that freezes, and what has to hold of what is frozen."""

from collections import defaultdict
from typing import Any

from msgspec import structs

from service.domain.account import Account, AccountKey
from service.domain.commands import SetQuota
from service.domain.family import Authorization, Binding
from service.domain.feed_commands import PersonRow, UpsertPersons
from service.domain.outcome import Outcome
from service.domain.person import PersonalData, PersonKey
from service.domain.policy import Policy
from service.domain.refusal import Refusal
from service.domain.set_quota import QuotaSet
from service.domain.terms import AccountKind, AuthorizationState, BindingState, InsuState
from tests.support.world import HOME, World, handling, make_policy, ref


def freezing(**rules: Any) -> Policy:
    """The form of 2026: many to many over all regions, a quota for each binding, frozen with its owner."""
    said: dict[str, Any] = {
        "members__area": "NATION",
        "settlement__area": "NATION",
        "bindings__ends_with_insurance": True,
        "quota__scope": "PER_BINDING",
        "quota__freezes": True,
    }
    return make_policy({"shape": "QUOTA"}, **(said | rules))


def set_quota(
    world: World, authorizer: str, quota_fen: int, bound: Binding | None = None, *, region: str = HOME, by: str = ""
) -> QuotaSet | Refusal:
    """Set a quota as the authorizer, or as somebody else; without a binding, of all members together."""
    command = SetQuota(
        authorizer=ref(authorizer, region),
        binding_id=bound.binding_id if bound else None,
        quota_fen=quota_fen,
        handling=handling(by or authorizer, region),
    )
    decided = world.decide(command)
    return decided if isinstance(decided, Refusal) else decided.answer


def tell(world: World, psn_no: str, state: InsuState, region: str = HOME, **fields: Any) -> Outcome:
    """The core system says what somebody's participation is now."""
    key = PersonKey(region, psn_no)
    told = structs.replace(world.state.persons[key], psn_insu_stas=state, **({"as_of_time": world.now} | fields))
    row = PersonRow(told, world.state.personal.get(key, PersonalData(name=psn_no)))
    decided = world.decide(UpsertPersons(region=region, rows=(row,)))
    assert isinstance(decided, Outcome), decided
    assert decided.answer.results[0].refusal is None, decided
    return decided


def frozen_fen(world: World, psn_no: str, kind: str = "PERSONAL", region: str = HOME) -> int:
    return world.state.accounts.get(AccountKey(region, psn_no, AccountKind(kind)), Account()).frozen_fen


def check_frozen(world: World) -> None:
    """Of everybody: what is frozen is what is left of their quotas, and never more than there is."""
    frozen: dict[PersonKey, int] = defaultdict(int)
    for key, held in world.state.accounts.items():
        assert 0 <= held.frozen_fen <= held.balance_fen, key
        assert held.free_fen + held.frozen_fen == held.balance_fen
        frozen[PersonKey(key.region, key.psn_no)] += held.frozen_fen
    over = (BindingState.ENDED, AuthorizationState.ENDED)
    quotas: list[Binding | Authorization] = [*world.state.bindings.values(), *world.state.authorizations.values()]
    for quota in quotas:
        assert 0 <= quota.quota_used_fen <= (quota.quota_fen or 0)
        if quota.quota_freezes and quota.state not in over:
            frozen[quota.authorizer] -= (quota.quota_fen or 0) - quota.quota_used_fen
    assert not any(frozen.values()), frozen
