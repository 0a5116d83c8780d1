"""Worked examples as data: what may stand in a file, and the command lines that come of it."""

import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gongji_cli.examples import ExampleError, PolicyExamples, Runner, load_examples
from gongji_cli.examples.argv import Known, Writer, for_people
from gongji_cli.examples.cast import Cast, check_digit
from gongji_cli.examples.format import examples_of
from gongji_cli.examples.handled import Argv
from service.domain.certno import is_identity_number
from tests.policies.folder import POLICIES

NOON = datetime.fromisoformat("2022-10-15T12:00:00+08:00")

HANDLING = """
[handling]
channels.value.BIND = ["WINDOW", "APP"]
proofs.value = [{ acts = ["BIND"], channels = ["WINDOW"], any_of = ["DOCUMENTS", "CARD"], fresh_minutes = 9 }]
papers.value = [{ acts = ["BIND"], channels = ["WINDOW"], shown = [
    { who = "AUTHORIZER", any_of = ["ID_CARD"] },
    { who = "MEMBER", any_of = ["VOUCHER", "ID_CARD"] },
], evidence = [["HOUSEHOLD_REGISTER", "MARRIAGE_CERTIFICATE"], ["APPLICATION_FORM"]] }]
letter.value = [{ channels = ["APP"], signed_by = ["AUTHORIZER"] }]
"""


def file_of(*steps: str, persons: str = "", rules: str = HANDLING, **fields: str) -> PolicyExamples:
    """A policy file with one example of these steps, about a son and his mother."""
    example = {"id": '"test"', "title_zh": '"测试"', "title_en": '"test"', "source": '"made"'} | fields
    lines = "\n".join(f"{key} = {value}" for key, value in example.items())
    text = f"""
[policy]
name_zh = "测试"
name_en = "test"
regions = ["990100"]
[sources.made]
title = "made for a test"
{rules}
[[examples]]
{lines}
persons.son = {{ zh = "儿子", county = "990101", balances = {{ PERSONAL = "12.30" }} }}
persons.mother = {{ zh = "母亲", scheme = "390" }}
{persons}
steps = [{", ".join(steps)}]
"""
    return examples_of(tomllib.loads(text), "test.toml")


def writer_of(of: PolicyExamples, folder: Path) -> Writer:
    return Writer(Cast(of.examples[0], of), of.handling, Known(), folder)


def argv_of(step: str, folder: Path, rules: str = HANDLING) -> tuple[Argv, Cast]:
    """The command line of a step at noon."""
    of = file_of(f"{{ at = {NOON.isoformat()}, {step} }}", rules=rules)
    writer = writer_of(of, folder)
    return writer.step(of.examples[0].steps[0], NOON, 1), writer.cast


def options(argv: Argv) -> dict[str, list[str]]:
    """The values of each option."""
    found: dict[str, list[str]] = {}
    for name, value in zip(argv, [*argv[1:], ""], strict=True):
        if name.startswith("--"):
            found.setdefault(name, []).append(value)
    return found


def test_the_examples_of_this_project_can_be_read() -> None:
    """Every policy file has examples, and each is of the format."""
    read = load_examples(POLICIES)
    assert len(read) == len(list(POLICIES.glob("*/2*.toml")))
    assert all(of.examples for of in read)


BIND = 'do = "bind", authorizer = "son", member = "mother", relation = "MOTHER"'
AT = f"at = {NOON.isoformat()}"


