"""PremiumService: premiums of the resident scheme."""

from gongji import v1
from gongji.v1.premium_service_pb2_grpc import PremiumServiceServicer
from service.api import convert_premium
from service.api.call import Call
from service.api.paging import Pages
from service.api.reads import Reads
from service.api.writes import Writes
from service.domain.premium import quote_for
from service.storage.premiums import PremiumCursor, premiums


class Premiums(PremiumServiceServicer):
    def __init__(self, writes: Writes, reads: Reads, pages: Pages) -> None:
        self._writes = writes
        self._reads = reads
        self._pages = pages

    async def QuotePremium(self, request: v1.QuotePremiumRequest, call: Call) -> v1.QuotePremiumResponse:
        asked = self._reads.asked(request, convert_premium.asked_quote)
        async with self._reads.look_at(call, asked.insured, "insured") as (view, insured):
            await self._reads.open_personal(view, insured)
        found = quote_for(insured, asked.cover_year, asked.tier, view.ctx)
        return v1.QuotePremiumResponse(quote=convert_premium.quote(found))

    async def PayPremium(self, request: v1.PayPremiumRequest, call: Call) -> v1.PayPremiumResponse:
        answer = await self._writes.write(request, call, convert_premium.pay)
        return v1.PayPremiumResponse(premium=convert_premium.premium(answer.value), replayed=answer.replayed)

    async def RefundPremium(self, request: v1.RefundPremiumRequest, call: Call) -> v1.RefundPremiumResponse:
        answer = await self._writes.write(request, call, convert_premium.refund)
        return v1.RefundPremiumResponse(premium=convert_premium.premium(answer.value), replayed=answer.replayed)

    async def ListPremiums(self, request: v1.ListPremiumsRequest, call: Call) -> v1.ListPremiumsResponse:
        asked = self._reads.asked(request, convert_premium.asked_premiums)
        after = self._pages.cursor(request, PremiumCursor)
        async with self._reads.look_at(call, asked.person, asked.role) as (view, person):
            found = await premiums(
                view.tx,
                person.key,
                asked.role,
                cover_year=asked.cover_year,
                after=after,
                limit=asked.page_size + 1,
            )
        page, more = found[: asked.page_size], found[asked.page_size :]
        last = PremiumCursor(page[-1].paid_time, page[-1].premium_id) if more else None
        return v1.ListPremiumsResponse(
            premiums=map(convert_premium.premium, page),
            next_page_token=self._pages.token(request, last) if last else "",
        )
