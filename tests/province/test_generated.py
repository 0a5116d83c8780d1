"""What the sample province is: the same every time, valid in form, and nobody in it twice."""

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from google.protobuf.message import Message

from gongji import v1
from gongji_cli.bulk_columns import KINDS
from gongji_cli.province import BillRates, Province, ProvinceError, files, read_places, rows
from gongji_cli.province.bindings import NOBODY
from gongji_cli.province.identity import BLOCK
from gongji_cli.province.people import EMPLOYEE, Family, Person
from gongji_cli.province.places import PATTERN_LENGTH
from gongji_cli.rows import read as read_rows
from service.domain.certno import is_identity_number
from service.domain.terms import Relation
from service.policy_files import load_book

ROOT = Path(__file__).parents[2]
SIZE = 20_000


@pytest.fixture(scope="module")
def province() -> Province:
    return Province(SIZE, seed=7)


@pytest.fixture(scope="module")
def people(province: Province) -> list[Person]:
    return list(province.persons())


def test_the_same_seed_makes_the_same_province(province: Province) -> None:
    """Two provinces of one seed and size agree in every row; another seed makes other people."""
    same, other = Province(SIZE, seed=7), Province(SIZE, seed=8)
    for number in (0, 5, SIZE // BLOCK - 1):
        assert same.block(number) == province.block(number)
    assert list(same.bills(date(2022, 7, 3), date(2022, 7, 3))) == list(
        province.bills(date(2022, 7, 3), date(2022, 7, 3))
    )
    assert list(same.institutions) == list(province.institutions)
    assert other.block(0) != province.block(0)


def test_a_slice_is_what_it_is_in_the_whole(province: Province, people: list[Person]) -> None:
    """A block, a region or a day made alone is that of the whole, and a larger province begins with the smaller one."""
    assert province.block(17).people() == people[17 * BLOCK : 18 * BLOCK]
    region = province.places[1].region
    assert list(province.persons(region)) == [p for p in people if p.region == region]
    month = [b for b in province.bills() if b.visit_time.day == 3]
    assert sorted(month) == sorted(province.bills(date(2022, 7, 3), date(2022, 7, 3)))
    assert Province(10 * SIZE, seed=7).block(3) == province.block(3)


def test_an_odd_size_is_met_exactly() -> None:
    """Sizes that are no multiple of a block make exactly so many people, and bindings among them only."""
    for size in (1, 7, BLOCK + 1, 1_003):
        small = Province(size, wrong_share=0)
        numbers = {p.psn_no for p in small.persons()}
        assert len(numbers) == size
        assert all({b.authorizer, b.member} <= numbers for b in small.bindings())


def test_everybody_is_valid_and_plainly_invented(people: list[Person]) -> None:
    """Identity numbers are of the area 990000, real days, with the right check digit, birth date and sex."""
    for person in people:
        assert person.certno.startswith("990000") and is_identity_number(person.certno)
        assert person.certno[6:14] == person.birth_date.replace("-", "")
        assert int(person.certno[16]) % 2 == person.male
        assert "1900-01-01" < person.birth_date < "2022-01-01"
        assert person.name.startswith("测试·")


def test_nobody_is_there_twice(people: list[Person]) -> None:
    """No two people share a number or an identity number, in one province and at the far end of ten million."""
    assert len({p.psn_no for p in people}) == len({p.certno for p in people}) == SIZE
    ten_million = Province(10_000_000, seed=7)
    far = [p for n in range(39_900, 40_000) for p in ten_million.block(n).people()]
    assert len({p.certno for p in people + far}) == SIZE + len(far)


def test_families_make_sense(province: Province) -> None:
    """Parents are at least 17 years older than their children, spouses are grown up and of two sexes."""
    for family in _families(province):
        anchor, spouse = family.anchor, family.spouse
        if spouse:
            assert spouse.male is not anchor.male and min(spouse.age, anchor.age) >= 18
        for child in family.children:
            assert all(child.age + 17 <= parent.age for parent in (anchor, spouse) if parent)
        for parent, male in ((family.father, True), (family.mother, False)):
            assert parent is None or (parent.male is male and anchor.age + 17 <= parent.age)
        assert 1 <= len(family.people()) <= 6


def test_shares_are_those_of_a_province(province: Province, people: list[Person]) -> None:
    """Schemes, places, suspended people and families' sizes have the shares that they are said to have."""
    schemes = Counter(p.insutype for p in people)
    assert 0.4 < schemes[EMPLOYEE] / SIZE < 0.6
    assert 0.01 < sum(p.psn_insu_stas == "2" for p in people) / SIZE < 0.03
    assert all(p.insutype != EMPLOYEE for p in people if p.age < 18)
    there = Counter(p.region for p in people)
    for place in province.places:
        assert there[place.region] / SIZE == pytest.approx(place.share / PATTERN_LENGTH, abs=0.02)
    sizes = Counter(len(f.people()) for f in _families(province))
    assert set(sizes) == {1, 2, 3, 4, 5, 6} and min(sizes.values()) / sizes.total() > 0.03


def test_money_is_log_normal_and_only_of_employees(province: Province, people: list[Person]) -> None:
    """Only employees get money, above zero, each credit once, and half the opening balances are above 1,500 yuan."""
    schemes = {p.psn_no: p.insutype for p in people}
    credits = list(province.credits())
    assert all(schemes[c.psn_no] == EMPLOYEE and c.amount_fen > 0 for c in credits)
    assert len({c.credit_id for c in credits}) == len(credits)
    opening = sorted(c.amount_fen for c in credits if c.credit_type == "OPENING_BALANCE")
    assert 130_000 < opening[len(opening) // 2] < 170_000
    assert opening[-1] > 20 * opening[len(opening) // 2]


def test_bindings_keep_the_rules(province: Province, people: list[Person]) -> None:
    """Only employees share, orders count from 1, and where one authorizer is allowed there is one, bound by nobody."""
    schemes = {p.psn_no: p.insutype for p in people}
    exclusive = {place.region for place in province.places if place.one_authorizer}
    made = list(province.bindings())
    assert len({b.binding_key for b in made}) == len(made)
    orders = defaultdict(list)
    for b in (b for b in made if b.right):
        assert schemes[b.authorizer] == EMPLOYEE and b.authorizer != b.member
        assert b.bound_time.date() < province.month
        orders[b.region, b.member].append((b.bound_time, b.payer_order))
    for (region, _), places in orders.items():
        assert [order for _, order in sorted(places)] == list(range(1, len(places) + 1))
        assert region not in exclusive or len(places) == 1
    assert not {b.authorizer for b in made if b.region in exclusive} & {b.member for b in made if b.region in exclusive}


def test_what_is_wrong_on_purpose_says_so() -> None:
    """The stated share of bindings names a member who does not exist, and no other binding does."""
    province = Province(SIZE, wrong_share=0.02)
    made = list(province.bindings())
    assert all((b.member == NOBODY) is not b.right for b in made)
    assert 0.01 < sum(not b.right for b in made) / len(made) < 0.03


def test_bills_are_those_of_a_day(province: Province) -> None:
    """A day's bills are as many as stated, add up, name institutions that exist, and have a busy morning."""
    rates = BillRates(per_1000=100)
    busy = Province(SIZE, seed=7, rates=rates)
    day = date(2022, 7, 15)
    bills = list(busy.bills(day, day))
    codes = {i.fixmedins_code: i for i in busy.institutions}
    assert len(codes) == len(busy.institutions)
    assert len(bills) == pytest.approx(SIZE / 10, rel=0.02)
    assert len({b.request_id for b in bills}) == len({b.mdtrt_id for b in bills}) == len(bills)
    for b in bills:
        burden = b.medfee_sumamt_fen - b.fund_pay_sumamt_fen - b.other_pay_fen
        assert burden >= max(0, b.account_payable_fen or 0) and min(b.fund_pay_sumamt_fen, b.other_pay_fen) >= 0
        assert b.visit_time.date() == day
        assert (b.fixmedins_code is None) == (b.claim_type == "HAND_IN")
        assert b.fixmedins_code is None or codes[b.fixmedins_code].region == b.mdtrtarea_admvs
        assert (b.mdtrtarea_admvs != b.region) == (b.claim_type == "OUT_OF_AREA")
        assert rows.settle(b).IsInitialized()
    hours = Counter(b.visit_time.hour for b in bills)
    assert hours[9] > 2 * hours[13] > 0
    scenes = Counter(b.med_type for b in bills)
    assert scenes["11"] > scenes["41"] > scenes["14"] > scenes["21"] > 0


def test_memory_does_not_grow_with_the_province() -> None:
    """A process that walks through 200,000 people and all that is theirs needs hardly more memory than for 10,000."""
    program = """
import resource
from gongji_cli.province import Province
peaks = []
for size in (10_000, 200_000):
    for _ in Province(size).blocks():
        pass
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(peaks[1] - peaks[0])
"""
    grown_kb = int(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
    assert grown_kb < 8_000


def test_files_say_what_the_rows_say(tmp_path: Path) -> None:
    """What `gongji import` reads from the CSV files are the very rows that are sent otherwise."""
    small = Province(1_000, seed=3)
    written = files.write(small, tmp_path)
    as_of = rows.timestamp(small.morning)
    expected: dict[str, list[Message]] = {
        "persons": [rows.person(p, as_of) for p in small.persons()],
        "credits": [rows.credit(c) for c in small.credits()],
        "bindings": [rows.binding(b) for b in small.bindings()],
    }
    for name, kind in KINDS.items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file)
        assert kind.faults(header) == []
        assert [kind.read(header, cells) for cells in lines] == expected[name]
        assert written[f"{name}.csv"] == len(lines)
    institutions = read_rows(str(tmp_path / "institutions-1.json"), v1.Institution)
    assert institutions == [rows.institution(i) for i in small.institutions]


def test_places_say_what_their_policies_say() -> None:
    """Each place of the province has a policy in force in the month that says the same of it."""
    book = load_book(ROOT / "policies")
    for place in read_places():
        policy = next(p for p in book.in_force(place.region, Province(1).month))
        assert {*place.opening, *place.monthly} <= set(policy.accounts.kinds.value)
        assert policy.exclusivity.one_authorizer_per_member.value is place.one_authorizer
        assert policy.exclusivity.authorizer_cannot_be_member.value is place.one_authorizer
        assert {Relation.SPOUSE, Relation.FATHER, Relation.MOTHER, Relation.CHILD} <= set(
            policy.relations.allowed.value
        )
    assert sum(place.share for place in read_places()) == PATTERN_LENGTH


def test_a_month_without_policies_is_refused() -> None:
    """A month in which no place had rules makes no province, and places come and go with their rules."""
    with pytest.raises(ProvinceError):
        Province(1_000, month=date(2019, 1, 1))
    regions = {place.region for place in Province(1_000, month=date(2021, 10, 1)).places}
    assert regions == {"370300", "320200"}


def _families(province: Province) -> list[Family]:
    return [family for block in province.blocks() for family in block.families]
