"""The parts that every Python service of ToggleMaster shares."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.access import Access
from app.web import MAX_BODY, Application


@pytest.fixture
def echo(listen):
    app = Application(lambda: [])
    app.route("POST", "/echo/{name}", lambda request, name: (200, {name: request.json()}))
    app.route("GET", "/crash", lambda _: 1 / 0)
    return listen(app)


def test_variables_of_the_path_are_decoded(echo):
    assert echo("POST", "/echo/a%20b", {"x": 1}) == (200, {"a b": {"x": 1}})


@pytest.mark.parametrize(("method", "path", "body", "headers", "status"), [
    ("GET", "/nothing", None, {}, 404),
    ("GET", "/echo/a", None, {}, 405),
    ("POST", "/echo/a", b"{", {}, 400),
    ("POST", "/echo/a", b"[]", {}, 400),
    ("POST", "/echo/a", b"\xff", {}, 400),
    ("POST", "/echo/a", None, {"Content-Length": str(MAX_BODY + 1)}, 413),
    ("POST", "/echo/a", None, {"Content-Length": "-1"}, 400),
    ("POST", "/echo/a", None, {"Transfer-Encoding": "chunked"}, 411),
    ("GET", "/crash", None, {}, 500),
])
def test_a_request_that_cannot_be_served_gets_its_status_and_a_reason(
        echo, method, path, body, headers, status):
    answered, content = echo(method, path, body, headers=headers)

    assert answered == status
    assert content["error"]


def test_the_service_lives_but_is_not_ready_while_auth_is_gone(start):
    # Bound and not listened on, the port refuses, and is no one else's.
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        client = start(AUTH_URL=f"http://127.0.0.1:{gone.getsockname()[1]}")

        assert client("GET", "/health") == (200, {"status": "ok"})
        status, content = client("GET", "/ready")
    assert status == 503
    assert "AUTH_URL" in content["problems"][0]


def test_the_service_is_ready_when_auth_answers(start, auth):
    assert start(AUTH_URL=auth.url)("GET", "/ready") == (200, {"status": "ready"})


def test_a_client_that_leaves_early_does_no_harm(echo):
    host, port = echo.url.removeprefix("http://").split(":")
    for _ in range(20):
        with socket.create_connection((host, int(port)), timeout=10) as client:
            client.sendall(b"POST /echo/a HTTP/1.0\r\nContent-Length: 9\r\n\r\n{}")

    assert echo("GET", "/health")[0] == 200


def test_an_auth_that_fails_is_a_problem(listen):
    failing = listen(Application(lambda: []))

    assert Access(failing.url).problems() == []
    assert Access(failing.url + "/elsewhere").problems() == ["AUTH_URL: auth answered 404"]


def test_an_address_of_auth_that_is_none_is_refused():
    with pytest.raises(ValueError, match="AUTH_URL"):
        Access("file:///etc/hostname")


def test_a_folder_that_is_missing_is_a_problem(start, tmp_path):
    status, content = start(DATA_DIR=str(tmp_path / "missing"))("GET", "/ready")

    assert status == 503
    assert "DATA_DIR" in content["problems"][0]


def test_the_process_logs_json_and_ends_in_order_on_sigterm(tmp_path):
    service = subprocess.Popen(
        [sys.executable, "-m", "app"], cwd=Path(__file__).parents[1], stdout=subprocess.PIPE,
        env={**os.environ, "BIND_ADDRESS": "127.0.0.1", "PORT": "0", "DATA_DIR": str(tmp_path)})
    deadline = threading.Timer(60, service.kill)
    deadline.start()
    with service:
        listening = json.loads(service.stdout.readline())
        host, port = listening["address"].split(":")
        with socket.create_connection((host, int(port)), timeout=10) as client:
            client.sendall(b"GET /nothing?user=ana HTTP/1.0\r\n\r\n")
            assert client.makefile("rb").read().startswith(b"HTTP/1.0 404")
        request = json.loads(service.stdout.readline())
        service.send_signal(signal.SIGTERM)
        stopping = json.loads(service.stdout.readline())
    deadline.cancel()

    assert listening["message"] == "listening"
    assert (request["path"], request["status"]) == ("/nothing", 404)
    assert stopping["message"] == "stopping"
    assert service.returncode == 0
