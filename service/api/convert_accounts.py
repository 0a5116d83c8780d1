"""Requests and answers about accounts themselves: transfers, presets, liquidations."""

from gongji import v1
from service.api.checks import Form
from service.api.convert_in import handling
from service.api.convert_out import instant
from service.api.ids import text_of
from service.api.words import number
from service.domain.account_commands import CancelPreset, Liquidate, SetPreset, Transfer
from service.domain.account_rows import Liquidation, Preset
from service.domain.terms import AccountKind, LiquidationCause
from service.domain.transfers import Transferred


def transfer(request: v1.TransferRequest, form: Form) -> Transfer:
    asked = Transfer(
        owner=form.who(request, "owner"),
        from_kind=form.choice(request.from_kind, "from_kind", AccountKind),
        to_kind=form.choice(request.to_kind, "to_kind", AccountKind),
        amount_fen=form.fen(request.amount_fen, "amount_fen", at_least=1),
        handling=handling(request, form),
    )
    if request.to_kind and asked.from_kind is asked.to_kind:
        form.wrong("to_kind", "须为另一种账户", "is another kind than from_kind")
    return asked


def set_preset(request: v1.SetPresetRequest, form: Form) -> SetPreset:
    return SetPreset(
        owner=form.who(request, "owner"),
        amount_fen=form.fen(request.amount_fen, "amount_fen", at_least=1),
        handling=handling(request, form),
    )


def cancel_preset(request: v1.CancelPresetRequest, form: Form) -> CancelPreset:
    return CancelPreset(owner=form.who(request, "owner"), handling=handling(request, form))


def liquidate(request: v1.LiquidateRequest, form: Form) -> Liquidate:
    asked = Liquidate(
        owner=form.who(request, "owner"),
        cause=form.choice(request.cause, "cause", LiquidationCause),
        to_region=form.optional(request, "to_admdvs", form.pooling_region),
        handling=handling(request, form),
    )
    if asked.to_region is not None and asked.cause is not LiquidationCause.MOVE:
        form.wrong("to_admdvs", "仅转移时填写", "is given after a move only")
    elif asked.to_region == asked.owner.region:
        form.wrong("to_admdvs", "须为另一统筹区", "is another pooling region than the owner's")
    return asked


def transferred(done: Transferred) -> v1.Transfer:
    return v1.Transfer(
        psn_no=done.psn_no,
        insuplc_admdvs=done.region,
        from_kind=number(done.from_kind),
        to_kind=number(done.to_kind),
        amount_fen=done.amount_fen,
        from_balance_after_fen=done.from_balance_after_fen,
        to_balance_after_fen=done.to_balance_after_fen,
        transfer_time=instant(done.transfer_time),
        policy_id=done.policy_id,
        policy_version=done.policy_version,
    )


def preset(made: Preset) -> v1.Preset:
    return v1.Preset(
        psn_no=made.psn_no,
        insuplc_admdvs=made.region,
        amount_fen=made.amount_fen,
        state=number(made.state),
        set_time=instant(made.set_time),
        end_time=instant(made.end_time),
        policy_id=made.policy_id,
        policy_version=made.policy_version,
    )


def liquidation(done: Liquidation) -> v1.Liquidation:
    return v1.Liquidation(
        liquidation_id=text_of(done.liquidation_id),
        psn_no=done.psn_no,
        insuplc_admdvs=done.region,
        cause=number(done.cause),
        to_admdvs=done.to_region,
        balance_fen=done.balance_fen,
        interest_fen=done.interest_fen,
        paid_out_fen=done.paid_out_fen,
        carried_fen=done.carried_fen,
        liquidation_time=instant(done.liquidated_time),
        policy_id=done.policy_id,
        policy_version=done.policy_version,
    )
