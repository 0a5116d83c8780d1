"""Wallets and what is sent to them, for people."""

from collections.abc import Iterable

from rich.console import RenderableType

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words


def opened(response: v1.OpenWalletResponse, words: Words) -> Iterable[RenderableType]:
    wallet = response.wallet
    yield from show.replayed(response.replayed, words)
    yield show.facts(
        [
            (words("医保钱包", "wallet of"), f"{wallet.insuplc_admdvs}/{wallet.psn_no}"),
            (words("使用地", "spent in"), wallet.use_admdvs),
            (words("开通时间", "opened"), words.time(wallet.opened_time)),
            (words("政策", "policy"), f"{wallet.policy_id} {wallet.policy_version}"),
        ]
    )


def transferred(
    response: v1.TransferToWalletResponse | v1.AcceptWalletTransferResponse, words: Words
) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    yield wallet_transfer(response.wallet_transfer, words)


def wallet_transfer(sent: v1.WalletTransfer, words: Words) -> RenderableType:
    waits = sent.state == v1.WALLET_TRANSFER_STATE_SENT
    return show.facts(
        [
            (words("转账", "transfer"), sent.wallet_transfer_id),
            (words("状态", "state"), words.name(v1.WalletTransferState, sent.state)),
            (words("金额", "amount"), words.yuan(sent.amount_fen)),
            (words("转出人", "from"), f"{sent.sender_insuplc_admdvs}/{sent.sender_psn_no}"),
            (words("接收人", "to"), f"{sent.receiver_insuplc_admdvs}/{sent.receiver_psn_no}"),
            (words("接收人是转出人的", "the sender's"), words.name(v1.Relation, sent.relation)),
            (words("转出时间", "sent"), words.time(sent.sent_time)),
            (words("逾期退回", "goes back"), words.time(sent.return_time) if waits else ""),
            (words("接收或退回时间", "accepted or returned"), "" if waits else words.time(sent.end_time)),
            (words("政策", "policy"), f"{sent.policy_id} {sent.policy_version}"),
        ]
    )
