"""One batch: load once, locked in order; decide, pure; record once; commit. Then the answers.

The order matters. Relations are read unlocked to guess whom to lock; persons are locked in sorted order; everything
is read again under the locks, the remembered requests included, so that two servers can't decide one request twice.
"""

from uuid import UUID

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from uuid_utils.compat import uuid7

from service.domain.account import Account, AccountKey
from service.domain.account_commands import Liquidate
from service.domain.commands import Command, Settle
from service.domain.context import Context
from service.domain.decide import decide
from service.domain.feed_commands import PersonRow, UpsertPersons
from service.domain.kept import Wanted
from service.domain.original import OriginalRequest
from service.domain.outcome import Changes, Outcome
from service.domain.person import PersonKey, PersonRef
from service.domain.policy_book import PolicyBook
from service.domain.refusal import Refusal
from service.domain.state import State
from service.pipeline import codec, concern
from service.pipeline.concern import concerned
from service.pipeline.journal import Chain, Heads
from service.pipeline.request import Answer, Request
from service.security.personal_data import Vault
from service.storage import kept, load, originals, picks
from service.storage.engine import write_transaction
from service.storage.record import record
from service.storage.records import BLOCKED, Move, Record, Remembered, RequestKey


class Done(Struct, frozen=True):
    """What a committed batch leaves behind: the answers, and what was decided for those that had not been before.

    `later` are the commands whose persons grew: they ride in the next one.
    """

    answers: list[tuple[Request, Answer]]
    decided: list[tuple[Request, Outcome | Refusal]]
    later: list[Request]
    heads: Heads


async def run_batch(
    requests: list[Request], lane: str, heads: Heads, engine: AsyncEngine, vault: Vault, book: PolicyBook
) -> Done:
    """Decide these requests in one transaction. Any error of the database leaves nothing written."""
    async with write_transaction(engine) as tx:
        ready, state = await _lock(tx, requests, vault, book)
        remembered = await load.remembered(tx, [r.key for r in ready])
        await _load_what_they_read(tx, [r.command for r in ready if r.key not in remembered], vault, state)
        loaded = dict(state.accounts)
        answers, decided = _decide_all(ready, remembered, state, book)
        chain = Chain(lane, heads, vault)
        records = [_record(request, outcome, uuid7(), chain) for request, outcome in decided]
        await record(tx, vault, records, _moves(records, loaded, state))
    later = [r for r in requests if r not in ready]
    return Done(answers, decided, later, chain.heads)


async def _lock(
    tx: AsyncConnection, requests: list[Request], vault: Vault, book: PolicyBook
) -> tuple[list[Request], State]:
    """Lock everyone concerned; of requests whose circle grew meanwhile, leave those out."""
    commands = [r.command for r in requests]
    guess, state = State(), State()
    await picks.pick(tx, commands, book, guess)
    state.picked = guess.picked
    related = {ref for command in commands for ref in concern.related(command, guess)}
    refs = named(commands) | related
    await load.relations(tx, vault, refs, guess, related)
    await originals.settlements(tx, commands, guess)
    await kept.load(tx, _wanted(requests, guess), guess)
    guessed = {id(r): concerned(r.command, guess) for r in requests}
    await load.lock_persons(tx, set[PersonKey]().union(*guessed.values()), state)
    await load.relations(tx, vault, refs, state, related)
    await originals.settlements(tx, commands, state)
    await kept.load(tx, _wanted(requests, state), state)
    return [r for r in requests if concerned(r.command, state) <= guessed[id(r)]], state


def _wanted(requests: list[Request], state: State) -> set[Wanted]:
    return {wanted for r in requests for wanted in concern.wants(r.command, state)}


def named(commands: list[Command]) -> set[PersonRef]:
    """All persons that the commands name."""
    return {ref for command in commands for ref in command.named}