@pytest.mark.parametrize(
    ("steps", "fields", "said"),
    [
        ([f"{{ {BIND} }}"], {}, "examples.test.steps[0].at: is missing"),
        ([], {}, "examples.test.steps[0].at: is missing"),
        ([f"{{ {AT}, {BIND}, expct = {{ }} }}"], {}, "contains unknown field `expct`"),
        ([f'{{ {AT}, do = "bid" }}'], {}, "Invalid value 'bid'"),
        ([f"{{ at = 2022-10-15T12:00:00, {BIND} }}"], {}, "Expected `datetime` with a timezone component"),
        ([f"{{ {AT}, {BIND} }}"], {"source": '"rumour"'}, "'rumour' has to be a key of [sources] (made)"),
        ([f'{{ {AT}, do = "settle", patient = "mother", fee = "10" }}'], {}, "matching regex"),
        ([f'{{ {AT}, do = "settle", patient = "mother", fee = 10.0 }}'], {}, "Expected `str`, got `float`"),
        ([f'{{ {AT}, do = "settle", patient = "uncle", fee = "10.00" }}'], {}, "no person 'uncle' (son, mother)"),
        (
            [f'{{ {AT}, do = "members", person = "son", expect = {{ reasons = {{ uncle = "PAID" }} }} }}'],
            {},
            "no person 'uncle'",
        ),
        (
            [f'{{ {AT}, do = "settle", patient = "son", fee = "10.00", institution = "shop" }}'],
            {},
            "there is no 'shop' (hospital, pharmacy)",
        ),
    ],
)
def test_a_wrong_example(steps: list[str], fields: dict[str, str], said: str) -> None:
    """A wrong example is refused with file, place, and what would be right."""
    with pytest.raises(ExampleError) as refused:
        file_of(*steps, **fields)
    assert str(refused.value).startswith("test.toml: examples")
    assert said in str(refused.value)


def test_an_act_is_handled_in_order_by_the_policy(tmp_path: Path) -> None:
    """What an example does not say is as the policy asks: first channel, first proof, cards, papers, the own office."""
    argv, cast = argv_of(BIND, tmp_path)
    assert argv[:1] == ["bind"]
    assert options(argv) == {
        "--authorizer": [cast.ref("son")],
        "--member": [cast.ref("mother")],
        "--relation": ["MOTHER"],
        "--channel": ["WINDOW"],
        "--applicant": [cast.ref("son")],
        "--office": ["990101"],
        "--verified": [f"DOCUMENTS@{NOON.isoformat()}"],
        "--verified-ref": ["EXAMPLE"],
        "--shown": [f"{cast.ref('son')}=ID_CARD", f"{cast.ref('mother')}=VOUCHER"],
        "--paper": ["HOUSEHOLD_REGISTER=EXAMPLE-HOUSEHOLD_REGISTER", "APPLICATION_FORM=EXAMPLE-APPLICATION_FORM"],
    }


def test_an_example_says_what_is_otherwise(tmp_path: Path) -> None:
    """Everything about the handling can be said otherwise, or left out."""
    said = 'applicant = "mother", office = "990102", verified = "CARD", verified_at = 2022-10-15T11:00:00+08:00'
    argv, cast = argv_of(f"{BIND}, handling = {{ {said}, shown = {{ son = 'VOUCHER' }}, papers = [] }}", tmp_path)
    assert options(argv) | {"--member": [], "--authorizer": []} == {
        "--authorizer": [],
        "--member": [],
        "--relation": ["MOTHER"],
        "--channel": ["WINDOW"],
        "--applicant": [cast.ref("mother")],
        "--office": ["990102"],
        "--verified": ["CARD@2022-10-15T11:00:00+08:00"],
        "--verified-ref": ["EXAMPLE"],
        "--shown": [f"{cast.ref('son')}=VOUCHER"],
    }
    bare, _ = argv_of(f'{BIND}, channel = "APP", handling = {{ verified = "NONE" }}', tmp_path)
    assert not {"--verified", "--office", "--shown", "--paper"} & set(bare)


