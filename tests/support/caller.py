"""Many platforms at once: calls over several connections to a running server, answers and faults as plain values."""

import asyncio
import itertools
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, NamedTuple, Self, cast
from uuid import uuid4

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from gongji import v1
from gongji.v1 import (
    account_service_pb2_grpc,
    family_service_pb2_grpc,
    registry_service_pb2_grpc,
    settlement_service_pb2_grpc,
)

STUBS = {
    "Family": family_service_pb2_grpc.FamilyServiceStub,
    "Settlement": settlement_service_pb2_grpc.SettlementServiceStub,
    "Account": account_service_pb2_grpc.AccountServiceStub,
    "Registry": registry_service_pb2_grpc.RegistryServiceStub,
}


CONNECTIONS = 8


class Fault(NamedTuple):
    """An error as a caller sees it."""

    code: grpc.StatusCode
    reason: str
    metadata: dict[str, str]
    retry_after: bool = False
    """Whether the server said that, and when, it is worth trying again (RetryInfo)."""


def stamp(moment: datetime) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(moment.astimezone(UTC))
    return made


class Caller:
    """Calls in turn over its own connections, so that every worker of the server gets some."""

    def __init__(
        self, address: str, region: str, now: datetime, method: v1.VerificationMethod = v1.VERIFICATION_METHOD_FACE
    ) -> None:
        # What has lost its server looks for it every second: gRPC's own pauses grow to two minutes.
        own = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_reconnect_backoff_ms", 1000)]
        self._channels = [grpc.aio.insecure_channel(address, options=own) for _ in range(CONNECTIONS)]
        self._turn = itertools.count()
        self._ids = itertools.count()
        self._name = uuid4().hex[:8]
        self.region = region
        self.now = now
        self._method = method

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(channel.close(None) for channel in self._channels))

    async def call(self, service: str, rpc: str, request: Any, timeout_seconds: float = 30) -> Any:
        """The response, or the Fault."""
        channel = self._channels[next(self._turn) % len(self._channels)]
        generated = import_module(f"gongji.v1.{service.lower()}_service_pb2_grpc")
        stub = getattr(generated, f"{service}ServiceStub")(channel)
        metadata = (("gongji-now", self.now.isoformat()),)
        try:
            return await getattr(stub, rpc)(request, metadata=metadata, timeout=timeout_seconds)
        except grpc.aio.AioRpcError as error:
            return fault_of(error)

    def ref(self, psn_no: str) -> v1.PersonRef:
        return v1.PersonRef(insuplc_admdvs=self.region, psn_no=psn_no)

    def handling(self, applicant: str) -> v1.Handling:
        """In the mini-program, with a fresh check of identity."""
        checked = v1.Verification(method=self._method, reference="check", verified_time=stamp(self.now))
        return v1.Handling(channel=v1.CHANNEL_MINI_PROGRAM, applicant=self.ref(applicant), verification=checked)

    def request_id(self) -> str:
        return f"{self._name}-{next(self._ids)}"

    async def people(self, *psn_nos: str, **fields: Any) -> None:
        """Register invented people in the employee scheme, in good standing."""
        rows = [self.person(psn_no, **fields) for psn_no in psn_nos]
        request = v1.UpsertPersonsRequest(request_id=self.request_id(), insuplc_admdvs=self.region, persons=rows)
        done = await self.call("Registry", "UpsertPersons", request)
        assert not any(r.HasField("error") for r in done.results), done

    def person(self, psn_no: str, **fields: Any) -> v1.Person:
        made = v1.Person(
            psn_no=psn_no,
            name=f"测试{psn_no}",
            birth_date="1990-01-01",
            insutype="310",
            insuplc_admdvs=self.region,
            psn_insu_stas="1",
            voucher_active=True,
            card_state=v1.CARD_STATE_NORMAL,
            account_state=v1.ACCOUNT_STATE_NORMAL,
            as_of_time=stamp(self.now - timedelta(days=1)),
        )
        for name, value in fields.items():
            setattr(made, name, value)
        return made

    async def institution(self, code: str, admdvs: str) -> None:
        made = v1.Institution(
            fixmedins_code=code,
            name="测试医院",
            type=v1.INSTITUTION_TYPE_HOSPITAL,
            admdvs=admdvs,
            mutual_aid_enabled=True,
            state=v1.INSTITUTION_STATE_NORMAL,
        )
        request = v1.UpsertInstitutionsRequest(request_id=self.request_id(), institutions=[made])
        done = await self.call("Registry", "UpsertInstitutions", request)
        assert not any(r.HasField("error") for r in done.results), done

    async def money(self, psn_no: str, amount_fen: int) -> None:
        credit = v1.Credit(
            credit_id=self.request_id(),
            owner=self.ref(psn_no),
            account_kind=v1.ACCOUNT_KIND_PERSONAL,
            amount_fen=amount_fen,
            credit_type=v1.CREDIT_TYPE_MONTHLY,
        )
        request = v1.CreditAccountsRequest(request_id=self.request_id(), insuplc_admdvs=self.region, credits=[credit])
        done = await self.call("Registry", "CreditAccounts", request)
        assert not any(r.HasField("error") for r in done.results), done

    async def authorize(self, psn_no: str) -> Any:
        """With a commitment letter signed by the authorizer itself."""
        letter = v1.Commitment(
            document_version="2022",
            document_sha256="ab" * 32,
            signature_ref="signature",
            signed_by=self.ref(psn_no),
            signed_time=stamp(self.now),
        )
        request = v1.AuthorizeRequest(
            request_id=self.request_id(),
            authorizer=self.ref(psn_no),
            handling=self.handling(psn_no),
            commitment=letter,
        )
        return await self.call("Family", "Authorize", request)

    def bind_request(self, authorizer: str, member: str, relation: v1.Relation = v1.RELATION_CHILD) -> v1.BindRequest:
        return v1.BindRequest(
            request_id=self.request_id(),
            authorizer=self.ref(authorizer),
            member=self.ref(member),
            relation=relation,
            handling=self.handling(authorizer),
        )

    async def bind(self, authorizer: str, member: str, relation: v1.Relation = v1.RELATION_CHILD) -> Any:
        return await self.call("Family", "Bind", self.bind_request(authorizer, member, relation))

    async def unbind(self, authorizer: str, binding_id: str) -> Any:
        request = v1.UnbindRequest(
            request_id=self.request_id(),
            authorizer=self.ref(authorizer),
            binding_ids=[binding_id],
            handling=self.handling(authorizer),
        )
        return await self.call("Family", "Unbind", request)

    def bill(self, patient: str, fee_fen: int, institution: str, request_id: str | None = None) -> v1.SettleRequest:
        return v1.SettleRequest(
            request_id=request_id or self.request_id(),
            patient=self.ref(patient),
            fixmedins_code=institution,
            med_type="11",
            mdtrt_id="visit",
            claim_type=v1.CLAIM_TYPE_DIRECT,
            medfee_sumamt_fen=fee_fen,
            visit_time=stamp(self.now),
            mdtrtarea_admvs=self.region,
        )

    async def settle(self, patient: str, fee_fen: int, institution: str, request_id: str | None = None) -> Any:
        return await self.call("Settlement", "Settle", self.bill(patient, fee_fen, institution, request_id))

    async def balance_fen(self, psn_no: str) -> int:
        done = await self.call("Account", "GetAccounts", v1.GetAccountsRequest(owner=self.ref(psn_no)))
        return sum(account.balance_fen for account in done.accounts)


def fault_of(error: grpc.aio.AioRpcError) -> Fault:
    status = rpc_status.from_call(cast(grpc.Call, error))
    info, retry_after = error_details_pb2.ErrorInfo(), False
    for detail in status.details if status else ():
        detail.Unpack(info)
        retry_after |= detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR)
    return Fault(error.code(), info.reason, dict(info.metadata), retry_after)


async def at_once(*work: Awaitable[Any]) -> list[Any]:
    """Do these at the same time; their results in order."""
    return list(await asyncio.gather(*work))
