"""AccountService: balances and movements."""

from gongji import v1
from gongji.v1.account_service_pb2_grpc import AccountServiceServicer
from service.api import convert_accounts, convert_asked, convert_out, convert_wallet
from service.api.account_acts import AccountActs
from service.api.call import Call
from service.api.paging import Pages
from service.api.reads import Reads
from service.api.undo import SuspenseActs
from service.api.wallet import WalletActs
from service.api.writes import Writes
from service.domain.account import Account
from service.domain.account_rows import Preset
from service.domain.barriers import account_of
from service.domain.context import Context
from service.domain.kept import Wanted as KeptRows
from service.domain.person import Person
from service.domain.presets import active_preset
from service.domain.terms import AccountKind
from service.domain.wallet import waiting_transfers
from service.domain.wallet_commands import on_the_way
from service.storage import kept, load
from service.storage.entries import EntryCursor, Wanted, entries


class Accounts(SuspenseActs, AccountActs, WalletActs, AccountServiceServicer):
    def __init__(self, writes: Writes, reads: Reads, pages: Pages) -> None:
        self._writes = writes
        self._reads = reads
        self._pages = pages

    async def GetAccounts(self, request: v1.GetAccountsRequest, call: Call) -> v1.GetAccountsResponse:
        ref = self._reads.asked(request, convert_asked.accounts)
        async with self._reads.look_at(call, ref, "owner") as (view, owner):
            await load.accounts(view.tx, [owner.key], view.ctx.state)
            presets = KeptRows(Preset, owner.region, "psn_no", owner.psn_no)
            await kept.load(view.tx, [presets, *on_the_way(owner.key)], view.ctx.state)
        held, preset = accounts_of(owner, view.ctx), active_preset(owner.key, view.ctx)
        return v1.GetAccountsResponse(
            accounts=[convert_out.account(kind, account, owner) for kind, account in held.items()],
            psn_no=owner.psn_no,
            insutype=owner.insutype,
            preset=convert_accounts.preset(preset) if preset else None,
            wallet_transfers=map(convert_wallet.wallet_transfer, waiting_transfers(owner.key, view.ctx)),
        )

    async def ListEntries(self, request: v1.ListEntriesRequest, call: Call) -> v1.ListEntriesResponse:
        asked = self._reads.asked(request, convert_asked.entries)
        after = self._pages.cursor(request, EntryCursor)
        async with self._reads.look_over(call, asked.region, asked.owner, "owner") as (tx, psn_no):
            wanted = Wanted(
                region=asked.region,
                psn_no=psn_no,
                account_kind=asked.account_kind,
                from_date=asked.from_date,
                to_date=asked.to_date,
                movements=asked.movements,
            )
            found = await entries(tx, wanted, after=after, limit=asked.page_size + 1)
        page, more = found[: asked.page_size], found[asked.page_size :]
        return v1.ListEntriesResponse(
            entries=[convert_out.entry(moved) for moved in page],
            next_page_token=self._pages.token(request, page[-1].cursor) if more else "",
        )


def accounts_of(owner: Person, ctx: Context) -> dict[AccountKind, Account]:
    """The accounts that a person has by today's rules, empty ones too, and every other that has a row."""
    policy = ctx.book.first(owner.region, ctx.today)
    entitled = {kind: account_of(owner, kind, policy, ctx) for kind in policy.accounts.kinds.value} if policy else {}
    found = {kind: account for kind, account in entitled.items() if account is not None}
    return found | ctx.state.accounts_of(owner.key)
