"""What the core system feeds in: people, institutions, credits. Every row is answered for itself."""

from datetime import datetime
from typing import Any

from gongji import v1
from tests.model import endings, liquidation
from tests.model.books import MOST_FEN, Books, House, No, Paid, Someone, Who, day, find, moment, optional, word
from tests.model.eligibility import Act, Ids
from tests.model.rulebook import Rulebook, today


def has_account(books: Books, person: Someone, kind: str, policy: Any) -> bool:
    """An account is there once it has held money, or where the place gives one to the person's scheme."""
    accounts = policy.accounts
    given = kind in accounts.kinds.value and kind != "WALLET"
    return (person.who, kind) in books.money or (given and person.scheme in accounts.schemes.value)


def upsert_persons(request: v1.UpsertPersonsRequest, books: Books, rules: Rulebook, now: datetime) -> list[Any]:
    """Full rows; an older one than the one held is ignored."""
    region = rules.pool(request.insuplc_admdvs)
    if not rules.knows(region):
        raise No("NO_POLICY")
    act = Act(books, rules, now, Ids())
    return _each(request.persons, lambda row: row.psn_no, lambda row: _person(_someone(row, region), act))


def _someone(row: v1.Person, region: str) -> Someone:
    return Someone(
        who=Who(region, row.psn_no),
        county=row.insuplc_admdvs,
        scheme=row.insutype,
        insured=row.psn_insu_stas,
        voucher=row.voucher_active,
        card=word(v1.CardState, row.card_state),
        account=word(v1.AccountState, row.account_state),
        as_of=moment(row.as_of_time),
        categories=tuple((c.code, day(c.from_date), day(c.to_date) if c.to_date else None) for c in row.categories),
        papers=tuple((c.psn_cert_type, c.certno) for c in row.certificates),
    )


def _person(told: Someone, act: Act) -> tuple[str, None]:
    books, who = act.books, told.who
    held = books.people.get(who)
    if any(books.papers.get((who.region, *paper), who) != who for paper in told.papers):
        raise No("CERTIFICATE_TAKEN")
    if held and told.as_of < held.as_of:
        return "IGNORED_OLDER", None
    told = liquidation.still_closed(told, held, books)
    if told.insured in endings.HAS_LEFT:
        endings.end_with_insurance(who, act)
    if told == held:
        return "UNCHANGED", None
    books.people[who] = told
    books.papers = {paper: holder for paper, holder in books.papers.items() if holder != who}
    books.papers |= {(who.region, *paper): who for paper in told.papers}
    return "UPDATED" if held else "CREATED", None


def upsert_institutions(
    request: v1.UpsertInstitutionsRequest, books: Books, rules: Rulebook, now: datetime
) -> list[Any]:
    """Full rows; the last one told counts."""

    def take(row: v1.Institution) -> tuple[str, None]:
        outcome = "UPDATED" if row.fixmedins_code in books.houses else "CREATED"
        suspended = row.state != v1.INSTITUTION_STATE_NORMAL
        books.houses[row.fixmedins_code] = House(row.admdvs, row.mutual_aid_enabled, suspended)
        return outcome, None

    return _each(request.institutions, lambda row: row.fixmedins_code, take)


def credit_accounts(request: v1.CreditAccountsRequest, books: Books, rules: Rulebook, now: datetime) -> list[Any]:
    """The monthly share enters CURRENT or PERSONAL; an opening balance, whatever the place keeps. Each id once."""
    region = rules.pool(request.insuplc_admdvs)
    policy = rules.first_on(region, today(now))
    if policy is None:
        raise No("NO_POLICY")
    return _each(request.credits, lambda row: row.credit_id, lambda row: _credit(row, region, policy, books, rules))


def _credit(row: v1.Credit, region: str, policy: Any, books: Books, rules: Rulebook) -> tuple[str, int]:
    owner = find(row.owner, books, rules.pooling)
    kind = word(v1.AccountKind, row.account_kind)
    if owner is None:
        raise No("PERSON_NOT_FOUND", person="owner")
    if (region, row.credit_id) in books.credits:
        raise No("CREDIT_ALREADY_PAID")
    monthly = row.credit_type == v1.CREDIT_TYPE_MONTHLY
    if kind not in policy.accounts.kinds.value or (monthly and kind not in ("PERSONAL", "CURRENT")):
        raise No("ACCOUNT_KIND_NOT_KEPT")
    if not has_account(books, owner, kind, policy):
        raise No("NO_ACCOUNT")
    corrects = (region, row.corrects_credit_id) if row.credit_type == v1.CREDIT_TYPE_CORRECTION else None
    if corrects:
        _check_correction(row, books.credits.get(corrects), owner, kind)
    after = books.money.get((owner.who, kind), 0) + row.amount_fen
    if after > MOST_FEN:
        raise No("AMOUNT_OUT_OF_RANGE")
    if after < books.frozen.get((owner.who, kind), 0):
        raise No("INSUFFICIENT_BALANCE")
    if corrects:
        corrected = books.credits[corrects]
        books.credits[corrects] = corrected._replace(left_fen=corrected.left_fen + row.amount_fen)
    books.money[owner.who, kind] = after
    books.credits[region, row.credit_id] = Paid(owner.who, kind, row.amount_fen, corrects is not None)
    return "CREDITED", after


def _check_correction(row: v1.Credit, cited: Paid | None, owner: Someone, kind: str) -> None:
    """Of a credit of the same account, and never of more than it was."""
    if cited is None:
        raise No("CREDIT_NOT_FOUND")
    if (cited.who, cited.kind, cited.correction) != (owner.who, kind, False):
        raise No("CORRECTION_MISMATCH")
    if cited.left_fen + row.amount_fen < 0:
        raise No("CORRECTION_EXCEEDS_CREDIT", left_fen=str(cited.left_fen))


def _each(rows: Any, key_of: Any, take: Any) -> list[Any]:
    """Row by row: key, outcome or reason, balance. A key that was done in this request is not done twice."""
    told, done = [], set()
    for row in rows:
        key = key_of(row)
        try:
            if key in done:
                raise No("DUPLICATE_ROW")
            told.append((key, *take(row)))
            done.add(key)
        except No as no:
            told.append((key, no.reason, None))
    return told


def told_rows(response: Any, key: str) -> list[Any]:
    """The same of the server's answer."""
    rows = []
    for row in response.results:
        reason = row.error.reason if row.HasField("error") else word(v1.RowOutcome, row.outcome)
        after = optional(row, "balance_after_fen") if key == "credit_id" else None
        rows.append((getattr(row, key), reason, after))
    return rows
