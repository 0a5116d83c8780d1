"""Requests of families and settlements, as the domain has them. Each field is read once, through a Form."""

from google.protobuf.message import Message

from gongji import v1
from service.api.checks import Form
from service.api.convert_rows import check_home
from service.domain.account import MAX_FEN
from service.domain.commands import (
    Authorize,
    Bill,
    Bind,
    DecideBinding,
    RevokeAuthorization,
    SetPayerOrder,
    SetQuota,
    Settle,
    Unbind,
)
from service.domain.handling import Commitment, Evidence, Handling, Presented, Verification
from service.domain.person import PersonRef
from service.domain.terms import (
    Channel,
    ClaimType,
    Credential,
    DecidedBy,
    EvidenceType,
    Relation,
    VerificationMethod,
)

_NAME, _REFERENCE = 64, 128
_PAPERS, _BINDINGS, _PAYERS, _ASKED_ABOUT, _SETTLEMENTS = 50, 100, 500, 50, 512


def authorize(request: v1.AuthorizeRequest, form: Form) -> Authorize:
    return Authorize(
        authorizer=form.who(request, "authorizer"),
        handling=handling(request, form),
        commitment=form.optional(request, "commitment", _commitment, form),
        policy_id=form.optional(request, "policy_id", form.code, _NAME),
    )


def revoke_authorization(request: v1.RevokeAuthorizationRequest, form: Form) -> RevokeAuthorization:
    return RevokeAuthorization(
        authorizer=form.who(request, "authorizer"),
        authorization_id=form.id(request.authorization_id, "authorization_id"),
        handling=handling(request, form),
    )


def bind(request: v1.BindRequest, form: Form) -> Bind:
    start = form.optional(request, "start_date", form.day)
    end = form.optional(request, "end_date", form.day)
    form.days(start, end, "end_date")
    return Bind(
        authorizer=form.who(request, "authorizer"),
        member=form.who(request, "member"),
        relation=form.choice(request.relation, "relation", Relation),
        handling=handling(request, form),
        member_phone=form.optional(request, "member_phone", form.phone),
        start_date=start,
        end_date=end,
        policy_id=form.optional(request, "policy_id", form.code, _NAME),
        quota_fen=form.optional(request, "quota_fen", form.fen),
    )


def set_quota(request: v1.SetQuotaRequest, form: Form) -> SetQuota:
    if not request.HasField("quota_fen"):
        form.missing("quota_fen")
    return SetQuota(
        authorizer=form.who(request, "authorizer"),
        binding_id=form.optional(request, "binding_id", form.id),
        quota_fen=form.fen(request.quota_fen, "quota_fen"),
        handling=handling(request, form),
    )


def decide_binding(request: v1.DecideBindingRequest, form: Form) -> DecideBinding:
    if not request.HasField("approve"):
        form.missing("approve")
    return DecideBinding(
        authorizer=form.who(request, "authorizer"),
        binding_id=form.id(request.binding_id, "binding_id"),
        decided_by=form.choice(request.decided_by, "decided_by", DecidedBy),
        approve=request.approve,
        handling=handling(request, form),
    )


def unbind(request: v1.UnbindRequest, form: Form) -> Unbind:
    form.count(request.binding_ids, "binding_ids", _BINDINGS, at_least=1)
    return Unbind(
        authorizer=form.who(request, "authorizer"),
        binding_ids=tuple(form.id(text, f"binding_ids[{i}]") for i, text in enumerate(request.binding_ids)),
        handling=handling(request, form),
    )


def set_payer_order(request: v1.SetPayerOrderRequest, form: Form) -> SetPayerOrder:
    form.count(request.payers, "payers", _PAYERS, at_least=1)
    return SetPayerOrder(
        owner=form.who(request, "owner"),
        member=form.optional(request, "member", form.person),
        payers=form.people(request.payers, "payers"),
        handling=handling(request, form),
    )


def settle(request: v1.SettleRequest, form: Form) -> Settle:
    return Settle(bill=bill(request, form))


def batch_region(request: v1.SettleBatchRequest, form: Form) -> str:
    """The pooling region of a batch; its requests are read one by one."""
    form.count(request.requests, "requests", _SETTLEMENTS, at_least=1)
    return form.pooling_region(request.insuplc_admdvs, "insuplc_admdvs")


def settle_of(region: str, request: v1.SettleRequest, form: Form) -> Settle:
    """A request of a batch, whose patient has to belong to the batch's region."""
    command = settle(request, form)
    if request.HasField("patient"):
        check_home(command.bill.patient.region, "patient.insuplc_admdvs", region, form)
    return command


