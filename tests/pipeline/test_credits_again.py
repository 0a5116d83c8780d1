"""A credit that comes again under another request."""

from service.domain.feed_commands import CreditAccounts
from tests.support.desk import Desk
from tests.support.world import HOME


async def test_a_credit_that_was_paid_is_refused_again(desk: Desk) -> None:
    """The credit is read back as it was paid, and refused with its reason; the money came in once."""
    await desk.people("owner")
    credit = desk.credit("owner", 5_00)
    for expected in (None, "CREDIT_ALREADY_PAID"):
        answer = await desk.do(CreditAccounts(region=HOME, rows=(credit,)))
        refusal = answer.value.results[0].refusal
        assert (refusal.reason if refusal else None) == expected
    assert await desk.balance_fen("owner") == 5_00
