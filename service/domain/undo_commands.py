"""What undoes a settlement, or pays out what could not go back."""

from uuid import UUID

from service.domain.commands import Bill, Command, HandledCommand
from service.domain.original import Original, OriginalRequest
from service.domain.person import PersonRef


class ReverseSettlement(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Give a settlement back as a whole. It is named by `setl_id`, or by the request id of the Settle that made it,
    which may never have arrived: `platform` is the caller's own, in whose scope that id is."""

    patient: PersonRef
    reason: str
    setl_id: UUID | None = None
    original_request_id: str | None = None
    platform: str | None = None

    @property
    def home(self) -> str:
        return self.patient.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.patient,)

    @property
    def undoes(self) -> Original | None:
        if self.setl_id is not None:
            return self.setl_id
        return OriginalRequest(self.patient.region, self.platform or "", self.original_request_id or "")


class ReaccountSettlement(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Give a settlement back and settle it anew with this bill, in one act."""

    bill: Bill
    setl_id: UUID

    @property
    def home(self) -> str:
        return self.bill.patient.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.bill.patient,)

    @property
    def institutions(self) -> tuple[str, ...]:
        return (self.bill.fixmedins_code,) if self.bill.fixmedins_code else ()

    @property
    def undoes(self) -> Original | None:
        return self.setl_id


class PayOutSuspense(HandledCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Pay `amount_fen` of what waits in SUSPENSE to the owner, or to whom it is due in the owner's place."""

    owner: PersonRef
    amount_fen: int

    @property
    def home(self) -> str:
        return self.owner.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.owner, *self.handled_by)
