"""Steps of families: authorize, bind, decide, unbind, revoke, order."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from gongji import v1
from tests.model import acts
from tests.model.books import Who
from tests.model.lived import ANY, CITY, DATA, PEOPLE, Lived
from tests.model.rulebook import today

RELATIONS = [v1.RELATION_SPOUSE, v1.RELATION_FATHER, v1.RELATION_CHILD, v1.RELATION_CHILD, v1.RELATION_SIBLING]

QUOTAS = st.sampled_from([0, 1, 20_00, 40_00, 100_00, 400_00])


class Families(Lived):
    @rule(data=DATA, giver=ANY)
    def authorize(self, data: Any, giver: int) -> None:
        self._authorize(data.draw, giver)

    def _authorize(self, draw: Any, giver: int) -> None:
        """Mostly with a letter that the authorizer signed."""
        who = self.people[giver]
        ref = who.ref(draw)
        request = v1.AuthorizeRequest(
            authorizer=ref,
            handling=acts.handling(draw, "AUTHORIZE", self.policy_of(who.region), ref, who.county, [], self.now),
        )
        signer = draw(st.sampled_from(["own", "own", "own", "other", "none"]))
        if signer != "none":
            by = ref if signer == "own" else self.people[(giver + 1) % PEOPLE].ref(draw)
            request.commitment.CopyFrom(acts.letter(by, self.now))
        self._ask_for_policy(draw, request)
        self.ask("Family", "Authorize", request)

    def _ask_for_policy(self, draw: Any, request: Any) -> None:
        region = self.rulebook.pool(request.authorizer.insuplc_admdvs)
        there = [p.policy.id for p in self.rulebook.for_ties(region, today(self.now))]
        named = draw(st.sampled_from([None] * 8 + there + there + ["unknown"]))
        if named:
            request.policy_id = named

    @rule(data=DATA, giver=ANY, step=st.integers(0, PEOPLE - 1), relation=st.sampled_from(RELATIONS))
    def bind(self, data: Any, giver: int, step: int, relation: Any) -> None:
        self._bind(data.draw, giver, (giver + step) % PEOPLE, relation)

    @rule(data=DATA, giver=st.sampled_from([0, 1, 2]), step=st.integers(1, 6), relation=st.sampled_from(RELATIONS))
    def bind_in_the_city(self, data: Any, giver: int, step: int, relation: Any) -> None:
        """Few authorizers of one city, so that families grow."""
        self._bind(data.draw, giver, (giver + step) % CITY, relation)

    def _bind(self, draw: Any, giver: int, member: int, relation: Any) -> None:
        one, other = self.people[giver], self.people[member]
        ref, member_ref = one.ref(draw), other.ref(draw)
        policy = self.policy_of(one.region)
        request = v1.BindRequest(
            authorizer=ref,
            member=member_ref,
            relation=relation,
            handling=acts.handling(draw, "BIND", policy, ref, one.county, [member_ref], self.now),
        )
        if draw(st.integers(0, 9)) == 0:
            request.member_phone = "13800000000"
        dated = policy is not None and policy.bindings.dated.value
        if dated if draw(st.integers(0, 3)) else not draw(st.integers(0, 4)):
            start = today(self.now) + timedelta(days=draw(st.sampled_from([-5, 0, 0, 1, 10])))
            request.start_date = start.isoformat()
            if draw(st.integers(0, 3)):
                request.end_date = (start + timedelta(days=draw(st.sampled_from([0, 2, 7, 30])))).isoformat()
        if draw(st.integers(0, 2 if policy and policy.quota.scope.value else 14)) == 0:
            request.quota_fen = draw(QUOTAS)
        self._ask_for_policy(draw, request)
        self.ask("Family", "Bind", request)

    @rule(data=DATA, giver=ANY, together=st.booleans())
    def set_quota(self, data: Any, giver: int, together: bool) -> None:
        """Of a binding, or of all members together; mostly what the policy has, raised and lowered."""
        draw, ties = data.draw, [t for t in self.model.books.ties.values() if not t.ended]
        tie = draw(st.sampled_from(ties)) if ties and not together else None
        giving = self.model.books.people[tie.giver] if tie else self.someone(giver)
        if giving is None:
            return
        ref, policy = acts.numbered(giving.who), self.policy_of(giving.who.region, tie)
        if policy is None or (policy.quota.scope.value is None and draw(st.integers(0, 3))):
            return
        members = [acts.numbered(tie.member)] if tie else []
        how = acts.handling(draw, "QUOTA", policy, ref, giving.county, members, self.now)
        request = v1.SetQuotaRequest(authorizer=ref, quota_fen=draw(QUOTAS), handling=how)
        if tie:
            request.binding_id = tie.id
        self.ask("Family", "SetQuota", request)

    @precondition(lambda self: any(tie.pending for tie in self.model.books.ties.values()))
    @rule(data=DATA, approve=st.sampled_from([True, True, True, False]))
    def decide(self, data: Any, approve: bool) -> None:
        """Of what is pending, mostly; by who is asked, mostly."""
        draw, ties = data.draw, list(self.model.books.ties.values())
        tie = draw(st.sampled_from([t for t in ties if t.pending] * 4 + ties))
        by = draw(st.sampled_from([*self.rulebook.who_agrees(tie) * 3, "STAFF", "MEMBER"]))
        giver = self.model.books.people[tie.giver]
        policy = self.policy_of(giver.who.region, tie)
        refs = acts.numbered(tie.giver), acts.numbered(tie.member)
        how = acts.handling(draw, "DECIDE", policy, refs[0], giver.county, [refs[1]], self.now)
        if draw(st.integers(0, 7)):
            how.applicant.CopyFrom(refs[1])
            how.channel = v1.CHANNEL_WINDOW if by == "STAFF" else how.channel
        request = v1.DecideBindingRequest(
            authorizer=refs[0],
            binding_id=tie.id,
            decided_by=f"DECIDED_BY_{by}",
            approve=approve,
            handling=how,
        )
        self.ask("Family", "DecideBinding", request)

    @precondition(lambda self: self.model.books.ties)
    @rule(data=DATA, more=st.booleans())
    def unbind(self, data: Any, more: bool) -> None:
        draw, ties = data.draw, list(self.model.books.ties.values())
        living = [t for t in ties if not t.ended]
        tie = draw(st.sampled_from(living * 3 + ties))
        fellows = [t for t in living if t.giver == tie.giver and t is not tie]
        chosen = [tie, *fellows[:1]] if more else [tie]
        members = [acts.numbered(t.member) for t in chosen]
        giver = self.model.books.people[tie.giver]
        ref, policy = acts.numbered(giver.who), self.policy_of(giver.who.region, tie)
        wrong_giver = draw(st.integers(0, 9)) == 0
        request = v1.UnbindRequest(
            authorizer=members[0] if wrong_giver else ref,
            binding_ids=[t.id for t in chosen],
            handling=acts.handling(draw, "UNBIND", policy, ref, giver.county, members, self.now),
        )
        self.ask("Family", "Unbind", request)

    @precondition(lambda self: self.model.books.consents)
    @rule(data=DATA)
    def revoke(self, data: Any) -> None:
        draw = data.draw
        consent = draw(st.sampled_from(list(self.model.books.consents.values())))
        giver = self.model.books.people[consent.giver]
        ref, policy = acts.numbered(giver.who), self.policy_of(giver.who.region, consent)
        if draw(st.integers(0, 9)) == 0:
            ref = self.people[1].ref(draw)
        request = v1.RevokeAuthorizationRequest(
            authorizer=ref,
            authorization_id=consent.id,
            handling=acts.handling(draw, "UNBIND", policy, ref, giver.county, [], self.now),
        )
        self.ask("Family", "RevokeAuthorization", request)

    @rule(data=DATA, owner=ANY, wrong=st.integers(0, 3))
    def order(self, data: Any, owner: int, wrong: int) -> None:
        """The payers of a member, or of a network, in any order; sometimes not complete."""
        draw, one = data.draw, self.people[owner]
        who, day = Who(one.region, one.psn_no), today(self.now)
        ties = [t for t in self.model.books.received(who) if self.rulebook.counts(t, day)]
        mine = [t for t in self.model.books.given(who) if self.rulebook.counts(t, day)]
        policy = self.policy_of(one.region)
        setter = one.ref(draw)
        request = v1.SetPayerOrderRequest(owner=setter)
        if policy and policy.payers.order.value == "SET_BY_AUTHORIZER" and mine:
            spender = mine[0].member
            request.member.CopyFrom(acts.numbered(spender))
            ties = [t for t in self.model.books.received(spender) if self.rulebook.counts(t, day)]
        payers = [t.giver for t in ties]
        if policy and policy.network:
            request.ClearField("member")
            payers = [who, *(t.member for t in mine)]
        named = draw(st.permutations(payers or [who]))
        named = named[:-1] or named if wrong == 0 else named
        request.payers.extend(acts.numbered(w) for w in named)
        request.handling.CopyFrom(acts.handling(draw, "ORDER", policy, setter, one.county, [], self.now))
        self.ask("Family", "SetPayerOrder", request)
