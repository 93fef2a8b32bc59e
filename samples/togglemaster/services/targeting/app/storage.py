"""A JSON document that outlives the process if a folder is given."""

import json
import os
import tempfile
from pathlib import Path


class Document:
    def __init__(self, folder: str, name: str):
        self._file = Path(folder) / name if folder else None

    def load(self) -> dict:
        if self._file is None or not self._file.exists():
            return {}
        try:
            return json.loads(self._file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{self._file} is not JSON: {error}") from error

    def save(self, content: dict) -> None:
        """Replaces the file in one step, so that a crash leaves the old one or the new one."""
        if self._file is None:
            return
        with tempfile.NamedTemporaryFile(
                "w", dir=self._file.parent, encoding="utf-8", delete=False) as temporary:
            json.dump(content, temporary, indent=2)
        os.replace(temporary.name, self._file)

    def problems(self) -> list[str]:
        if self._file is None or os.access(self._file.parent, os.W_OK):
            return []
        return [f"DATA_DIR: {self._file.parent} cannot be written"]
