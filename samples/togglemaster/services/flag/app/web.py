"""JSON over HTTP on the standard library: routes, limits, structured logs, an orderly end."""

import json
import logging
import os
import re
import signal
import sys
import threading
import time
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

MAX_BODY = 64 * 1024
READ_TIMEOUT = 10
PROBES = ("/health", "/ready")

log = logging.getLogger("app")


class Problem(Exception):
    """An error that the client can act on, with its HTTP status."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Message
    body: bytes

    def json(self) -> dict:
        try:
            value = json.loads(self.body)
        except ValueError as error:
            raise Problem(400, f"the body is not JSON: {error}") from error
        if not isinstance(value, dict):
            raise Problem(400, "the body must be a JSON object")
        return value


class Application:
    """Routes requests to functions that take the request and the path's variables and return a
    status and a body. `problems` lists what keeps the service from doing its work."""

    def __init__(self, problems):
        self._problems = problems
        self._routes = []
        self.route("GET", "/health", lambda _: (200, {"status": "ok"}))
        self.route("GET", "/ready", self._ready)

    def route(self, method: str, pattern: str, handle) -> None:
        expression = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", pattern)
        self._routes.append((method, re.compile(expression), handle))

    def answer(self, request: Request) -> tuple[int, dict | None]:
        allowed = set()
        for method, expression, handle in self._routes:
            match = expression.fullmatch(request.path)
            if match and method == request.method:
                variables = {name: unquote(value) for name, value in match.groupdict().items()}
                return handle(request, **variables)
            if match:
                allowed.add(method)
        if allowed:
            methods = " or ".join(sorted(allowed))
            raise Problem(405, f"{request.method} is not allowed here, use {methods}")
        raise Problem(404, "there is nothing at this path")

    def _ready(self, _):
        problems = self._problems()
        if problems:
            return 503, {"status": "not ready", "problems": problems}
        return 200, {"status": "ready"}


def _handler(application: Application):
    class Handler(BaseHTTPRequestHandler):
        timeout = READ_TIMEOUT
        server_version, sys_version = "togglemaster", ""

        def _answer(self):
            began = time.monotonic()
            path = urlsplit(self.path).path
            try:
                status, body = application.answer(
                    Request(self.command, path, self.headers, self._body()))
            except Problem as problem:
                status, body = problem.status, {"error": str(problem)}
            except TimeoutError:
                status, body = 408, {"error": f"the body did not come within {READ_TIMEOUT} s"}
            except Exception:
                log.exception("request failed", extra={"fields": {"path": path}})
                status, body = 500, {"error": "the service failed; its log says why"}
            try:
                self._send(status, body)
            except OSError:
                log.info("the client has gone", extra={"fields": {"path": path}})
            if path not in PROBES:
                duration = round((time.monotonic() - began) * 1000)
                log.info("request", extra={"fields": {
                    "method": self.command, "path": path, "status": status,
                    "durationMs": duration}})

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer

        def _body(self) -> bytes:
            if "Transfer-Encoding" in self.headers:
                raise Problem(411, "send the body with a Content-Length")
            length = self.headers.get("Content-Length", "0")
            if not re.fullmatch(r"[0-9]{1,10}", length):
                raise Problem(400, "Content-Length must be a number")
            if int(length) > MAX_BODY:
                raise Problem(413, f"the body is larger than {MAX_BODY} bytes")
            return self.rfile.read(int(length))

        def _send(self, status, body):
            self.send_response(status)
            if body is None:
                self.end_headers()
                return
            content = json.dumps(body).encode() + b"\n"
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            """Requests are logged once, by _answer."""

    return Handler


class _Server(ThreadingHTTPServer):
    # Requests in flight are waited for when the server closes.
    daemon_threads = False
    request_queue_size = 128


def open_server(application: Application, environment=os.environ) -> ThreadingHTTPServer:
    """Listens on PORT (8080) of BIND_ADDRESS (every interface)."""
    address = (environment.get("BIND_ADDRESS", ""), int(environment.get("PORT", "8080")))
    return _Server(address, _handler(application))


def serve(application: Application) -> None:
    """Answers until SIGTERM or an interrupt, then lets the requests in flight finish."""
    ends = {signal.SIGTERM, signal.SIGINT}
    # Held back and waited for: a handler could come while the lock that it needs is taken.
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    server = open_server(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    host, port = server.server_address[:2]
    log.info("listening", extra={"fields": {"address": f"{host}:{port}"}})
    signal.sigwait(ends)
    log.info("stopping")
    server.shutdown()
    thread.join()
    server.server_close()


class _JsonLines(logging.Formatter):
    def __init__(self, service: str):
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {"time": f"{moment}.{int(record.msecs):03}Z", "level": record.levelname.lower(),
                "service": self._service, "message": record.getMessage()}
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def log_as(service: str) -> None:
    """One JSON object a line on standard output, which is what log collectors read."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonLines(service))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
