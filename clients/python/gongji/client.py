"""The entrance: one client, one attribute a service, one callable an RPC."""

from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

import grpc
from google.protobuf.message import Message

from gongji import v1
from gongji.errors import Lang
from gongji.rpc import Rpc, ServerStream, Stream, Wire

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)

# A peer that vanished in the middle of a call is noticed. No pings while idle: servers count those as abuse by default.
# A server that was gone is looked for every two seconds: gRPC's own pauses grow to two minutes, and it may be back.
_OPTIONS = (
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.max_reconnect_backoff_ms", 2_000),
)


class Service:
    """The RPCs of one service, as attributes."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def _rpc(self, name: str, request: type[Request], response: type[Response]) -> Rpc[Request, Response]:
        return Rpc(self._wire, self._path(name), response)

    def _stream(self, name: str, request: type[Request], response: type[Response]) -> Stream[Request, Response]:
        return Stream(self._wire, self._path(name), response)

    def _server_stream(
        self, name: str, request: type[Request], response: type[Response]
    ) -> ServerStream[Request, Response]:
        return ServerStream(self._wire, self._path(name), response)

    def _path(self, name: str) -> str:
        return f"/gongji.v1.{type(self).__name__}/{name}"


class FamilyService(Service):
    """Who shares an account with whom (共济关系)."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.authorize = self._rpc("Authorize", v1.AuthorizeRequest, v1.AuthorizeResponse)
        self.revoke_authorization = self._rpc(
            "RevokeAuthorization", v1.RevokeAuthorizationRequest, v1.RevokeAuthorizationResponse
        )
        self.bind = self._rpc("Bind", v1.BindRequest, v1.BindResponse)
        self.decide_binding = self._rpc("DecideBinding", v1.DecideBindingRequest, v1.DecideBindingResponse)
        self.unbind = self._rpc("Unbind", v1.UnbindRequest, v1.UnbindResponse)
        self.list_members = self._rpc("ListMembers", v1.ListMembersRequest, v1.ListMembersResponse)
        self.set_payer_order = self._rpc("SetPayerOrder", v1.SetPayerOrderRequest, v1.SetPayerOrderResponse)
        self.set_quota = self._rpc("SetQuota", v1.SetQuotaRequest, v1.SetQuotaResponse)
        self.list_family_events = self._rpc("ListFamilyEvents", v1.ListFamilyEventsRequest, v1.ListFamilyEventsResponse)


class SettlementService(Service):
    """Who paid how much of a visit or purchase (结算)."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.preview_settlement = self._rpc(
            "PreviewSettlement", v1.PreviewSettlementRequest, v1.PreviewSettlementResponse
        )
        self.settle = self._rpc("Settle", v1.SettleRequest, v1.SettleResponse)
        self.settle_batch = self._rpc("SettleBatch", v1.SettleBatchRequest, v1.SettleBatchResponse)
        self.reverse_settlement = self._rpc(
            "ReverseSettlement", v1.ReverseSettlementRequest, v1.ReverseSettlementResponse
        )
        self.reaccount_settlement = self._rpc(
            "ReaccountSettlement", v1.ReaccountSettlementRequest, v1.ReaccountSettlementResponse
        )
        self.get_settlement = self._rpc("GetSettlement", v1.GetSettlementRequest, v1.GetSettlementResponse)
        self.list_settlements = self._rpc("ListSettlements", v1.ListSettlementsRequest, v1.ListSettlementsResponse)


class AccountService(Service):
    """Balances and movements (个人账户)."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.get_accounts = self._rpc("GetAccounts", v1.GetAccountsRequest, v1.GetAccountsResponse)
        self.list_entries = self._rpc("ListEntries", v1.ListEntriesRequest, v1.ListEntriesResponse)
        self.transfer = self._rpc("Transfer", v1.TransferRequest, v1.TransferResponse)
        self.set_preset = self._rpc("SetPreset", v1.SetPresetRequest, v1.SetPresetResponse)
        self.cancel_preset = self._rpc("CancelPreset", v1.CancelPresetRequest, v1.CancelPresetResponse)
        self.liquidate = self._rpc("Liquidate", v1.LiquidateRequest, v1.LiquidateResponse)
        self.pay_out_suspense = self._rpc("PayOutSuspense", v1.PayOutSuspenseRequest, v1.PayOutSuspenseResponse)
        self.open_wallet = self._rpc("OpenWallet", v1.OpenWalletRequest, v1.OpenWalletResponse)
        self.transfer_to_wallet = self._rpc("TransferToWallet", v1.TransferToWalletRequest, v1.TransferToWalletResponse)
        self.accept_wallet_transfer = self._rpc(
            "AcceptWalletTransfer", v1.AcceptWalletTransferRequest, v1.AcceptWalletTransferResponse
        )


