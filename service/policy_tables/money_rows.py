"""What a table tells of money that moves beside bills: quotas, transfers, wallets, premiums, refunds, year-end."""

from collections.abc import Iterator

from service.domain.policy_money import Route
from service.policy_tables.column import Column
from service.policy_tables.rows import Cell
from service.policy_words import Text


def _quota(c: Column) -> Iterator[str]:
    rules = c.policy.quota
    if (scope := rules.scope.value) is not None:
        yield c.by("quota.scope", c.word(scope), c.word(scope))
    if rules.freezes.value:
        yield c.by("quota.freezes", "冻结授权人相应余额", "freezes as much of the authorizer's balance")


def _way(c: Column, route: Route) -> str:
    return f"{c.word(route.from_kind)} → {c.word(route.to_kind)}"


def _transfers(c: Column) -> Iterator[str]:
    rules = c.policy.transfers
    if not rules.routes.value:
        return
    ways = c.listed(_way(c, route) for route in rules.routes.value)
    yield c.by("transfers.routes", ways, ways)
    if rules.in_network_only.value:
        yield c.by("transfers.in_network_only", "须在网内", "only in a network")
    if (schemes := rules.schemes.value) is not None:
        named = c.listed(map(c.scheme, schemes))
        yield c.by("transfers.schemes", named, named)
    if fen := rules.retained_fen.value:
        yield c.by("transfers.retained_fen", f"须留 {c.yuan(fen)}", f"{c.yuan(fen)} stay")
    if (most := rules.a_month_at_most.value) is not None:
        yield c.by("transfers.a_month_at_most", f"每月最多 {most} 次", f"at most {most} a month")
    if (home := rules.home_on_leaving.value) is not None:
        yield c.by("transfers.home_on_leaving", f"退网时{_way(c, home)}", f"on leaving: {_way(c, home)}")


def _preset(c: Column) -> Iterator[str]:
    rules = c.policy.presets
    if (route := rules.route.value) is not None:
        way, day = _way(c, route), rules.day.value
        yield c.by("presets.route", f"{way}，每年 {day}", f"{way}, every {day}")
        if rules.in_network_only.value:
            yield c.by("presets.in_network_only", "须在网内", "only in a network")


def _wallet(c: Column) -> Iterator[str]:
    rules = c.policy.wallet
    if not (kinds := rules.sent_from.value):
        return
    yield c.by("wallet.sent_from", f"转自{c.words(kinds)}", f"sent from: {c.words(kinds)}")
    if fen := rules.retained_fen.value:
        yield c.by("wallet.retained_fen", f"须留 {c.yuan(fen)}", f"{c.yuan(fen)} stay")
    if (fen_at_most := rules.at_most_fen.value) is not None:
        most = c.yuan(fen_at_most)
        yield c.by("wallet.at_most_fen", f"每笔最多 {most}", f"at most {most} each")
    if (a_day := rules.a_day_at_most.value) is not None:
        yield c.by("wallet.a_day_at_most", f"每日最多 {a_day} 笔", f"at most {a_day} a day")
    if (a_month := rules.a_month_at_most.value) is not None:
        yield c.by("wallet.a_month_at_most", f"每月最多 {a_month} 笔", f"at most {a_month} a month")
    yield from _wallets_hours(c)


def _wallets_hours(c: Column) -> Iterator[str]:
    rules = c.policy.wallet
    if rules.one_pending.value:
        yield c.by("wallet.one_pending", "上一笔未接收前不能再转", "one at a time until it is accepted")
    if (begin := rules.closed_from.value) is not None:
        end = rules.closed_until.value
        yield c.by("wallet.closed_from", f"{begin} 至 {end} 停办", f"closed from {begin} to {end}")
    back = rules.returned_at.value
    yield c.by("wallet.returned_at", f"未接收的次日 {back} 退回", f"not accepted: back at {back} the next day")


def _premiums(c: Column) -> Iterator[str]:
    if kinds := c.policy.premiums.pays.value:
        yield c.by("premiums.pays", c.words(kinds), c.words(kinds))


def _refunds(c: Column) -> Iterator[str]:
    rules = c.policy.refunds
    if not c.left_out("refunds.left_payer"):
        where = c.word(rules.left_payer.value)
        yield c.by("refunds.left_payer", f"付款人已退出的{where}", f"a payer who left: {where}")
    if (kind := rules.suspense_into.value) is not None:
        yield c.by("refunds.suspense_into", f"暂存款转入{c.word(kind)}", f"suspense ends in: {c.word(kind)}")


def _year_end(c: Column) -> Iterator[str]:
    rules = c.policy.year_end
    if (into := rules.into.value) is not None:
        kinds, day = c.words(rules.gathered.value), rules.day.value
        yield c.by("year_end.into", f"{day}：{kinds} → {c.word(into)}", f"{day}: {kinds} → {c.word(into)}")
    if ppm := c.policy.interest.annual_ppm.value:
        rate = f"{ppm / 10_000:g}"
        yield c.by("interest.annual_ppm", f"年利率 {rate}%", f"interest {rate} % a year")


MONEY_ROWS: tuple[tuple[Text, Cell], ...] = (
    (("共济额度", "quota"), _quota),
    (("账户间划转", "own transfers"), _transfers),
    (("预设划转", "preset"), _preset),
    (("医保钱包", "wallet"), _wallet),
    (("代缴保费", "also pays"), _premiums),
    (("退款", "refunds"), _refunds),
    (("年末与利息", "year-end and interest"), _year_end),
)
