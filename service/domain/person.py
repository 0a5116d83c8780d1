"""Who is who: references to persons, and what the rules need to know of a person."""

from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from service.domain.terms import AccountState, CardState, InsuState


class PersonKey(NamedTuple):
    """A person as the books know one: the pooling region (统筹区) of the insurance and psn_no."""

    region: str
    psn_no: str


class PersonRef(Struct, frozen=True, omit_defaults=True):
    """A person as a caller names one: by psn_no, or by certificate, in the pooling region of the insurance."""

    region: str
    psn_no: str | None = None
    psn_cert_type: str | None = None
    certno: str | None = None

    def __repr__(self) -> str:
        return f"PersonRef({self.region})"  # a certificate number must not reach a log through a repr


class CategoryPeriod(Struct, frozen=True, omit_defaults=True):
    """A person's category (人员类别) from and to a date, both included."""

    code: str
    from_date: date
    to_date: date | None = None


class Person(Struct, frozen=True, kw_only=True, dict=True):
    """What the rules need to know of a person. Names and certificates are kept apart, encrypted."""

    region: str
    psn_no: str
    insuplc_admdvs: str
    insutype: str
    psn_insu_stas: InsuState
    categories: tuple[CategoryPeriod, ...] = ()
    voucher_active: bool = False
    card_state: CardState = CardState.NORMAL
    account_state: AccountState = AccountState.NORMAL
    as_of_time: datetime

    @cached_property
    def key(self) -> PersonKey:
        return PersonKey(self.region, self.psn_no)

    @property
    def insurance_ended(self) -> bool:
        """Ended, or not insured at all; who is suspended is insured still."""
        return self.psn_insu_stas in (InsuState.ENDED, InsuState.NOT_INSURED)

    def in_category(self, codes: tuple[str, ...], day: date) -> bool:
        """Whether the person is in one of the categories on that day."""
        return any(
            c.code in codes and c.from_date <= day and (c.to_date is None or day <= c.to_date) for c in self.categories
        )


class Certificate(Struct, frozen=True, order=True):
    """A certificate: type as the national psn_cert_type (01 is the identity card), and number."""

    psn_cert_type: str
    certno: str

    def __repr__(self) -> str:
        return f"Certificate({self.psn_cert_type})"


class PersonalData(Struct, frozen=True, omit_defaults=True):
    """What identifies a person to the world. It leaves memory only encrypted."""

    name: str
    birth_date: date | None = None
    certificates: tuple[Certificate, ...] = ()

    def __repr__(self) -> str:
        return "PersonalData(…)"
