"""Services under test listen on loopback and are asked over HTTP, as in production."""

import json
import threading
from http.client import HTTPConnection

import pytest

from app.routes import application
from app.web import Application, Problem, open_server

LOOPBACK = {"BIND_ADDRESS": "127.0.0.1", "PORT": "0"}


class Client:
    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"
        self._port = port

    def __call__(self, method, path, body=None, key="made-up-key", headers=None):
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        authorization = {"Authorization": f"Bearer {key}"} if key else {}
        connection.request(method, path, content, {**authorization, **(headers or {})})
        response = connection.getresponse()
        answered = response.read()
        connection.close()
        return response.status, json.loads(answered) if answered else None


@pytest.fixture
def listen():
    """Serves an application for the length of a test."""
    running = []

    def start(app):
        server = open_server(app, LOOPBACK)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread))
        return Client(server.server_address[1])

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def start(listen):
    """Starts the service with an environment."""
    return lambda **environment: listen(application(environment))


@pytest.fixture
def auth(listen):
    """An auth that knows one key."""
    app = Application(lambda: [])

    def validate(request):
        if request.headers.get("Authorization") != "Bearer made-up-key":
            raise Problem(401, "unknown key")
        return 200, {"name": "test"}

    app.route("GET", "/auth/validate", validate)
    return listen(app)
