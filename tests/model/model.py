"""The model: what the server has to answer to every request, and the same answer read from the server's messages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from gongji import v1
from tests.model import (
    answers,
    jobs,
    liquidation,
    lists,
    own,
    people,
    quotas,
    relations,
    settlement,
    suspense,
    undo,
    wallets,
)
from tests.model.books import Books, Consent, No, Preset, Tie
from tests.model.eligibility import Act, Ids
from tests.model.rulebook import Rulebook

ALL_REGIONS = "000000"
WHATEVER = b"*"
"""The content of a request that may not come any more, whatever it asks."""


class Asked(NamedTuple):
    """A call: the service, the RPC, the request, and the time that it is decided at."""

    service: str
    rpc: str
    request: Any
    now: datetime

    @property
    def writes(self) -> bool:
        return "request_id" in self.request.DESCRIPTOR.fields_by_name


class Refused(NamedTuple):
    """A refusal, predicted or told. `says` is what the metadata has to hold."""

    reason: str
    says: dict[str, str]
    replayed: bool = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Refused):
            return False
        agree = all(other.says.get(key) == value for key, value in self.says.items())
        return (self.reason, self.replayed, agree) == (other.reason, other.replayed, True)


class Model:
    """A province in memory. `answer` changes it as the server's books have to change."""

    def __init__(self, rules: Rulebook) -> None:
        self.rules = rules
        self.books = Books()
        self._remembered: dict[tuple[str, str, str], tuple[bytes, Any]] = {}

    @property
    def requests(self) -> int:
        """How many are remembered; a run of a job is one too, under the server's own name."""
        return len(self._remembered) + len(self.books.runs)

    def answer(self, asked: Asked, ids: Ids) -> Any:
        """The predicted answer: a Refused, or what `told` makes of the right response."""
        if not asked.writes:
            return self._decide(asked, ids)
        key = (self._home(asked.request), asked.rpc, asked.request.request_id)
        content = self._content(asked.request)
        if key in self._remembered:
            before, answer = self._remembered[key]
            return _again(answer) if before in (content, WHATEVER) else Refused("REQUEST_ID_REUSED", {})
        answer = self._decide(asked, ids)
        self._remembered[key] = (content, answer)
        for region, request_id in self.books.blocked:
            self._remembered[region, "Settle", request_id] = (WHATEVER, Refused("REVERSED_BEFORE_ARRIVAL", {}))
        return answer

    def _decide(self, asked: Asked, ids: Ids) -> Any:
        request, now = asked.request, asked.now
        try:
            if asked.rpc in _RELATIONS:
                act = Act(self.books, self.rules, now, ids)
                return {"replayed": False, "told": plain(_RELATIONS[asked.rpc](request, act))}
            if asked.rpc == "RunJob":
                return jobs.run(request, Act(self.books, self.rules, now, ids))
            if asked.rpc in _MONEY:
                return {"replayed": False, "told": _MONEY[asked.rpc](request, Act(self.books, self.rules, now, ids))}
            answer = _OTHERS[asked.rpc](request, self.books, self.rules, now)
            return {"replayed": False, "told": answer} if asked.writes else answer
        except No as no:
            return Refused(no.reason, no.says)

    def _content(self, request: Any) -> bytes:
        """What a request asks: a person named by the county's code or by the region's is the same person."""
        same = type(request)()
        same.CopyFrom(request)
        same.ClearField("request_id")
        for ref in _people_in(same):
            ref.insuplc_admdvs = self.rules.pool(ref.insuplc_admdvs)
        return bytes(same.SerializeToString(deterministic=True))

    def _home(self, request: Any) -> str:
        """The region in whose books a request is remembered."""
        if isinstance(request, v1.UpsertInstitutionsRequest):
            return ALL_REGIONS
        for name in ("insuplc_admdvs", "authorizer", "owner", "patient", "receiver"):
            if name in request.DESCRIPTOR.fields_by_name:
                held = getattr(request, name)
                return self.rules.pool(held if name == "insuplc_admdvs" else held.insuplc_admdvs)
        raise AssertionError(request)


