"""Steps of wallets: open one, send to one, accept what was sent."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from gongji import v1
from tests.model import acts
from tests.model.books import Someone, Who
from tests.model.families import RELATIONS
from tests.model.lived import ANY, DATA, Lived
from tests.model.own_steps import AMOUNTS
from tests.model.rulebook import today

WHAT = ("open", "open", "send", "send", "send", "accept", "accept", "accept")


class Wallets(Lived):
    @precondition(lambda self: self.rulebook.wallet(self.people[0].region, today(self.now)))
    @rule(data=DATA, acts_in_turn=st.lists(st.sampled_from(WHAT), min_size=2, max_size=6))
    def wallet(self, data: Any, acts_in_turn: list[str]) -> None:
        """Mostly to somebody whose wallet is open, and of what waits still."""
        for what in acts_in_turn:
            self._wallet(data.draw, what)

    def _wallet(self, draw: Any, what: str) -> None:
        books = self.model.books
        if what == "open" or not books.wallets:
            owner = self._insured(draw)
            if owner:
                ref = acts.numbered(owner.who)
                asked = v1.OpenWalletRequest(owner=ref, use_admdvs=owner.county, phone="13800000000")
                self._ask_wallet(draw, "OpenWallet", asked, owner)
        elif what == "send":
            self._send(draw)
        elif books.sent:
            waiting = [s for s in books.sent if s.state == "SENT"]
            sent = draw(st.sampled_from([*waiting * 4, *books.sent]))
            whose = draw(st.sampled_from([sent.receiver, sent.receiver, sent.receiver, sent.sender]))
            asked = v1.AcceptWalletTransferRequest(receiver=acts.numbered(whose), wallet_transfer_id=sent.id)
            self._ask_wallet(draw, "AcceptWalletTransfer", asked, books.people[whose])

    def _send(self, draw: Any) -> None:
        sender, open_ones = self._insured(draw), sorted(self.model.books.wallets)
        if sender is None:
            return
        n = self.people[draw(ANY)]
        to = draw(st.sampled_from([*open_ones * 4, Who(n.region, n.psn_no)]))
        ref, fen, relation = acts.numbered(sender.who), draw(AMOUNTS), draw(st.sampled_from(RELATIONS))
        asked = v1.TransferToWalletRequest(owner=ref, receiver=acts.numbered(to), relation=relation, amount_fen=fen)
        self._ask_wallet(draw, "TransferToWallet", asked, sender)

    def _insured(self, draw: Any) -> Someone | None:
        return self.someone(draw(ANY))

    def _ask_wallet(self, draw: Any, rpc: str, request: Any, owner: Someone) -> None:
        policy = self.rulebook.wallet(owner.who.region, today(self.now))
        ref = acts.numbered(owner.who)
        request.handling.CopyFrom(acts.handling(draw, "WALLET", policy, ref, owner.county, [], self.now))
        self.ask("Account", rpc, request)
