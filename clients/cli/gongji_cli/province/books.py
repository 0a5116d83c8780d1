"""Whether the books add up: what came into accounts is what is in them and what they paid."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import gongji
from gongji import v1
from gongji_cli.province import rows
from gongji_cli.province.figures import Figures
from gongji_cli.province.identity import BLOCK
from gongji_cli.province.province import Block, Province

_CALLERS = 8


class Books(NamedTuple):
    """The accounts of some people, in fen; `wrong` are those whose balances are not what came in less what went out."""

    persons: int
    credited: int
    paid: int
    balances: int
    wrong: list[str]

    @property
    def right(self) -> bool:
        return not self.wrong and self.credited == self.paid + self.balances


def check_books(client: gongji.Client, province: Province, figures: Figures, blocks: int) -> Books:
    """Asks for every account of some blocks, evenly spread. `figures` has counted everything that was ever paid."""
    last = (province.size - 1) // BLOCK
    numbers = sorted({last * n // max(1, blocks - 1) for n in range(blocks)})
    with ThreadPoolExecutor(_CALLERS) as pool:
        parts = [_check(client, province.block(number), figures, pool) for number in numbers]
    return Books(
        persons=sum(part.persons for part in parts),
        credited=sum(part.credited for part in parts),
        paid=sum(part.paid for part in parts),
        balances=sum(part.balances for part in parts),
        wrong=[number for part in parts for number in part.wrong],
    )


def _check(client: gongji.Client, block: Block, figures: Figures, pool: ThreadPoolExecutor) -> Books:
    people = [person.psn_no for person in block.people()]
    credited: Counter[str] = Counter()
    for credit in block.credits:
        credited[credit.psn_no] += credit.amount_fen

    def balance(number: str) -> int:
        owner = rows.ref(block.place.region, number)
        accounts = client.account.get_accounts(v1.GetAccountsRequest(owner=owner)).accounts
        return sum(account.balance_fen for account in accounts)

    held = dict(zip(people, pool.map(balance, people), strict=True))
    paid = {number: figures.paid_by[number] for number in people}
    wrong = [n for n in people if credited[n] != held[n] + paid[n]]
    return Books(len(people), credited.total(), sum(paid.values()), sum(held.values()), wrong)
