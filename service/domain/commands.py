"""Everything that may be asked to change the books. A command is plain data, and its content is its fingerprint.

Commands of the books, from an authorization to a settlement, go through one door (the pipeline) to `decide`.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from service.domain.handling import Commitment, Handling
from service.domain.jobs.period import last_day
from service.domain.kept import Shelf, Wanted
from service.domain.original import Original
from service.domain.person import PersonKey, PersonRef
from service.domain.terms import ClaimType, DecidedBy, Job, Relation


class Command(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`home` is the region that it belongs to; `named` and so on are what it names."""

    @property
    def home(self) -> str:
        raise TypeError(f"{type(self).__name__} has no home")

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return ()

    @property
    def related(self) -> tuple[PersonRef, ...]:
        """Those of the persons named whose relations matter to it."""
        return self.named

    @property
    def institutions(self) -> tuple[str, ...]:
        return ()

    @property
    def credits(self) -> tuple[str, ...]:
        return ()

    @property
    def binding_keys(self) -> tuple[str, ...]:
        return ()

    @property
    def undoes(self) -> Original | None:
        """The settlement that it gives back."""
        return None

    def wants(self, keys: Callable[[PersonRef], PersonKey | None]) -> Iterable[Wanted]:
        """The kept rows that it reads or changes; `keys` says whom a reference means, once that is known."""
        return ()

    def counts_age_of(self, keys: Callable[[PersonRef], PersonKey | None], shelf: Shelf) -> Iterable[PersonKey]:
        """Those whose birth date, which is sealed, its rules ask for."""
        return ()

    @property
    def weight(self) -> int:
        """How many rows it decides."""
        return 1


class HandledCommand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """An act that somebody applies for, with proof of identity and papers."""

    handling: Handling

    @property
    def handled_by(self) -> tuple[PersonRef, ...]:
        return (self.handling.applicant, *(p.person for p in self.handling.presented))


class FamilyCommand(HandledCommand, frozen=True, kw_only=True, omit_defaults=True):
    """A change of relations: it may touch all the families that its persons are in."""


class Authorize(FamilyCommand, frozen=True, kw_only=True, omit_defaults=True):
    authorizer: PersonRef
    commitment: Commitment | None = None
    policy_id: str | None = None

    @property
    def home(self) -> str:
        return self.authorizer.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        signer = (self.commitment.signed_by,) if self.commitment else ()
        return (self.authorizer, *self.handled_by, *signer)


class RevokeAuthorization(FamilyCommand, frozen=True, kw_only=True, omit_defaults=True):
    authorizer: PersonRef
    authorization_id: UUID

    @property
    def home(self) -> str:
        return self.authorizer.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.authorizer, *self.handled_by)


class Bind(FamilyCommand, frozen=True, kw_only=True, omit_defaults=True):
    """`member_phone` is personal data: it is kept encrypted, and no rule reads it."""

    authorizer: PersonRef
    member: PersonRef
    relation: Relation
    member_phone: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    policy_id: str | None = None
    quota_fen: int | None = None

    @property
    def home(self) -> str:
        return self.authorizer.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.authorizer, self.member, *self.handled_by)


class SetQuota(FamilyCommand, frozen=True, kw_only=True, omit_defaults=True):
    """How much may be spent under a binding, in fen; without one, by all members of the authorizer together."""

    authorizer: PersonRef
    quota_fen: int
    binding_id: UUID | None = None

    @property
    def home(self) -> str:
        return self.authorizer.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.authorizer, *self.handled_by)


class Unbind(FamilyCommand, frozen=True, kw_only=True, omit_defaults=True):
    """All of the bindings, or none."""

    authorizer: PersonRef
    binding_ids: tuple[UUID, ...]

    @property
    def home(self) -> str:
        return self.authorizer.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.authorizer, *self.handled_by)


class DecideBinding(FamilyCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Agree to a binding that is PENDING, or refuse it."""

    authorizer: PersonRef
    binding_id: UUID
    decided_by: DecidedBy
    approve: bool

    @property
    def home(self) -> str:
        return self.authorizer.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.authorizer, *self.handled_by)


class SetPayerOrder(FamilyCommand, frozen=True, kw_only=True, omit_defaults=True):
    """`member` says whose payers are ordered, where an authorizer sets the order."""

    owner: PersonRef
    payers: tuple[PersonRef, ...]
    member: PersonRef | None = None

    @property
    def home(self) -> str:
        return self.owner.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        member = (self.member,) if self.member else ()
        return (self.owner, *member, *self.payers, *self.handled_by)


class Bill(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One visit or purchase, in fen. The personal burden is medfee − fund − other; of it `account_payable_fen`
    may be paid by accounts. `visit_time` of an inpatient is the discharge."""

    patient: PersonRef
    med_type: str
    mdtrt_id: str
    claim_type: ClaimType
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    other_pay_fen: int
    visit_time: datetime
    mdtrtarea_admvs: str
    fixmedins_code: str | None = None
    account_payable_fen: int | None = None

    @property
    def psn_part_amt_fen(self) -> int:
        return self.medfee_sumamt_fen - self.fund_pay_sumamt_fen - self.other_pay_fen

    @property
    def payable_fen(self) -> int:
        return self.psn_part_amt_fen if self.account_payable_fen is None else self.account_payable_fen


class Settle(Command, frozen=True, kw_only=True, omit_defaults=True):
    bill: Bill

    @property
    def home(self) -> str:
        return self.bill.patient.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.bill.patient,)

    @property
    def institutions(self) -> tuple[str, ...]:
        return (self.bill.fixmedins_code,) if self.bill.fixmedins_code else ()


class JobSlice(Command, frozen=True, kw_only=True, omit_defaults=True):
    """The next keys of a job's run after `after`, at most a slice of them (domain/jobs). Its request id is `id`, so
    that a run that is started again meets its own answers; the empty `after` begins a run."""

    job: Job
    region: str
    period: str
    after: str

    @property
    def id(self) -> str:
        return f"{self.job}/{self.period}/{self.after}"

    @property
    def day(self) -> date:
        """The period's last day: the rules of that day hold for the run, whenever it is made."""
        day = last_day(self.period)
        assert day is not None, self.period
        return day

    @property
    def home(self) -> str:
        return self.region

    @property
    def weight(self) -> int:
        return 1000
