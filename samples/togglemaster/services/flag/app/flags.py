"""What a flag is, and the flags there are."""

import re
import threading
from datetime import datetime, timezone

from .storage import Document
from .web import Problem

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
MAX_DESCRIPTION = 500


class Flags:
    def __init__(self, document: Document):
        self._document = document
        self._lock = threading.Lock()
        self._flags = document.load()

    def every(self) -> list[dict]:
        with self._lock:
            return [self._flags[name] for name in sorted(self._flags)]

    def get(self, name: str) -> dict:
        with self._lock:
            return self._known(name)

    def create(self, wanted: dict) -> dict:
        name = wanted.get("name")
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise Problem(400, "name must be lower-case letters, digits and dashes, 63 at most")
        content = _content({key: value for key, value in wanted.items() if key != "name"})
        with self._lock:
            if name in self._flags:
                raise Problem(409, f"there is a flag {name} already")
            now = _now()
            flag = {"name": name, "description": "", "enabled": False, **content,
                    "createdAt": now, "updatedAt": now}
            self._replace({**self._flags, name: flag})
            return flag

    def change(self, name: str, wanted: dict) -> dict:
        content = _content(wanted)
        with self._lock:
            flag = {**self._known(name), **content, "updatedAt": _now()}
            self._replace({**self._flags, name: flag})
            return flag

    def delete(self, name: str) -> None:
        with self._lock:
            self._known(name)
            self._replace({key: flag for key, flag in self._flags.items() if key != name})

    def _known(self, name: str) -> dict:
        if name not in self._flags:
            raise Problem(404, f"there is no flag {name}")
        return self._flags[name]

    def _replace(self, flags: dict) -> None:
        # Saved first: memory never holds what the file lacks.
        self._document.save(flags)
        self._flags = flags


def _content(wanted: dict) -> dict:
    unknown = sorted(set(wanted) - {"description", "enabled"})
    if unknown:
        raise Problem(400, f"a flag has no {', '.join(unknown)}; it has description and enabled")
    description = wanted.get("description", "")
    if not isinstance(description, str) or len(description) > MAX_DESCRIPTION:
        raise Problem(400, f"description must be text of at most {MAX_DESCRIPTION} characters")
    if not isinstance(wanted.get("enabled", False), bool):
        raise Problem(400, "enabled must be true or false")
    return wanted


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")
