"""Accounts and their movements, for people and for spreadsheets."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from gongji import v1
from gongji.money import fen_to_yuan
from gongji_cli import enums, show
from gongji_cli.show_account_acts import preset_of
from gongji_cli.show_wallet import wallet_transfer
from gongji_cli.words import Words, in_china

ENTRIES_COLUMNS = (
    *("entry_time", "insuplc_admdvs", "psn_no", "account_kind", "movement"),
    *("amount", "balance_before", "balance_after", "setl_id", "credit_id", "cause", "fixmedins_code", "entry_id"),
)


def accounts(response: v1.GetAccountsResponse, words: Words) -> Iterable[RenderableType]:
    yield show.heading(f"{response.psn_no}  {words('险种', 'scheme')} {response.insutype}")
    if not response.accounts:
        yield Text(words("没有个人账户。", "No personal account."))
        return
    balance, frozen = words("余额", "balance"), words("其中冻结", "of it reserved")
    yield show.table(
        [words("账户", "account"), words("状态", "state"), balance, frozen],
        [
            [
                words.name(v1.AccountKind, account.account_kind),
                words.name(v1.AccountState, account.state),
                words.yuan(account.balance_fen),
                words.yuan(account.frozen_fen),
            ]
            for account in response.accounts
        ],
        right=[balance, frozen],
    )
    for sent in response.wallet_transfers:
        yield show.heading(words("医保钱包转账", "on its way into a wallet"))
        yield wallet_transfer(sent, words)
    if response.HasField("preset"):
        yield show.heading(words("预设划转", "preset"))
        yield from preset_of(response.preset, words)


def entries(response: v1.ListEntriesResponse, words: Words) -> Iterable[RenderableType]:
    if not response.entries:
        yield show.none(words)
        return
    before, amount, after = words("之前", "before"), words("变动", "amount"), words("之后", "after")
    yield show.table(
        [words("时间与账户", "time, account"), words("事由", "movement"), before, amount, after],
        [
            [
                f"{words.time(entry.entry_time)}\n{entry.insuplc_admdvs}/{entry.psn_no} {_kind(entry, words)}",
                _why(entry, words),
                words.yuan(entry.balance_before_fen),
                words.yuan(entry.amount_fen),
                words.yuan(entry.balance_after_fen),
            ]
            for entry in response.entries
        ],
        right=[before, amount, after],
    )


def _kind(entry: v1.Entry, words: Words) -> str:
    return words.name(v1.AccountKind, entry.account_kind)


def _why(entry: v1.Entry, words: Words) -> str:
    """What moved the account."""
    parts = (words.name(v1.MovementKind, entry.movement), entry.setl_id, entry.credit_id, entry.cause)
    return "\n".join(filter(None, parts))


def entries_rows(response: v1.ListEntriesResponse) -> Iterator[list[object]]:
    for entry in response.entries:
        yield [
            in_china(entry.entry_time),
            entry.insuplc_admdvs,
            entry.psn_no,
            enums.short_name(v1.AccountKind, entry.account_kind),
            enums.short_name(v1.MovementKind, entry.movement),
            fen_to_yuan(entry.amount_fen),
            fen_to_yuan(entry.balance_before_fen),
            fen_to_yuan(entry.balance_after_fen),
            entry.setl_id,
            entry.credit_id,
            entry.cause,
            entry.fixmedins_code,
            entry.entry_id,
        ]
