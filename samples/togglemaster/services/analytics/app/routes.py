"""The paths of analytics."""

import socket

from .access import Access
from .events import event
from .tally import Tally
from .web import Application, Problem


def application(environment) -> Application:
    access = Access(environment.get("AUTH_URL", ""))
    tally = Tally(environment.get("DATA_DIR", ""), environment.get("REPLICA", socket.gethostname()))
    app = Application(lambda: access.problems() + tally.problems())

    def record(request):
        access.require(request)
        tally.record(event(request.json()))
        return 202, {"status": "recorded"}

    def every(request):
        access.require(request)
        return 200, {"flags": tally.counts()}

    def one(request, flag):
        access.require(request)
        counts = tally.counts()
        if flag not in counts:
            raise Problem(404, f"flag {flag} was never evaluated")
        return 200, counts[flag]

    app.route("POST", "/analytics/events", record)
    app.route("GET", "/analytics/flags", every)
    app.route("GET", "/analytics/flags/{flag}", one)
    return app
