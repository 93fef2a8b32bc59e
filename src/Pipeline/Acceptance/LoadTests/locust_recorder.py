"""Runs a locustfile, leaves out its warm-up, and writes every number once the test is over.

Locust's own CSV is up to a second old when it ends, and has no warm-up.
"""

import importlib.util
import inspect
import json
import os
import sys
import time

import gevent
from locust import LoadTestShape, User, events

SCRIPT = os.environ["PIPELINE_LOAD_SCRIPT"]
RESULT = os.environ["PIPELINE_LOAD_RESULT"]
WARM_UP = float(os.environ["PIPELINE_LOAD_WARM_UP"])

sys.path.insert(0, os.path.dirname(SCRIPT))
_spec = importlib.util.spec_from_file_location("pipeline_locustfile", SCRIPT)
_script = importlib.util.module_from_spec(_spec)
sys.modules["pipeline_locustfile"] = _script
_spec.loader.exec_module(_script)
# Locust finds users and shapes among the names of its locustfile.
globals().update({name: value for name, value in vars(_script).items()
                  if inspect.isclass(value) and issubclass(value, (User, LoadTestShape))})

_samples = []
_times = []
_measured = {"from": 0.0, "to": 0.0}


def _share(times, share):
    return times[min(int(len(times) * share), len(times) - 1)] if times else None


# Locust's own current numbers begin anew with the end of the warm-up.
@events.request.add_listener
def _count(response_time, **_):
    _times.append(response_time or 0)


@events.test_start.add_listener
def _begin(environment, **_):
    started = _measured["from"] = time.monotonic()

    def measure():
        environment.stats.reset_all()
        _measured["from"] = time.monotonic()

    def sample():
        before = started
        while True:
            gevent.sleep(1)
            now = time.monotonic()
            times, _times[:] = sorted(_times), []
            _samples.append({
                "Second": round(now - started, 1), "Users": environment.runner.user_count,
                "Rps": len(times) / (now - before), "P50": _share(times, 0.5), "P95": _share(times, 0.95)})
            before = now

    if WARM_UP > 0:
        gevent.spawn_later(WARM_UP, measure)
    gevent.spawn(sample)


@events.test_stopping.add_listener
def _stop(**_):
    _measured["to"] = time.monotonic()


@events.quitting.add_listener
def _end(environment, **_):
    seconds = max(_measured["to"] - _measured["from"], 0.001)
    stats = environment.stats

    def numbers(entry, name):
        made = entry.num_requests
        times = [entry.get_response_time_percentile(share) if made else None for share in (0.5, 0.95, 0.99)]
        return {"Name": name, "Requests": made, "ErrorPercent": 100 * entry.num_failures / made if made else 0,
                "P50": times[0], "P95": times[1], "P99": times[2], "Rps": made / seconds}

    routes = [numbers(entry, f"{entry.method} {entry.name}") for entry in stats.entries.values()]
    with open(RESULT, "w", encoding="utf-8") as file:
        json.dump({"Total": numbers(stats.total, "all requests"), "Routes": routes, "Samples": _samples}, file)
