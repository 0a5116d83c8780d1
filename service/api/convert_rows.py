"""The batches of the registry. A row that can't be read becomes a BadRow, and the others go on."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from gongji import v1
from service.api.checks import ROWS_AT_MOST, Form
from service.api.words import insu_state
from service.domain.commands import (
    BadRow,
    CreditAccounts,
    CreditRow,
    PersonRow,
    UpsertInstitutions,
    UpsertPersons,
)
from service.domain.institution import Institution
from service.domain.person import CategoryPeriod, Certificate, Person, PersonalData
from service.domain.refusal import Refusal
from service.domain.terms import (
    AccountKind,
    AccountState,
    CardState,
    CreditType,
    InstitutionState,
    InstitutionType,
    InsuState,
)

M = TypeVar("M")
R = TypeVar("R")

_CERTIFICATES, _CATEGORIES = 20, 50


def upsert_persons(request: v1.UpsertPersonsRequest, form: Form) -> UpsertPersons:
    form.count(request.persons, "persons", ROWS_AT_MOST, at_least=1)
    region = form.pooling_region(request.insuplc_admdvs, "insuplc_admdvs")
    rows = _rows(request.persons, form, lambda row: (row.psn_no, 30), lambda row, own: _person(row, region, own))
    return UpsertPersons(region=region, rows=rows)


def upsert_institutions(request: v1.UpsertInstitutionsRequest, form: Form) -> UpsertInstitutions:
    form.count(request.institutions, "institutions", ROWS_AT_MOST, at_least=1)
    rows = _rows(request.institutions, form, lambda row: (row.fixmedins_code, 12), _institution)
    return UpsertInstitutions(rows=rows)


def credit_accounts(request: v1.CreditAccountsRequest, form: Form) -> CreditAccounts:
    form.count(request.credits, "credits", ROWS_AT_MOST, at_least=1)
    region = form.pooling_region(request.insuplc_admdvs, "insuplc_admdvs")
    rows = _rows(request.credits, form, lambda row: (row.credit_id, 64), lambda row, own: _credit(row, region, own))
    return CreditAccounts(region=region, rows=rows)


def _rows(
    messages: Iterable[M], form: Form, key_of: Callable[[M], tuple[str, int]], read: Callable[[M, Form], R]
) -> tuple[R | BadRow, ...]:
    """Each row through a form of its own. A bad row is named by its key only where the key itself is in order."""
    if form.violations:
        return ()
    rows: list[R | BadRow] = []
    for message in messages:
        own, key = Form(form.book), Form(form.book)
        row = read(message, own)
        if own.violations:
            first, (name, at_most) = own.violations[0], key_of(message)
            key.code(name, "", at_most)
            metadata = {"field": first.field, "problem": first.description}
            rows.append(BadRow("" if key.violations else name, Refusal("INVALID_REQUEST", metadata)))
        else:
            rows.append(row)
    return tuple(rows)


def _person(row: v1.Person, region: str, form: Form) -> PersonRow:
    psn_no = form.code(row.psn_no, "psn_no", 30)
    form.count(row.certificates, "certificates", _CERTIFICATES)
    form.count(row.categories, "categories", _CATEGORIES)
    personal = PersonalData(
        name=form.text(row.name, "name", 50),
        birth_date=form.day(row.birth_date, "birth_date") if row.birth_date else None,
        certificates=_certificates(row, form),
    )
    person = Person(
        region=region,
        psn_no=psn_no,
        insuplc_admdvs=_place(row.insuplc_admdvs, "insuplc_admdvs", region, form),
        insutype=form.code(row.insutype, "insutype", 6),
        psn_insu_stas=_insu_state(row.psn_insu_stas, form),
        categories=tuple(_category(c, f"categories[{i}]", form) for i, c in enumerate(row.categories[:_CATEGORIES])),
        voucher_active=row.voucher_active,
        card_state=form.choice(row.card_state, "card_state", CardState),
        account_state=form.choice(row.account_state, "account_state", AccountState),
        as_of_time=form.instant(row, "as_of_time"),
    )
    return PersonRow(person, personal)


def _certificates(row: v1.Person, form: Form) -> tuple[Certificate, ...]:
    found = tuple(form.certificate(c, f"certificates[{i}]") for i, c in enumerate(row.certificates[:_CERTIFICATES]))
    if len(set(found)) < len(found):
        form.wrong("certificates", "同一证件不能重复", "names no document twice")
    return found


def _place(admdvs: str, field: str, region: str, form: Form) -> str:
    """A person's own county or region, which has to belong to the pooling region of the batch."""
    if form.pooling_region(admdvs, field) != region:
        form.wrong(field, "不属于请求所指的统筹区", "does not belong to the pooling region of the request")
    return admdvs


def _insu_state(code: str, form: Form) -> InsuState:
    found = insu_state(code)
    if found is None:
        form.wrong("psn_insu_stas", "须为国家编码 0、1、2 或 3", "is the national code 0, 1, 2 or 3")
    return found or InsuState.NOT_INSURED


def _category(value: v1.PersonCategory, at: str, form: Form) -> CategoryPeriod:
    first = form.day(value.from_date, f"{at}.from_date")
    last = form.optional(value, "to_date", form.day, at=f"{at}.")
    form.days(first, last, f"{at}.to_date")
    return CategoryPeriod(form.code(value.code, f"{at}.code", 30), first, last)


def _institution(row: v1.Institution, form: Form) -> Institution:
    return Institution(
        fixmedins_code=form.code(row.fixmedins_code, "fixmedins_code", 12),
        name=form.text(row.name, "name", 200),
        type=form.choice(row.type, "type", InstitutionType),
        admdvs=form.region(row.admdvs, "admdvs"),
        mutual_aid_enabled=row.mutual_aid_enabled,
        state=form.choice(row.state, "state", InstitutionState),
    )


def _credit(row: v1.Credit, region: str, form: Form) -> CreditRow:
    owner = form.who(row, "owner")
    if row.HasField("owner") and owner.region != region:
        form.wrong(
            "owner.insuplc_admdvs", "不属于请求所指的统筹区", "does not belong to the pooling region of the request"
        )
    return CreditRow(
        credit_id=form.code(row.credit_id, "credit_id", 64),
        owner=owner,
        account_kind=form.choice(row.account_kind, "account_kind", AccountKind),
        amount_fen=form.fen(row.amount_fen, "amount_fen", at_least=1),
        credit_type=form.choice(row.credit_type, "credit_type", CreditType),
    )
