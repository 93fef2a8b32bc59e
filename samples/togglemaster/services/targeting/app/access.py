"""Lets through who holds an API key that auth knows."""

from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request as Call

from .web import Problem, Request

TIMEOUT = 2


class Access:
    """Asks auth about each request; without an address of auth everybody is let in."""

    def __init__(self, auth_url: str):
        if auth_url and urlsplit(auth_url).scheme not in ("http", "https"):
            raise ValueError(f"AUTH_URL must be an http or https address, not {auth_url!r}")
        self._auth_url = auth_url.rstrip("/")
        # HTTP alone, and no redirects: a key goes to auth and nowhere else.
        self._opener = OpenerDirector()
        self._opener.add_handler(HTTPHandler())
        self._opener.add_handler(HTTPSHandler())

    def require(self, request: Request) -> None:
        if not self._auth_url:
            return
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            raise Problem(401, "this needs an API key: Authorization: Bearer KEY")
        try:
            status = self._get("/auth/validate", {"Authorization": header})
        except (OSError, URLError, ValueError) as error:
            raise Problem(503, "the API key cannot be checked: auth does not answer") from error
        if status == 401:
            raise Problem(401, "this API key is not valid")
        if status != 200:
            raise Problem(503, f"the API key cannot be checked: auth answered {status}")

    def problems(self) -> list[str]:
        if not self._auth_url:
            return []
        try:
            status = self._get("/health", {})
        except (OSError, URLError, ValueError) as error:
            return [f"AUTH_URL: {error}"]
        return [] if status == 200 else [f"AUTH_URL: auth answered {status}"]

    def _get(self, path: str, headers: dict[str, str]) -> int:
        call = Call(self._auth_url + path, headers=headers)
        with self._opener.open(call, timeout=TIMEOUT) as response:
            return response.status
