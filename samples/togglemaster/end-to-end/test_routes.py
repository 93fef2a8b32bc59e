"""The way of a flag through the ingress: a key, a flag, a rule, an evaluation, and its count.

PIPELINE_URL is the address of the ingress, and MASTER_KEY that of auth, which issues the suite's own key.
"""

import json
import os
import secrets
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

ADDRESS = os.environ["PIPELINE_URL"]
PATIENCE = 10


def ask(method, path, key=None, body=None):
    """The status and the JSON of an answer."""
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    content = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(ADDRESS + path, content, headers, method=method), timeout=PATIENCE) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except HTTPError as refusal:
        return refusal.code, json.loads(refusal.read() or b"null")


@pytest.fixture(scope="module")
def key():
    master = os.environ["MASTER_KEY"]
    status, issued = ask("POST", "/auth/keys", master, {"name": "end-to-end"})
    assert status == 201, issued
    yield issued["key"]
    ask("DELETE", f"/auth/keys/{issued['id']}", master)


@pytest.fixture(scope="module")
def flag(key):
    """A flag of this run alone, so that runs side by side do not meet."""
    name = f"end-to-end-{secrets.token_hex(4)}"
    status, made = ask("POST", "/flags", key, {"name": name, "enabled": True})
    assert status == 201, made
    yield name
    ask("DELETE", f"/flags/{name}", key)


@pytest.mark.parametrize("path", ["/flags", "/targeting/any/rules", "/evaluate?user_id=ana&flag=any", "/analytics/flags"])
def test_nobody_comes_in_without_a_key(path):
    assert ask("GET", path)[0] == 401


def test_auth_knows_its_own_key(key):
    assert ask("GET", "/auth/validate", key)[0] == 200
    assert ask("GET", "/auth/validate", "made-up")[0] == 401


def test_a_flag_is_among_the_flags(key, flag):
    status, every = ask("GET", "/flags", key)

    assert status == 200
    assert flag in [each["name"] for each in every["flags"]]


def test_a_rule_decides_an_evaluation_which_is_counted(key, flag):
    rule = {"type": "attribute", "attribute": "country", "values": ["BR"]}
    assert ask("POST", f"/targeting/{flag}/rules", key, rule)[0] == 201

    status, decision = ask("GET", f"/evaluate?user_id=ana&flag={flag}&country=BR", key)

    assert status == 200
    assert (decision["enabled"], decision["reason"]) == (True, "attribute")
    assert counted(key, flag) == 1


def counted(key, flag):
    """Evaluation reports to analytics behind the answer."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        status, counts = ask("GET", f"/analytics/flags/{flag}", key)
        if status == 200:
            return counts["on"]
        time.sleep(0.1)
    return 0
