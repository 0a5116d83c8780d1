"""Batches for people: how many rows became what, and each row that was refused."""

from collections import Counter
from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words

Response = v1.UpsertPersonsResponse | v1.UpsertInstitutionsResponse | v1.CreditAccountsResponse
Result = v1.PersonResult | v1.InstitutionResult | v1.CreditResult


def has_refused(response: Response) -> bool:
    """Whether any row was refused."""
    return any(result.HasField("error") for result in response.results)


def batch(response: Response, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    done = Counter(result.outcome for result in response.results if result.HasField("outcome"))
    results: list[Result] = list(response.results)
    refused = [(i, result) for i, result in enumerate(results, start=1) if result.HasField("error")]
    parts = [f"{words.name(v1.RowOutcome, outcome)} {count}" for outcome, count in sorted(done.items())]
    if refused:
        parts.append(f"{words('拒绝', 'refused')} {len(refused)}")
    yield Text("  ".join(parts))
    if refused:
        yield show.table(
            [words("行", "row"), words("主键", "key"), words("原因", "reason"), words("说明", "in words")],
            [[str(i), _key(result), result.error.reason, _why(result.error, words)] for i, result in refused],
        )


def found_persons(response: v1.FindPersonsResponse, words: Words) -> Iterable[RenderableType]:
    """Whom a document belongs to, each as other commands want the person named."""
    if not response.persons:
        yield show.none(words)
        return
    names = (("参保人", "person"), ("姓名", "name"), ("险种", "scheme"), ("参保状态", "insured"), ("账户", "accounts"))
    yield show.table(
        [words(*name) for name in names],
        [
            [
                f"{row.region}/{row.psn_no}",
                row.name,
                row.insutype,
                row.psn_insu_stas,
                words.name(v1.AccountState, row.account_state),
            ]
            for row in response.persons
        ],
    )


def _key(result: Result) -> str:
    # In every batch of the contract the row's key is the first field of its result.
    return str(getattr(result, result.DESCRIPTOR.fields_by_number[1].name))


def _why(error: v1.RowError, words: Words) -> Text:
    text = Text(words(error.message_zh, error.message_en))
    for key, value in sorted(error.metadata.items()):
        text.append(f"\n{key} = {value}", style="dim")
    return text
