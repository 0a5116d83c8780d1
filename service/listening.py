"""The address that a server listens on: free or refused, and held for all the worker processes that share it."""

import ipaddress
import socket
from typing import NamedTuple

_FORM = "an address to listen on is HOST:PORT, such as 127.0.0.1:50051 or [::1]:50051"


class ListenError(Exception):
    """The address can't be listened on; says why."""


class Address(NamedTuple):
    """A numeric address and a port; 0 lets the system choose."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def loopback(self) -> bool:
        return ipaddress.ip_address(self.host).is_loopback


def resolve(listen: str) -> Address:
    """The address that HOST:PORT stands for. Raises ListenError."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ListenError(_FORM)
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    except OSError:
        raise ListenError(f"{host} can't be resolved: {_FORM}") from None
    return Address(str(found[0][4][0]), int(port))


def reserve(address: Address) -> tuple[socket.socket, Address]:
    """Hold a free port for this server's processes, and refuse one that another server has.

    Several sockets may listen on one port (SO_REUSEPORT), and would do so silently: so it is first bound without
    that. The socket that is returned never listens; it keeps the port from others until it is closed.
    """
    if address.port != 0:
        # Connections that have just been closed hold nobody up (SO_REUSEADDR), a listening server does.
        _bind(address, socket.SO_REUSEADDR).close()
    held = _bind(address, socket.SO_REUSEPORT)
    return held, Address(address.host, int(held.getsockname()[1]))


def _bind(address: Address, option: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, option, 1)
        found.bind(address)
    except OSError as error:
        found.close()
        raise ListenError(f"can't listen on {address}: {error.strerror}") from None
    return found
