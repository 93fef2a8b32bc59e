"""On a real PostgreSQL, which "./build.sh Test" starts and names by DATABASE_URL."""

import os
from urllib.parse import urlsplit, urlunsplit

import pytest

from app.database import Row

URL = os.environ.get("DATABASE_URL")

pytestmark = pytest.mark.skipif(not URL, reason="./build.sh Test starts a database")


def test_flags_outlive_the_process_in_a_database(start):
    client = start(DATABASE_URL=URL)
    client("POST", "/flags", {"name": "new-checkout", "enabled": True})
    client("POST", "/flags", {"name": "old-checkout"})
    client("DELETE", "/flags/old-checkout")

    again = start(DATABASE_URL=URL)

    assert [flag["name"] for flag in again("GET", "/flags")[1]["flags"]] == ["new-checkout"]
    assert again("GET", "/ready") == (200, {"status": "ready"})


def test_a_database_that_refuses_is_a_problem_that_tells_no_secret():
    parts = urlsplit(URL)
    wrong = urlunsplit(parts._replace(netloc=f"postgres:made-up@{parts.hostname}:{parts.port}"))
    row = Row(wrong, "flags")

    problem, = row.problems()

    assert problem.startswith("DATABASE_URL: ")
    assert "made-up" not in problem
