"""The invented people and institutions of one run of an example, under numbers of the run's own.

An example can be run on the same server as often as one likes: no run meets the persons of another.
"""

import random
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from gongji import money
from gongji_cli.examples.format import Example, InstitutionSpec, PersonSpec, PolicyExamples
from gongji_cli.examples.steps import Credit, Switch, Upsert

AREA = "990000"
"""Area of the invented identity cards: no such place exists."""
FIRST_BIRTHDAY = date(1940, 1, 1)
BIRTHDAYS = 23_000
MONTHLY_KINDS = ("PERSONAL", "CURRENT")

Row = dict[str, Any]


class Cast:
    """Who and what an example is about, as the core system knows it at the moment."""

    def __init__(self, example: Example, of: PolicyExamples) -> None:
        self.region = example.region or of.region
        self.run = random.randrange(10**8)
        self.persons = dict(example.persons)
        self.institutions = dict(example.places)
        self._numbers = {key: f"99{self.run:08}{i:02}" for i, key in enumerate(self.persons, 1)}
        self._keys = {number: key for key, number in self._numbers.items()}
        self._first_card = random.randrange(BIRTHDAYS * 999)
        self._credits = 0

    def region_of(self, who: str) -> str:
        return self.persons[who].region or self.region

    def county_of(self, who: str) -> str:
        return self.persons[who].county or self.region_of(who)

    def ref(self, who: str) -> str:
        """As the command line takes a person."""
        return f"{self.region_of(who)}/{self._numbers[who]}"

    def number(self, who: str) -> str:
        return self._numbers[who]

    def key(self, psn_no: str) -> str:
        """Who a number is; a number of nobody here stays as it is."""
        return self._keys.get(psn_no, psn_no)

    def label(self, psn_no: str) -> str:
        key = self.key(psn_no)
        return f"{self.persons[key].zh} {key}" if key in self.persons else key

    def area_of(self, place: str) -> str:
        return self.institutions[place].area or self.region

    def code(self, place: str) -> str:
        """The institution's fixmedins_code: 12 characters, of a province 99 that no real one is in."""
        index = list(self.institutions).index(place)
        first = "P" if self.institutions[place].type == "RETAIL_PHARMACY" else "H"
        return f"{first}99{(self.run * 10 + index) % 10**9:09}"

    def change(self, step: Upsert | Switch) -> None:
        """Make the row what the step says; what it does not say stays."""
        if isinstance(step, Upsert):
            self.persons[step.person] = msgspec.structs.replace(self.persons[step.person], **changed(step))
        else:
            place = self.institutions[step.institution]
            self.institutions[step.institution] = msgspec.structs.replace(place, **changed(step))

    def person_row(self, who: str, as_of: datetime) -> Row:
        spec = self.persons[who]
        certno = self._certno(who)
        return {
            "psn_no": self.number(who),
            "certificates": [{"psn_cert_type": "01", "certno": certno}],
            "name": f"测试·{who}",
            "birth_date": f"{certno[6:10]}-{certno[10:12]}-{certno[12:14]}",
            "insutype": spec.scheme,
            "insuplc_admdvs": self.county_of(who),
            "psn_insu_stas": spec.insu_state,
            "categories": [{"code": code, "from_date": "2000-01-01"} for code in spec.categories],
            "voucher_active": spec.voucher_active,
            "card_state": f"CARD_STATE_{spec.card}",
            "account_state": f"ACCOUNT_STATE_{spec.account_state}",
            "as_of_time": as_of.isoformat(),
        }

    def institution_row(self, place: str) -> Row:
        spec: InstitutionSpec = self.institutions[place]
        return {
            "fixmedins_code": self.code(place),
            "name": spec.zh,
            "type": f"INSTITUTION_TYPE_{spec.type}",
            "admdvs": self.area_of(place),
            "mutual_aid_enabled": spec.mutual_aid,
            "state": f"INSTITUTION_STATE_{spec.state}",
        }

    def opening_rows(self, who: str) -> list[Row]:
        """The money that a person starts with."""
        spec: PersonSpec = self.persons[who]
        return [
            self._credit_row(who, kind, amount, "OPENING_BALANCE")
            for kind, amount in spec.balances.items()
            if money.yuan_to_fen(amount) > 0
        ]

    def credit_row(self, step: Credit) -> Row:
        usual = "MONTHLY" if step.kind in MONTHLY_KINDS else "OPENING_BALANCE"
        return self._credit_row(step.owner, step.kind, step.amount, step.type or usual)

    def _credit_row(self, who: str, kind: str, amount: str, credit_type: str) -> Row:
        self._credits += 1
        return {
            "credit_id": f"EX{self.run:08}-{self._credits}",
            "owner": {"insuplc_admdvs": self.region_of(who), "psn_no": self.number(who)},
            "account_kind": f"ACCOUNT_KIND_{kind}",
            "amount_fen": money.yuan_to_fen(amount),
            "credit_type": f"CREDIT_TYPE_{credit_type}",
        }

    def _certno(self, who: str) -> str:
        """An identity card number that is valid in form."""
        index = (self._first_card + list(self._numbers).index(who)) % (BIRTHDAYS * 999)
        day, serial = divmod(index, 999)
        body = f"{AREA}{FIRST_BIRTHDAY + timedelta(days=day):%Y%m%d}{serial + 1:03}"
        return body + check_digit(body)


def changed(step: Upsert | Switch) -> dict[str, Any]:
    """The fields that a step says anew, with their values."""
    kind: type[Struct] = PersonSpec if isinstance(step, Upsert) else InstitutionSpec
    return {name: said for name in kind.__struct_fields__ if (said := getattr(step, name, None)) is not None}


def check_digit(body: str) -> str:
    """The 18th character of an identity card number, from the 17 before it (GB 11643, ISO 7064 MOD 11-2)."""
    weighed = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(body))
    return "10X98765432"[weighed % 11]