def preview(request: v1.PreviewSettlementRequest, form: Form) -> tuple[Bill, tuple[PersonRef, ...]]:
    """The bill, and who is asked about."""
    form.count(request.asked_about, "asked_about", _ASKED_ABOUT)
    return bill(request, form), form.people(request.asked_about, "asked_about")


def bill(request: v1.SettleRequest | v1.PreviewSettlementRequest | v1.ReaccountSettlementRequest, form: Form) -> Bill:
    """The requests have the same fields; amounts that contradict each other are refused."""
    claim_type = form.choice(request.claim_type, "claim_type", ClaimType)
    if claim_type is not ClaimType.HAND_IN and not request.HasField("fixmedins_code"):
        form.missing("fixmedins_code")
    found = Bill(
        patient=form.who(request, "patient"),
        fixmedins_code=form.optional(request, "fixmedins_code", form.code, 12),
        med_type=form.code(request.med_type, "med_type", 6),
        mdtrt_id=form.text(request.mdtrt_id, "mdtrt_id", 30),
        claim_type=claim_type,
        medfee_sumamt_fen=form.fen(request.medfee_sumamt_fen, "medfee_sumamt_fen"),
        fund_pay_sumamt_fen=form.fen(request.fund_pay_sumamt_fen, "fund_pay_sumamt_fen"),
        other_pay_fen=form.fen(request.other_pay_fen, "other_pay_fen"),
        account_payable_fen=form.optional(request, "account_payable_fen", form.fen),
        visit_time=form.instant(request, "visit_time"),
        mdtrtarea_admvs=form.region(request.mdtrtarea_admvs, "mdtrtarea_admvs"),
    )
    _check_amounts(found, form)
    return found


def _check_amounts(bill: Bill, form: Form) -> None:
    """What is out of range by itself has been noted already, and is not compared."""
    amounts = (bill.medfee_sumamt_fen, bill.fund_pay_sumamt_fen, bill.other_pay_fen)
    if not all(0 <= fen <= MAX_FEN for fen in amounts):
        return
    if bill.psn_part_amt_fen < 0:
        field = "fund_pay_sumamt_fen" if bill.fund_pay_sumamt_fen > bill.medfee_sumamt_fen else "other_pay_fen"
        form.wrong(
            field,
            "基金支付与其他支出之和不能超过医疗费总额",
            "the funds and others together pay no more than the whole bill",
        )
    elif bill.payable_fen > bill.psn_part_amt_fen:
        form.wrong("account_payable_fen", "不能超过个人负担", "is not more than the person's burden")


def handling(request: Message, form: Form) -> Handling:
    """How the act came in. Where it is missing its applicant is, too: one note says so."""
    told: v1.Handling = getattr(request, "handling")  # noqa: B009 — every write that is handled has the field
    if not request.HasField("handling"):
        form.missing("handling")
        return Handling(channel=Channel.PLATFORM, applicant=PersonRef(""))
    form.count(told.presented, "handling.presented", _PAPERS)
    form.count(told.evidence, "handling.evidence", _PAPERS)
    return Handling(
        channel=form.choice(told.channel, "handling.channel", Channel),
        applicant=form.who(told, "applicant", "handling."),
        office_admdvs=form.optional(told, "office_admdvs", form.region, at="handling."),
        verification=form.optional(told, "verification", _verification, form, at="handling."),
        presented=tuple(
            _presented(p, f"handling.presented[{i}].", form) for i, p in enumerate(told.presented[:_PAPERS])
        ),
        evidence=tuple(_evidence(e, f"handling.evidence[{i}].", form) for i, e in enumerate(told.evidence[:_PAPERS])),
    )


def _verification(value: v1.Verification, at: str, form: Form) -> Verification:
    return Verification(
        form.choice(value.method, f"{at}.method", VerificationMethod),
        form.text(value.reference, f"{at}.reference", _REFERENCE),
        form.instant(value, "verified_time", f"{at}."),
    )


def _presented(value: v1.PresentedCredential, at: str, form: Form) -> Presented:
    credential = form.choice(value.credential, f"{at}credential", Credential)
    return Presented(form.who(value, "person", at), credential)


def _evidence(value: v1.Evidence, at: str, form: Form) -> Evidence:
    kind = form.choice(value.type, f"{at}type", EvidenceType)
    return Evidence(kind, form.text(value.reference, f"{at}reference", _REFERENCE))


def _commitment(value: v1.Commitment, at: str, form: Form) -> Commitment:
    return Commitment(
        document_version=form.text(value.document_version, f"{at}.document_version", 100),
        document_sha256=form.sha256(value.document_sha256, f"{at}.document_sha256"),
        signature_ref=form.text(value.signature_ref, f"{at}.signature_ref", _REFERENCE),
        signed_by=form.who(value, "signed_by", f"{at}."),
        signed_time=form.instant(value, "signed_time", f"{at}."),
    )
