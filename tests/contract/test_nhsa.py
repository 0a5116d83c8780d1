"""The national names that fields carry, as an adapter of the national envelope reads them."""

from google.protobuf import descriptor_pool
from google.protobuf.descriptor import FieldDescriptor

from gongji import v1
from tests.contract.descriptors import fields, messages

SAME_NAME = {
    "acct_mulaid_pay",
    "acct_pay",
    "balc",
    "certno",
    "clr_type",
    "fixmedins_code",
    "fixmedins_setl_cnt",
    "fund_pay_sumamt",
    "insuplc_admdvs",
    "insutype",
    "mdtrt_id",
    "mdtrtarea_admvs",
    "med_type",
    "medfee_sumamt",
    "psn_cash_pay",
    "psn_cert_type",
    "psn_insu_stas",
    "psn_no",
    "psn_part_amt",
    "refd_setl_flag",
    "setl_id",
    "stmt_rslt",
}
"""National names that the contract's own fields bear too, but for the unit."""

OTHER_NAME = {
    *("brdy", "fixmedins_name", "msgid", "oth_pay", "psn_name", "setl_time", "stmt_begndate", "stmt_enddate"),
}
"""National names of things that the contract calls otherwise."""


def nhsa(field: FieldDescriptor) -> str:
    return field.GetOptions().Extensions[v1.nhsa]


def test_every_national_name_is_carried() -> None:
    """All the names of the national interface that the contract has a field for are found by the option."""
    assert {nhsa(field) for field in fields()} - {""} == SAME_NAME | OTHER_NAME


def test_fields_of_a_national_name_say_so() -> None:
    """A field called by a national name, with or without its unit, carries the option with just that name."""
    for field in fields():
        name = field.name.removesuffix("_fen")
        if name in SAME_NAME:
            assert nhsa(field) == name, field.full_name


def test_role_prefixes_do_not_hide_a_national_name() -> None:
    """patient_psn_no, member_insuplc_admdvs and the like carry the name without the role."""
    for field in fields():
        for name in ("psn_no", "insuplc_admdvs"):
            if field.name.endswith(f"_{name}"):
                assert nhsa(field) == name, field.full_name


def test_a_national_name_is_unique_in_what_an_adapter_maps() -> None:
    """But for what names two people, no message carries a national name twice."""
    for message in messages():
        if message.name not in ("Binding", "WalletTransfer", "Premium"):
            names = [nhsa(field) for field in message.fields if nhsa(field)]
            assert len(names) == len(set(names)), message.full_name


def test_option_is_found_by_name_alone() -> None:
    """A program that knows nothing but the descriptors finds the option in its pool, as through reflection."""
    pool = descriptor_pool.Default()
    option = pool.FindExtensionByName("gongji.v1.nhsa")
    field = pool.FindFieldByName("gongji.v1.Settlement.acct_mulaid_pay_fen")
    assert field.GetOptions().Extensions[option] == "acct_mulaid_pay"
    assert 50000 <= option.number <= 99999
