"""What the insurer's core system feeds in: persons and institutions. Each row of a batch answers for itself."""

from msgspec.structs import replace

from service.domain.context import Context
from service.domain.feed_commands import PersonRow, UpsertInstitutions, UpsertPersons
from service.domain.institution import Institution
from service.domain.insurance_end import end_with_insurance
from service.domain.liquidation import still_closed
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import PersonalData
from service.domain.refusal import require
from service.domain.rows import RowOutcome, RowResult, each


def upsert_persons(command: UpsertPersons, ctx: Context) -> Outcome:
    """Take full rows of persons; a row older than the one held is ignored, and says so."""
    require(ctx.book.serving(command.region), "NO_POLICY", region=command.region)
    return each(command.rows, lambda row: row.person.psn_no, _upsert_person, ctx)


def upsert_institutions(command: UpsertInstitutions, ctx: Context) -> Outcome:
    """Take full rows of institutions; the last one told counts."""
    return each(command.rows, lambda row: row.fixmedins_code, _upsert_institution, ctx)


def _upsert_person(row: PersonRow, changes: Changes, ctx: Context) -> RowResult:
    person = row.person
    held = ctx.state.persons.get(person.key)
    for ref in row.refs[1:]:
        require(ctx.state.keys.get(ref, person.key) == person.key, "CERTIFICATE_TAKEN")
    if held is not None and person.as_of_time < held.as_of_time:
        return RowResult(person.psn_no, RowOutcome.IGNORED_OLDER)
    person = still_closed(person, held, changes, ctx)
    if person.insurance_ended:
        changes.add(end_with_insurance(person.key, ctx))
    if held == person and _same(ctx.state.personal.get(person.key), row.personal):
        return RowResult(person.psn_no, RowOutcome.UNCHANGED)
    changes.persons.append(PersonRow(person, row.personal))
    outcome = RowOutcome.CREATED if held is None else RowOutcome.UPDATED
    changes.events.append(
        Event(
            region=person.region,
            type=f"PERSON_{outcome}",
            psn_no=person.psn_no,
            payload={
                "insutype": person.insutype,
                "psn_insu_stas": person.psn_insu_stas,
                "account_state": person.account_state,
            },
            event_time=ctx.now,
        )
    )
    return RowResult(person.psn_no, outcome)


def _same(held: PersonalData | None, told: PersonalData) -> bool:
    """Certificates have no order."""
    sets = [replace(one, certificates=tuple(sorted(one.certificates))) for one in (held, told) if one is not None]
    return held is not None and sets[0] == sets[1]


def _upsert_institution(row: Institution, changes: Changes, ctx: Context) -> RowResult:
    outcome = RowOutcome.UPDATED if row.fixmedins_code in ctx.state.institutions else RowOutcome.CREATED
    changes.institutions.append(row)
    return RowResult(row.fixmedins_code, outcome)