async def _load_what_they_read(tx: AsyncConnection, commands: list[Command], vault: Vault, state: State) -> None:
    await load.accounts(tx, list(state.persons), state)
    await load.institutions(tx, {code for c in commands for code in c.institutions}, state)
    aged = {key for c in commands for key in c.counts_age_of(state.keys.get, state.shelf)}
    rewritten = {key for c in commands if isinstance(c, Liquidate) and (key := state.keys.get(c.owner))}
    await load.personal(tx, vault, aged | rewritten, state)
    for command in commands:
        if command.credits:
            await load.credits(tx, command.home, command.credits, state)
        if command.binding_keys:
            await load.binding_imports(tx, command.home, command.binding_keys, state)
        if isinstance(command, UpsertPersons):
            await load.personal(tx, vault, _told_again(command, state), state)


def _told_again(command: UpsertPersons, state: State) -> list[PersonKey]:
    """Those whose rows say nothing new, as far as their names and documents do not; nor that an account that was
    wound up is open, since it stays closed."""
    rows = (row.person for row in command.rows if isinstance(row, PersonRow))
    held = ((person, state.persons.get(person.key)) for person in rows)
    return [p.key for p, h in held if h is not None and structs.replace(p, account_state=h.account_state) == h]


def _decide_all(
    requests: list[Request],
    remembered: dict[RequestKey, Remembered],
    state: State,
    book: PolicyBook,
) -> tuple[list[tuple[Request, Answer]], list[tuple[Request, Outcome | Refusal]]]:
    answers, decisions = [], []
    for request in requests:
        before = remembered.get(request.key)
        if before is not None:
            answers.append((request, replay(request, before)))
            continue
        decided = decide(request.command, Context(request.now, state, book, uuid7))
        answers.append((request, Answer(decided.answer if isinstance(decided, Outcome) else decided)))
        decisions.append((request, decided))
        _tell_the_next(request, decided, remembered, state)
    return answers, decisions


def _tell_the_next(
    request: Request, decided: Outcome | Refusal, remembered: dict[RequestKey, Remembered], state: State
) -> None:
    """What a later command of this batch has to know: which settlement a request made, and which may not come."""
    if isinstance(request.command, Settle):
        made = decided.answer.setl_id if isinstance(decided, Outcome) else None
        key = request.key
        state.original_requests[OriginalRequest(key.region, key.platform, key.request_id)] = made
    if isinstance(decided, Outcome):
        for asked in decided.changes.blocked:
            state.original_requests[asked] = None
            remembered[originals.request_key(asked)] = BLOCKED


def replay(request: Request, before: Remembered) -> Answer:
    """The first answer again; the same id with other content is refused. A request that was reversed before it came
    has no fingerprint: whatever it asks is refused as it was decided then."""
    if before.fingerprint and before.fingerprint != request.fingerprint:
        return Answer(Refusal("REQUEST_ID_REUSED", {"request_id": request.key.request_id}))
    return Answer(codec.recall(type(request.command), before), replayed=True)


def _record(request: Request, decided: Outcome | Refusal, entry_id: UUID, chain: Chain) -> Record:
    changes = Changes() if isinstance(decided, Refusal) else decided.changes
    told = decided if isinstance(decided, Refusal) else decided.answer
    answer = codec.encode(told)
    return Record(
        entry_id=entry_id,
        key=request.key,
        fingerprint=request.fingerprint,
        refused=isinstance(told, Refusal),
        answer=answer,
        decided_time=request.now,
        changes=changes,
        journal=chain.link(request.key, entry_id, request.fingerprint, answer, request.now, changes),
    )


def _moves(records: list[Record], loaded: dict[AccountKey, Account], state: State) -> list[Move]:
    """Every account that the batch touched: as it was read, and as it ends."""
    touched = {key for r in records for posting in r.changes.postings for key, _ in posting.touched}
    touched |= {freeze.key for r in records for freeze in r.changes.freezes}
    return [Move(key, loaded.get(key), state.accounts[key]) for key in sorted(touched)]
