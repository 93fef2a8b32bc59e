import json

import pytest


def test_a_flag_is_created_read_changed_listed_and_deleted(start):
    client = start()

    status, created = client("POST", "/flags", {"name": "new-checkout", "description": "one page"})
    assert status == 201
    assert (created["name"], created["enabled"]) == ("new-checkout", False)
    status, changed = client("PUT", "/flags/new-checkout", {"enabled": True})
    assert (status, changed["enabled"], changed["description"]) == (200, True, "one page")
    assert client("GET", "/flags/new-checkout") == (200, changed)
    assert client("GET", "/flags") == (200, {"flags": [changed]})
    assert client("DELETE", "/flags/new-checkout") == (204, None)
    assert client("GET", "/flags/new-checkout")[0] == 404


def test_flags_are_listed_by_name(start):
    client = start()
    for name in ("b", "c", "a"):
        client("POST", "/flags", {"name": name})

    flags = client("GET", "/flags")[1]["flags"]

    assert [flag["name"] for flag in flags] == ["a", "b", "c"]


def test_a_name_is_taken_once(start):
    client = start()
    client("POST", "/flags", {"name": "new-checkout"})

    assert client("POST", "/flags", {"name": "new-checkout"})[0] == 409


@pytest.mark.parametrize("wanted", [
    {}, {"name": ""}, {"name": "New"}, {"name": "-a"}, {"name": "a" * 64}, {"name": 1},
    {"name": "a", "enabled": "yes"}, {"name": "a", "description": "x" * 501},
    {"name": "a", "enabeld": True},
])
def test_a_flag_that_makes_no_sense_is_refused(start, wanted):
    status, content = start()("POST", "/flags", wanted)

    assert status == 400
    assert content["error"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_flag_that_is_not_there_is_not_found(start, method):
    assert start()(method, "/flags/nothing", {})[0] == 404


@pytest.mark.parametrize("key", [None, "made-up-other"])
def test_without_a_valid_key_nothing_is_told_or_changed(start, auth, key):
    client = start(AUTH_URL=auth.url)

    assert client("POST", "/flags", {"name": "new-checkout"}, key=key)[0] == 401
    assert client("GET", "/flags") == (200, {"flags": []})


def test_while_auth_is_gone_nobody_is_let_in(start, auth):
    client = start(AUTH_URL=auth.url + "/elsewhere")

    assert client("GET", "/flags")[0] == 503


def test_flags_outlive_the_process(start, tmp_path):
    start(DATA_DIR=str(tmp_path))("POST", "/flags", {"name": "new-checkout"})

    assert start(DATA_DIR=str(tmp_path))("GET", "/flags/new-checkout")[0] == 200
    assert list(json.loads((tmp_path / "flags.json").read_text())) == ["new-checkout"]


def test_a_file_that_is_no_json_is_named(start, tmp_path):
    (tmp_path / "flags.json").write_text("not json")

    with pytest.raises(ValueError, match="flags.json"):
        start(DATA_DIR=str(tmp_path))


def test_a_flag_that_cannot_be_saved_is_not_remembered(start, tmp_path):
    client = start(DATA_DIR=str(tmp_path / "missing"))

    assert client("POST", "/flags", {"name": "new-checkout"})[0] == 500
    assert client("GET", "/flags") == (200, {"flags": []})
