"""A proxy between client and server that breaks the requests it is told to break."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Fault:
    """The `at`-th request whose method and path match `pattern` is met with `act`; after that all goes well again.

    500: not passed on, answered with status 500 · drop: passed on, but the answer is lost · hang: passed on, answered too late ·
    refuse: the line is cut before it is passed on · a function: it is called, and the line is cut.
    """

    pattern: str
    act: str | Callable[[], None]
    at: int = 1
    met: int = field(default=0, init=False)


class Proxy:
    """Listens on a port of this machine and passes requests on to another."""

    def __init__(self, port: int, late: float) -> None:
        self.target, self.late = port, late
        self.fault: Fault | None = None
        self.seen: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                outer.handle(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        line = f"{request.command} {request.path}"
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self.seen.append(line)
        act = self._due(line)
        if act == "500":
            request.send_response(500)
            request.send_header("Content-Length", "0")
            request.end_headers()
        elif act == "refuse" or callable(act):
            if callable(act):
                act()
            request.close_connection = True
        else:
            self._pass_on(request, body, act)

    def _due(self, line: str) -> str | Callable[[], None] | None:
        fault = self.fault
        if fault is None or not re.search(fault.pattern, line):
            return None
        fault.met += 1
        return fault.act if fault.met == fault.at else None

    def _pass_on(self, request: BaseHTTPRequestHandler, body: bytes, act: object) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=60)
        try:
            connection.request(request.command, request.path, body, dict(request.headers.items()))
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            request.close_connection = True
            return
        finally:
            connection.close()
        if act == "hang":
            time.sleep(self.late)
        if act in ("drop", "hang"):
            request.close_connection = True
            return
        request.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)