def test_the_letter_is_signed_where_it_is_asked_for(tmp_path: Path) -> None:
    """An authorization carries the letter where its channel needs one, signed by the authorizer or who is said."""
    by_himself, cast = argv_of('do = "authorize", authorizer = "son"', tmp_path)
    assert options(by_himself)["--letter-signed-by"] == [cast.ref("son")]
    by_mother = 'do = "authorize", authorizer = "son", channel = "WINDOW", handling = { letter_signed_by = "mother" }'
    argv, cast = argv_of(by_mother, tmp_path)
    assert options(argv)["--letter-signed-by"] == [cast.ref("mother")]
    without, _ = argv_of('do = "authorize", authorizer = "son", handling = { letter = false }', tmp_path)
    assert "--letter" not in without


def test_a_visit(tmp_path: Path) -> None:
    """A bill names the hospital, a purchase of drugs the pharmacy, a claim that is handed in none."""
    argv, cast = argv_of(
        'do = "settle", patient = "mother", fee = "100.00", fund = "60.00", payable = "20.00"', tmp_path
    )
    visit = options(argv)
    assert visit["--institution"] == [cast.code("hospital")]
    assert (visit["--fee"], visit["--fund"], visit["--payable"]) == (["100.00"], ["60.00"], ["20.00"])
    assert (visit["--area"], visit["--visit"], visit["--claim"]) == (["990100"], [NOON.isoformat()], ["DIRECT"])
    drugs, cast = argv_of('do = "settle", patient = "mother", fee = "1.00", med_type = "41"', tmp_path)
    assert options(drugs)["--institution"] == [cast.code("pharmacy")]
    claim = 'do = "settle", patient = "mother", fee = "1.00", institution = "", area = "310000", claim = "HAND_IN"'
    handed_in, _ = argv_of(claim, tmp_path)
    assert "--institution" not in handed_in
    assert options(handed_in)["--area"] == ["310000"]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ('do = "order", owner = "son", payers = ["mother", "son"]', "order --owner SON MOTHER SON"),
        ('do = "order", owner = "son", member = "mother", payers = ["son"]', "order --owner SON --member MOTHER SON"),
        ('do = "members", person = "son", ended = true', "members SON --ended"),
        ('do = "members", person = "son", as_member = true', "members SON --as-member"),
        ('do = "preview", patient = "son", fee = "1.00", ask = ["mother"]', "--ask MOTHER"),
        (f"{BIND}, start = 2022-11-01, end = 2022-11-30", "--relation MOTHER --start 2022-11-01 --end 2022-11-30"),
    ],
)
def test_other_steps(step: str, expected: str, tmp_path: Path) -> None:
    """Each kind of step becomes its command."""
    argv, cast = argv_of(step, tmp_path)
    names = {cast.ref("son"): "SON", cast.ref("mother"): "MOTHER"}
    assert expected in " ".join(names.get(part, part) for part in argv)


def test_the_setting(tmp_path: Path) -> None:
    """First the institutions, the people and their money are told, in the contract's fields and in fen."""
    of = file_of(f"{{ {AT}, {BIND} }}", persons='persons.aunt = { zh = "姨", region = "990200" }')
    writer = writer_of(of, tmp_path)
    commands = writer.setting(NOON)
    told = [" ".join(argv[:2]) for argv in commands]
    assert told == ["institutions upsert", "persons upsert", "persons upsert", "credits add"]
    rows = [json.loads(Path(argv[-1]).read_text("utf-8")) for argv in commands]
    assert [len(file) for file in rows] == [2, 2, 1, 1]
    son = rows[1][0]
    assert (son["name"], son["insuplc_admdvs"], son["insutype"]) == ("测试·son", "990101", "310")
    assert is_identity_number(son["certificates"][0]["certno"])
    assert son["certificates"][0]["certno"].startswith("990000")
    assert (rows[3][0]["account_kind"], rows[3][0]["amount_fen"]) == ("ACCOUNT_KIND_PERSONAL", 1230)
    typed = "gongji --now 2022-10-15T12:00:00+08:00 institutions upsert --file institutions-1.json"
    assert for_people(commands[0], NOON) == typed


