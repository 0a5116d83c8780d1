"""How a settlement that is to be undone is named: by its own id, or by the request that made it."""

from typing import NamedTuple
from uuid import UUID


class OriginalRequest(NamedTuple):
    """A Settle by its request id, in that id's scope: the pooling region and the calling platform."""

    region: str
    platform: str
    request_id: str


Original = UUID | OriginalRequest
