"""Answers of a server, as the tables have to lay them out."""

from google.protobuf.timestamp_pb2 import Timestamp

from gongji import v1

LONGEST_NUMBER = "990000" + "0" * 24
"""A personal number of the greatest length that the national interface has, 30 characters."""

LONGEST_REASON = "ONE_MUTUAL_AID_ACCOUNT_ONLY"


def at(text: str) -> Timestamp:
    stamp = Timestamp()
    stamp.FromJsonString(text)
    return stamp


def settlement(state: v1.SettlementState = v1.SETTLEMENT_STATE_SETTLED) -> v1.Settlement:
    """A bill of 1,234.56 yuan: own account 100.00, the spouse's 900.00, cash 34.56."""
    rule = v1.RuleRef(policy_id="xianning", policy_version="2022-01-01", key="settlement.one_mutual_aid_account")
    return v1.Settlement(
        setl_id="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        patient_psn_no="9900000002",
        insutype="310",
        fixmedins_code="H99000000001",
        med_type="11",
        mdtrt_id="visit-1",
        visit_time=at("2022-10-15T16:30:00Z"),
        medfee_sumamt_fen=123456,
        fund_pay_sumamt_fen=20000,
        state=state,
        payments=[
            _payment(1, "9900000002", 10000, 0),
            _payment(2, LONGEST_NUMBER, 90000, 999999999999, v1.RELATION_SPOUSE),
        ],
        psn_part_amt_fen=103456,
        acct_pay_fen=100000,
        acct_mulaid_pay_fen=90000,
        psn_cash_pay_fen=3456,
        explanations=[
            v1.Explanation(
                psn_no="9900000002",
                account_kind=v1.ACCOUNT_KIND_PERSONAL,
                reason="PAID",
                message_zh="支付 100.00 元",
                message_en="paid 100.00 yuan",
            ),
            v1.Explanation(
                psn_no=LONGEST_NUMBER,
                account_kind=v1.ACCOUNT_KIND_MUTUAL_AID,
                binding_id="01900000-0000-7000-8000-000000000002",
                reason=LONGEST_REASON,
                rule=rule,
                message_zh="同一次结算只能使用一个共济账户，已有其他共济账户支付 [注]",
                message_en="only one mutual-aid account may pay in one settlement, and another has paid [note]",
            ),
        ],
        policy_id="xianning",
        policy_version="2022-01-01",
        settle_time=at("2022-10-15T16:31:00Z"),
    )


def reversed_() -> v1.ReverseSettlementResponse:
    """That bill undone: the spouse has left the network meanwhile."""
    gone = settlement(v1.SETTLEMENT_STATE_REVERSED)
    gone.refunded_fen, gone.reversed_time.seconds = 100000, gone.settle_time.seconds + 60
    return v1.ReverseSettlementResponse(settlement=gone, refunds=_refunds(), balc_fen=10000)


def reaccounted() -> v1.ReaccountSettlementResponse:
    gone, anew = reversed_().settlement, settlement()
    gone.setl_id, gone.replaced_by_setl_id, anew.replaces_setl_id = "V" * 26, anew.setl_id, "V" * 26
    return v1.ReaccountSettlementResponse(settlement=anew, reversed_settlement=gone, refunds=_refunds())


def payout() -> v1.SuspensePayout:
    return v1.SuspensePayout(psn_no=LONGEST_NUMBER, amount_fen=90000, payout_time=at("2022-10-15T16:31:00Z"))


def _refunds() -> list[v1.Refund]:
    own, spouse = (
        v1.Refund(order=1, psn_no="9900000002", account_kind=v1.ACCOUNT_KIND_PERSONAL, amount_fen=10000),
        v1.Refund(order=2, psn_no=LONGEST_NUMBER, account_kind=v1.ACCOUNT_KIND_SUSPENSE, amount_fen=90000),
    )
    spouse.suspense_cause, spouse.balance_after_fen = v1.SUSPENSE_CAUSE_PAYER_LEFT, 999999999999
    return [own, spouse]


def _payment(
    order: int, psn_no: str, amount_fen: int, left_fen: int, relation: v1.Relation | None = None
) -> v1.Payment:
    return v1.Payment(
        order=order,
        psn_no=psn_no,
        relation=relation,
        account_kind=v1.ACCOUNT_KIND_PERSONAL,
        amount_fen=amount_fen,
        balance_after_fen=left_fen,
        insuplc_admdvs="421200",
        policy_id="xianning",
        policy_version="2022-01-01",
    )


def binding() -> v1.Binding:
    return v1.Binding(
        binding_id="01900000-0000-7000-8000-000000000002",
        authorization_id="01900000-0000-7000-8000-000000000001",
        authorizer_psn_no="9900000001",
        member_psn_no="9900000002",
        member_insuplc_admdvs="421200",
        relation=v1.RELATION_CHILD,
        state=v1.BINDING_STATE_ACTIVE,
        payer_order=1,
        start_date="2022-10-15",
        earliest_unbind_date="2023-01-15",
        bound_time=at("2022-10-15T01:00:00Z"),
        policy_id="xianning",
        policy_version="2022-01-01",
    )


