"""A family that binds, unbinds, orders and spends at random: the policy's limits hold after every step."""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from service.domain.commands import RevokeAuthorization, SetPayerOrder, Unbind
from service.domain.family import Binding
from service.domain.outcome import Outcome
from service.domain.policy import Policy
from service.domain.standing import given, not_ended, received
from service.domain.terms import BindingState, DecidedBy, InsuState, Relation
from tests.support.world import World, handling, make_network, make_policy, ref

PEOPLE = ("p0", "p1", "p2", "p3", "p4")
person = st.sampled_from(PEOPLE)
relation = st.sampled_from(["SPOUSE", "FATHER", "MOTHER", "CHILD", "SIBLING"])

stars = st.fixed_dictionaries(
    {},
    optional={
        "members__at_most": st.integers(1, 3),
        "members__lifetime_at_most": st.integers(1, 3),
        "relations__limits": st.just([{"of": ["FATHER", "MOTHER"], "at_most": 2}, {"of": ["SPOUSE"], "at_most": 1}]),
        "exclusivity__one_authorizer_per_member": st.booleans(),
        "exclusivity__authorizer_cannot_be_member": st.booleans(),
        "exclusivity__member_cannot_be_authorizer": st.booleans(),
        "bindings__wait": st.just([{"channels": ["APP"], "months": 1}]),
        "bindings__review": st.lists(st.sampled_from(list(DecidedBy)), unique=True),
        "payers__order": st.sampled_from(["AS_BOUND", "SET_BY_MEMBER"]),
    },
).map(lambda rules: make_policy(**rules))
networks = st.lists(st.sampled_from(list(DecidedBy)), unique=True).map(lambda who: make_network(bindings__review=who))
policies = st.one_of(stars, networks)


