"""RegistryService: what the insurer's core system feeds in, and the policies."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from gongji import v1
from gongji.v1.registry_service_pb2_grpc import RegistryServiceServicer
from service.api import convert_asked, convert_out, convert_rows
from service.api.call import Call
from service.api.convert_imports import BINDINGS, CREDITS, PERSONS
from service.api.paging import Pages
from service.api.reads import Reads
from service.api.writes import Writes
from service.domain.policy import Policy
from service.domain.policy_book import PolicyBook
from service.domain.refusal import refuse
from service.policy_files import digest


class PolicyCursor(NamedTuple):
    """The last policy of a page."""

    policy_id: str
    policy_version: str


class Registry(RegistryServiceServicer):
    def __init__(self, writes: Writes, reads: Reads, pages: Pages) -> None:
        self._writes = writes
        self._reads = reads
        self._pages = pages
        self._digests = {_cursor(p): digest(p) for p in reads.book.policies}

    async def UpsertPersons(self, request: v1.UpsertPersonsRequest, call: Call) -> v1.UpsertPersonsResponse:
        answer = await self._writes.write(request, call, convert_rows.upsert_persons)
        results = convert_out.person_results(answer.value.results)
        return v1.UpsertPersonsResponse(results=results, replayed=answer.replayed)

    async def UpsertInstitutions(
        self, request: v1.UpsertInstitutionsRequest, call: Call
    ) -> v1.UpsertInstitutionsResponse:
        answer = await self._writes.write(request, call, convert_rows.upsert_institutions)
        results = convert_out.institution_results(answer.value.results)
        return v1.UpsertInstitutionsResponse(results=results, replayed=answer.replayed)

    async def CreditAccounts(self, request: v1.CreditAccountsRequest, call: Call) -> v1.CreditAccountsResponse:
        answer = await self._writes.write(request, call, convert_rows.credit_accounts)
        results = convert_out.credit_results(answer.value.results)
        return v1.CreditAccountsResponse(results=results, replayed=answer.replayed)

    async def ImportPersons(
        self, requests: AsyncIterator[v1.ImportPersonsRequest], call: Call
    ) -> AsyncIterator[v1.ImportPersonsResponse]:
        async for results in self._writes.imports.run(requests, call, PERSONS):
            yield v1.ImportPersonsResponse(results=convert_out.person_results(results))

    async def ImportCredits(
        self, requests: AsyncIterator[v1.ImportCreditsRequest], call: Call
    ) -> AsyncIterator[v1.ImportCreditsResponse]:
        async for results in self._writes.imports.run(requests, call, CREDITS):
            yield v1.ImportCreditsResponse(results=convert_out.credit_results(results))

    async def ImportBindings(
        self, requests: AsyncIterator[v1.ImportBindingsRequest], call: Call
    ) -> AsyncIterator[v1.ImportBindingsResponse]:
        async for results in self._writes.imports.run(requests, call, BINDINGS):
            yield v1.ImportBindingsResponse(results=convert_out.binding_results(results))

    async def FindPersons(self, request: v1.FindPersonsRequest, call: Call) -> v1.FindPersonsResponse:
        certificate, region = self._reads.asked(request, convert_asked.found_by)
        found = await self._reads.holders(call, certificate, region)
        return v1.FindPersonsResponse(persons=[convert_out.found_person(person, name) for person, name in found])

    async def GetPolicy(self, request: v1.GetPolicyRequest, call: Call) -> v1.GetPolicyResponse:
        policy_id, version = self._reads.asked(request, convert_asked.policy)
        book = self._reads.book
        found = book.latest(policy_id) if version is None else book.version(policy_id, version)
        if found is None:
            refuse("POLICY_NOT_FOUND", policy_id=policy_id)
        return v1.GetPolicyResponse(policy=self._policy(found, in_full=True))

    async def ListPolicies(self, request: v1.ListPoliciesRequest, call: Call) -> v1.ListPoliciesResponse:
        asked = self._reads.asked(request, convert_asked.policies)
        after = self._pages.cursor(request, PolicyCursor)
        found = [p for p in _policies(self._reads.book, asked) if after is None or _cursor(p) > after]
        page, more = found[: asked.page_size], found[asked.page_size :]
        return v1.ListPoliciesResponse(
            policies=[self._policy(p, in_full=False) for p in page],
            next_page_token=self._pages.token(request, _cursor(page[-1])) if more else "",
        )

    def _policy(self, found: Policy, *, in_full: bool) -> v1.Policy:
        return convert_out.policy(found, self._digests[_cursor(found)], in_full=in_full)


def _policies(book: PolicyBook, asked: convert_asked.AskedPolicies) -> list[Policy]:
    if asked.region is not None and asked.day is not None:
        return sorted(book.in_force(asked.region, asked.day), key=_cursor)
    found = book.policies if asked.region is None else book.serving(asked.region)
    return sorted((p for p in found if asked.day is None or p.in_force(asked.day)), key=_cursor)


def _cursor(policy: Policy) -> PolicyCursor:
    return PolicyCursor(policy.id, policy.version)
