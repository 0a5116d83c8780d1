"""Preset (预设): an amount fixed in advance that moves every year on one day, until its owner cancels it or leaves.

The yearly run is domain/jobs/preset.py.
"""

from msgspec.structs import replace

from service.domain.account_commands import CancelPreset, SetPreset
from service.domain.account_rows import Preset
from service.domain.acting import find
from service.domain.context import Context
from service.domain.kept import Wanted
from service.domain.moving import check_in_network
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import Person, PersonKey
from service.domain.policy import Act, Policy
from service.domain.refusal import refuse
from service.domain.terms import PresetState
from service.domain.transfers import check_owner, check_owners_act


def set_preset(command: SetPreset, ctx: Context) -> Outcome:
    """Fix the amount, as the owner's own act; one fixed before is replaced."""
    owner = find(command.owner, "owner", ctx)
    policy = _policy_with_presets(owner, ctx)
    check_owners_act(Act.PRESET, command, owner, policy, ctx)
    rules = policy.presets
    check_owner(owner, rules.schemes.value, rules.account_states.value)
    if rules.in_network_only.value:
        check_in_network(owner, policy, ctx)
    made = Preset(
        region=owner.region,
        psn_no=owner.psn_no,
        amount_fen=command.amount_fen,
        policy_id=policy.id,
        policy_version=policy.version,
        state=PresetState.ACTIVE,
        set_time=ctx.now,
    )
    return Outcome(made, Changes(kept=[made], events=[_event("PRESET_SET", made, ctx)]))


def cancel_preset(command: CancelPreset, ctx: Context) -> Outcome:
    """Nothing moves any more; only the owner cancels."""
    owner = find(command.owner, "owner", ctx)
    standing = active_preset(owner.key, ctx)
    if standing is None:
        refuse("PRESET_NOT_FOUND")
    policy = ctx.book.current(standing.policy_id, owner.region, ctx.today) or ctx.book.version(
        standing.policy_id, standing.policy_version
    )
    check_owners_act(Act.PRESET, command, owner, policy or refuse("NO_POLICY", region=owner.region), ctx)
    changes = ending_preset(owner.key, ctx)
    return Outcome(changes.kept[0], changes)


def active_preset(owner: PersonKey, ctx: Context) -> Preset | None:
    rows: list[Preset] = ctx.state.shelf.find(Wanted(Preset, owner.region, "psn_no", owner.psn_no))
    return next((row for row in rows if row.state is PresetState.ACTIVE), None)


def ending_preset(owner: PersonKey, ctx: Context) -> Changes:
    """The owner's preset ended, where there is one."""
    standing = active_preset(owner, ctx)
    if standing is None:
        return Changes()
    gone = replace(standing, state=PresetState.ENDED, end_time=ctx.now)
    return Changes(kept=[gone], events=[_event("PRESET_ENDED", gone, ctx)])


def _policy_with_presets(owner: Person, ctx: Context) -> Policy:
    there = ctx.book.in_force(owner.region, ctx.today)
    if not there:
        refuse("NO_POLICY", region=owner.region)
    found = next((p for p in there if p.presets.route.value is not None), None)
    return found or refuse("TRANSFER_NOT_OFFERED", act=Act.PRESET)


def _event(kind: str, about: Preset, ctx: Context) -> Event:
    payload = {"amount_fen": about.amount_fen}
    return Event(region=about.region, type=kind, psn_no=about.psn_no, payload=payload, event_time=ctx.now)
