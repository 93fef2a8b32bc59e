"""The paths of flag."""

from .access import Access
from .database import Row
from .flags import Flags
from .storage import Document
from .web import Application


def store(environment):
    if url := environment.get("DATABASE_URL", ""):
        return Row(url, "flags").create()
    return Document(environment.get("DATA_DIR", ""), "flags.json")


def application(environment) -> Application:
    access = Access(environment.get("AUTH_URL", ""))
    document = store(environment)
    flags = Flags(document)
    app = Application(lambda: access.problems() + document.problems())

    def keyed(handle):
        def checked(request, **variables):
            access.require(request)
            return handle(request, **variables)
        return checked

    def every(_):
        return 200, {"flags": flags.every()}

    def create(request):
        return 201, flags.create(request.json())

    def get(_, name):
        return 200, flags.get(name)

    def change(request, name):
        return 200, flags.change(name, request.json())

    def delete(_, name):
        flags.delete(name)
        return 204, None

    for method, pattern, handle in (
        ("GET", "/flags", every),
        ("POST", "/flags", create),
        ("GET", "/flags/{name}", get),
        ("PUT", "/flags/{name}", change),
        ("DELETE", "/flags/{name}", delete),
    ):
        app.route(method, pattern, keyed(handle))
    return app
