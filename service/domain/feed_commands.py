"""What the insurer's core system feeds in: people, institutions, credits, bindings of an earlier system. Each row is
answered for itself."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cached_property

from msgspec import Struct

from service.domain.account_rows import Liquidation
from service.domain.commands import Command
from service.domain.institution import Institution
from service.domain.kept import Wanted
from service.domain.person import Person, PersonalData, PersonKey, PersonRef
from service.domain.refusal import Refusal
from service.domain.terms import AccountKind, CreditType, Relation

ALL_REGIONS = "000000"
"""The region that commands about no one region stand under (institutions)."""


class BadRow(Struct, frozen=True):
    """A row of a batch that could not be read: it is answered beside the others."""

    key: str
    refusal: Refusal


class PersonRow(Struct, frozen=True, dict=True):
    """A full row of a person, with what identifies the person to the world."""

    person: Person
    personal: PersonalData

    @cached_property
    def refs(self) -> tuple[PersonRef, ...]:
        p = self.person
        by_certificate = (
            PersonRef(p.region, psn_cert_type=c.psn_cert_type, certno=c.certno) for c in self.personal.certificates
        )
        return (PersonRef(p.region, psn_no=p.psn_no), *by_certificate)


class UpsertPersons(Command, frozen=True, kw_only=True, omit_defaults=True):
    region: str
    rows: tuple[PersonRow | BadRow, ...]

    @property
    def home(self) -> str:
        return self.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return tuple(ref for row in self.rows if isinstance(row, PersonRow) for ref in row.refs)

    @property
    def related(self) -> tuple[PersonRef, ...]:
        """Only of those whose insurance has ended: their relations may end with it, nobody else's are looked at."""
        return tuple(row.refs[0] for row in self.rows if isinstance(row, PersonRow) and row.person.insurance_ended)

    def wants(self, keys: Callable[[PersonRef], PersonKey | None]) -> Iterable[Wanted]:
        told = (row.person for row in self.rows if isinstance(row, PersonRow))
        return [Wanted(Liquidation, self.region, "psn_no", person.psn_no) for person in told]

    @property
    def weight(self) -> int:
        return len(self.rows)


class ImportPersons(UpsertPersons, frozen=True, kw_only=True, omit_defaults=True):
    """A slice of an import, under a request id of the server's own: its rows are known by their keys."""


class UpsertInstitutions(Command, frozen=True, kw_only=True, omit_defaults=True):
    rows: tuple[Institution | BadRow, ...]

    @property
    def home(self) -> str:
        return ALL_REGIONS

    @property
    def institutions(self) -> tuple[str, ...]:
        return tuple(row.fixmedins_code for row in self.rows if isinstance(row, Institution))


class CreditRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`corrects_credit_id` and `approved_by` stand in a correction, whose amount is signed, and nowhere else."""

    credit_id: str
    owner: PersonRef
    account_kind: AccountKind
    amount_fen: int
    credit_type: CreditType
    corrects_credit_id: str | None = None
    approved_by: str | None = None


class CreditAccounts(Command, frozen=True, kw_only=True, omit_defaults=True):
    region: str
    rows: tuple[CreditRow | BadRow, ...]

    @property
    def home(self) -> str:
        return self.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return tuple(row.owner for row in self.rows if isinstance(row, CreditRow))

    @property
    def related(self) -> tuple[PersonRef, ...]:
        return ()

    @property
    def credits(self) -> tuple[str, ...]:
        rows = [row for row in self.rows if isinstance(row, CreditRow)]
        cited = (row.corrects_credit_id for row in rows if row.corrects_credit_id is not None)
        return (*(row.credit_id for row in rows), *cited)

    @property
    def weight(self) -> int:
        return len(self.rows)


class ImportCredits(CreditAccounts, frozen=True, kw_only=True, omit_defaults=True):
    """A slice of an import, as ImportPersons; a credit that was paid before with the same content is no error."""


class ExistingBinding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A binding of an earlier system, known there by its `binding_key`. Places count from 1; without one: the last.

    `authorizer_payer_order` is the place of a network's initiator among all payers.
    """

    binding_key: str
    authorizer: PersonRef
    member: PersonRef
    relation: Relation
    bound_time: datetime
    payer_order: int | None = None
    authorizer_payer_order: int | None = None
    start_date: date | None = None
    end_date: date | None = None
    policy_id: str | None = None


class ImportBindings(Command, frozen=True, kw_only=True, omit_defaults=True):
    """A slice of an import, as ImportPersons. `region` is the authorizers'."""

    region: str
    rows: tuple[ExistingBinding | BadRow, ...]

    @property
    def home(self) -> str:
        return self.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        rows = [row for row in self.rows if isinstance(row, ExistingBinding)]
        return tuple(ref for row in rows for ref in (row.authorizer, row.member))

    @property
    def binding_keys(self) -> tuple[str, ...]:
        return tuple(row.binding_key for row in self.rows if isinstance(row, ExistingBinding))

    @property
    def weight(self) -> int:
        return len(self.rows)
