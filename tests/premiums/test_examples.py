"""Every table of premiums comes out to the fen, by the worked examples that stand in it."""

import pytest

from service.domain.premium_table import PremiumTable
from service.domain.premium_words import explain
from tests.premiums.examples import Example, answer, as_expected, differences, examples_of, tables, yuan

ALL = [pytest.param(table, e, id=f"{table.id}/{e.id}") for table in tables() for e in examples_of(table)]


@pytest.mark.parametrize(("table", "example"), ALL)
def test_the_example_comes_out(table: PremiumTable, example: Example) -> None:
    """What the example expects is what the quote says."""
    found = answer(table, example)
    if isinstance(found, str):
        assert found == example.expect.refused
        return
    assert example.expect.refused is None
    assert differences(example.expect, as_expected(found)) == {}


@pytest.mark.parametrize(("table", "example"), ALL)
def test_the_words_name_what_is_due(table: PremiumTable, example: Example) -> None:
    """The explanation of each quote says in both languages what is due and when cover begins."""
    found = answer(table, example)
    if isinstance(found, str):
        return
    for text in explain(found):
        assert yuan(found.amount_due_fen) in text
        assert found.cover_start.isoformat() in text
        assert "None" not in text


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.id)
def test_each_table_is_shown_by_examples(table: PremiumTable) -> None:
    """Each table has examples under ids of their own, each with a source of the table, and every subsidy in one."""
    examples = examples_of(table)
    assert len({e.id for e in examples}) == len(examples) > 0
    assert {e.source for e in examples} <= set(table.sources)
    quotes = [found for e in examples if not isinstance(found := answer(table, e), str)]
    counted = {found.counted.row.zh for found in quotes if found.counted.row}
    assert counted == {row.zh for row in table.subsidies.value}
