"""How far the database has counted: the number of a row that was deleted is never given again."""

from typing import Any

from django.db import connection, models


def last_number(model: type[models.Model]) -> int:
    """Return the highest number that a table gave by itself; 0 if it gave none, or gives none."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row: Any = cursor.fetchone()
            return int(row[0]) if row else 0
        sequence = sequence_of(model)
        if sequence is None:
            return 0
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - the database's own name
        value, is_called = cursor.fetchone()
        return int(value) if is_called else 0


def count_on(model: type[models.Model], last: int) -> None:
    """Let a table count on from the highest number that it gave or that it holds."""
    if not isinstance(model._meta.pk, models.AutoField):
        return
    table = model._meta.db_table
    highest = model._base_manager.aggregate(highest=models.Max("pk"))["highest"] or 0
    last = max(last, highest)
    if not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, table])
            if not cursor.rowcount:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        elif sequence := sequence_of(model):
            cursor.execute("SELECT setval(%s, %s)", [sequence, last])


def sequence_of(model: type[models.Model]) -> str | None:
    """Return PostgreSQL's name of what numbers the rows of a table, quoted as need be."""
    key = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, %s)",
            [connection.ops.quote_name(model._meta.db_table), key.column if key else ""],
        )
        (name,) = cursor.fetchone()
    return str(name) if name else None
