import datetime

from gongji.v1 import account_pb2 as _account_pb2
from gongji.v1 import family_pb2 as _family_pb2
from gongji.v1 import options_pb2 as _options_pb2
from gongji.v1 import person_pb2 as _person_pb2
from gongji.v1 import policy_pb2 as _policy_pb2
from gongji.v1 import row_error_pb2 as _row_error_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RowOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROW_OUTCOME_UNSPECIFIED: _ClassVar[RowOutcome]
    ROW_OUTCOME_CREATED: _ClassVar[RowOutcome]
    ROW_OUTCOME_UPDATED: _ClassVar[RowOutcome]
    ROW_OUTCOME_UNCHANGED: _ClassVar[RowOutcome]
    ROW_OUTCOME_IGNORED_OLDER: _ClassVar[RowOutcome]
    ROW_OUTCOME_CREDITED: _ClassVar[RowOutcome]

class InstitutionType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INSTITUTION_TYPE_UNSPECIFIED: _ClassVar[InstitutionType]
    INSTITUTION_TYPE_HOSPITAL: _ClassVar[InstitutionType]
    INSTITUTION_TYPE_RETAIL_PHARMACY: _ClassVar[InstitutionType]

class InstitutionState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INSTITUTION_STATE_UNSPECIFIED: _ClassVar[InstitutionState]
    INSTITUTION_STATE_NORMAL: _ClassVar[InstitutionState]
    INSTITUTION_STATE_SUSPENDED: _ClassVar[InstitutionState]

class CreditType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREDIT_TYPE_UNSPECIFIED: _ClassVar[CreditType]
    CREDIT_TYPE_MONTHLY: _ClassVar[CreditType]
    CREDIT_TYPE_OPENING_BALANCE: _ClassVar[CreditType]
    CREDIT_TYPE_CORRECTION: _ClassVar[CreditType]
ROW_OUTCOME_UNSPECIFIED: RowOutcome
ROW_OUTCOME_CREATED: RowOutcome
ROW_OUTCOME_UPDATED: RowOutcome
ROW_OUTCOME_UNCHANGED: RowOutcome
ROW_OUTCOME_IGNORED_OLDER: RowOutcome
ROW_OUTCOME_CREDITED: RowOutcome
INSTITUTION_TYPE_UNSPECIFIED: InstitutionType
INSTITUTION_TYPE_HOSPITAL: InstitutionType
INSTITUTION_TYPE_RETAIL_PHARMACY: InstitutionType
INSTITUTION_STATE_UNSPECIFIED: InstitutionState
INSTITUTION_STATE_NORMAL: InstitutionState
INSTITUTION_STATE_SUSPENDED: InstitutionState
CREDIT_TYPE_UNSPECIFIED: CreditType
CREDIT_TYPE_MONTHLY: CreditType
CREDIT_TYPE_OPENING_BALANCE: CreditType
CREDIT_TYPE_CORRECTION: CreditType

class UpsertPersonsRequest(_message.Message):
    __slots__ = ("request_id", "insuplc_admdvs", "persons")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    insuplc_admdvs: str
    persons: _containers.RepeatedCompositeFieldContainer[_person_pb2.Person]
    def __init__(self, request_id: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., persons: _Optional[_Iterable[_Union[_person_pb2.Person, _Mapping]]] = ...) -> None: ...

class PersonResult(_message.Message):
    __slots__ = ("psn_no", "outcome", "error")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    outcome: RowOutcome
    error: _row_error_pb2.RowError
    def __init__(self, psn_no: _Optional[str] = ..., outcome: _Optional[_Union[RowOutcome, str]] = ..., error: _Optional[_Union[_row_error_pb2.RowError, _Mapping]] = ...) -> None: ...

