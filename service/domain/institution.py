"""Designated institutions (定点医药机构)."""

from msgspec import Struct

from service.domain.terms import InstitutionState, InstitutionType


class Institution(Struct, frozen=True, kw_only=True):
    """A hospital or retail pharmacy, where it is, and whether mutual aid is switched on there."""

    fixmedins_code: str
    name: str
    type: InstitutionType
    admdvs: str
    mutual_aid_enabled: bool
    state: InstitutionState = InstitutionState.NORMAL
