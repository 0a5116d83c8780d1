"""Client of Gongji: family mutual aid of personal medical-insurance accounts (职工医保个人账户家庭共济).

`gongji.Client` calls the services, `gongji.v1` holds the messages of the contract, `gongji.money` turns yuan into fen
and back.
"""

from gongji import money
from gongji.client import Client
from gongji.errors import FieldViolation, GongjiError, Lang
from gongji.rpc import new_request_id

__all__ = ["Client", "FieldViolation", "GongjiError", "Lang", "money", "new_request_id"]
