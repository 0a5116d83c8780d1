"""The table of what each policy allows says what the rules' values say."""

import pytest

from service.policy_tables import Lang, policy_overview, policy_tables
from service.policy_words import WORDS
from tests.policies.folder import XIANNING, Folder, folder

__all__ = ["folder"]

LIMIT = 'at_most = { value = 6, source = "rules"'
UNBIND = 'channels.value.UNBIND = ["MINI_PROGRAM", "APP", "WINDOW"]'
ORDER = '[payers]\norder = { value = "AS_BOUND"'
UNTIL = "# ---- how a binding ends"
CHANGES = {
    "a quota that freezes": (
        UNTIL,
        '[quota]\nscope = { value = "PER_BINDING", source = "rules" }\n'
        f'freezes = {{ value = true, source = "our-reading" }}\n\n{UNTIL}',
        "每个成员一个额度；冻结授权人相应余额†",
    ),
    "premiums": (
        UNTIL,
        f'[premiums]\npays = {{ value = ["RESIDENT", "LONG_TERM_CARE"], source = "rules" }}\n\n{UNTIL}',
        "居民医保个人缴费、长期护理保险费",
    ),
    "interest": (
        UNTIL,
        f'[interest]\nannual_ppm = {{ value = 15000, source = "our-reading" }}\n\n{UNTIL}',
        "年利率 1.5%†",
    ),
    "a binding that ends with insurance": (
        "[bindings]\n",
        '[bindings]\nends_with_insurance = { value = true, source = "rules" }\n',
        "任一方参保终止或转移即终止",
    ),
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
    assert told in policy_tables(folder.path, "zh")


def rows_of(table: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_version_has_its_column(folder: Folder, lang: Lang) -> None:
    """Each file has a column in one of the tables, no table is wider than can be read, and no row says nothing."""
    tables = [rows_of(part) for part in policy_tables(folder.path, lang).split("\n\n") if part.startswith("|")]
    heads = [head for table in tables for head in table[0]]
    files = [path for path in folder.path.glob("*/*.toml") if path.parent.name not in ("codes", "premiums")]
    assert sorted(heads) == sorted(f"`{path.parent.name}` {path.stem}" for path in files)
    assert max(len(table[0]) for table in tables) <= 4
    assert not [row for table in tables for row in table[2:] if set(row[1:]) == {"–"}]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_version_has_its_row(folder: Folder, lang: Lang) -> None:
    """The overview has a row for each version, and says how many of its rules stand on which kind of source."""
    rows = {row[0]: row[1:] for row in rows_of(policy_overview(folder.path, lang))[2:]}
    assert len(rows) == len([p for p in folder.path.glob("*/*.toml") if p.parent.name not in ("codes", "premiums")])
    taken = rows["`xianning` 2024-10-01"]
    assert ("20 条" if lang == "zh" else "our reading 20") in taken[-1] and "`hubei` 2024-10-01" in taken[-1]


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_every_word_has_its_text(kind: type) -> None:
    """A value that the format allows can be told in both languages."""
    assert set(WORDS[kind]) == set(kind)
    assert all(zh and en for zh, en in WORDS[kind].values())