class UpsertPersonsResponse(_message.Message):
    __slots__ = ("results", "replayed")
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[PersonResult]
    replayed: bool
    def __init__(self, results: _Optional[_Iterable[_Union[PersonResult, _Mapping]]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class Institution(_message.Message):
    __slots__ = ("fixmedins_code", "name", "type", "admdvs", "mutual_aid_enabled", "state")
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    ADMDVS_FIELD_NUMBER: _ClassVar[int]
    MUTUAL_AID_ENABLED_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    fixmedins_code: str
    name: str
    type: InstitutionType
    admdvs: str
    mutual_aid_enabled: bool
    state: InstitutionState
    def __init__(self, fixmedins_code: _Optional[str] = ..., name: _Optional[str] = ..., type: _Optional[_Union[InstitutionType, str]] = ..., admdvs: _Optional[str] = ..., mutual_aid_enabled: _Optional[bool] = ..., state: _Optional[_Union[InstitutionState, str]] = ...) -> None: ...

class UpsertInstitutionsRequest(_message.Message):
    __slots__ = ("request_id", "institutions")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    INSTITUTIONS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    institutions: _containers.RepeatedCompositeFieldContainer[Institution]
    def __init__(self, request_id: _Optional[str] = ..., institutions: _Optional[_Iterable[_Union[Institution, _Mapping]]] = ...) -> None: ...

class InstitutionResult(_message.Message):
    __slots__ = ("fixmedins_code", "outcome", "error")
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    fixmedins_code: str
    outcome: RowOutcome
    error: _row_error_pb2.RowError
    def __init__(self, fixmedins_code: _Optional[str] = ..., outcome: _Optional[_Union[RowOutcome, str]] = ..., error: _Optional[_Union[_row_error_pb2.RowError, _Mapping]] = ...) -> None: ...

class UpsertInstitutionsResponse(_message.Message):
    __slots__ = ("results", "replayed")
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[InstitutionResult]
    replayed: bool
    def __init__(self, results: _Optional[_Iterable[_Union[InstitutionResult, _Mapping]]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class Credit(_message.Message):
    __slots__ = ("credit_id", "owner", "account_kind", "amount_fen", "credit_type", "corrects_credit_id", "approved_by")
    CREDIT_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    CREDIT_TYPE_FIELD_NUMBER: _ClassVar[int]
    CORRECTS_CREDIT_ID_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    credit_id: str
    owner: _person_pb2.PersonRef
    account_kind: _account_pb2.AccountKind
    amount_fen: int
    credit_type: CreditType
    corrects_credit_id: str
    approved_by: str
    def __init__(self, credit_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., account_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., amount_fen: _Optional[int] = ..., credit_type: _Optional[_Union[CreditType, str]] = ..., corrects_credit_id: _Optional[str] = ..., approved_by: _Optional[str] = ...) -> None: ...

class CreditAccountsRequest(_message.Message):
    __slots__ = ("request_id", "insuplc_admdvs", "credits")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    insuplc_admdvs: str
    credits: _containers.RepeatedCompositeFieldContainer[Credit]
    def __init__(self, request_id: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., credits: _Optional[_Iterable[_Union[Credit, _Mapping]]] = ...) -> None: ...

class CreditResult(_message.Message):
    __slots__ = ("credit_id", "outcome", "error", "balance_after_fen")
    CREDIT_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    BALANCE_AFTER_FEN_FIELD_NUMBER: _ClassVar[int]
    credit_id: str
    outcome: RowOutcome
    error: _row_error_pb2.RowError
    balance_after_fen: int
    def __init__(self, credit_id: _Optional[str] = ..., outcome: _Optional[_Union[RowOutcome, str]] = ..., error: _Optional[_Union[_row_error_pb2.RowError, _Mapping]] = ..., balance_after_fen: _Optional[int] = ...) -> None: ...

class CreditAccountsResponse(_message.Message):
    __slots__ = ("results", "replayed")
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[CreditResult]
    replayed: bool
    def __init__(self, results: _Optional[_Iterable[_Union[CreditResult, _Mapping]]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class ImportPersonsRequest(_message.Message):
    __slots__ = ("persons",)
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    persons: _containers.RepeatedCompositeFieldContainer[_person_pb2.Person]
    def __init__(self, persons: _Optional[_Iterable[_Union[_person_pb2.Person, _Mapping]]] = ...) -> None: ...

class ImportPersonsResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[PersonResult]
    def __init__(self, results: _Optional[_Iterable[_Union[PersonResult, _Mapping]]] = ...) -> None: ...

class ImportCreditsRequest(_message.Message):
    __slots__ = ("credits",)
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    credits: _containers.RepeatedCompositeFieldContainer[Credit]
    def __init__(self, credits: _Optional[_Iterable[_Union[Credit, _Mapping]]] = ...) -> None: ...

class ImportCreditsResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[CreditResult]
    def __init__(self, results: _Optional[_Iterable[_Union[CreditResult, _Mapping]]] = ...) -> None: ...

class ExistingBinding(_message.Message):
    __slots__ = ("binding_key", "authorizer", "member", "relation", "bound_time", "payer_order", "authorizer_payer_order", "start_date", "end_date", "policy_id")
    BINDING_KEY_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    BOUND_TIME_FIELD_NUMBER: _ClassVar[int]
    PAYER_ORDER_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_PAYER_ORDER_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    binding_key: str
    authorizer: _person_pb2.PersonRef
    member: _person_pb2.PersonRef
    relation: _family_pb2.Relation
    bound_time: _timestamp_pb2.Timestamp
    payer_order: int
    authorizer_payer_order: int
    start_date: str
    end_date: str
    policy_id: str
    def __init__(self, binding_key: _Optional[str] = ..., authorizer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., member: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., relation: _Optional[_Union[_family_pb2.Relation, str]] = ..., bound_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., payer_order: _Optional[int] = ..., authorizer_payer_order: _Optional[int] = ..., start_date: _Optional[str] = ..., end_date: _Optional[str] = ..., policy_id: _Optional[str] = ...) -> None: ...

class ImportBindingsRequest(_message.Message):
    __slots__ = ("bindings",)
    BINDINGS_FIELD_NUMBER: _ClassVar[int]
    bindings: _containers.RepeatedCompositeFieldContainer[ExistingBinding]
    def __init__(self, bindings: _Optional[_Iterable[_Union[ExistingBinding, _Mapping]]] = ...) -> None: ...

class BindingResult(_message.Message):
    __slots__ = ("binding_key", "outcome", "error", "binding_id")
    BINDING_KEY_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    BINDING_ID_FIELD_NUMBER: _ClassVar[int]
    binding_key: str
    outcome: RowOutcome
    error: _row_error_pb2.RowError
    binding_id: str
    def __init__(self, binding_key: _Optional[str] = ..., outcome: _Optional[_Union[RowOutcome, str]] = ..., error: _Optional[_Union[_row_error_pb2.RowError, _Mapping]] = ..., binding_id: _Optional[str] = ...) -> None: ...

class ImportBindingsResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[BindingResult]
    def __init__(self, results: _Optional[_Iterable[_Union[BindingResult, _Mapping]]] = ...) -> None: ...

class FindPersonsRequest(_message.Message):
    __slots__ = ("certificate", "insuplc_admdvs")
    CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    certificate: _person_pb2.Certificate
    insuplc_admdvs: str
    def __init__(self, certificate: _Optional[_Union[_person_pb2.Certificate, _Mapping]] = ..., insuplc_admdvs: _Optional[str] = ...) -> None: ...

class FoundPerson(_message.Message):
    __slots__ = ("psn_no", "region", "insuplc_admdvs", "name", "insutype", "psn_insu_stas", "account_state")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    INSUTYPE_FIELD_NUMBER: _ClassVar[int]
    PSN_INSU_STAS_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_STATE_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    region: str
    insuplc_admdvs: str
    name: str
    insutype: str
    psn_insu_stas: str
    account_state: _account_pb2.AccountState
    def __init__(self, psn_no: _Optional[str] = ..., region: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., name: _Optional[str] = ..., insutype: _Optional[str] = ..., psn_insu_stas: _Optional[str] = ..., account_state: _Optional[_Union[_account_pb2.AccountState, str]] = ...) -> None: ...

class FindPersonsResponse(_message.Message):
    __slots__ = ("persons",)
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    persons: _containers.RepeatedCompositeFieldContainer[FoundPerson]
    def __init__(self, persons: _Optional[_Iterable[_Union[FoundPerson, _Mapping]]] = ...) -> None: ...

class GetPolicyRequest(_message.Message):
    __slots__ = ("policy_id", "policy_version")
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    policy_id: str
    policy_version: str
    def __init__(self, policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...

class GetPolicyResponse(_message.Message):
    __slots__ = ("policy",)
    POLICY_FIELD_NUMBER: _ClassVar[int]
    policy: _policy_pb2.Policy
    def __init__(self, policy: _Optional[_Union[_policy_pb2.Policy, _Mapping]] = ...) -> None: ...

class ListPoliciesRequest(_message.Message):
    __slots__ = ("insuplc_admdvs", "on_date", "page_size", "page_token")
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    ON_DATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    insuplc_admdvs: str
    on_date: str
    page_size: int
    page_token: str
    def __init__(self, insuplc_admdvs: _Optional[str] = ..., on_date: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPoliciesResponse(_message.Message):
    __slots__ = ("policies", "next_page_token")
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    policies: _containers.RepeatedCompositeFieldContainer[_policy_pb2.Policy]
    next_page_token: str
    def __init__(self, policies: _Optional[_Iterable[_Union[_policy_pb2.Policy, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
