"""What always holds of quotas: nothing is frozen but what is left of them, and nobody else can spend it."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.commands import RevokeAuthorization, Unbind
from service.domain.family import Binding
from service.domain.outcome import Outcome
from service.domain.terms import InsuState
from service.domain.undo_commands import ReaccountSettlement, ReverseSettlement
from tests.support.quotas import check_frozen, freezing, set_quota, tell
from tests.support.world import ABROAD, HOME, World, handling, make_policy, ref

PEOPLE = ("a", "b", "c", "d")
REGIONS = {"a": HOME, "b": HOME, "c": ABROAD, "d": ABROAD}
FEN = st.integers(0, 60)
WHO = st.sampled_from(PEOPLE)


class Life:
    """A few people in two regions, who bind each other, set quotas, fall ill, and leave."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        rules = {
            "quota__scope": draw(st.sampled_from(["PER_BINDING", "PER_BINDING", "ALL_MEMBERS"])),
            "payers__retained_fen": draw(st.sampled_from([0, 20])),
            "bindings__review": draw(st.sampled_from([[], ["MEMBER"]])),
            "accounts__kinds": ["PERSONAL", "HISTORIC"],
            "accounts__own_order": ["HISTORIC", "PERSONAL"],
            "accounts__shared": ["PERSONAL", "HISTORIC"],
        }
        kinds = {name: value for name, value in rules.items() if name.startswith("accounts")}
        self.world = World([make_policy({"id": "city"}, **kinds), freezing(**rules)])
        for who in PEOPLE:
            self.world.person(who, REGIONS[who])
            self.world.money(who, REGIONS[who], PERSONAL=draw(FEN), HISTORIC=draw(FEN))
        self.total_fen = self.held_fen
        self.settled: list[tuple[str, Any, int]] = []

    @property
    def held_fen(self) -> int:
        return sum(a.balance_fen for a in self.world.state.accounts.values())

    def live(self) -> list[Binding]:
        return [b for b in self.world.state.bindings.values() if b.state != "ENDED"]

    def step(self) -> None:
        often = (self.bind, self.quota, self.settle)
        self.draw(st.sampled_from((*often, *often, self.settle, self.end, self.undo)))()
        check_frozen(self.world)

    def bind(self) -> None:
        giver, member = self.draw(WHO), self.draw(WHO)
        with_quota = {"quota_fen": self.draw(FEN)} if self.draw(st.booleans()) else {}
        policy = self.draw(st.sampled_from(["test", "test", "city"]))
        region = REGIONS[giver]
        self.world.bind(giver, member, region=region, member_region=REGIONS[member], policy_id=policy, **with_quota)

    def quota(self) -> None:
        giver = self.draw(WHO)
        mine = [b for b in self.live() if b.authorizer_psn_no == giver]
        made = self.draw(st.sampled_from([*mine, None]))
        set_quota(self.world, giver, self.draw(FEN), made, region=REGIONS[giver])

    def settle(self) -> None:
        patient, fee_fen = self.draw(WHO), self.draw(st.integers(1, 90))
        free_fen = {key: a.free_fen for key, a in self.world.state.accounts.items()}
        done = self.world.settle(patient, fee_fen, region=REGIONS[patient], fixmedins_code=None, claim_type="DIRECT")
        for payment in done.payments:
            if payment.own:
                spent_fen = sum(p.amount_fen for p in done.payments if p.own and p.account_kind is payment.account_kind)
                assert spent_fen <= free_fen[payment.region, payment.psn_no, payment.account_kind]
        self.settled.append((patient, done.setl_id, done.acct_pay_fen))
        self.total_fen -= done.acct_pay_fen

    def end(self) -> None:
        way = self.draw(st.sampled_from(["unbind", "decide", "revoke", "insurance"]))
        if way == "insurance":
            who = self.draw(WHO)
            tell(self.world, who, self.draw(st.sampled_from(list(InsuState))), REGIONS[who])
            tell(self.world, who, InsuState.NORMAL, REGIONS[who])
            return
        if not self.live():
            return
        made = self.draw(st.sampled_from(self.live()))
        by = handling(made.authorizer_psn_no, made.region)
        giver = ref(made.authorizer_psn_no, made.region)
        if way == "unbind":
            self.world.decide(Unbind(authorizer=giver, binding_ids=(made.binding_id,), handling=by))
        elif way == "revoke":
            authorization = made.authorization_id
            self.world.decide(RevokeAuthorization(authorizer=giver, authorization_id=authorization, handling=by))
        else:
            self.world.decide_binding(made, "MEMBER", approve=self.draw(st.booleans()))

    def undo(self) -> None:
        if not self.settled:
            return
        patient, setl_id, paid_fen = self.settled.pop(self.draw(st.integers(0, len(self.settled) - 1)))
        who = ref(patient, REGIONS[patient])
        if self.draw(st.booleans()):
            decided = self.world.decide(ReverseSettlement(patient=who, setl_id=setl_id, reason="test"))
            assert isinstance(decided, Outcome), decided
            self.total_fen += paid_fen
            return
        region = REGIONS[patient]
        bill = self.world.bill(patient, self.draw(st.integers(1, 90)), region, fixmedins_code=None, claim_type="DIRECT")
        decided = self.world.decide(ReaccountSettlement(bill=bill, setl_id=setl_id))
        assert isinstance(decided, Outcome), decided
        self.total_fen += paid_fen - decided.answer.settlement.acct_pay_fen


@settings(max_examples=150)
@given(st.data())
def test_what_is_frozen_is_what_is_left_of_quotas(data: Any) -> None:
    """After every act: frozen = Σ (quota − used) of what has not ended, 0 ≤ frozen ≤ balance, and not a fen is lost."""
    life = Life(data.draw)
    for _ in range(data.draw(st.integers(1, 14))):
        life.step()
        assert life.held_fen == life.total_fen
