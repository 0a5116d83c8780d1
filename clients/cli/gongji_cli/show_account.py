"""Accounts and their movements for people."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words


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


def entries(response: v1.ListEntriesResponse, words: Words) -> Iterable[RenderableType]:
    if not response.entries:
        yield show.none(words)
        return
    before, amount, after = words("之前", "before"), words("变动", "amount"), words("之后", "after")
    yield show.table(
        [words("时间与账户", "time, account"), words("事由", "movement"), before, amount, after],
        [
            [
                f"{words.time(entry.entry_time)}\n{words.name(v1.AccountKind, entry.account_kind)}",
                "\n".join(filter(None, [words.name(v1.MovementKind, entry.movement), entry.setl_id, entry.credit_id])),
                words.yuan(entry.balance_before_fen),
                words.yuan(entry.amount_fen),
                words.yuan(entry.balance_after_fen),
            ]
            for entry in response.entries
        ],
        right=[before, amount, after],
    )
