"""Compressed bodies without surprises: a bomb ends where the limit is."""

from __future__ import annotations

import zlib


class TooLargeError(ValueError):
    """More bytes came out than the limit allows."""


class Decompressor:
    """Decodes gzip or deflate as it streams, and never holds more than ``limit`` bytes plus one."""

    def __init__(self, encoding: str, limit: int) -> None:
        """``encoding`` is ``gzip``, ``deflate`` or ``identity``. Raises ValueError for another."""
        if encoding not in ("gzip", "x-gzip", "deflate", "identity", ""):
            raise ValueError(f"cannot decode {encoding!r}")
        self._encoding = encoding
        self._limit = limit
        self._stream = zlib.decompressobj(wbits=47) if encoding in ("gzip", "x-gzip", "deflate") else None
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Takes the next raw bytes. Raises TooLargeError at the limit and ValueError for broken data."""
        if self._stream is None:
            self._keep(chunk)
            return
        try:
            self._inflate(chunk)
        except zlib.error as error:
            if self._size or self._encoding != "deflate":
                raise ValueError(f"broken {self._encoding} data: {error}") from None
            # Some servers send deflate without the zlib header that RFC 9110, 8.4.1.2 asks for.
            self._stream = zlib.decompressobj(wbits=-15)
            self._inflate(chunk)

    def result(self) -> bytes:
        """All bytes so far."""
        return b"".join(self._parts)

    @property
    def torn(self) -> bool:
        """Whether compressed data ended before its own end."""
        return self._stream is not None and not self._stream.eof

    def _inflate(self, chunk: bytes) -> None:
        while chunk:
            assert self._stream is not None
            self._keep(self._stream.decompress(chunk, self._limit - self._size + 1))
            chunk = self._stream.unconsumed_tail
            if not chunk and self._stream.eof and self._stream.unused_data.startswith(b"\x1f\x8b"):
                # gzip allows several members one after another (RFC 1952, 2.2).
                chunk = self._stream.unused_data
                self._stream = zlib.decompressobj(wbits=47)

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limit:
            raise TooLargeError(f"more than {self._limit} bytes")
        self._parts.append(data)


def gunzip(data: bytes, limit: int) -> bytes:
    """Decodes a whole gzip file. Raises TooLargeError and ValueError as Decompressor does, and for a torn file."""
    decompressor = Decompressor("gzip", limit)
    decompressor.feed(data)
    if decompressor.torn:
        raise ValueError("torn: the file ends within its data")
    return decompressor.result()
