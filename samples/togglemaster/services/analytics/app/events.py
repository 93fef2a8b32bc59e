"""What an evaluation event is."""

import re
from datetime import datetime, timezone

from .web import Problem

FLAG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
MAX_TEXT = 200


def event(wanted: dict) -> dict:
    """The event that a client reports, checked; without a time it happened now."""
    flag, enabled = wanted.get("flag"), wanted.get("enabled")
    if not isinstance(flag, str) or not FLAG.fullmatch(flag):
        raise Problem(400, "flag must be the name of a flag")
    if not isinstance(enabled, bool):
        raise Problem(400, "enabled must be true or false")
    for name in ("user_id", "reason"):
        text = wanted.get(name)
        if not isinstance(text, str) or not 0 < len(text) <= MAX_TEXT:
            raise Problem(400, f"{name} must be text of 1 to {MAX_TEXT} characters")
    return {"time": _time(wanted.get("time")), "flag": flag, "user_id": wanted["user_id"],
            "enabled": enabled, "reason": wanted["reason"]}


def _time(wanted) -> str:
    if wanted is None:
        moment = datetime.now(timezone.utc)
    else:
        try:
            moment = datetime.fromisoformat(wanted)
        except (TypeError, ValueError) as error:
            raise Problem(400, f"time must be as in RFC 3339: {error}") from error
        if moment.tzinfo is None:
            raise Problem(400, "time must have an offset, such as Z")
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
