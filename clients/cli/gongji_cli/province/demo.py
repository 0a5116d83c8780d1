"""The demonstration of a province: a server of its own, a hundred thousand people, one day of their bills.

python -m gongji_cli.province.demo POLICIES_FOLDER [--size N] [--seed N] [--per-1000 N]
"""

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import gongji
from gongji_cli.province import show
from gongji_cli.province.bills import BillRates
from gongji_cli.province.books import check_books
from gongji_cli.province.figures import Figures
from gongji_cli.province.load import BINDINGS, load
from gongji_cli.province.places import ProvinceError
from gongji_cli.province.province import Province
from gongji_cli.province.settle import settle
from gongji_cli.sandbox import ServerError, serving

WIDTH = 120
"""Columns where the output goes to a file or a pipe."""
PER_1000 = 60.0
"""Bills of a thousand people in the day: more than four times the country's, so that there is something to see."""
TIMEOUT_SECONDS = 60
_SAMPLE_BLOCKS = 6


def main() -> None:
    typer.run(_main)


def _main(
    policies: Path,
    size: Annotated[int, typer.Option()] = 100_000,
    seed: Annotated[int, typer.Option()] = 1,
    per_1000: Annotated[float, typer.Option()] = PER_1000,
) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    try:
        province = Province(size, seed, credit_months=1, rates=BillRates(per_1000=per_1000))
        right = demonstrate(policies.resolve(), province, console)
    except (ProvinceError, ServerError, gongji.GongjiError) as error:
        console.print(str(error), style="bold red", markup=False)
        raise typer.Exit(1) from None
    raise typer.Exit(0 if right else 1)


def demonstrate(policies: Path, province: Province, console: Console) -> bool:
    """Load and settle on a server of its own; returns whether everything came out as it should."""
    with tempfile.TemporaryDirectory(prefix="gongji-province-") as folder:
        database_url = f"sqlite+aiosqlite:///{folder}/gongji.sqlite"
        with (
            serving(policies, database_url, Path(folder), lambda said: console.print(said, style="dim")) as address,
            gongji.Client(address, timeout_seconds=TIMEOUT_SECONDS) as client,
        ):
            return run(client, province, console)


def run(client: gongji.Client, province: Province, console: Console) -> bool:
    """Load the province into a sandbox that holds none of it, settle its first day, and check the books."""
    names = "、".join(place.name for place in province.places)
    console.print(
        f"样本省 sample province: {province.size:,} 人 persons，{names}，seed {province.seed}", highlight=False
    )
    # The policies are those of the province's month: the sandbox is told that it is now.
    client.now = province.morning
    began = time.monotonic()
    with show.loading(console, province.size) as tell:
        loaded = load(client, province, tell)
    console.print(show.loaded(loaded, time.monotonic() - began), highlight=False, markup=False)

    bills = list(province.bills(province.month, province.month))
    figures = Figures()
    began = time.monotonic()
    with show.settling(console, figures, len(bills)) as tell_moment:
        settle(client, bills, figures, tell_moment, clock=True)
    seconds = time.monotonic() - began
    client.now = province.morning + timedelta(days=1)
    for part in (show.settled(figures, seconds), show.money(figures), show.reasons(figures)):
        console.print(part, highlight=False)

    books = check_books(client, province, figures, _SAMPLE_BLOCKS)
    credited = sum(credit.amount_fen for credit in province.credits())
    console.print(show.books(books, credited, figures.paid), highlight=False, markup=False)
    as_meant = set(loaded.refused) <= {BINDINGS} and not figures.refused and not figures.wrong
    if not as_meant:
        console.print(
            "有未预期的拒绝或不平的结算 · unexpected refusals, or settlements that do not add up", style="red"
        )
    return as_meant and books.right


if __name__ == "__main__":
    main()
