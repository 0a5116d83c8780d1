"""Requests and answers of wallets (医保钱包)."""

from gongji import v1
from service.api.checks import Form
from service.api.convert_in import handling
from service.api.convert_out import instant
from service.api.ids import text_of
from service.api.words import number
from service.domain.terms import Relation
from service.domain.wallet_commands import AcceptWalletTransfer, OpenWallet, TransferToWallet
from service.domain.wallet_record import Wallet, WalletTransfer


def open_wallet(request: v1.OpenWalletRequest, form: Form) -> OpenWallet:
    return OpenWallet(
        owner=form.who(request, "owner"),
        use_admdvs=form.region(request.use_admdvs, "use_admdvs"),
        phone=form.phone(request.phone, "phone"),
        handling=handling(request, form),
    )


def transfer(request: v1.TransferToWalletRequest, form: Form) -> TransferToWallet:
    return TransferToWallet(
        owner=form.who(request, "owner"),
        receiver=form.who(request, "receiver"),
        relation=form.choice(request.relation, "relation", Relation),
        amount_fen=form.fen(request.amount_fen, "amount_fen", at_least=1),
        handling=handling(request, form),
    )


def accept(request: v1.AcceptWalletTransferRequest, form: Form) -> AcceptWalletTransfer:
    return AcceptWalletTransfer(
        receiver=form.who(request, "receiver"),
        wallet_transfer_id=form.id(request.wallet_transfer_id, "wallet_transfer_id"),
        handling=handling(request, form),
    )


def wallet(opened: Wallet) -> v1.Wallet:
    """Without the phone, which leaves nobody's books."""
    return v1.Wallet(
        psn_no=opened.psn_no,
        insuplc_admdvs=opened.region,
        use_admdvs=opened.use_admdvs,
        opened_time=instant(opened.opened_time),
        policy_id=opened.policy_id,
        policy_version=opened.policy_version,
    )


def wallet_transfer(made: WalletTransfer) -> v1.WalletTransfer:
    return v1.WalletTransfer(
        wallet_transfer_id=text_of(made.wallet_transfer_id),
        state=number(made.state),
        sender_psn_no=made.sender_psn_no,
        sender_insuplc_admdvs=made.sender_region,
        receiver_psn_no=made.receiver_psn_no,
        receiver_insuplc_admdvs=made.receiver_region,
        relation=number(made.relation),
        amount_fen=made.amount_fen,
        sent_time=instant(made.sent_time),
        return_time=instant(made.return_time),
        end_time=instant(made.end_time),
        policy_id=made.policy_id,
        policy_version=made.policy_version,
    )
