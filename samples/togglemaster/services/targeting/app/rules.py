"""What a targeting rule is, and the rules of each flag in the order they were made."""

import re
import secrets
import threading

from .storage import Document
from .web import Problem

FLAG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
MAX_RULES = 50
MAX_VALUES = 100
MAX_TEXT = 200


class Rules:
    def __init__(self, document: Document):
        self._document = document
        self._lock = threading.Lock()
        self._rules = document.load()

    def of(self, flag: str) -> list[dict]:
        with self._lock:
            return self._of(flag)

    def get(self, flag: str, rule_id: str) -> dict:
        with self._lock:
            return self._known(flag, rule_id)

    def create(self, flag: str, wanted: dict) -> dict:
        rule = {"id": secrets.token_hex(6), **_rule(wanted)}
        with self._lock:
            rules = self._of(flag)
            if len(rules) >= MAX_RULES:
                raise Problem(409, f"flag {flag} has {MAX_RULES} rules, which is the limit")
            self._replace(flag, [*rules, rule])
            return rule

    def change(self, flag: str, rule_id: str, wanted: dict) -> dict:
        rule = {"id": rule_id, **_rule(wanted)}
        with self._lock:
            old = self._known(flag, rule_id)
            self._replace(flag, [rule if kept is old else kept for kept in self._of(flag)])
            return rule

    def delete(self, flag: str, rule_id: str) -> None:
        with self._lock:
            old = self._known(flag, rule_id)
            self._replace(flag, [kept for kept in self._of(flag) if kept is not old])

    def _of(self, flag: str) -> list[dict]:
        if not FLAG.fullmatch(flag):
            raise Problem(400, "a flag's name is lower-case letters, digits and dashes, 63 at most")
        return self._rules.get(flag, [])

    def _known(self, flag: str, rule_id: str) -> dict:
        for rule in self._of(flag):
            if rule["id"] == rule_id:
                return rule
        raise Problem(404, f"flag {flag} has no rule {rule_id}")

    def _replace(self, flag: str, rules: list[dict]) -> None:
        # Saved first: memory never holds what the file lacks.
        changed = {**self._rules, flag: rules}
        if not rules:
            del changed[flag]
        self._document.save(changed)
        self._rules = changed


def _rule(wanted: dict) -> dict:
    kind = wanted.get("type")
    if kind == "percentage":
        _only(wanted, {"type", "percentage"})
        percentage = wanted.get("percentage")
        if type(percentage) not in (int, float) or not 0 <= percentage <= 100:
            raise Problem(400, "percentage must be a number from 0 to 100")
        return {"type": kind, "percentage": percentage}
    if kind == "attribute":
        _only(wanted, {"type", "attribute", "values"})
        values = wanted.get("values")
        if not _text(wanted.get("attribute")):
            raise Problem(400, f"attribute must be a name of at most {MAX_TEXT} characters")
        if not isinstance(values, list) or not 0 < len(values) <= MAX_VALUES:
            raise Problem(400, f"values must be a list of 1 to {MAX_VALUES} texts")
        if not all(map(_text, values)):
            raise Problem(400, f"each of the values must be text of 1 to {MAX_TEXT} characters")
        return {"type": kind, "attribute": wanted["attribute"], "values": values}
    raise Problem(400, "type must be percentage or attribute")


def _only(wanted: dict, allowed: set[str]) -> None:
    unknown = sorted(set(wanted) - allowed)
    if unknown:
        raise Problem(400, f"a rule of type {wanted['type']} has no {', '.join(unknown)}")


def _text(value) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT
