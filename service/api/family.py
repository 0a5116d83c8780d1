"""FamilyService: who shares an account with whom."""

from gongji import v1
from gongji.v1.family_service_pb2_grpc import FamilyServiceServicer
from service.api import convert_asked, convert_in, convert_out
from service.api.call import Call
from service.api.paging import Pages
from service.api.reads import Reads
from service.api.words import number
from service.api.writes import Writes
from service.domain.context import Context
from service.domain.family_list import Place, Row, relations_of
from service.domain.set_quota import QuotaSet
from service.domain.usable import usability
from service.storage.family_events import EventCursor, family_events


class Family(FamilyServiceServicer):
    def __init__(self, writes: Writes, reads: Reads, pages: Pages) -> None:
        self._writes = writes
        self._reads = reads
        self._pages = pages

    async def Authorize(self, request: v1.AuthorizeRequest, call: Call) -> v1.AuthorizeResponse:
        answer = await self._writes.write(request, call, convert_in.authorize)
        made = convert_out.authorization(answer.value)
        return v1.AuthorizeResponse(authorization=made, replayed=answer.replayed)

    async def RevokeAuthorization(
        self, request: v1.RevokeAuthorizationRequest, call: Call
    ) -> v1.RevokeAuthorizationResponse:
        answer = await self._writes.write(request, call, convert_in.revoke_authorization)
        return v1.RevokeAuthorizationResponse(
            authorization=convert_out.authorization(answer.value.authorization),
            bindings=map(convert_out.binding, answer.value.bindings),
            replayed=answer.replayed,
        )

    async def Bind(self, request: v1.BindRequest, call: Call) -> v1.BindResponse:
        answer = await self._writes.write(request, call, convert_in.bind)
        return v1.BindResponse(binding=convert_out.binding(answer.value), replayed=answer.replayed)

    async def DecideBinding(self, request: v1.DecideBindingRequest, call: Call) -> v1.DecideBindingResponse:
        answer = await self._writes.write(request, call, convert_in.decide_binding)
        return v1.DecideBindingResponse(binding=convert_out.binding(answer.value), replayed=answer.replayed)

    async def Unbind(self, request: v1.UnbindRequest, call: Call) -> v1.UnbindResponse:
        answer = await self._writes.write(request, call, convert_in.unbind)
        ended = map(convert_out.binding, answer.value.bindings)
        return v1.UnbindResponse(bindings=ended, replayed=answer.replayed)

    async def SetPayerOrder(self, request: v1.SetPayerOrderRequest, call: Call) -> v1.SetPayerOrderResponse:
        answer = await self._writes.write(request, call, convert_in.set_payer_order)
        return v1.SetPayerOrderResponse(payers=convert_out.payers(answer.value), replayed=answer.replayed)

    async def SetQuota(self, request: v1.SetQuotaRequest, call: Call) -> v1.SetQuotaResponse:
        answer = await self._writes.write(request, call, convert_in.set_quota)
        quota: QuotaSet = answer.value
        if quota.binding is not None:
            return v1.SetQuotaResponse(binding=convert_out.binding(quota.binding), replayed=answer.replayed)
        assert quota.authorization is not None
        together = convert_out.authorization(quota.authorization)
        return v1.SetQuotaResponse(authorization=together, replayed=answer.replayed)

    async def ListMembers(self, request: v1.ListMembersRequest, call: Call) -> v1.ListMembersResponse:
        asked = self._reads.asked(request, convert_asked.members)
        after = self._pages.cursor(request, Place)
        async with self._reads.look_at(call, asked.person, "person") as (view, person):
            rows = relations_of(person.key, asked.side, request.include_ended, view.ctx)
            rows = [row for row in rows if after is None or row.place > after]
            page, more = rows[: asked.page_size], rows[asked.page_size :]
            names = await self._reads.names(view, page)
        return v1.ListMembersResponse(
            members=[_member(row, names.get(row.other, ""), view.ctx) for row in page],
            next_page_token=self._pages.token(request, page[-1].place) if more else "",
        )

    async def ListFamilyEvents(self, request: v1.ListFamilyEventsRequest, call: Call) -> v1.ListFamilyEventsResponse:
        asked = self._reads.asked(request, convert_asked.family_events)
        after = self._pages.cursor(request, EventCursor)
        async with self._reads.look_over(call, asked.region, asked.person) as (tx, psn_no):
            found = await family_events(
                tx,
                asked.region,
                psn_no,
                types=asked.types,
                from_date=asked.from_date,
                to_date=asked.to_date,
                after=after,
                limit=asked.page_size + 1,
            )
        page, more = found[: asked.page_size], found[asked.page_size :]
        return v1.ListFamilyEventsResponse(
            events=map(convert_out.family_event, page),
            next_page_token=self._pages.token(request, page[-1].cursor) if more else "",
        )


def _member(row: Row, name: str, ctx: Context) -> v1.Member:
    found = usability(row, ctx)
    return v1.Member(
        binding=convert_out.binding(row.binding) if row.binding else None,
        psn_no=row.other.psn_no,
        name=convert_out.masked(name),
        relation=number(row.binding.relation) if row.binding else None,
        usable_now=found.usable_now,
        explanations=map(convert_out.explanation, found.explanations),
        quota_left_fen=found.quota_left_fen,
    )
