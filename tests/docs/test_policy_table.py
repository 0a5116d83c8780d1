"""The table of what each policy allows says what the rules' values say."""

import pytest

from service.policy_table import Lang, policy_table
from service.policy_words import WORDS
from tests.policies.folder import XIANNING, Folder, folder

__all__ = ["folder"]

LIMIT = 'at_most = { value = 6, source = "rules"'
UNBIND = 'channels.value.UNBIND = ["MINI_PROGRAM", "APP", "WINDOW"]'
ORDER = '[payers]\norder = { value = "AS_BOUND"'
CHANGES = {
    "a cap on people ever": (
        LIMIT,
        f'lifetime_at_most = {{ value = 20, source = "rules" }}\n{LIMIT}',
        "累计最多 20 人",
    ),
    "a retained balance": (
        ORDER,
        ORDER.replace("order", 'retained_fen = { value = 200000, source = "rules" }\norder'),
        "超过 2,000.00 元的部分",
    ),
    "an order of the member's": (ORDER, ORDER.replace("AS_BOUND", "SET_BY_MEMBER"), "按使用人设定的顺序"),
    "channels by act": (UNBIND, 'channels.value.UNBIND = ["WINDOW"]', "授权、绑定：小程序、APP、窗口；解绑：窗口"),
    "review and consent": (
        "[bindings]\n",
        '[bindings]\nreview = { value = ["STAFF", "MEMBER"], source = "rules" }\n',
        "须经经办审核、使用人同意",
    ),
    "a rule that a text names": (LIMIT, LIMIT, "同时最多 6 人 "),
    "a rule that is our reading": (LIMIT, LIMIT.replace("rules", "our-reading"), "同时最多 6 人† "),
}


@pytest.mark.parametrize(("old", "new", "told"), CHANGES.values(), ids=CHANGES)
def test_a_rule_is_told(folder: Folder, old: str, new: str, told: str) -> None:
    """What a file says stands in its column, marked when no published text says so."""
    folder.replace(XIANNING, old, new)
    assert told in policy_table(folder.path, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_is_a_version(folder: Folder, lang: Lang) -> None:
    """There is a column for each file, and every row has all of them."""
    rows = [line for line in policy_table(folder.path, lang).splitlines() if line.startswith("|")]
    versions = [path for path in folder.path.glob("*/*.toml") if path.parent.name != "codes"]
    assert {row.count("|") for row in rows} == {len(versions) + 2}


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_every_word_has_its_text(kind: type) -> None:
    """A value that the format allows can be told in both languages."""
    assert set(WORDS[kind]) == set(kind)
    assert all(zh and en for zh, en in WORDS[kind].values())
