"""What lists and look-ups ask, as the domain has it."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from gongji import v1
from service.api.checks import Form
from service.domain.family_events import FamilyEventType
from service.domain.family_list import Side
from service.domain.person import Certificate, PersonRef
from service.domain.terms import AccountKind, Movement

_DAYS_OF_A_REGION = 31
"""How many days of a whole region's movements are looked through at most, for kinds that may be rare."""


class AskedMembers(Struct, frozen=True):
    person: PersonRef
    side: Side
    page_size: int


class AskedEvents(Struct, frozen=True):
    """`person` is None where a whole region is asked about."""

    region: str
    person: PersonRef | None
    types: tuple[FamilyEventType, ...]
    from_date: date | None
    to_date: date | None
    page_size: int


class AskedSettlements(Struct, frozen=True):
    patient: PersonRef
    from_date: date | None
    to_date: date | None
    fixmedins_code: str | None
    page_size: int


class AskedEntries(Struct, frozen=True):
    """`owner` is None where a whole region is asked about."""

    region: str
    owner: PersonRef | None
    account_kind: AccountKind | None
    from_date: date | None
    to_date: date | None
    movements: tuple[Movement, ...]
    page_size: int


class AskedPolicies(Struct, frozen=True):
    region: str | None
    day: date | None
    page_size: int


def members(request: v1.ListMembersRequest, form: Form) -> AskedMembers:
    person = form.who(request, "person")
    return AskedMembers(person, form.choice(request.view, "view", Side), form.page_size(request.page_size))


def family_events(request: v1.ListFamilyEventsRequest, form: Form) -> AskedEvents:
    first, last = _days(request, form)
    form.count(request.types, "types", 20)
    person = form.optional(request, "person", form.person)
    region = form.optional(request, "insuplc_admdvs", form.pooling_region)
    if person is None and region is None:
        form.wrong("person", "须填写 person 或 insuplc_admdvs 之一", "needs one of person and insuplc_admdvs")
    return AskedEvents(
        region=person.region if person else region or "",
        person=person,
        types=tuple(form.choice(kind, f"types[{i}]", FamilyEventType) for i, kind in enumerate(request.types)),
        from_date=first,
        to_date=last,
        page_size=form.page_size(request.page_size),
    )


def settlement(request: v1.GetSettlementRequest, form: Form) -> tuple[PersonRef, UUID]:
    return form.who(request, "patient"), form.id(request.setl_id, "setl_id")


def settlements(request: v1.ListSettlementsRequest, form: Form) -> AskedSettlements:
    first, last = _days(request, form)
    return AskedSettlements(
        patient=form.who(request, "patient"),
        from_date=first,
        to_date=last,
        fixmedins_code=form.optional(request, "fixmedins_code", form.code, 12),
        page_size=form.page_size(request.page_size),
    )


def accounts(request: v1.GetAccountsRequest, form: Form) -> PersonRef:
    return form.who(request, "owner")


def entries(request: v1.ListEntriesRequest, form: Form) -> AskedEntries:
    form.count(request.movements, "movements", 20)
    owner = form.optional(request, "owner", form.person)
    region = form.optional(request, "insuplc_admdvs", form.pooling_region)
    if owner is None and region is None:
        form.wrong("owner", "须填写 owner 或 insuplc_admdvs 之一", "needs one of owner and insuplc_admdvs")
    first, last = _days(request, form) if region is None else form.period(request, _DAYS_OF_A_REGION)
    return AskedEntries(
        region=owner.region if owner else region or "",
        owner=owner,
        account_kind=form.optional(request, "account_kind", form.choice, AccountKind),
        from_date=first,
        to_date=last,
        movements=tuple(form.choice(m, f"movements[{i}]", Movement) for i, m in enumerate(request.movements)),
        page_size=form.page_size(request.page_size),
    )


def policy(request: v1.GetPolicyRequest, form: Form) -> tuple[str, str | None]:
    policy_id = form.code(request.policy_id, "policy_id", 64)
    return policy_id, form.optional(request, "policy_version", form.code, 64)


def policies(request: v1.ListPoliciesRequest, form: Form) -> AskedPolicies:
    return AskedPolicies(
        region=form.optional(request, "insuplc_admdvs", form.pooling_region),
        day=form.optional(request, "on_date", form.day),
        page_size=form.page_size(request.page_size),
    )


def _days(
    request: v1.ListSettlementsRequest | v1.ListEntriesRequest | v1.ListFamilyEventsRequest, form: Form
) -> tuple[date | None, date | None]:
    first = form.optional(request, "from_date", form.day)
    last = form.optional(request, "to_date", form.day)
    form.days(first, last, "to_date")
    return first, last


def found_by(request: v1.FindPersonsRequest, form: Form) -> tuple[Certificate, str | None]:
    """The document, and the one region asked about, if it is one."""
    if not request.HasField("certificate"):
        form.missing("certificate")
    region = form.optional(request, "insuplc_admdvs", form.pooling_region)
    if not request.HasField("certificate"):
        return Certificate("", ""), region
    return form.certificate(request.certificate, "certificate"), region
