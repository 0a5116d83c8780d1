"""Steps of money: previews and settlements, credits and their corrections."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from gongji import v1
from tests.model import acts
from tests.model.books import Who
from tests.model.lived import ANY, DATA, Lived
from tests.model.rulebook import today


class Money(Lived):
    def _first_money(self, draw: Any) -> None:
        """Something in most accounts that the places keep."""
        for region in dict.fromkeys(n.region for n in self.people):
            policy = self.policy_of(region)
            rows = [
                v1.Credit(
                    credit_id=f"first-{i}-{kind}",
                    owner=v1.PersonRef(insuplc_admdvs=region, psn_no=n.psn_no),
                    account_kind=f"ACCOUNT_KIND_{kind}",
                    amount_fen=draw(st.sampled_from([1, 50_00, 100_00, 500_00])),
                    credit_type=v1.CREDIT_TYPE_OPENING_BALANCE,
                )
                for i, n in enumerate(self.people)
                for kind in (policy.accounts.kinds.value if policy else ["PERSONAL"])
                if n.region == region and draw(st.integers(0, 3))
            ]
            if rows:
                request = v1.CreditAccountsRequest(insuplc_admdvs=region, credits=rows)
                self.ask("Registry", "CreditAccounts", request)

    def _pay_in(self, draw: Any, i: int, fen: int, ids: tuple[str, ...] = ("",)) -> None:
        """Into an account that the place keeps, mostly."""
        n = self.people[i]
        policy = self.policy_of(n.region)
        kept = [str(kind) for kind in policy.accounts.kinds.value] if policy else ["PERSONAL"]
        rows = []
        for credit_id in ids:
            kind = draw(st.sampled_from([*kept, *kept, *kept, "WALLET"]))
            monthly = kind in ("PERSONAL", "CURRENT") and draw(st.booleans())
            rows.append(
                v1.Credit(
                    credit_id=credit_id or f"c{self.steps}-{i}",
                    owner=n.ref(draw),
                    account_kind=f"ACCOUNT_KIND_{kind}",
                    amount_fen=fen or 1,
                    credit_type=v1.CREDIT_TYPE_MONTHLY if monthly else v1.CREDIT_TYPE_OPENING_BALANCE,
                )
            )
        self.ask("Registry", "CreditAccounts", v1.CreditAccountsRequest(insuplc_admdvs=n.region, credits=rows))

    @rule(data=DATA, patient=ANY)
    def settle(self, data: Any, patient: int) -> None:
        self._settle(data.draw, patient)

    @precondition(lambda self: self.model.books.ties)
    @rule(data=DATA)
    def settle_in_a_family(self, data: Any) -> None:
        """For somebody whom others may pay for."""
        tie = data.draw(st.sampled_from(list(self.model.books.ties.values())))
        key = data.draw(st.sampled_from([tie.member, tie.member, tie.giver]))
        self._settle(data.draw, self._index(key))

    @precondition(lambda self: self.model.books.ties)
    @rule(data=DATA)
    def settle_for_a_member(self, data: Any) -> None:
        """Whose binding holds, with an institution where it mostly may pay."""
        day = today(self.now)
        ties = list(self.model.books.ties.values())
        living = [t for t in ties if self.rulebook.why_not(t, day) is None]
        tie = data.draw(st.sampled_from(living or ties))
        self._settle(data.draw, self._index(tie.member))

    def _index(self, who: Who) -> int:
        """Whom of the people this is; somebody who has moved away is not among them any more."""
        return next((i for i, n in enumerate(self.people) if (n.region, n.psn_no) == who), 0)

    def _settle(self, draw: Any, patient: int) -> None:
        """Ask first, sometimes, and settle: a preview is what the settlement then is."""
        n = self.people[patient]
        place = draw(st.sampled_from([n.county, n.county, n.county, n.region, acts.NOWHERE, self.people[-1].county]))
        asked = acts.bill(draw, v1.PreviewSettlementRequest, n.ref(draw), self.houses, place, self.now)
        request = v1.SettleRequest.FromString(asked.SerializeToString())
        if draw(st.booleans()):
            others = draw(st.lists(ANY, max_size=3))
            asked.asked_about.extend(self.people[i].ref(draw) for i in others)
            self.ask("Settlement", "PreviewSettlement", asked)
        self.ask("Settlement", "Settle", request)

    @precondition(lambda self: self.model.books.settlements)
    @rule(data=DATA, how=st.sampled_from(["id", "id", "id", "request", "not yet", "other", "unknown"]))
    def undo(self, data: Any, how: str) -> None:
        """A settlement is given back; sometimes again, by the request's id, of another patient, or before it came."""
        setl_id, settled = data.draw(st.sampled_from(list(self.model.books.settlements.items())))
        patient = acts.numbered(
            settled.patient if how != "other" else Who(self.people[1].region, self.people[1].psn_no)
        )
        request = v1.ReverseSettlementRequest(patient=patient, reason="test")
        asked = [key for key, made in self.model.books.asked_to_settle.items() if made == setl_id]
        if how == "request" and asked:
            request.original_request_id = asked[0][1]
        elif how == "not yet":
            request.original_request_id = f"r{self.steps + data.draw(st.integers(1, 12))}"
        else:
            request.setl_id = "0" * 26 if how == "unknown" else setl_id
        self.ask("Settlement", "ReverseSettlement", request)

    @precondition(lambda self: self.model.books.settlements)
    @rule(data=DATA, how=st.sampled_from(["well", "well", "well", "well", "other", "unknown"]))
    def reaccount(self, data: Any, how: str) -> None:
        """A settlement with other amounts; sometimes of another patient, or of none, or one that was given back."""
        draw, settlements = data.draw, self.model.books.settlements
        standing = [setl_id for setl_id, settled in settlements.items() if not settled.reversed]
        setl_id = draw(st.sampled_from([*standing * 3, *settlements]))
        patient = settlements[setl_id].patient
        n = self.people[1 if how == "other" else self._index(patient)]
        ref = n.ref(draw) if how == "other" else acts.numbered(patient)
        request = acts.bill(draw, v1.ReaccountSettlementRequest, ref, self.houses, n.county, self.now)
        request.setl_id = "0" * 26 if how == "unknown" else setl_id
        self.ask("Settlement", "ReaccountSettlement", request)

    def pay_in(self, draw: Any) -> None:
        """One or two credits in a request, sometimes of an id that was paid before, or standing twice."""
        again = draw(st.sampled_from([("",), ("",), ("c-again",), ("c-again", "c-again"), ("", "c-other")]))
        fen = 10**16 - 1 if draw(st.integers(0, 30)) == 0 else draw(acts.FEN)
        self._pay_in(draw, draw(ANY), fen, again)

    def correct(self, draw: Any) -> None:
        """A credit is corrected; sometimes one that is not there, or is of somebody else."""
        if not self.model.books.credits:
            return
        fen, wrong = draw(st.sampled_from([-100_00, -50_00, -1, 30_00])), draw(st.integers(0, 9))
        (region, cited), paid = draw(st.sampled_from(list(self.model.books.credits.items())))
        owner = self.people[0].ref(draw) if wrong == 0 else v1.PersonRef(insuplc_admdvs=region, psn_no=paid.who.psn_no)
        row = v1.Credit(
            credit_id=f"c{self.steps}",
            owner=owner,
            account_kind=f"ACCOUNT_KIND_{paid.kind}",
            amount_fen=fen,
            credit_type=v1.CREDIT_TYPE_CORRECTION,
            corrects_credit_id="never-paid" if wrong == 1 else cited,
            approved_by="reviewer",
        )
        region = self.rulebook.pool(owner.insuplc_admdvs)
        self.ask("Registry", "CreditAccounts", v1.CreditAccountsRequest(insuplc_admdvs=region, credits=[row]))
