"""What the people of the sample province are billed: scenes, fees, what the funds pay, when in the day."""

from bisect import bisect
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from math import exp, log
from random import Random
from typing import NamedTuple

from gongji_cli.province.bindings import CHINA
from gongji_cli.province.institutions import HOSPITAL, PHARMACY, Institutions
from gongji_cli.province.people import EMPLOYEE, Person


@dataclass(frozen=True)
class BillRates:
    """How much there is of what.

    per_1000: bills of a thousand people in a day; by default the country's 18 million of 1.36 billion.
    The others are shares of the bills.
    """

    per_1000: float = 13.2
    out_of_area: float = 0.03
    handed_in: float = 0.01
    other_payers: float = 0.02
    not_all_payable: float = 0.05


class Bill(NamedTuple):
    """One visit or purchase; amounts in fen. `account_payable_fen`: None means all of the burden."""

    request_id: str
    region: str
    psn_no: str
    fixmedins_code: str | None
    med_type: str
    mdtrt_id: str
    claim_type: str
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    other_pay_fen: int
    account_payable_fen: int | None
    visit_time: datetime
    mdtrtarea_admvs: str


class _Scene(NamedTuple):
    """median: half the bills are higher, in fen. The pooled fund is in `funded` of them, and pays from `least` on."""

    med_type: str
    kind: str
    hours: list[int]
    median: int
    spread: float
    funded: float
    least: float
    most: float


# How busy each hour of the day is, from 0 to 23.
_MORNINGS = list(accumulate([0, 0, 0, 0, 0, 0, 1, 6, 16, 18, 15, 8, 3, 5, 10, 9, 6, 3, 1, 1, 1, 0, 0, 0]))
_EVENINGS = list(accumulate([0, 0, 0, 0, 0, 0, 0, 1, 4, 7, 8, 6, 5, 5, 6, 6, 7, 9, 12, 12, 8, 4, 1, 0]))

_OUTPATIENT = _Scene("11", HOSPITAL, _MORNINGS, 16_000, 0.9, 0.55, 0.3, 0.6)
_CHRONIC = _Scene("14", HOSPITAL, _MORNINGS, 28_000, 0.7, 0.95, 0.5, 0.75)
_INPATIENT = _Scene("21", HOSPITAL, _MORNINGS, 700_000, 0.8, 0.98, 0.55, 0.85)
_PHARMACY = _Scene("41", PHARMACY, _EVENINGS, 7_500, 0.8, 0.05, 0.3, 0.6)
_SCENES = (_OUTPATIENT, _CHRONIC, _INPATIENT, _PHARMACY)
_OLD = 50


def _scene_weights(employee: bool, old: bool) -> list[int]:
    return list(accumulate((48, 14 if old else 1, 5 if old else 2, 40 if employee else 14)))


_WEIGHTS = {(e, o): _scene_weights(e, o) for e in (True, False) for o in (True, False)}
_LARGEST = 50_000_000


class Billing:
    """Makes the bills of one block of people."""

    def __init__(self, seed: int, rates: BillRates, institutions: Institutions, regions: tuple[str, ...]) -> None:
        self._seed = seed
        self._rates = rates
        self._institutions = institutions
        self._regions = regions

    def bills(self, block: int, people: list[Person], day: date) -> list[Bill]:
        """The bills of one day, not yet in the order of the day."""
        rng = Random(f"{self._seed}/bills/{block}/{day}")
        # The old are seen about three times as often as the young.
        weights = list(accumulate(3 if p.age >= _OLD else 1 for p in people))
        expected = len(people) * self._rates.per_1000 / 1000
        count = int(expected) + (rng.random() < expected % 1)
        made = []
        for number in range(count):
            patient = people[bisect(weights, rng.random() * weights[-1])]
            made.append(self._bill(rng, patient, f"{day:%Y%m%d}{block:06d}{number:04d}", day))
        return made

    def _bill(self, rng: Random, patient: Person, visit: str, day: date) -> Bill:
        cumulated = _WEIGHTS[patient.insutype == EMPLOYEE, patient.age >= _OLD]
        scene = _SCENES[bisect(cumulated, rng.random() * cumulated[-1])]
        claim_type, area = self._claim(rng, patient)
        code = self._institutions.pick(area, scene.kind, rng.random())
        fee = min(_LARGEST, 100 + int(exp(rng.gauss(log(scene.median), scene.spread))))
        fund = int(fee * rng.uniform(scene.least, scene.most)) if rng.random() < scene.funded else 0
        other = int((fee - fund) * 0.2) if rng.random() < self._rates.other_payers else 0
        part = int((fee - fund - other) * 0.8) if rng.random() < self._rates.not_all_payable else None
        return Bill(
            request_id=f"bill-{visit}",
            region=patient.region,
            psn_no=patient.psn_no,
            fixmedins_code=None if claim_type == "HAND_IN" else code,
            med_type=scene.med_type,
            mdtrt_id=visit,
            claim_type=claim_type,
            medfee_sumamt_fen=fee,
            fund_pay_sumamt_fen=fund,
            other_pay_fen=other,
            account_payable_fen=part,
            visit_time=_moment(rng, scene, day),
            mdtrtarea_admvs=area,
        )

    def _claim(self, rng: Random, patient: Person) -> tuple[str, str]:
        """How the bill comes in, and where the care was given."""
        chance, rates = rng.random(), self._rates
        elsewhere = [region for region in self._regions if region != patient.region]
        if chance < rates.out_of_area and elsewhere:
            return "OUT_OF_AREA", elsewhere[int(rng.random() * len(elsewhere))]
        handed_in = rates.out_of_area <= chance < rates.out_of_area + rates.handed_in
        return ("HAND_IN" if handed_in else "DIRECT"), patient.region


def _moment(rng: Random, scene: _Scene, day: date) -> datetime:
    hour = bisect(scene.hours, rng.random() * scene.hours[-1])
    return datetime.combine(day, time(), CHINA) + timedelta(hours=hour, seconds=int(rng.random() * 3600))
