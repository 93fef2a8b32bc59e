import json

import pytest

HALF = {"type": "percentage", "percentage": 50}
BRAZIL = {"type": "attribute", "attribute": "country", "values": ["BR"]}
RULES = "/targeting/new-checkout/rules"


def test_a_rule_is_created_read_changed_listed_and_deleted(start):
    client = start()

    status, created = client("POST", RULES, HALF)
    assert status == 201
    assert created == {"id": created["id"], **HALF}
    path = f"{RULES}/{created['id']}"
    changed = {"id": created["id"], **BRAZIL}
    assert client("PUT", path, BRAZIL) == (200, changed)
    assert client("GET", path) == (200, changed)
    assert client("GET", RULES) == (200, {"rules": [changed]})
    assert client("DELETE", path) == (204, None)
    assert client("GET", path)[0] == 404


def test_rules_keep_the_order_they_were_made_in(start):
    client = start()
    made = [client("POST", RULES, {**HALF, "percentage": share})[1] for share in (30, 10, 20)]

    client("PUT", f"{RULES}/{made[0]['id']}", {**HALF, "percentage": 40})

    listed = client("GET", RULES)[1]["rules"]
    assert [rule["percentage"] for rule in listed] == [40, 10, 20]


def test_each_flag_has_rules_of_its_own(start):
    client = start()
    client("POST", RULES, HALF)

    assert client("GET", "/targeting/dark-mode/rules") == (200, {"rules": []})


@pytest.mark.parametrize("wanted", [
    {}, {"type": "moon-phase"},
    {"type": "percentage"}, {**HALF, "percentage": 101}, {**HALF, "percentage": -0.1},
    {**HALF, "percentage": True}, {**HALF, "percentage": "50"}, {**HALF, "values": ["BR"]},
    {**BRAZIL, "attribute": ""}, {**BRAZIL, "values": []}, {**BRAZIL, "values": "BR"},
    {**BRAZIL, "values": [""]}, {**BRAZIL, "values": [1]}, {**BRAZIL, "values": ["x"] * 101},
    {**BRAZIL, "percentage": 50},
])
def test_a_rule_that_makes_no_sense_is_refused(start, wanted):
    client = start()

    status, content = client("POST", RULES, wanted)

    assert status == 400
    assert content["error"]
    assert client("GET", RULES) == (200, {"rules": []})


@pytest.mark.parametrize("percentage", [0, 0.01, 100])
def test_the_ends_of_the_range_are_in_it(start, percentage):
    assert start()("POST", RULES, {**HALF, "percentage": percentage})[0] == 201


def test_a_flag_has_a_limited_number_of_rules(start):
    client = start()
    for _ in range(50):
        client("POST", RULES, HALF)

    assert client("POST", RULES, HALF)[0] == 409


def test_a_name_that_no_flag_can_have_is_refused(start):
    assert start()("GET", "/targeting/New/rules")[0] == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_rule_that_is_not_there_is_not_found(start, method):
    assert start()(method, f"{RULES}/nothing", HALF)[0] == 404


@pytest.mark.parametrize("key", [None, "made-up-other"])
def test_without_a_valid_key_nothing_is_told_or_changed(start, auth, key):
    client = start(AUTH_URL=auth.url)

    assert client("POST", RULES, HALF, key=key)[0] == 401
    assert client("GET", RULES) == (200, {"rules": []})


def test_while_auth_is_gone_nobody_is_let_in(start, auth):
    assert start(AUTH_URL=auth.url + "/elsewhere")("GET", RULES)[0] == 503


def test_rules_outlive_the_process(start, tmp_path):
    _, rule = start(DATA_DIR=str(tmp_path))("POST", RULES, HALF)

    assert start(DATA_DIR=str(tmp_path))("GET", RULES) == (200, {"rules": [rule]})
    assert json.loads((tmp_path / "rules.json").read_text()) == {"new-checkout": [rule]}


def test_a_flag_without_rules_leaves_nothing_behind(start, tmp_path):
    client = start(DATA_DIR=str(tmp_path))
    _, rule = client("POST", RULES, HALF)

    client("DELETE", f"{RULES}/{rule['id']}")

    assert json.loads((tmp_path / "rules.json").read_text()) == {}


def test_a_file_that_is_no_json_is_named(start, tmp_path):
    (tmp_path / "rules.json").write_text("not json")

    with pytest.raises(ValueError, match="rules.json"):
        start(DATA_DIR=str(tmp_path))
