"""Steps of owners with their own accounts: transfers and presets."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gongji import v1
from tests.model import acts
from tests.model.books import Who
from tests.model.lived import ANY, DATA, Lived
from tests.model.rulebook import today

AMOUNTS = st.sampled_from([1, 1, 20_00, 50_00, 100_00, 1_000_00])
WHAT = ("transfer", "transfer", "transfer", "set", "set", "cancel")


class Owners(Lived):
    @rule(data=DATA, acts_in_turn=st.lists(st.sampled_from(WHAT), min_size=2, max_size=5))
    def own_accounts(self, data: Any, acts_in_turn: list[str]) -> None:
        """Mostly by somebody in a network, on a way that the policy has."""
        for what in acts_in_turn:
            self._own_account(data.draw, what)

    def _own_account(self, draw: Any, what: str) -> None:
        owner = self._owner(draw)
        held = self.model.books.people.get(owner)
        there = self.rulebook.all_on(owner.region, today(self.now))
        policy = next((p for p in there if p.transfers.routes.value), None)
        if held is None or (policy is None and draw(st.integers(0, 3))):
            return
        ref = acts.numbered(owner)
        act = "TRANSFER" if what == "transfer" else "PRESET"
        how = acts.handling(draw, act, policy, ref, held.county, [], self.now)
        if what == "cancel":
            self.ask("Account", "CancelPreset", v1.CancelPresetRequest(owner=ref, handling=how))
        elif what == "set":
            asked = v1.SetPresetRequest(owner=ref, amount_fen=draw(AMOUNTS), handling=how)
            self.ask("Account", "SetPreset", asked)
        else:
            self._transfer(draw, owner, policy, v1.TransferRequest(owner=ref, handling=how))

    def _transfer(self, draw: Any, owner: Who, policy: Any, request: v1.TransferRequest) -> None:
        routes = [(str(r.from_kind), str(r.to_kind)) for r in policy.transfers.routes.value] if policy else []
        kinds = draw(st.sampled_from([*routes * 5, ("MUTUAL_AID", "CURRENT")]))
        request.from_kind, request.to_kind = (v1.AccountKind.Value(f"ACCOUNT_KIND_{kind}") for kind in kinds)
        held = self.model.books.money.get((owner, kinds[0]), 0)
        request.amount_fen = draw(st.one_of(AMOUNTS, st.just(max(held, 1))))
        self.ask("Account", "Transfer", request)

    def _owner(self, draw: Any) -> Who:
        books = self.model.books
        inside = [tie.member for tie in books.ties.values() if tie.network and tie.state == "ACTIVE"]
        inside += [c.giver for c in books.consents.values() if c.network and not c.ended]
        n = self.people[draw(ANY)]
        return draw(st.sampled_from([*inside * 3, Who(n.region, n.psn_no)]))  # type: ignore[no-any-return]
