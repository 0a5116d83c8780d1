"""AccountService: balances and movements."""

from gongji import v1
from gongji.v1.account_service_pb2_grpc import AccountServiceServicer
from service.api import convert_asked, convert_out
from service.api.call import Call
from service.api.paging import Pages
from service.api.reads import Reads
from service.domain.account import Account
from service.domain.barriers import account_of
from service.domain.context import Context
from service.domain.person import Person
from service.domain.terms import AccountKind
from service.storage import load, queries
from service.storage.queries import EntryCursor


class Accounts(AccountServiceServicer):
    def __init__(self, reads: Reads, pages: Pages) -> None:
        self._reads = reads
        self._pages = pages

    async def GetAccounts(self, request: v1.GetAccountsRequest, call: Call) -> v1.GetAccountsResponse:
        ref = self._reads.asked(request, convert_asked.accounts)
        async with self._reads.look_at(call, ref, "owner") as (view, owner):
            await load.accounts(view.tx, [owner.key], view.ctx.state)
        held = accounts_of(owner, view.ctx)
        return v1.GetAccountsResponse(
            accounts=[convert_out.account(kind, account, owner) for kind, account in held.items()],
            psn_no=owner.psn_no,
            insutype=owner.insutype,
        )

    async def ListEntries(self, request: v1.ListEntriesRequest, call: Call) -> v1.ListEntriesResponse:
        asked = self._reads.asked(request, convert_asked.entries)
        after = self._pages.cursor(request, EntryCursor)
        async with self._reads.look_at(call, asked.owner, "owner") as (view, owner):
            found = await queries.entries(
                view.tx,
                owner.key,
                account_kind=asked.account_kind,
                from_date=asked.from_date,
                to_date=asked.to_date,
                movements=asked.movements,
                after=after,
                limit=asked.page_size + 1,
            )
        page, more = found[: asked.page_size], found[asked.page_size :]
        return v1.ListEntriesResponse(
            entries=[convert_out.entry(moved, owner) for moved in page],
            next_page_token=self._pages.token(request, page[-1].cursor) if more else "",
        )


def accounts_of(owner: Person, ctx: Context) -> dict[AccountKind, Account]:
    """The accounts that a person has by today's rules, empty ones too, and every other that has a row."""
    policy = ctx.book.first(owner.region, ctx.today)
    entitled = {kind: account_of(owner, kind, policy, ctx) for kind in policy.accounts.kinds.value} if policy else {}
    found = {kind: account for kind, account in entitled.items() if account is not None}
    return found | ctx.state.accounts_of(owner.key)