class Family(RuleBasedStateMachine):
    """Five people under one policy; every act may be refused, and what is refused changes nothing."""

    @initialize(policy=policies)
    def begin(self, policy: Policy) -> None:
        self.policy = policy
        self.world = World([policy])
        for psn_no in PEOPLE:
            self.world.person(psn_no)
            self.world.money(psn_no, **{kind: 100_00 for kind in policy.accounts.kinds.value})

    def do(self, command: Any) -> None:
        before = dict(self.world.state.bindings), dict(self.world.state.accounts)
        decided = self.world.decide(command)
        if not isinstance(decided, Outcome):
            assert (dict(self.world.state.bindings), dict(self.world.state.accounts)) == before

    def bindings(self) -> list[Binding]:
        return list(self.world.state.bindings.values())

    @rule(authorizer=person, member=person, kind=relation)
    def bind(self, authorizer: str, member: str, kind: str) -> None:
        self.world.bind(authorizer, member, kind)

    @precondition(lambda self: self.bindings())
    @rule(data=st.data(), by=st.sampled_from(DecidedBy), approve=st.integers(0, 3))
    def decide(self, data: st.DataObject, by: DecidedBy, approve: int) -> None:
        """Three of four decisions are approvals; whoever has nothing to decide is refused, and nothing changes."""
        waiting = [b for b in self.bindings() if b.state is BindingState.PENDING]
        binding = data.draw(st.sampled_from(waiting or self.bindings()))
        decided = self.world.decide_binding(binding, by, approve=approve > 0)
        asked = self.policy.bindings.review.value
        if isinstance(decided, Binding):
            assert binding in waiting and by in asked
        else:
            assert self.world.state.bindings[binding.binding_id] == binding

    @precondition(lambda self: self.bindings())
    @rule(data=st.data(), by_member=st.booleans())
    def unbind(self, data: st.DataObject, by_member: bool) -> None:
        binding = data.draw(st.sampled_from(self.bindings()))
        applicant = binding.member_psn_no if by_member else binding.authorizer_psn_no
        authorizer = ref(binding.authorizer_psn_no)
        self.do(Unbind(authorizer=authorizer, binding_ids=(binding.binding_id,), handling=handling(applicant)))

    @precondition(lambda self: self.world.state.authorizations)
    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        given_up = data.draw(st.sampled_from(list(self.world.state.authorizations.values())))
        psn_no = given_up.authorizer_psn_no
        command = RevokeAuthorization(
            authorizer=ref(psn_no), authorization_id=given_up.authorization_id, handling=handling(psn_no)
        )
        self.do(command)

    @rule(owner=person, payers=st.permutations(PEOPLE), length=st.integers(0, 5))
    def order(self, owner: str, payers: list[str], length: int) -> None:
        named = tuple(ref(p) for p in payers[:length])
        self.do(SetPayerOrder(owner=ref(owner), payers=named, handling=handling(owner)))

    @rule(patient=person, fee_fen=st.integers(0, 300_00))
    def spend(self, patient: str, fee_fen: int) -> None:
        before = sum(a.balance_fen for a in self.world.state.accounts.values())
        done = self.world.settle(patient, fee_fen)
        through = [self.world.state.bindings[p.binding_id] for p in done.payments if p.binding_id]
        assert all(b.state is BindingState.ACTIVE for b in through)
        after = sum(a.balance_fen for a in self.world.state.accounts.values())
        assert before - after == done.acct_pay_fen

    @rule(psn_no=person, stopped=st.booleans())
    def insure(self, psn_no: str, stopped: bool) -> None:
        self.world.person(psn_no, psn_insu_stas=InsuState.SUSPENDED if stopped else InsuState.NORMAL)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.world.now += timedelta(days=days)

    @invariant()
    def limits_hold(self) -> None:
        if not hasattr(self, "policy"):
            return
        ctx, rules = self.world.ctx(), self.policy
        for psn_no in PEOPLE:
            key = self.world.state.keys[ref(psn_no)]
            bound, by = given(key, rules.id, ctx), received(key, rules.id, ctx)
            assert len({b.member for b in bound}) == len(bound)
            assert rules.members.at_most.value is None or len(bound) <= rules.members.at_most.value
            for limit in rules.relations.limits.value:
                assert sum(b.relation in limit.of for b in bound) <= limit.at_most
            exclusive = rules.exclusivity
            if exclusive.one_authorizer_per_member.value or exclusive.one_network.value:
                assert len(by) <= 1
            if exclusive.authorizer_cannot_be_member.value and exclusive.member_cannot_be_authorizer.value:
                assert not (bound and by)
            if exclusive.one_network.value:
                assert not (bound and by)

    @invariant()
    def ended_bindings_have_an_end(self) -> None:
        if hasattr(self, "policy"):
            ctx = self.world.ctx()
            assert all(not_ended(b, ctx) or b.unbound_time is not None for b in self.bindings())
            assert all(b.relation in Relation for b in self.bindings())

    @invariant()
    def what_stands_was_agreed_to(self) -> None:
        if not hasattr(self, "policy"):
            return
        asked = set(self.policy.bindings.review.value)
        for binding in self.bindings():
            agreed = set(binding.approved_by)
            assert agreed <= asked and len(binding.approved_by) == len(agreed)
            assert binding.state is not BindingState.ACTIVE or agreed == asked
            assert binding.state is not BindingState.PENDING or agreed < asked

    @invariant()
    def places_are_distinct_among_payers(self) -> None:
        if not hasattr(self, "policy"):
            return
        ctx = self.world.ctx()
        for authorization in self.world.state.authorizations.values():
            under = self.world.state.bindings_under(authorization.authorization_id)
            places = [b.payer_order for b in under if not_ended(b, ctx)]
            if authorization.network:
                places.append(authorization.payer_order)
                assert len(set(places)) == len(places)


TestFamily = Family.TestCase
TestFamily.settings = settings(max_examples=60, stateful_step_count=40)
TestFamily.__doc__ = Family.__doc__
