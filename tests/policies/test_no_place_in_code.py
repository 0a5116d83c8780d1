"""Rules of places are data: the server's code knows none of them by name or number."""

from pathlib import Path

from service.domain.policy import NATION
from service.policy_files import load_book

ROOT = Path(__file__).parents[2]


def test_no_city_is_named_in_the_servers_code() -> None:
    """No Python file of the server holds a policy's id, the Chinese name of its place, or one of its regions.

    Policies of the whole nation are of no place: 000000 is a word of the format, and their names are of the field.
    """
    policies = [p for p in load_book(ROOT / "policies").policies if NATION not in p.policy.regions]
    words = {w for p in policies for w in (p.id, p.policy.name_zh[:2], *p.policy.regions)}
    sources = {path: path.read_text().lower() for path in (ROOT / "service").rglob("*.py")}
    found = [(str(path), word) for path, text in sources.items() for word in words if word in text]
    assert found == []
