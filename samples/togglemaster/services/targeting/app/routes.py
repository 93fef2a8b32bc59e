"""The paths of targeting."""

from .access import Access
from .rules import Rules
from .storage import Document
from .web import Application


def application(environment) -> Application:
    access = Access(environment.get("AUTH_URL", ""))
    document = Document(environment.get("DATA_DIR", ""), "rules.json")
    rules = Rules(document)
    app = Application(lambda: access.problems() + document.problems())

    def keyed(handle):
        def checked(request, **variables):
            access.require(request)
            return handle(request, **variables)
        return checked

    def of(_, flag):
        return 200, {"rules": rules.of(flag)}

    def create(request, flag):
        return 201, rules.create(flag, request.json())

    def get(_, flag, rule):
        return 200, rules.get(flag, rule)

    def change(request, flag, rule):
        return 200, rules.change(flag, rule, request.json())

    def delete(_, flag, rule):
        rules.delete(flag, rule)
        return 204, None

    for method, pattern, handle in (
        ("GET", "/targeting/{flag}/rules", of),
        ("POST", "/targeting/{flag}/rules", create),
        ("GET", "/targeting/{flag}/rules/{rule}", get),
        ("PUT", "/targeting/{flag}/rules/{rule}", change),
        ("DELETE", "/targeting/{flag}/rules/{rule}", delete),
    ):
        app.route(method, pattern, keyed(handle))
    return app
