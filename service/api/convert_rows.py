"""The batches of the registry. A row that can't be read becomes a BadRow, and the others go on."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from gongji import v1
from service.api.checks import ROWS_AT_MOST, Form, Violation, is_code
from service.api.words import insu_state
from service.domain.feed_commands import BadRow, CreditAccounts, CreditRow, PersonRow, UpsertInstitutions, UpsertPersons
from service.domain.institution import Institution
from service.domain.person import CategoryPeriod, Certificate, Person, PersonalData
from service.domain.policy_book import PolicyBook
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
    rows = _rows(request.persons, form, person_key, lambda row, own: person(row, own, region))
    return UpsertPersons(region=region, rows=rows)


def upsert_institutions(request: v1.UpsertInstitutionsRequest, form: Form) -> UpsertInstitutions:
    form.count(request.institutions, "institutions", ROWS_AT_MOST, at_least=1)
    rows = _rows(request.institutions, form, lambda row: (row.fixmedins_code, 12), _institution)
    return UpsertInstitutions(rows=rows)


def credit_accounts(request: v1.CreditAccountsRequest, form: Form) -> CreditAccounts:
    form.count(request.credits, "credits", ROWS_AT_MOST, at_least=1)
    region = form.pooling_region(request.insuplc_admdvs, "insuplc_admdvs")
    rows = _rows(request.credits, form, credit_key, lambda row, own: credit(row, own, region))
    return CreditAccounts(region=region, rows=rows)


def _rows(
    messages: Iterable[M], form: Form, key_of: Callable[[M], tuple[str, int]], read: Callable[[M, Form], R]
) -> tuple[R | BadRow, ...]:
    """Each row through a form of its own."""
    if form.violations:
        return ()
    return tuple(read_row(message, form.book, key_of, read) for message in messages)


def read_row(
    message: M, book: PolicyBook, key_of: Callable[[M], tuple[str, int]], read: Callable[[M, Form], R]
) -> R | BadRow:
    form = Form(book)
    row = read(message, form)
    if not form.violations:
        return row
    return bad_row(form.violations[0], *key_of(message))


def bad_row(violation: Violation, key: str, at_most: int) -> BadRow:
    """A row by the first thing that is wrong with it, and by its key where that is in order."""
    metadata = {"field": violation.field, "problem": violation.description}
    return BadRow(key if is_code(key, at_most) else "", Refusal("INVALID_REQUEST", metadata))


def person_key(row: v1.Person) -> tuple[str, int]:
    """The key, and how long it may be."""
    return row.psn_no, 30


def credit_key(row: v1.Credit) -> tuple[str, int]:
    return row.credit_id, 64


def person(row: v1.Person, form: Form, region: str | None = None) -> PersonRow:
    """A person, who in a batch for one region has to belong to it."""
    psn_no = form.code(row.psn_no, "psn_no", 30)
    form.count(row.certificates, "certificates", _CERTIFICATES)
    form.count(row.categories, "categories", _CATEGORIES)
    personal = PersonalData(
        name=form.text(row.name, "name", 50),
        birth_date=form.day(row.birth_date, "birth_date") if row.birth_date else None,
        certificates=_certificates(row, form),
    )
    made = Person(
        region=check_home(form.pooling_region(row.insuplc_admdvs, "insuplc_admdvs"), "insuplc_admdvs", region, form),
        psn_no=psn_no,
        insuplc_admdvs=row.insuplc_admdvs,
        insutype=form.code(row.insutype, "insutype", 6),
        psn_insu_stas=_insu_state(row.psn_insu_stas, form),
        categories=tuple(_category(c, f"categories[{i}]", form) for i, c in enumerate(row.categories[:_CATEGORIES])),
        voucher_active=row.voucher_active,
        card_state=form.choice(row.card_state, "card_state", CardState),
        account_state=form.choice(row.account_state, "account_state", AccountState),
        as_of_time=form.instant(row, "as_of_time"),
    )
    return PersonRow(made, personal)


def _certificates(row: v1.Person, form: Form) -> tuple[Certificate, ...]:
    found = tuple(form.certificate(c, f"certificates[{i}]") for i, c in enumerate(row.certificates[:_CERTIFICATES]))
    if len(set(found)) < len(found):
        form.wrong("certificates", "同一证件不能重复", "names no document twice")
    return found


def check_home(found: str, field: str, region: str | None, form: Form) -> str:
    """The pooling region of a row, which has to be that of its batch where the batch has one."""
    if region is not None and found != region:
        form.wrong(field, "不属于请求所指的统筹区", "does not belong to the pooling region of the request")
    return found


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


def credit(row: v1.Credit, form: Form, region: str | None = None) -> CreditRow:
    """A credit, whose owner in a batch for one region has to belong to it."""
    owner = form.who(row, "owner")
    if row.HasField("owner"):
        check_home(owner.region, "owner.insuplc_admdvs", region, form)
    found = CreditRow(
        credit_id=form.code(row.credit_id, "credit_id", 64),
        owner=owner,
        account_kind=form.choice(row.account_kind, "account_kind", AccountKind),
        amount_fen=row.amount_fen,
        credit_type=form.choice(row.credit_type, "credit_type", CreditType),
        corrects_credit_id=form.optional(row, "corrects_credit_id", form.code, 64),
        approved_by=form.optional(row, "approved_by", form.code, 64),
    )
    _check_correction(found, form)
    return found


def _check_correction(row: CreditRow, form: Form) -> None:
    """What a correction has to say, and nothing else may."""
    is_correction = row.credit_type is CreditType.CORRECTION
    form.fen(abs(row.amount_fen) if is_correction else row.amount_fen, "amount_fen", at_least=1)
    for field in ("corrects_credit_id", "approved_by"):
        said = getattr(row, field) is not None
        if is_correction and not said:
            form.missing(field)
        elif said and not is_correction:
            form.wrong(field, "仅更正可以填写", "stands in a correction only")
