"""A web site on the loopback address that behaves, or misbehaves, as a test tells it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


def answer(body: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer with its length, unless a header says otherwise."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | named).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


def redirect(to: str, status: int = 302) -> Answer:
    return answer(b"", status, Location=to)


def drip(start: bytes, every: float = 0.05) -> Answer:
    """Begin as `start` says, then send a byte from time to time, without end."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while True:
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(every)

    return send


def cut(body: bytes) -> Answer:
    """Announce all of a body, send half of it, and hang up."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        answer(body[: len(body) // 2], Content_Length=str(len(body)))(handler)
        handler.close_connection = True

    return send


@dataclass
class Site:
    """A site: what each path answers, in turn (the last again and again), and what it was asked."""

    pages: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[float, str, Mapping[str, str]]] = field(default_factory=list)
    address: str = ""

    def page(self, path: str, *answers: Answer) -> str:
        """Put a page there, and return its address."""
        self.pages[path] = list(answers)
        return self.address + path

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, without robots.txt."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append((time.monotonic(), handler.path, dict(handler.headers)))
        answers = self.pages.get(handler.path) or [answer(b"nothing here", 404)]
        (answers.pop(0) if len(answers) > 1 else answers[0])(handler)


def serve(site: Site) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.handle(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:  # the other side hung up
            pass

    server = Server(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server
