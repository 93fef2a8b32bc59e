import pytest

EVENT = {"flag": "new-checkout", "user_id": "ana", "enabled": True, "reason": "no-rules"}
EVENTS = "/analytics/events"
AT_NOON = "2026-01-02T12:00:00.000+00:00"


def test_events_are_counted_per_flag(start):
    client = start()
    for enabled, reason in ((True, "attribute"), (True, "percentage"), (False, "no-match")):
        event = {**EVENT, "enabled": enabled, "reason": reason, "time": "2026-01-02T12:00:00Z"}
        assert client("POST", EVENTS, event)[0] == 202
    client("POST", EVENTS, {**EVENT, "flag": "dark-mode"})

    status, counted = client("GET", "/analytics/flags")

    assert status == 200
    assert list(counted["flags"]) == ["dark-mode", "new-checkout"]
    assert counted["flags"]["new-checkout"] == {
        "total": 3, "on": 2, "off": 1, "last": AT_NOON,
        "reasons": {"attribute": 1, "percentage": 1, "no-match": 1}}


def test_the_last_evaluation_is_the_latest_and_not_the_last_to_arrive(start):
    client = start()
    for time in ("2026-01-02T09:00:00-03:00", "2026-01-02T11:00:00.123456789Z"):
        assert client("POST", EVENTS, {**EVENT, "time": time})[0] == 202

    assert client("GET", "/analytics/flags/new-checkout")[1]["last"] == AT_NOON


def test_a_flag_that_was_never_evaluated_is_not_found(start):
    assert start()("GET", "/analytics/flags/nothing")[0] == 404


@pytest.mark.parametrize("wrong", [
    {"flag": None}, {"flag": "New"}, {"enabled": "true"}, {"user_id": ""}, {"user_id": 1},
    {"reason": "x" * 201}, {"time": "yesterday"}, {"time": 1}, {"time": "2026-01-02T12:00:00"},
])
def test_an_event_that_makes_no_sense_is_refused_and_not_counted(start, wrong):
    client = start()

    status, content = client("POST", EVENTS, {**EVENT, **wrong})

    assert status == 400
    assert content["error"]
    assert client("GET", "/analytics/flags") == (200, {"flags": {}})


@pytest.mark.parametrize("key", [None, "made-up-other"])
@pytest.mark.parametrize(("method", "path"), [
    ("POST", EVENTS), ("GET", "/analytics/flags"), ("GET", "/analytics/flags/new-checkout")])
def test_without_a_valid_key_nothing_is_told_or_recorded(start, auth, key, method, path):
    assert start(AUTH_URL=auth.url)(method, path, EVENT, key=key)[0] == 401


def test_events_outlive_the_process(start, tmp_path):
    start(DATA_DIR=str(tmp_path))("POST", EVENTS, EVENT)

    counted = start(DATA_DIR=str(tmp_path))("GET", "/analytics/flags/new-checkout")

    assert counted[1]["total"] == 1


def test_replicas_that_share_a_folder_give_the_same_counts(start, tmp_path):
    one = start(DATA_DIR=str(tmp_path), REPLICA="one")
    two = start(DATA_DIR=str(tmp_path), REPLICA="two")
    for client in (one, two, one):
        client("POST", EVENTS, EVENT)
        client("GET", "/analytics/flags")

    assert one("GET", "/analytics/flags") == two("GET", "/analytics/flags")
    assert one("GET", "/analytics/flags/new-checkout")[1]["total"] == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "events-one.jsonl", "events-two.jsonl"]


def test_a_line_in_the_writing_is_counted_when_it_is_whole(start, tmp_path):
    client = start(DATA_DIR=str(tmp_path), REPLICA="one")
    client("POST", EVENTS, EVENT)
    whole = (tmp_path / "events-one.jsonl").read_bytes()
    other = tmp_path / "events-two.jsonl"

    other.write_bytes(whole[:20])
    before = client("GET", "/analytics/flags/new-checkout")[1]["total"]
    other.write_bytes(whole)
    after = client("GET", "/analytics/flags/new-checkout")[1]["total"]

    assert (before, after) == (1, 2)