_RELATIONS: dict[str, Any] = {
    "Authorize": relations.authorize,
    "Bind": relations.bind,
    "Unbind": relations.unbind,
    "DecideBinding": relations.decide,
    "RevokeAuthorization": relations.revoke,
    "SetPayerOrder": relations.order,
    "SetQuota": quotas.set_quota,
    "Transfer": own.transfer,
    "SetPreset": own.set_preset,
    "CancelPreset": own.cancel_preset,
    "PayOutSuspense": suspense.pay_out,
}
_MONEY: dict[str, Any] = {
    "Settle": settlement.settle,
    "ReverseSettlement": undo.reverse,
    "ReaccountSettlement": undo.reaccount,
    "Liquidate": liquidation.liquidate,
    "OpenWallet": wallets.open_wallet,
    "TransferToWallet": wallets.send,
    "AcceptWalletTransfer": wallets.accept,
}
_OTHERS: dict[str, Any] = {
    "UpsertPersons": people.upsert_persons,
    "UpsertInstitutions": people.upsert_institutions,
    "CreditAccounts": people.credit_accounts,
    "PreviewSettlement": settlement.preview,
    "ListMembers": lists.members,
    "GetAccounts": lists.accounts,
}


def _people_in(message: Any) -> Iterator[v1.PersonRef]:
    if isinstance(message, v1.PersonRef):
        yield message
        return
    for field, value in message.ListFields():
        if field.message_type is not None:
            for part in value if field.is_repeated else [value]:
                yield from _people_in(part)


def _again(answer: Any) -> Any:
    return answer._replace(replayed=True) if isinstance(answer, Refused) else answer | {"replayed": True}


def plain(made: Any) -> Any:
    """What an act of a family made, as plain values that stay as they are."""
    match made:
        case Tie():
            start = made.start or made.bound.date()
            policy = (made.policy, made.version)
            return (
                *(made.id, made.consent, made.giver.psn_no, made.member.psn_no, made.county, made.relation),
                *(made.state, made.place, start, made.end, made.free_from, made.bound, made.ended, policy),
                *(made.quota, made.used, made.freezes),
            )
        case Consent():
            state = "ENDED" if made.ended else "ACTIVE"
            quota = (made.quota, made.used, made.freezes)
            return (made.id, *made.giver, state, made.made, (made.policy, made.version), *quota)
        case Preset():
            return (*made.owner, made.fen, made.made, made.ended, (made.policy, made.version))
        case tuple() if hasattr(made, "_fields"):
            return tuple(made)
        case list() | tuple():
            return [plain(part) for part in made]
    raise AssertionError(made)


def told(rpc: str, response: Any) -> Any:
    """The server's answer in the same plain values."""
    match rpc:
        case "ListMembers":
            return lists.told_members(response)
        case "GetAccounts":
            return lists.told_accounts(response)
        case "RunJob":
            return jobs.told(response.run)
        case "PreviewSettlement":
            return answers.settlement(response.settlement)
        case "Bind" | "DecideBinding":
            made = answers.tie(response.binding)
        case "Unbind":
            made = [answers.tie(b) for b in response.bindings]
        case "Authorize":
            made = answers.consent(response.authorization)
        case "RevokeAuthorization":
            made = [answers.consent(response.authorization), [answers.tie(b) for b in response.bindings]]
        case "SetQuota":
            single = response.HasField("binding")
            made = answers.tie(response.binding) if single else answers.consent(response.authorization)
        case "Transfer":
            made = answers.transfer(response.transfer)
        case "OpenWallet":
            made = wallets.told_wallet(response.wallet)
        case "TransferToWallet" | "AcceptWalletTransfer":
            made = wallets.told_transfer(response.wallet_transfer)
        case "Liquidate":
            made = liquidation.told(response.liquidation)
        case "PayOutSuspense":
            made = suspense.told(response.suspense_payout)
        case "SetPreset" | "CancelPreset":
            made = answers.preset(response.preset)
        case "SetPayerOrder":
            made = [(p.insuplc_admdvs, p.psn_no) for p in sorted(response.payers, key=lambda p: p.order)]
        case "Settle":
            made = answers.settlement(response.settlement)
        case "ReaccountSettlement":
            made = answers.reaccounted(response)
        case "ReverseSettlement":
            made = answers.reversal(response)
        case _:
            key = {"UpsertPersons": "psn_no", "UpsertInstitutions": "fixmedins_code"}.get(rpc, "credit_id")
            made = people.told_rows(response, key)
    return {"replayed": response.replayed, "told": made}


def ids_of(rpc: str, response: Any) -> Ids:
    """The ids that the server gave; none in a refusal."""
    if response is None:
        return Ids()
    if rpc == "Authorize":
        return Ids(response.authorization.authorization_id)
    if rpc in ("Settle", "ReaccountSettlement"):
        return Ids(settlement=response.settlement.setl_id)
    if rpc == "TransferToWallet":
        return Ids(wallet=response.wallet_transfer.wallet_transfer_id)
    if rpc == "Bind":
        return Ids(response.binding.authorization_id, response.binding.binding_id)
    return Ids()