class PremiumService(Service):
    """Premiums of the resident scheme (居民医保个人缴费)."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.quote_premium = self._rpc("QuotePremium", v1.QuotePremiumRequest, v1.QuotePremiumResponse)
        self.pay_premium = self._rpc("PayPremium", v1.PayPremiumRequest, v1.PayPremiumResponse)
        self.refund_premium = self._rpc("RefundPremium", v1.RefundPremiumRequest, v1.RefundPremiumResponse)
        self.list_premiums = self._rpc("ListPremiums", v1.ListPremiumsRequest, v1.ListPremiumsResponse)


class RegistryService(Service):
    """People, institutions and money as the core system knows them, and the policies."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.upsert_persons = self._rpc("UpsertPersons", v1.UpsertPersonsRequest, v1.UpsertPersonsResponse)
        self.upsert_institutions = self._rpc(
            "UpsertInstitutions", v1.UpsertInstitutionsRequest, v1.UpsertInstitutionsResponse
        )
        self.credit_accounts = self._rpc("CreditAccounts", v1.CreditAccountsRequest, v1.CreditAccountsResponse)
        self.import_persons = self._stream("ImportPersons", v1.ImportPersonsRequest, v1.ImportPersonsResponse)
        self.import_credits = self._stream("ImportCredits", v1.ImportCreditsRequest, v1.ImportCreditsResponse)
        self.import_bindings = self._stream("ImportBindings", v1.ImportBindingsRequest, v1.ImportBindingsResponse)
        self.find_persons = self._rpc("FindPersons", v1.FindPersonsRequest, v1.FindPersonsResponse)
        self.get_policy = self._rpc("GetPolicy", v1.GetPolicyRequest, v1.GetPolicyResponse)
        self.list_policies = self._rpc("ListPolicies", v1.ListPoliciesRequest, v1.ListPoliciesResponse)


class AdminService(Service):
    """Jobs, and following what happens."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.run_job = self._server_stream("RunJob", v1.RunJobRequest, v1.RunJobResponse)
        self.list_jobs = self._rpc("ListJobs", v1.ListJobsRequest, v1.ListJobsResponse)
        self.watch_events = self._server_stream("WatchEvents", v1.WatchEventsRequest, v1.WatchEventsResponse)


class ReconciliationService(Service):
    """The books held against the other side's (对账), and what regions owe each other (清算)."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.get_totals = self._rpc("GetTotals", v1.GetTotalsRequest, v1.GetTotalsResponse)
        self.reconcile = self._stream("Reconcile", v1.ReconcileRequest, v1.ReconcileResponse)
        self.get_clearing = self._rpc("GetClearing", v1.GetClearingRequest, v1.GetClearingResponse)


class Client:
    """A connection to a Gongji server, safe to share between threads. Close it, or use it in a `with`.

    token: the platform's bearer token; a sandbox needs none.
    now: the moment that requests are decided at, for trying "three months later". A sandbox alone accepts it. It may be
        changed at any time: `client.now = "2023-01-15T00:00:00+08:00"`.
    lang: language of the errors' `message`.
    timeout_seconds: for a whole call, retries included.
    tls: `grpc.ssl_channel_credentials(...)`; absent: plaintext, which a server offers on loopback only.
    """

    def __init__(
        self,
        target: str,
        *,
        token: str | None = None,
        now: datetime | str | None = None,
        lang: Lang = "zh",
        timeout_seconds: float = 10,
        tls: grpc.ChannelCredentials | None = None,
    ) -> None:
        self._channel = (
            grpc.insecure_channel(target, _OPTIONS) if tls is None else grpc.secure_channel(target, tls, _OPTIONS)
        )
        self._wire = Wire(self._channel, token, now, lang, timeout_seconds)
        self.family = FamilyService(self._wire)
        self.settlement = SettlementService(self._wire)
        self.account = AccountService(self._wire)
        self.premium = PremiumService(self._wire)
        self.registry = RegistryService(self._wire)
        self.reconciliation = ReconciliationService(self._wire)
        self.admin = AdminService(self._wire)

    @property
    def now(self) -> datetime | str | None:
        return self._wire.now

    @now.setter
    def now(self, moment: datetime | str | None) -> None:
        self._wire.now = moment

    def close(self) -> None:
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
