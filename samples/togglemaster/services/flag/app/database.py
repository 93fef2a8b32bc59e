"""A JSON document in a PostgreSQL database, for flags that several instances share."""

import json
from contextlib import closing


class Row:
    """Keeps what storage.Document keeps in a file, in a row of a table."""

    def __init__(self, url: str, name: str):
        # Only who names a database needs the driver: the extra "postgres" of pyproject.toml.
        import psycopg2

        self._driver = psycopg2
        self._url = url
        self._name = name

    def create(self) -> "Row":
        """Makes the table where it is missing."""
        self._run(
            "CREATE TABLE IF NOT EXISTS documents "
            "(name text PRIMARY KEY, content jsonb NOT NULL)")
        return self

    def load(self) -> dict:
        rows = self._run("SELECT content FROM documents WHERE name = %s", self._name)
        return rows[0][0] if rows else {}

    def save(self, content: dict) -> None:
        self._run(
            "INSERT INTO documents (name, content) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET content = excluded.content",
            self._name, json.dumps(content))

    def problems(self) -> list[str]:
        try:
            self._run("SELECT 1")
        except self._driver.OperationalError as error:
            return [f"DATABASE_URL: {str(error).strip()}"]
        return []

    def _run(self, statement: str, *values: str) -> list[tuple]:
        # The second use of the connection commits, the first closes it.
        with closing(self._driver.connect(self._url, connect_timeout=2)) as connection, connection:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
