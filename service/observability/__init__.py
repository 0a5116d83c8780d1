"""What can be seen of a server from outside: its log, and its metrics.

The metrics themselves (`metrics`) are imported by the wiring alone, where they are switched on: the rest of the server
tells an `Observer`.
"""

from service.observability.logs import configure_logging, log, watch_loop
from service.observability.observer import UNWATCHED, Observer, Pulse

__all__ = ["UNWATCHED", "Observer", "Pulse", "configure_logging", "log", "watch_loop"]