def events() -> v1.ListFamilyEventsResponse:
    """An order of payers, a refused application, and an authorization with the longest numbers there are."""
    refused = _event(v1.FAMILY_EVENT_TYPE_BINDING_REFUSED)
    refused.channel, refused.office_admdvs = v1.CHANNEL_SELF_SERVICE_TERMINAL, "421202"
    refused.decided_by = v1.DECIDED_BY_MEMBER
    refused.binding.CopyFrom(binding())
    refused.binding.member_psn_no = LONGEST_NUMBER
    ordered = _event(v1.FAMILY_EVENT_TYPE_NETWORK_ORDER_SET)
    ordered.payer_order.payers.add(psn_no=LONGEST_NUMBER, insuplc_admdvs="421200", order=1)
    founded = _event(v1.FAMILY_EVENT_TYPE_NETWORK_FOUNDED)
    founded.authorization.authorization_id = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return v1.ListFamilyEventsResponse(events=[ordered, refused, founded])


def _event(kind: v1.FamilyEventType) -> v1.FamilyEvent:
    return v1.FamilyEvent(
        event_id="e-1",
        type=kind,
        region="421200",
        psn_no=LONGEST_NUMBER,
        event_time=at("2022-10-15T16:30:00Z"),
    )


def members() -> v1.ListMembersResponse:
    """A network's initiator, and a member who cannot pay now."""
    why = v1.Explanation(
        psn_no=LONGEST_NUMBER,
        reason="PAYER_NOT_ACTIVE",
        rule=v1.RuleRef(policy_id="xianning", policy_version="2022-01-01", key="payers.insu_states"),
        message_zh="付款人未正常参保缴费，暂不能使用其账户",
        message_en="the payer's participation is not normal",
    )
    return v1.ListMembersResponse(
        members=[
            v1.Member(psn_no="9900000001", name="测**", usable_now=True),
            v1.Member(
                binding=binding(), psn_no=LONGEST_NUMBER, name="测*", relation=v1.RELATION_CHILD, explanations=[why]
            ),
        ]
    )


def policies() -> v1.ListPoliciesResponse:
    """One policy of many regions with a long name."""
    policy = v1.Policy(
        policy_id="xianning",
        policy_version="2022-01-01",
        name_zh="咸宁市职工基本医疗保险个人账户家庭共济",
        name_en="Xianning: family mutual aid of employees' personal accounts",
        regions=["421200", "421300"],
        shape=v1.POLICY_SHAPE_STAR,
        in_force_from="2022-01-01",
        in_force_until="2024-09-30",
        digest_sha256="0" * 64,
        rules=[
            v1.PolicyRule(key="members.limit", value_json="6", source_key="rules", note="at once, 同时"),
            v1.PolicyRule(key="settlement.scenes", value_json='{"310":["OUTPATIENT","PHARMACY"]}', source_key="rules"),
        ],
        sources=[v1.PolicySource(key="rules", title="测试办法", sure="published")],
    )
    return v1.ListPoliciesResponse(policies=[policy])


def entries() -> v1.ListEntriesResponse:
    """A credit and a settlement."""
    credit = v1.Entry(
        entry_id="e-1",
        psn_no="9900000001",
        insuplc_admdvs="421200",
        account_kind=v1.ACCOUNT_KIND_PERSONAL,
        movement=v1.MOVEMENT_KIND_CREDIT,
        amount_fen=100,
        balance_before_fen=0,
        balance_after_fen=100,
        credit_id="c" * 64,
        entry_time=at("2022-10-15T16:30:00Z"),
    )
    paid = v1.Entry(
        entry_id="e-2",
        psn_no="9900000001",
        insuplc_admdvs="421200",
        account_kind=v1.ACCOUNT_KIND_MUTUAL_AID,
        movement=v1.MOVEMENT_KIND_SETTLEMENT,
        amount_fen=-123456789,
        balance_before_fen=9999999999999,
        balance_after_fen=9876543210 * 1000,
        setl_id="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        entry_time=at("2022-10-15T16:30:00Z"),
    )
    return v1.ListEntriesResponse(entries=[paid, credit])


def transfer() -> v1.Transfer:
    """The largest amounts that accounts can hold."""
    return v1.Transfer(
        psn_no=LONGEST_NUMBER,
        from_kind=v1.ACCOUNT_KIND_HISTORIC,
        to_kind=v1.ACCOUNT_KIND_MUTUAL_AID,
        amount_fen=10**16 - 1,
        to_balance_after_fen=10**16 - 1,
    )


def preset(*, ended: bool = False) -> v1.Preset:
    return v1.Preset(
        psn_no=LONGEST_NUMBER,
        amount_fen=10**16 - 1,
        state=v1.PRESET_STATE_ENDED if ended else v1.PRESET_STATE_ACTIVE,
        set_time=at("2022-10-15T16:30:00Z"),
        end_time=at("2022-10-16T16:30:00Z") if ended else None,
    )


def liquidation() -> v1.Liquidation:
    """Carried to another region, to the last fen."""
    return v1.Liquidation(
        liquidation_id="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        psn_no=LONGEST_NUMBER,
        cause=v1.LIQUIDATION_CAUSE_MOVE,
        to_admdvs="370300",
        balance_fen=10**16 - 8,
        interest_fen=7,
        carried_fen=10**16 - 1,
    )
