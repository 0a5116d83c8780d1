"""What the model of a province remembers: plain records in dictionaries, and how requests name people.

The model is a second statement of the rules, to be held against the server. It reads the contract's own messages,
and of the server's code only the types of a policy's values. Ids are texts, as the contract writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from gongji import v1

CHINA = timezone(timedelta(hours=8))
MOST_FEN = 10**16 - 1
"""The most that an account holds."""


class No(Exception):
    """The model's refusal: the reason, and what the answer's metadata has to say."""

    def __init__(self, reason: str, **says: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.says = says


class Who(NamedTuple):
    """A person: the pooling region of the insurance, and psn_no."""

    region: str
    psn_no: str


@dataclass(frozen=True)
class Someone:
    """A person as last told by the core system. `categories`: code, first day, last day or None."""

    who: Who
    county: str
    scheme: str
    insured: str
    voucher: bool
    card: str
    account: str
    as_of: datetime
    categories: tuple[tuple[str, date, date | None], ...] = ()
    papers: tuple[tuple[str, str], ...] = ()

    def excluded(self, codes: tuple[str, ...], day: date) -> bool:
        return any(
            c in codes and since <= day and (until is None or day <= until) for c, since, until in self.categories
        )


@dataclass
class Consent:
    """An authorization; of a network, the network itself, with the initiator's place among the payers."""

    id: str
    giver: Who
    policy: str
    version: str
    made: datetime
    network: bool
    place: int = 1
    ended: datetime | None = None
    quota: int | None = None
    used: int = 0
    freezes: bool = False


@dataclass
class Tie:
    """A binding: `giver` lets `member` spend. `place` is the giver's among the member's payers; in a network, the
    member's own among all."""

    id: str
    consent: str
    giver: Who
    member: Who
    county: str
    relation: str
    policy: str
    version: str
    bound: datetime
    network: bool
    place: int
    start: date | None = None
    end: date | None = None
    ended: datetime | None = None
    free_from: date | None = None
    """The day from which every channel may end it."""
    pending: bool = False
    """Whether somebody has still to agree; `agreed` are those who have, `applied` is when it was applied for."""
    agreed: tuple[str, ...] = ()
    quota: int | None = None
    used: int = 0
    freezes: bool = False
    """Whether what is left of the quota is frozen."""
    applied: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.applied = self.bound

    @property
    def state(self) -> str:
        return "ENDED" if self.ended else "PENDING" if self.pending else "ACTIVE"


@dataclass
class Preset:
    """An amount that its owner fixed in advance."""

    owner: Who
    fen: int
    policy: str
    version: str
    made: datetime
    ended: datetime | None = None


class Paid(NamedTuple):
    """A credit that was paid in, and what is left of it after its corrections."""

    who: Who
    kind: str
    left_fen: int
    correction: bool


@dataclass
class Settled:
    """A settlement: whose it was, and what each account paid, with whose account it was as `who`."""

    patient: Who
    payments: list[dict[str, Any]]
    at: datetime
    reversed: bool = False


@dataclass
class House:
    """An institution."""

    place: str
    switched_on: bool
    suspended: bool


@dataclass
class Books:
    """Everything. `money` holds an account from its first movement on, at 0 too."""

    people: dict[Who, Someone] = field(default_factory=dict)
    papers: dict[tuple[str, str, str], Who] = field(default_factory=dict)
    money: dict[tuple[Who, str], int] = field(default_factory=dict)
    frozen: dict[tuple[Who, str], int] = field(default_factory=dict)
    consents: dict[str, Consent] = field(default_factory=dict)
    ties: dict[str, Tie] = field(default_factory=dict)
    houses: dict[str, House] = field(default_factory=dict)
    credits: dict[tuple[str, str], Paid] = field(default_factory=dict)
    settlements: dict[str, Settled] = field(default_factory=dict)
    asked_to_settle: dict[tuple[str, str], str | None] = field(default_factory=dict)
    """By region and request id: the settlement that was made, or None."""
    blocked: set[tuple[str, str]] = field(default_factory=set)
    """Requests that were undone before they came."""
    suspense: dict[Who, list[tuple[datetime, int]]] = field(default_factory=dict)
    """What came into SUSPENSE and when, and, less than zero, what went out."""
    runs: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    """By region, job and period: the report of a run."""
    wound_up: set[Who] = field(default_factory=set)
    """Whose accounts stay closed."""
    wallets: set[Who] = field(default_factory=set)
    """Whose wallets are open."""
    sent: list[Any] = field(default_factory=list)
    """What was ever sent to wallets (wallets.Sent)."""
    presets: dict[Who, Preset] = field(default_factory=dict)
    transfers: dict[Who, tuple[str, int]] = field(default_factory=dict)
    """The last month with transfers of an owner's, and how many."""

    def put(self, who: Who, kind: str, fen: int) -> None:
        """More in an account, or less."""
        self.money[who, kind] = self.money.get((who, kind), 0) + fen

    def move(self, who: Who, from_kind: str, to_kind: str, fen: int) -> None:
        """From one account of somebody's into another."""
        self.put(who, from_kind, -fen)
        self.put(who, to_kind, fen)

    def given(self, who: Who) -> list[Tie]:
        return [t for t in self.ties.values() if t.giver == who]

    def received(self, who: Who) -> list[Tie]:
        return [t for t in self.ties.values() if t.member == who]

    def under(self, consent: str) -> list[Tie]:
        return [t for t in self.ties.values() if t.consent == consent]


def word(enum: Any, number: int) -> str:
    """The word of an enum's value without the enum's prefix."""
    return str(enum.Name(number)).removeprefix(enum.Name(0).removesuffix("UNSPECIFIED"))


def moment(stamp: Any) -> datetime:
    """An instant of the contract, on China's clock."""
    return datetime.fromtimestamp(0, CHINA) + timedelta(seconds=stamp.seconds, microseconds=stamp.nanos // 1000)


def day(text: str) -> date:
    return date.fromisoformat(text)


def optional(message: Any, name: str) -> Any:
    """A field of a message, or None where it is left out."""
    return getattr(message, name) if message.HasField(name) else None


def find(ref: v1.PersonRef, books: Books, pooling: Mapping[str, str]) -> Someone | None:
    """Whom a reference means, by number or by paper, if the region knows such a person."""
    region = pooling.get(ref.insuplc_admdvs, ref.insuplc_admdvs)
    if ref.WhichOneof("identity") == "psn_no":
        return books.people.get(Who(region, ref.psn_no))
    who = books.papers.get((region, ref.certificate.psn_cert_type, ref.certificate.certno))
    return books.people[who] if who else None
