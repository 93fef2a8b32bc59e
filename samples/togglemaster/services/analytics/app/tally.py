"""Events are appended to files that several replicas share, and counted from there.

Each replica appends to a file of its own and follows those of all: no replica waits for another,
and every one of them gives the same counts. Without a folder the counts live in memory alone.
"""

import json
import os
import threading
from pathlib import Path


class Tally:
    def __init__(self, folder: str, replica: str):
        self._folder = Path(folder) if folder else None
        self._own = self._folder / f"events-{replica}.jsonl" if folder else None
        self._lock = threading.Lock()
        self._counts = {}
        self._read = {}

    def record(self, event: dict) -> None:
        with self._lock:
            if self._own is None:
                self._count(event)
                return
            with self._own.open("a", encoding="utf-8") as file:
                file.write(json.dumps(event) + "\n")

    def counts(self) -> dict[str, dict]:
        """By flag: how often it was evaluated, was on and was off, why, and when last."""
        with self._lock:
            if self._folder is not None:
                for file in sorted(self._folder.glob("events-*.jsonl")):
                    self._follow(file)
            return {flag: {**count, "reasons": dict(count["reasons"])}
                    for flag, count in sorted(self._counts.items())}

    def problems(self) -> list[str]:
        if self._folder is None or os.access(self._folder, os.W_OK):
            return []
        return [f"DATA_DIR: {self._folder} cannot be written"]

    def _follow(self, file: Path) -> None:
        with file.open("rb") as events:
            events.seek(self._read.get(file, 0))
            for line in events:
                # The last line may still be in the writing: it is read when it is whole.
                if not line.endswith(b"\n"):
                    break
                self._read[file] = self._read.get(file, 0) + len(line)
                self._count(json.loads(line))

    def _count(self, event: dict) -> None:
        count = self._counts.setdefault(
            event["flag"], {"total": 0, "on": 0, "off": 0, "reasons": {}, "last": event["time"]})
        count["total"] += 1
        count["on" if event["enabled"] else "off"] += 1
        count["reasons"][event["reason"]] = count["reasons"].get(event["reason"], 0) + 1
        count["last"] = max(count["last"], event["time"])
