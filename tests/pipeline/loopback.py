"""A small web server on loopback whose answers a test writes down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"


@dataclass
class Answer:
    """One response, after a pause; ``chunks`` are sent one after another, each with a pause behind it."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = HTML
    chunks: Callable[[], Iterator[bytes]] | None = None
    pause_s: float = 0.0


@dataclass
class Site:
    """The server's address, its answers by path, the requests that came, and how many waited at once."""

    url: str
    answers: dict[str, Answer | list[Answer]]
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    waiting: int = 0
    most_waiting: int = 0

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    def answer(self, path: str) -> Answer:
        found = self.answers.get(path, Answer(status=404))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


@contextmanager
def serve(answers: dict[str, Answer | list[Answer]]) -> Iterator[Site]:
    """Serves until the block ends; without an entry for it, robots.txt is missing, so all is allowed."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                site.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                site.waiting += 1
                site.most_waiting = max(site.most_waiting, site.waiting)
                answer = site.answer(self.path)
            time.sleep(answer.pause_s)
            with lock:
                site.waiting -= 1
            with suppress(BrokenPipeError, ConnectionResetError):
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            headers = {"Content-Type": answer.content_type, "Connection": "close", **answer.headers}
            if answer.chunks is None:
                headers["Content-Length"] = str(len(answer.body))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            for chunk in answer.chunks() if answer.chunks else [answer.body]:
                self.wfile.write(chunk)
                time.sleep(answer.pause_s)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}", answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
