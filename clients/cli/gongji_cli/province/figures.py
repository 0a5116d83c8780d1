"""What was settled, added up by the client: it believes no total that it did not count."""

from collections import Counter
from dataclasses import dataclass, field

from gongji import v1

PAID = "PAID"
_WRONG_KEPT = 10


@dataclass
class Figures:
    """Money in fen. own: from the patients' own accounts; mutual: from other people's; cash: what nobody paid.

    replayed: settlements that had been settled before.
    helped: settlements that other people's accounts paid for. paid_by: what each person's accounts paid.
    not_paid: how often which reason kept an account from paying; words: what the server says of each, in Chinese.
    wrong: settlements whose parts do not add up, the first few.
    """

    settled: int = 0
    replayed: int = 0
    helped: int = 0
    fee: int = 0
    fund: int = 0
    other: int = 0
    own: int = 0
    mutual: int = 0
    cash: int = 0
    not_paid: Counter[str] = field(default_factory=Counter)
    words: dict[str, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    paid_by: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def paid(self) -> int:
        """What all accounts paid, in fen."""
        return self.own + self.mutual

    def add(self, result: v1.SettleResult) -> None:
        """Counts one answer of a batch."""
        if result.HasField("error"):
            self.refused[result.error.reason] += 1
            return
        self.settled += 1
        self.replayed += result.replayed
        self._add_money(result.settlement)
        for explained in result.settlement.explanations:
            if explained.reason != PAID:
                self.not_paid[explained.reason] += 1
                self.words[explained.reason] = explained.message_zh

    def _add_money(self, done: v1.Settlement) -> None:
        self.helped += done.acct_mulaid_pay_fen > 0
        self.fee += done.medfee_sumamt_fen
        self.fund += done.fund_pay_sumamt_fen
        self.other += done.other_pay_fen
        self.own += done.acct_pay_fen - done.acct_mulaid_pay_fen
        self.mutual += done.acct_mulaid_pay_fen
        self.cash += done.psn_cash_pay_fen
        for payment in done.payments:
            self.paid_by[payment.psn_no] += payment.amount_fen
        if not _adds_up(done) and len(self.wrong) < _WRONG_KEPT:
            self.wrong.append(done.setl_id)


def _adds_up(done: v1.Settlement) -> bool:
    burden = done.medfee_sumamt_fen - done.fund_pay_sumamt_fen - done.other_pay_fen
    others = sum(p.amount_fen for p in done.payments if p.psn_no != done.patient_psn_no)
    return (
        burden == done.psn_part_amt_fen == done.acct_pay_fen + done.psn_cash_pay_fen
        and done.acct_pay_fen == sum(p.amount_fen for p in done.payments)
        and done.acct_mulaid_pay_fen == others
    )
