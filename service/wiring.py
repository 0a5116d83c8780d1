"""Where all the parts of a process that serves are put together."""

import asyncio
from collections.abc import Callable

from service.api.following import Following
from service.api.interceptors import Edge
from service.api.paging import Pages
from service.api.reads import Reads
from service.api.server import Server
from service.api.writes import Writes
from service.jobs.runner import Runner
from service.listening import Address
from service.observability import Observer, Pulse, log, watch_loop
from service.pipeline.pipeline import Pipeline
from service.pipeline.relay import Relay
from service.policy_files import load_book
from service.security import keys
from service.security.personal_data import Vault
from service.settings import Settings
from service.startup import key_path, platforms_of
from service.storage.engine import in_use, make_engine

_PULSE_SECONDS = 1.0


async def run_server(
    settings: Settings, address: Address, observer: Observer, started: Callable[[], None], stop: asyncio.Event
) -> int:
    """Serve in this process until `stop` is set, and finish what was taken; 1 when that took too long."""
    watch_loop(asyncio.get_running_loop())
    book = load_book(settings.policies)
    vault = Vault(keys.load(key_path(settings)))
    sizes = (settings.connections, settings.connections, 1, 1)
    writing, reading, relaying, probing = (make_engine(settings.database_url, pool_size=size) for size in sizes)
    pipeline = Pipeline(writing, vault, book, observer, batches_at_once=settings.connections)
    server = Server(
        Edge(platforms_of(settings), observer),
        Writes(pipeline, book),
        Reads(reading, vault, book),
        Pages(vault),
        Runner(pipeline, reading, book, stop),
        Following(reading, stop, settings.poll_seconds),
        probing,
        observer,
    )

    def look(late_seconds: float) -> Pulse:
        pools = {"writes": writing, "reads": reading}
        connections = {name: (in_use(engine), settings.connections) for name, engine in pools.items()}
        return Pulse(late_seconds, pipeline.waiting, connections)

    observer.serves({policy.id for policy in book.policies})
    pulse = asyncio.create_task(_pulse(observer, look))
    relay = asyncio.create_task(Relay(relaying, settings.poll_seconds).run())
    await server.run(str(address), started, stop, settings.stop_seconds)
    try:
        async with asyncio.timeout(settings.stop_seconds):
            await pipeline.drain()
    except TimeoutError:
        log.error("stopped with commands that were not decided; their callers may send them again")
        return 1
    finally:
        pulse.cancel()
        relay.cancel()
        await asyncio.wait((relay,))
    for engine in (writing, reading, relaying, probing):
        await engine.dispose()
    log.info("stopped")
    return 0


async def _pulse(observer: Observer, look: Callable[[float], Pulse]) -> None:
    """Tell that the event loop turns, and how it looks in here."""
    loop = asyncio.get_running_loop()
    late_seconds = 0.0
    while True:
        observer.pulse(look(late_seconds))
        due = loop.time() + _PULSE_SECONDS
        await asyncio.sleep(_PULSE_SECONDS)
        late_seconds = max(0.0, loop.time() - due)
