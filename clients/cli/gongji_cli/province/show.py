"""What is seen while the sample province is loaded and settled: live in a terminal, a few plain lines elsewhere."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from gongji.money import fen_to_yuan
from gongji_cli.province.books import Books
from gongji_cli.province.figures import Figures
from gongji_cli.province.load import BINDINGS, CREDITS, PERSONS, Loaded

_KINDS = {PERSONS: "参保人 persons", CREDITS: "划入 credits", BINDINGS: "共济关系 bindings"}
_REASONS_SHOWN = 10


@contextmanager
def loading(console: Console, persons: int) -> Iterator[Callable[[str, int], None]]:
    """Shows rows as they are answered; only how many people there are is known before."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} 行/秒 rows/s"),
        TimeElapsedColumn(),
        console=console,
    )
    tasks = {
        kind: progress.add_task(words, total=persons if kind == PERSONS else None, start=False, rate="-")
        for kind, words in _KINDS.items()
    }
    began: dict[str, float] = {}
    answered: Counter[str] = Counter()

    def tell(kind: str, rows: int) -> None:
        if kind not in began:
            began[kind] = time.monotonic()
            progress.start_task(tasks[kind])
        answered[kind] += rows
        progress.update(tasks[kind], completed=answered[kind], rate=_rate(answered[kind], began[kind]))

    if console.is_terminal:
        with progress:
            yield tell
    else:
        yield tell
        for kind, rows in answered.items():
            console.print(f"{_KINDS[kind]}：{rows:,}", highlight=False)


@contextmanager
def settling(console: Console, figures: Figures, total: int) -> Iterator[Callable[[datetime], None]]:
    """Shows the figures as they grow."""
    began = time.monotonic()
    if not console.is_terminal:
        yield lambda moment: None
        return
    with Live(console=console, refresh_per_second=8, transient=True) as live:

        def tell(moment: datetime) -> None:
            head = f"[bold]{moment:%Y-%m-%d %H:%M}[/]  {figures.settled:,}/{total:,} 笔 settlements"
            rate = _rate(figures.settled, began)
            live.update(Group(f"{head}  {rate} 笔/秒 settlements/s", money(figures), reasons(figures)))

        yield tell


def loaded(done: Loaded, seconds: float) -> str:
    rows = done.done.total() + sum(c.total() for c in done.refused.values())
    text = f"导入 loaded {rows:,} 行 rows，{seconds:.1f} s，{rows / seconds:,.0f} 行/秒 rows/s"
    for kind, refused in done.refused.items():
        for reason, count in refused.most_common():
            text += f"\n  拒绝 refused: {_KINDS[kind]} {reason} {count:,}"
    return text


def money(figures: Figures) -> Table:
    """Who paid how much."""
    bill = figures.fee or 1
    table = Table("谁付了多少 · who paid how much")
    table.add_column("元 yuan", justify="right")
    table.add_column("%", justify="right")
    for words, amount in (
        ("医疗费总额 bills", figures.fee),
        ("统筹基金等 pooled fund", figures.fund),
        ("其他 others", figures.other),
        ("本人账户 own accounts", figures.own),
        ("家庭共济 mutual aid", figures.mutual),
        ("现金 cash", figures.cash),
    ):
        table.add_row(words, fen_to_yuan(amount), f"{100 * amount / bill:.1f}")
    return table


def reasons(figures: Figures) -> Table:
    """Why accounts did not pay, most frequent first."""
    table = Table("账户为何未支付 · why accounts did not pay", "")
    table.add_column("次 times", justify="right")
    for reason, count in figures.not_paid.most_common(_REASONS_SHOWN):
        table.add_row(figures.words[reason], reason, f"{count:,}")
    return table


def settled(figures: Figures, seconds: float) -> str:
    text = (
        f"结算 settled {figures.settled:,} 笔，{seconds:.1f} s，{figures.settled / seconds:,.0f} 笔/秒 settlements/s；"
    )
    text += f"其中有家庭共济 with mutual aid {figures.helped:,}"
    if figures.replayed:
        text += f"；此前已结算 settled before {figures.replayed:,}"
    for reason, count in figures.refused.most_common():
        text += f"\n  拒绝 refused: {reason} {count:,}"
    return text


def books(found: Books, credited_to_all: int, paid_by_all: int) -> str:
    """The sample's books, and the totals of everybody, in fen, as the client counted them."""
    credited, paid, balances = (fen_to_yuan(fen) for fen in (found.credited, found.paid, found.balances))
    left = fen_to_yuan(credited_to_all - paid_by_all)
    everybody = f"划入 credited {fen_to_yuan(credited_to_all)}，已付 paid {fen_to_yuan(paid_by_all)}，应余 left {left}"
    verdict = "账目相符 the books add up" if found.right else f"账目不符 THE BOOKS DO NOT ADD UP: {len(found.wrong)}"
    sums = f"划入 credited {credited} = 已付 paid {paid} + 余额 balances {balances}"
    return f"全省 everybody: {everybody}\n抽查 {found.persons:,} 人 · a sample: {sums}\n{verdict}"


def _rate(count: int, since: float) -> str:
    return f"{count / max(0.001, time.monotonic() - since):,.0f}"
