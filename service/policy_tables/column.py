"""One policy version in a table: its rules told in one language, each marked with how sure it is."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from service.domain.policy import Policy
from service.policy_files import CodeTables
from service.policy_files.codes import Word
from service.policy_words import SCHEMES, WORDS, Text

Lang = Literal["zh", "en"]

UNRULED = "–"
"""What stands where a file has no such rule, so that nothing is restricted."""
UNSURE = "†"
"""Marks what no published text says: a reading of ours, an invention, or the format's own value."""


def told(lang: Lang, text: Text) -> str:
    return text[0] if lang == "zh" else text[1]


class Column:
    """One policy version, told in one language."""

    def __init__(self, policy: Policy, codes: CodeTables, lang: Lang) -> None:
        self.policy = policy
        self.codes = codes
        self.lang = lang
        self._sources = {key: rule.source for key, rule in policy.rules()}

    def say(self, zh: str, en: str) -> str:
        return told(self.lang, (zh, en))

    def left_out(self, key: str) -> bool:
        return self._sources[key] == "default"

    def by(self, key: str, zh: str, en: str) -> str:
        """What the rule of this key says, marked unless a published text says so."""
        return self.marked(self._sources[key], zh, en)

    def marked(self, source_key: str, zh: str, en: str) -> str:
        source = self.policy.sources.get(source_key)
        published = source is not None and source.sure == "published"
        return self.say(zh, en) + ("" if published else UNSURE)

    def word(self, value: StrEnum) -> str:
        return told(self.lang, WORDS[type(value)][value])

    def words(self, values: Iterable[StrEnum]) -> str:
        return self.listed(map(self.word, values))

    def either(self, values: Iterable[StrEnum]) -> str:
        return self.say("或", " or ").join(map(self.word, values))

    def scheme(self, code: str) -> str:
        return told(self.lang, SCHEMES[code]) if code in SCHEMES else self.coded(self.codes.insutypes, code)

    def coded(self, table: dict[str, Word], code: str) -> str:
        return self.say(table[code].zh, table[code].en) if code in table else code

    def yuan(self, fen: int) -> str:
        amount = f"{fen // 100:,}.{fen % 100:02}"
        return self.say(f"{amount} 元", f"{amount} yuan")

    def listed(self, items: Iterable[str]) -> str:
        return self.say("、", ", ").join(items)

    def joined(self, parts: Iterable[str]) -> str:
        return self.say("；", "; ").join(parts) or UNRULED
