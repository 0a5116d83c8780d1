"""From a step of an example to a command line of `gongji`, and what a command needs as a file."""

import json
import shlex
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from gongji_cli.examples.cast import Cast, Row
from gongji_cli.examples.family_steps import Authorize, Bind, Decide, FamilyAct, Order, Revoke, SetQuota, Unbind
from gongji_cli.examples.format import HOSPITAL, PHARMACY
from gongji_cli.examples.handled import Argv, Handler
from gongji_cli.examples.money_steps import (
    Accept,
    AccountAct,
    CancelPreset,
    Liquidate,
    OpenWallet,
    PayOut,
    PayPremium,
    PremiumAct,
    RefundPremium,
    Send,
    SetPreset,
    Transfer,
    WalletAct,
)
from gongji_cli.examples.rules import HandlingRules
from gongji_cli.examples.step import Act
from gongji_cli.examples.steps import (
    AnyStep,
    Credit,
    Members,
    Preview,
    Reaccount,
    Reverse,
    RunJob,
    Settle,
    Switch,
    Upsert,
)

PURCHASES = ("41", "93")
"""Kinds of care (med_type) that are bought at a pharmacy unless the example says otherwise."""

NO_ID = "00000000-0000-7000-8000-000000000000"
"""An id that nothing has."""

NO_SETTLEMENT = "0" * 26

NO_PHONE = "13000000000"


class Settled(NamedTuple):
    setl_id: str
    visit_time: datetime | None


class Known:
    """The ids that earlier steps were answered with."""

    def __init__(self) -> None:
        self.settlements: dict[str, list[Settled]] = defaultdict(list)
        self.bindings: dict[tuple[str, str], str] = {}
        self.authorizations: dict[str, str] = {}
        self.transfers: dict[tuple[str, str], str] = {}
        self.premiums: dict[tuple[str, str], str] = {}


