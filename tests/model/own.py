"""What owners do with their own accounts: transfers between them, and presets, which do the same once a year."""

from typing import Any, NamedTuple

from gongji import v1
from tests.model import endings
from tests.model.books import MOST_FEN, No, Preset, Someone, word
from tests.model.eligibility import Act


class Moved(NamedTuple):
    """A transfer as it is answered."""

    psn_no: str
    region: str
    kinds: tuple[str, str]
    fen: int
    after: tuple[int, int]
    policy: tuple[str, str]


def transfer(request: v1.TransferRequest, act: Act) -> Moved:
    owner = act.find(request.owner, "owner")
    kinds = word(v1.AccountKind, request.from_kind), word(v1.AccountKind, request.to_kind)
    policy = _first(owner, act, lambda p: kinds in [(r.from_kind, r.to_kind) for r in p.transfers.routes.value])
    _check_own_act("TRANSFER", request, owner, policy, act)
    rules = policy.transfers
    _check_owner(owner, rules.schemes.value, rules.account_states.value)
    if rules.in_network_only.value:
        check_in_network(owner, policy, act)
    month, made = act.day.isoformat()[:7], 0
    if owner.who in act.books.transfers and act.books.transfers[owner.who][0] == month:
        made = act.books.transfers[owner.who][1]
    if rules.a_month_at_most.value is not None and made >= rules.a_month_at_most.value:
        raise No("TRANSFER_LIMIT_REACHED")
    check_leaves(owner, kinds[0], request.amount_fen, rules.retained_fen.value, act)
    check_room(owner, kinds[1], request.amount_fen, act)
    act.books.transfers[owner.who] = (month, made + 1)
    act.books.move(owner.who, *kinds, request.amount_fen)
    after = tuple(act.books.money[owner.who, kind] for kind in kinds)
    policy_of = policy.policy.id, policy.policy.version
    return Moved(owner.who.psn_no, owner.who.region, kinds, request.amount_fen, (after[0], after[1]), policy_of)


def set_preset(request: v1.SetPresetRequest, act: Act) -> Preset:
    owner = act.find(request.owner, "owner")
    policy = _first(owner, act, lambda p: p.presets.route.value is not None)
    _check_own_act("PRESET", request, owner, policy, act)
    rules = policy.presets
    _check_owner(owner, rules.schemes.value, rules.account_states.value)
    if rules.in_network_only.value:
        check_in_network(owner, policy, act)
    made = Preset(owner.who, request.amount_fen, policy.policy.id, policy.policy.version, act.now)
    act.books.presets[owner.who] = made
    return made


def cancel_preset(request: v1.CancelPresetRequest, act: Act) -> Preset:
    owner = act.find(request.owner, "owner")
    preset = act.books.presets.get(owner.who)
    if preset is None or preset.ended:
        raise No("PRESET_NOT_FOUND")
    _check_own_act("PRESET", request, owner, act.rules.for_today(preset, owner.who.region, act.day), act)
    endings.end_preset(owner.who, act)
    return preset


def check_leaves(owner: Someone, kind: str, fen: int, stays_fen: int, act: Act) -> None:
    """Out of what is free, and above what has to stay."""
    free = act.free(owner.who, kind)
    if free < fen:
        raise No("INSUFFICIENT_BALANCE")
    if free - fen < stays_fen:
        raise No("RETAINED_BALANCE")


def check_room(owner: Someone, kind: str, fen: int, act: Act) -> None:
    if act.books.money.get((owner.who, kind), 0) + fen > MOST_FEN:
        raise No("AMOUNT_OUT_OF_RANGE")


def check_in_network(owner: Someone, policy: Any, act: Act) -> None:
    """Its founder, or bound into it by a binding that stands."""
    founded = act.consent(owner.who, policy)
    ties = [t for t in act.received(owner.who, policy) if t.network and not act.rules.why_not(t, act.day)]
    if not ties and not (founded and founded.network):
        raise No("NOT_IN_NETWORK")


def check_skip(owner: Someone, fen: int, policy: Any, act: Act) -> None:
    """What the yearly run asks before it moves a preset's amount."""
    _check_owner(owner, policy.presets.schemes.value, policy.transfers.account_states.value)
    if policy.presets.in_network_only.value:
        check_in_network(owner, policy, act)
    way = policy.presets.route.value
    check_leaves(owner, way.from_kind, fen, policy.transfers.retained_fen.value, act)
    check_room(owner, way.to_kind, fen, act)


def _first(owner: Someone, act: Act, offers: Any) -> Any:
    there = act.rules.all_on(owner.who.region, act.day)
    if not there:
        raise No("NO_POLICY")
    found = [policy for policy in there if offers(policy)]
    if not found:
        raise No("TRANSFER_NOT_OFFERED")
    return found[0]


def _check_own_act(name: str, request: Any, owner: Someone, policy: Any, act: Act) -> None:
    """Nobody does it for another."""
    if act.find(request.handling.applicant, "applicant").who != owner.who:
        raise No("APPLICANT_NOT_ENTITLED")
    act.check(name, request.handling, owner, [], policy)


def _check_owner(owner: Someone, schemes: Any, states: Any) -> None:
    if schemes is not None and owner.scheme not in schemes:
        raise No("AUTHORIZER_NOT_EMPLOYEE_SCHEME")
    if states is not None and owner.account not in states:
        raise No("ACCOUNT_NOT_NORMAL")
