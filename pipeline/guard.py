"""Keeps requests away from loopback, private and link-local addresses (server-side request forgery)."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx


class PrivateAddressError(Exception):
    """A host name leads to an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address is reachable from anywhere, the IPv4 address inside an IPv6 one included."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class _PublicNetwork(httpcore.AsyncNetworkBackend):
    """Connects only to checked addresses: what was checked is what is connected to, so a name that changes
    between two look-ups (DNS rebinding) gains nothing."""

    def __init__(self) -> None:
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host}: {error}") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        private = [address for address in addresses if not is_public(address)]
        if private or not addresses:
            raise PrivateAddressError(f"{host} leads to {', '.join(private) or 'no address'}")
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class PublicTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, HTTP/2 included, that raises PrivateAddressError instead of asking a private address."""

    def __init__(self) -> None:
        super().__init__()
        # httpx offers no argument for the network backend; httpcore, on which it stands, does.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            http2=True,
            keepalive_expiry=5.0,
            network_backend=_PublicNetwork(),
        )