class Writer:
    """Writes command lines for the steps of one run; `folder` takes the files that they name."""

    def __init__(self, cast: Cast, rules: HandlingRules, known: Known, folder: Path) -> None:
        self.cast, self.known, self.folder = cast, known, folder
        self._handler = Handler(cast, rules)
        self._written = 0

    def setting(self, at: datetime) -> list[Argv]:
        """The commands that bring the people, the institutions and their money into being."""
        persons: dict[str, list[Row]] = defaultdict(list)
        credits: dict[str, list[Row]] = defaultdict(list)
        for who in self.cast.persons:
            region = self.cast.region_of(who)
            persons[region].append(self.cast.person_row(who, at))
            credits[region] += self.cast.opening_rows(who)
        places = [self.cast.institution_row(place) for place in self.cast.institutions]
        return [
            self._institutions(places),
            *(self._persons(region, rows) for region, rows in persons.items()),
            *(self._credits(region, rows) for region, rows in credits.items() if rows),
        ]

    def step(self, step: AnyStep, at: datetime, number: int) -> Argv:
        match step:
            case Upsert():
                self.cast.change(step)
                return self._persons(self.cast.region_of(step.person), [self.cast.person_row(step.person, at)])
            case Switch():
                self.cast.change(step)
                return self._institutions([self.cast.institution_row(step.institution)])
            case Credit():
                return self._credits(self.cast.region_of(step.owner), [self.cast.credit_row(step)])
            case Settle() | Preview() | Reaccount():
                return self._visit(step, at, number)
            case Reverse():
                return self._reverse(step)
            case Members():
                flags = [*(["--as-member"] if step.as_member else []), *(["--ended"] if step.ended else [])]
                return ["members", self.cast.ref(step.person), *flags]
            case RunJob():
                return ["job", "run", step.job, step.region or self.cast.region, step.period or f"{at.date()}"]
            case Transfer() | SetPreset() | CancelPreset() | Liquidate() | PayOut():
                return self._account_act(step, at)
            case PayPremium() | RefundPremium():
                return self._premium(step, at)
            case OpenWallet() | Send() | Accept():
                return self._wallet(step, at)
            case _:
                return self._act(step, at)

    def accounts(self, who: str) -> Argv:
        return ["accounts", self.cast.ref(who)]

    def _act(self, step: FamilyAct, at: datetime) -> Argv:
        ref = self.cast.ref
        match step:
            case Authorize():
                argv = ["authorize", "--authorizer", ref(step.authorizer)]
                return [*argv, *_option("--policy", step.policy), *self._handled(step, "AUTHORIZE", [], at)]
            case Bind():
                argv = ["bind", "--authorizer", ref(step.authorizer), "--member", ref(step.member)]
                argv += ["--relation", step.relation, *_option("--phone", step.phone)]
                argv += [
                    *_option("--start", step.start),
                    *_option("--end", step.end),
                    *_option("--quota", step.quota),
                    *_option("--policy", step.policy),
                ]
                return [*argv, *self._handled(step, "BIND", [step.member], at)]
            case Decide():
                argv = ["decide-binding", "--authorizer", ref(step.authorizer)]
                argv += [self._binding(step.authorizer, step.member), "--by", step.by]
                argv.append("--approve" if step.approve else "--refuse")
                return [*argv, *self._handled(self._handler.by_decider(step), "DECIDE", [step.member], at)]
            case Unbind():
                ids = [self._binding(step.authorizer, member) for member in step.members]
                argv = ["unbind", "--authorizer", ref(step.authorizer), *ids]
                return [*argv, *self._handled(step, "UNBIND", list(step.members), at)]
            case Revoke():
                given = self.known.authorizations.get(step.authorizer, "none-given")
                return ["revoke", "--authorizer", ref(step.authorizer), given, *self._handled(step, "UNBIND", [], at)]
            case Order():
                argv = ["order", "--owner", ref(step.owner)]
                argv += _option("--member", step.member and ref(step.member))
                return [*argv, *map(ref, step.payers), *self._handled(step, "ORDER", [], at)]
            case SetQuota():
                argv = ["quota", "set", "--authorizer", ref(step.authorizer), "--amount", step.quota]
                argv += [self._binding(step.authorizer, step.member)] if step.member else []
                members = [step.member] if step.member else []
                return [*argv, *self._handled(step, "QUOTA", members, at)]

    def _account_act(self, step: AccountAct, at: datetime) -> Argv:
        owner = ["--owner", self.cast.ref(step.owner)]
        match step:
            case Transfer():
                argv = ["transfer", *owner, "--from", step.from_kind, "--to", step.to_kind, "--amount", step.amount]
                return [*argv, *self._handled(step, "TRANSFER", [], at)]
            case SetPreset():
                argv = ["preset", "set", *owner, "--amount", step.amount]
                return [*argv, *self._handled(step, "PRESET", [], at)]
            case CancelPreset():
                return ["preset", "cancel", *owner, *self._handled(step, "PRESET", [], at)]
            case Liquidate():
                argv = ["liquidate", *owner, "--cause", step.cause, *_option("--to", step.to)]
                return [*argv, *self._handled(step, "CLOSE", [], at)]
            case PayOut():
                argv = ["suspense", "pay-out", *owner, "--amount", step.amount]
                return [*argv, *self._handled(step, "CLOSE", [], at)]

    def _premium(self, step: PremiumAct, at: datetime) -> Argv:
        payer = ["--payer", self.cast.ref(step.payer)]
        match step:
            case PayPremium():
                argv = ["premium", "pay", self.cast.ref(step.insured), *payer, "--year", str(step.year)]
                argv += _option("--tier", step.tier)
            case RefundPremium():
                argv = ["premium", "refund", self.known.premiums.get((step.payer, step.insured), NO_ID), *payer]
        return [*argv, *self._handled(step, "PREMIUM", [step.insured], at)]

    def _wallet(self, step: WalletAct, at: datetime) -> Argv:
        ref = self.cast.ref
        match step:
            case OpenWallet():
                argv = ["wallet", "open", "--owner", ref(step.owner), "--phone", NO_PHONE]
                argv += ["--use", step.use or self.cast.county_of(step.owner)]
                return [*argv, *self._handled(step, "WALLET", [], at)]
            case Send():
                argv = ["wallet", "send", "--owner", ref(step.owner), "--receiver", ref(step.receiver)]
                argv += ["--relation", step.relation, "--amount", step.amount]
                return [*argv, *self._handled(step, "WALLET", [step.receiver], at)]
            case Accept():
                sent = self.known.transfers.get((step.sender, step.receiver), NO_ID)
                argv = ["wallet", "accept", "--receiver", ref(step.receiver), sent]
                return [*argv, *self._handled(step, "WALLET", [], at)]

    def _handled(self, step: Act, act: str, members: list[str], at: datetime) -> Argv:
        return self._handler.of(step, act, members, at)

    def _visit(self, step: Settle | Preview | Reaccount, at: datetime, number: int) -> Argv:
        visit_time = step.visit or at
        match step:
            case Preview():
                argv = ["preview"]
            case Reaccount():
                before = self._settled(step.patient, step.number)
                argv, visit_time = ["reaccount", before.setl_id], step.visit or before.visit_time or at
            case Settle():
                argv = ["settle", *_option("--request-id", step.request and self._request_id(step.request))]
        argv += ["--patient", self.cast.ref(step.patient), "--med-type", step.med_type]
        argv += ["--fee", step.fee, "--fund", step.fund, "--other", step.other, *_option("--payable", step.payable)]
        place = step.institution
        if place is None:
            place = PHARMACY if step.med_type in PURCHASES else HOSPITAL
        area = step.area or (self.cast.area_of(place) if place else self.cast.region)
        argv += ["--visit", visit_time.isoformat(), "--area", area, "--claim", step.claim]
        argv += _option("--institution", place and self.cast.code(place))
        argv += ["--visit-id", f"EX{self.cast.run:08}{number:03}"]
        asked = step.ask if isinstance(step, Preview) else ()
        return argv + [part for who in asked for part in ("--ask", self.cast.ref(who))]

    def _reverse(self, step: Reverse) -> Argv:
        argv = ["reverse", "--patient", self.cast.ref(step.patient), "--reason", "EXAMPLE"]
        if step.request is not None:
            return [*argv, "--original-request", self._request_id(step.request)]
        return [*argv, self._settled(step.patient, step.number).setl_id]

    def _settled(self, patient: str, number: int | None) -> Settled:
        """A patient's settlement, the latest unless it is counted; without one, an id that none has."""
        made = self.known.settlements.get(patient, [])
        place = len(made) if number is None else number
        return made[place - 1] if 0 < place <= len(made) else Settled(NO_SETTLEMENT, None)

    def _request_id(self, name: str) -> str:
        return f"EX{self.cast.run:08}-{name}"

    def _binding(self, authorizer: str, member: str) -> str:
        """The id of the latest binding of the two; without one, an id that no binding has."""
        return self.known.bindings.get((authorizer, member), NO_ID)

    def _persons(self, region: str, rows: list[Row]) -> Argv:
        return ["persons", "upsert", "--region", region, "--file", self._file("persons", rows)]

    def _institutions(self, rows: list[Row]) -> Argv:
        return ["institutions", "upsert", "--file", self._file("institutions", rows)]

    def _credits(self, region: str, rows: list[Row]) -> Argv:
        return ["credits", "add", "--region", region, "--file", self._file("credits", rows)]

    def _file(self, kind: str, rows: list[Row]) -> str:
        self._written += 1
        path = self.folder / f"{kind}-{self._written}.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        return str(path)


def _option(name: str, value: object) -> Argv:
    return [name, str(value)] if value else []


def for_people(argv: Argv, at: datetime | None) -> str:
    """A command line as one would type it: files by their name only. Without `at` the server's own time holds."""
    shown = [Path(part).name if part.endswith(".json") else part for part in argv]
    return shlex.join(["gongji", *(["--now", at.isoformat()] if at else []), *shown])
