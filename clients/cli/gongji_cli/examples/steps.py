"""The steps of a worked example, as they stand in a policy file: `do` says which one it is."""

from gongji_cli.examples.family_steps import FamilyAct
from gongji_cli.examples.money_steps import AccountAct, PremiumAct, WalletAct
from gongji_cli.examples.step import Moment, Step, Yuan


class Upsert(Step, frozen=True, kw_only=True, tag="upsert"):
    """The core system says that something about a person is different now."""

    person: str
    scheme: str | None = None
    county: str | None = None
    insu_state: str | None = None
    categories: tuple[str, ...] | None = None
    voucher_active: bool | None = None
    card: str | None = None
    account_state: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.person,)


class Switch(Step, frozen=True, kw_only=True, tag="institution"):
    """Mutual aid is switched on or off at an institution, or its state changes."""

    institution: str
    mutual_aid: bool | None = None
    state: str | None = None


class Credit(Step, frozen=True, kw_only=True, tag="credit"):
    """Money enters an account. `type` left out: MONTHLY where the monthly share enters, else OPENING_BALANCE."""

    owner: str
    kind: str
    amount: Yuan
    type: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class Visit(Step, frozen=True, kw_only=True, tag_field="do"):
    """A bill. `visit` left out is `at`; `institution` left out is "hospital", for drugs bought "pharmacy".

    `institution = ""` is none (a claim that is handed in); `area` is then the place of care.
    """

    patient: str
    fee: Yuan
    fund: Yuan = "0.00"
    other: Yuan = "0.00"
    payable: Yuan | None = None
    med_type: str = "11"
    institution: str | None = None
    area: str | None = None
    claim: str = "DIRECT"
    visit: Moment | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.patient,)


class Settle(Visit, frozen=True, kw_only=True, tag="settle"):
    """Money moves. `request` gives the request an id by which a reversal can name it."""

    request: str | None = None


class Reverse(Step, frozen=True, kw_only=True, tag="reverse"):
    """The patient's latest settlement is undone, or the `number`th, counted from 1; or what the settlement under the
    id `request` did or was to do."""

    patient: str
    number: int | None = None
    request: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.patient,)


class Reaccount(Visit, frozen=True, kw_only=True, tag="reaccount"):
    """The patient's latest settlement, or the `number`th, is undone and the visit settled anew. `visit` is that of
    the first settlement unless it is said."""

    number: int | None = None


class Preview(Visit, frozen=True, kw_only=True, tag="preview"):
    """No money moves; `ask` names persons to be explained whether bound or not."""

    ask: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        return (self.patient, *self.ask)


class Members(Step, frozen=True, kw_only=True, tag="members"):
    person: str
    as_member: bool = False
    ended: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        return (self.person,)


class RunJob(Step, frozen=True, kw_only=True, tag="job"):
    """A job, by its name on the command line; `period` left out is the day, `region` the example's.

    A server runs each period of a job once for a region: no other example may need the same one.
    """

    job: str
    period: str | None = None
    region: str | None = None


AnyStep = (
    FamilyAct
    | AccountAct
    | WalletAct
    | PremiumAct
    | Upsert
    | Switch
    | Credit
    | Settle
    | Reverse
    | Reaccount
    | Preview
    | Members
    | RunJob
)