def test_no_two_runs_meet() -> None:
    """Two runs of an example have other numbers, cards and credits: one server takes it as often as one likes."""
    of = file_of(f"{{ {AT}, {BIND} }}")
    first, second = (Cast(of.examples[0], of).person_row("son", NOON) for _ in range(2))
    assert first["psn_no"] != second["psn_no"]
    assert first["certificates"] != second["certificates"]


@pytest.mark.parametrize(("body", "digit"), [("11010519491231002", "X"), ("44052418800101001", "4")])
def test_the_check_digit(body: str, digit: str) -> None:
    """GB 11643's own examples."""
    assert check_digit(body) == digit


class Scripted:
    """A command line that answers what the test says, and remembers what it was asked."""

    exit_code = 0

    def __init__(self, *answers: tuple[int, dict[str, Any]]) -> None:
        self.answers, self.asked, self.stdout = list(answers), [], ""

    def __call__(self, argv: Argv) -> "Scripted":
        self.asked.append(argv)
        done = {"settle": True, "accounts": True}
        told = self.answers.pop(0) if done.get(argv[5]) else (0, {"results": []})
        self.exit_code, self.stdout = told[0], json.dumps(told[1])
        return self


PERSONAL_99 = {"account_kind": "ACCOUNT_KIND_PERSONAL", "balance_fen": "99"}
SETTLE = '{ at = 2022-10-15T12:00:00+08:00, do = "settle", patient = "mother", fee = "10.00", expect = { %s } }'


@pytest.mark.parametrize(
    ("expect", "answers", "wrong"),
    [
        ("", [(0, {"settlement": {}})], []),
        ("", [(3, {"error": {"reason": "NO_POLICY"}})], ["refused: NO_POLICY"]),
        ('refused = "NO_POLICY"', [(3, {"error": {"reason": "NO_POLICY"}})], []),
        ('refused = "NO_POLICY"', [(0, {"settlement": {}})], ["refused with NO_POLICY expected, but it was done"]),
        (
            'refused = "NO_POLICY", metadata = { date = "2022-10-15" }',
            [(3, {"error": {"reason": "NO_POLICY", "metadata": {"date": "2022-10-16"}}})],
            ["metadata date: expected 2022-10-15, found 2022-10-16"],
        ),
        ('cash = "1.00"', [(0, {"settlement": {"psn_cash_pay_fen": "101"}})], ["cash: expected 1.00, found 1.01"]),
        ('cash = "0.00"', [(0, {"settlement": {}})], []),
        ("payments = []", [(0, {"settlement": {}})], []),
        (
            'reasons = { son = "PAID" }',
            [(0, {"settlement": {"explanations": []}})],
            ["reason of son: expected ['PAID'], found []"],
        ),
        (
            'balances = { "son/PERSONAL" = "1.00" }',
            [(0, {"settlement": {}}), (0, {"accounts": [PERSONAL_99]})],
            ["balance of son/PERSONAL: expected 1.00, found 0.99"],
        ),
    ],
)
def test_what_does_not_come_out_is_said(expect: str, answers: list[Any], wrong: list[str]) -> None:
    """Every difference between what an example says and what came out is a sentence; without one it is as expected."""
    of = file_of(SETTLE % expect)
    server = Scripted(*answers)
    done = Runner(server, ["--server", "nowhere"]).run(of.examples[0], of)
    assert done.wrong == wrong
    assert server.asked[0][:6] == ["--server", "nowhere", "--now", NOON.isoformat(), "--json", "institutions"]


def test_a_setting_that_is_refused_ends_the_example() -> None:
    """Without its people an example is not gone on with: the refusal of the row is what is told."""
    of = file_of(SETTLE % "")
    refused = {"results": [{"psn_no": "1", "error": {"reason": "CERTIFICATE_TAKEN"}}]}

    class Refusing:
        exit_code, stdout = 3, json.dumps(refused)

    done = Runner(lambda argv: Refusing(), []).run(of.examples[0], of)
    assert len(done.steps) == 1
    assert "CERTIFICATE_TAKEN" in done.wrong[0]
