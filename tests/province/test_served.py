"""The sample province on a real server: loaded through the streams, settled in batches, and the books add up."""

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

import gongji
from gongji import v1
from gongji_cli.main import run as run_command
from gongji_cli.province import BillRates, Province, demo
from gongji_cli.province.books import check_books
from gongji_cli.province.figures import Figures
from gongji_cli.province.load import BINDINGS, CREDITS, PERSONS, load
from gongji_cli.province.settle import settle
from gongji_cli.sandbox import serving

POLICIES = Path(__file__).parents[2] / "policies"
SIZE = 1_000


def test_a_province_is_loaded_and_settled(sqlite_database_url: str, tmp_path: Path) -> None:
    """A thousand people: only what is wrong on purpose is refused, every bill is settled, and every account adds up."""
    province = Province(SIZE, seed=11, wrong_share=0.02, rates=BillRates(per_1000=300))
    wrong = [b for b in province.bindings() if not b.right]
    with (
        serving(POLICIES, sqlite_database_url, tmp_path, lambda said: None) as address,
        gongji.Client(address, timeout_seconds=60) as client,
    ):
        client.now = province.morning
        loaded = load(client, province, lambda kind, rows: None)
        assert wrong and loaded.refused == {BINDINGS: {"PERSON_NOT_FOUND": len(wrong)}}
        assert loaded.done[PERSONS] == SIZE and loaded.done[CREDITS] == len(list(province.credits()))

        again = load(client, province, lambda kind, rows: None)
        assert again.done == loaded.done and again.refused == loaded.refused

        bills, figures = list(province.bills(province.month, province.month)), Figures()
        settle(client, bills, figures, lambda moment: None, clock=True)
        assert figures.settled == len(bills) and not figures.refused and not figures.wrong
        assert figures.fee == figures.fund + figures.other + figures.own + figures.mutual + figures.cash
        assert min(figures.own, figures.mutual, figures.cash, figures.helped) > 0
        assert {"SCENE_NOT_COVERED", "POOLED_FUND_LINKED", "NO_ACCOUNT", "EMPTY"} <= set(figures.not_paid)

        books = check_books(client, province, figures, blocks=4)
        assert books.right and books.persons == SIZE and books.paid == figures.paid
        assert books.credited == sum(c.amount_fen for c in province.credits())


def test_commands_load_and_settle(sqlite_database_url: str, tmp_path: Path) -> None:
    """`gongji province load` and `settle` do on a server what the same options say, and settling again pays nothing."""
    which = ["--size", "500", "--seed", "4"]
    with serving(POLICIES, sqlite_database_url, tmp_path, lambda said: None) as address:
        at = ["--server", address, "province"]
        loaded = run_command([*at, "load", *which, "--clock"])
        assert (loaded.exit_code, loaded.stderr) == (0, "")
        assert "persons：500" in loaded.stdout
        settled = [run_command([*at, "settle", *which, "--per-1000", "100", "--clock"]) for _ in range(2)]
        assert [done.exit_code for done in settled] == [0, 0]
        assert "settled before" not in settled[0].stdout and "settled before 50" in settled[1].stdout
        owner = v1.PersonRef(insuplc_admdvs="370300", psn_no=next(Province(500, seed=4).credits()).psn_no)
        with gongji.Client(address) as client:
            entries = client.account.list_entries(v1.ListEntriesRequest(owner=owner)).entries
        assert len({e.setl_id for e in entries if e.setl_id}) == len([e for e in entries if e.setl_id])


def test_the_demonstration_says_that_the_books_add_up(tmp_path: Path) -> None:
    """The demonstration, small and without a terminal, prints its summary and finds everything in order."""
    out = io.StringIO()
    province = Province(1_000, seed=2, rates=BillRates(per_1000=50))
    assert demo.demonstrate(POLICIES, province, Console(file=out, width=demo.WIDTH))
    assert "账目相符 the books add up" in out.getvalue()
    assert "家庭共济 mutual aid" in out.getvalue()
    assert len(out.getvalue().splitlines()) < 60


@pytest.mark.parametrize("argv", [["--size", "0"], ["--month", "2019-01"], ["--month", "July"], ["--size", "20000000"]])
def test_what_cannot_be_made_is_wrong_usage(argv: list[str], tmp_path: Path) -> None:
    """A province that can't be made is refused as wrong usage, and no file is written."""
    folder = tmp_path / "province"
    result = run_command(["province", "generate", "--folder", os.fspath(folder), *argv])
    assert result.exit_code == 2 and not folder.exists()
