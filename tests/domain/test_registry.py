"""What the core system feeds in: each row answers for itself, and later rows see what earlier ones changed."""

from datetime import timedelta

from service.domain.feed_commands import CreditAccounts, CreditRow, PersonRow, UpsertPersons
from service.domain.outcome import Outcome
from service.domain.person import Certificate, PersonalData, PersonRef
from service.domain.terms import AccountKind, CreditType
from tests.support.world import HOME, World, make_network, make_policy, ref

CARD = Certificate("01", "990000199001010011")


def row(world: World, psn_no: str, *certificates: Certificate) -> PersonRow:
    world.person(psn_no)
    return PersonRow(world.state.persons[world.state.keys[ref(psn_no)]], PersonalData("测试", None, certificates))


def outcomes(world: World, *rows: PersonRow) -> list[str]:
    decided = world.decide(UpsertPersons(region=HOME, rows=rows))
    assert isinstance(decided, Outcome)
    return [str(r.refusal.reason if r.refusal else r.outcome) for r in decided.answer.results]


def credit(psn_no: str, kind: str, amount_fen: int = 1, credit_id: str = "c", monthly: bool = True) -> CreditRow:
    return CreditRow(
        credit_id=credit_id,
        owner=ref(psn_no),
        account_kind=AccountKind(kind),
        amount_fen=amount_fen,
        credit_type=CreditType.MONTHLY if monthly else CreditType.OPENING_BALANCE,
    )


def credited(world: World, *rows: CreditRow) -> list[str]:
    decided = world.decide(CreditAccounts(region=HOME, rows=rows))
    assert isinstance(decided, Outcome)
    return [str(r.refusal.reason if r.refusal else r.outcome) for r in decided.answer.results]


def test_a_certificate_belongs_to_one_person() -> None:
    """A certificate that another person holds is refused, and the other rows are taken."""
    world = World([make_policy()])
    assert outcomes(world, row(world, "a", CARD), row(world, "b", CARD), row(world, "c")) == [
        "UPDATED",
        "CERTIFICATE_TAKEN",
        "UPDATED",
    ]


def test_a_certificate_can_be_handed_on_in_one_request() -> None:
    """A row that gives a certificate up makes it free for a later row of the same request."""
    world = World([make_policy()])
    outcomes(world, row(world, "a", CARD))
    assert outcomes(world, row(world, "a"), row(world, "b", CARD)) == ["UPDATED", "UPDATED"]
    by_card = PersonRef(HOME, psn_cert_type="01", certno=CARD.certno)
    assert world.state.keys[by_card].psn_no == "b"


def test_a_row_twice_in_one_request_counts_once() -> None:
    """The second row of a person in one request is refused."""
    world = World([make_policy()])
    assert outcomes(world, row(world, "a"), row(world, "a")) == ["UPDATED", "DUPLICATE_ROW"]


def test_an_older_row_is_ignored() -> None:
    """What is known to be newer is not overwritten."""
    world = World([make_policy()])
    new = row(world, "a")
    world.now -= timedelta(days=1)
    old = row(world, "a")
    world.state.add_person(new.person)
    assert outcomes(world, old) == ["IGNORED_OLDER"]


def test_the_monthly_share_enters_the_account_of_the_year() -> None:
    """MONTHLY goes into CURRENT or PERSONAL only; an opening balance into any kind that the place keeps."""
    world = World([make_network()])
    world.person("a")
    assert credited(
        world,
        credit("a", "CURRENT", credit_id="1"),
        credit("a", "HISTORIC", credit_id="2"),
        credit("a", "MUTUAL_AID", credit_id="3", monthly=False),
        credit("a", "PERSONAL", credit_id="4"),
    ) == ["CREDITED", "ACCOUNT_KIND_NOT_KEPT", "CREDITED", "ACCOUNT_KIND_NOT_KEPT"]


def test_no_credit_without_an_account_twice_or_beyond_the_limit() -> None:
    """A resident has no personal account; a credit id is paid once; a balance stays within 10^16 - 1 fen."""
    world = World([make_policy()])
    world.person("resident", insutype="390")
    world.person("worker")
    assert credited(
        world,
        credit("resident", "PERSONAL", credit_id="1"),
        credit("worker", "PERSONAL", 10**16 - 1, credit_id="2"),
        credit("worker", "PERSONAL", 1, credit_id="3"),
        credit("nobody", "PERSONAL", credit_id="4"),
    ) == ["NO_ACCOUNT", "CREDITED", "AMOUNT_OUT_OF_RANGE", "PERSON_NOT_FOUND"]
    assert credited(world, credit("worker", "PERSONAL", 1, credit_id="2")) == ["CREDIT_ALREADY_PAID"]
    assert world.balance_fen("worker") == 10**16 - 1
