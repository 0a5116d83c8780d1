"""Owners and what they ask of their own accounts, in the world of tests of decisions."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from service.domain.account_commands import CancelPreset, Liquidate, SetPreset, Transfer
from service.domain.account_rows import Preset
from service.domain.commands import RevokeAuthorization, Unbind
from service.domain.family import Binding
from service.domain.kept import Wanted
from service.domain.outcome import Outcome
from service.domain.person import PersonalData, PersonKey
from service.domain.policy import Policy
from service.domain.terms import AccountKind, Channel, LiquidationCause, PresetState
from tests.support.world import HOME, NOON, World, handling, make_network, ref

IN_NETWORK: dict[str, Any] = {
    "transfers__routes": [
        {"from_kind": "HISTORIC", "to_kind": "MUTUAL_AID"},
        {"from_kind": "MUTUAL_AID", "to_kind": "HISTORIC"},
    ],
    "transfers__schemes": ["310"],
    "transfers__in_network_only": True,
    "transfers__home_on_leaving": {"from_kind": "MUTUAL_AID", "to_kind": "HISTORIC"},
    "presets__route": {"from_kind": "HISTORIC", "to_kind": "MUTUAL_AID"},
    "presets__schemes": ["310"],
    "presets__in_network_only": True,
    "interest__annual_ppm": 15000,
    "year_end__gathered": ["MUTUAL_AID", "CURRENT"],
    "year_end__into": "HISTORIC",
}
"""The rules of money in the form of Ningbo's network."""


def network_rules(header: dict[str, Any] | None = None, **rules: Any) -> Policy:
    made = make_network(**(IN_NETWORK | rules))
    return replace(made, policy=replace(made.policy, **(header or {})))


class Owners(World):
    """A world whose people may move their money; a and b are in a network that a founded, c is in none."""

    def __init__(self, *policies: Policy, now: datetime = NOON) -> None:
        super().__init__(policies or (network_rules(),), now=now)
        for psn_no in ("a", "b", "c"):
            self.owner(psn_no)
        bound = self.bind("a", "b", "SPOUSE")
        assert isinstance(bound, Binding), bound
        self.bound = bound

    def owner(self, psn_no: str, **fields: Any) -> PersonKey:
        key = self.person(psn_no, **fields)
        self.state.personal[key] = PersonalData(name=f"测试{psn_no}")
        return key

    def transfer(self, owner: str, from_kind: str, to_kind: str, amount_fen: int, by: str | None = None) -> Any:
        """What a transfer did, or the reason why it was refused."""
        command = Transfer(
            owner=ref(owner),
            from_kind=AccountKind(from_kind),
            to_kind=AccountKind(to_kind),
            amount_fen=amount_fen,
            handling=handling(by or owner),
        )
        return answer(self.decide(command))

    def set_preset(self, owner: str, amount_fen: int, by: str | None = None) -> Any:
        return answer(self.decide(SetPreset(owner=ref(owner), amount_fen=amount_fen, handling=handling(by or owner))))

    def cancel_preset(self, owner: str, by: str | None = None) -> Any:
        return answer(self.decide(CancelPreset(owner=ref(owner), handling=handling(by or owner))))

    def leave(self, by: str = "b", bound: Binding | None = None) -> Any:
        gone = bound or self.bound
        command = Unbind(authorizer=ref(gone.authorizer_psn_no), binding_ids=(gone.binding_id,), handling=handling(by))
        return answer(self.decide(command))

    def dissolve(self) -> Any:
        command = RevokeAuthorization(
            authorizer=ref("a"), authorization_id=self.bound.authorization_id, handling=handling("a")
        )
        return answer(self.decide(command))

    def liquidate(self, owner: str, cause: str = "DEATH", to_region: str | None = None) -> Any:
        """At the desk, where somebody else comes for who has died."""
        command = Liquidate(
            owner=ref(owner),
            cause=LiquidationCause(cause),
            to_region=to_region,
            handling=handling("c", channel=Channel.WINDOW),
        )
        return self.decide(command)

    def preset_of(self, psn_no: str) -> Preset | None:
        """The preset that stands."""
        rows = self.state.shelf.find(Wanted(Preset, HOME, "psn_no", psn_no))
        return next((row for row in rows if row.state is PresetState.ACTIVE), None)

    def balances(self, psn_no: str) -> dict[str, int]:
        """What a person's accounts hold, in fen, the empty ones left out."""
        held = self.state.accounts_of(PersonKey(HOME, psn_no))
        return {str(kind): account.balance_fen for kind, account in held.items() if account.balance_fen}


def answer(decided: Any) -> Any:
    """What was answered; of a refusal its reason."""
    return decided.answer if isinstance(decided, Outcome) else decided.reason
