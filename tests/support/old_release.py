"""A site as the release before left it: rows of its database, a model file, a checkpoint, all made by it."""

import json
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

LEFT = Path(__file__).resolve().parents[1] / "site" / "upgrade"
LAST_MIGRATION = "0008_groups"


def leave_behind() -> None:
    """Fill an empty data folder and an empty database as that release left them."""
    call_command("migrate", "recognizer", LAST_MIGRATION, verbosity=0)
    for app in sorted(MigrationLoader(connection).migrated_apps - {"recognizer"}):
        call_command("migrate", app, verbosity=0)
    rows = json.loads((LEFT / "rows.json").read_text())
    with transaction.atomic(), connection.cursor() as cursor:
        for table in reversed(rows):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names: what `migrate` has put in
        for table, entries in rows.items():
            fill(table, entries)
    if connection.vendor == "postgresql":
        count_on(list(rows))
    for name, folder in (("*.safetensors", "models"), ("*.checkpoint", "training")):
        target = Path(settings.DIGITWEB_DATA_DIR) / folder
        target.mkdir(exist_ok=True)
        for file in LEFT.glob(name):
            shutil.copy(file, target)


def fill(table: str, entries: list[dict[str, str | int | float | None]]) -> None:
    """Insert rows as SQLite had them; PostgreSQL knows booleans, which were 0 and 1."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
        kinds = {
            field.name: connection.introspection.get_field_type(field.type_code, field) for field in described
        }
        for entry in entries:
            values = [
                bool(value) if kinds[name] == "BooleanField" else value for name, value in entry.items()
            ]
            columns, places = ", ".join(f'"{name}"' for name in entry), ", ".join(["%s"] * len(entry))
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608 - ours


def count_on(tables: list[str]) -> None:
    """Let PostgreSQL number new rows after those that were inserted with their numbers."""
    with connection.cursor() as cursor:
        for table in tables:
            for sequence in connection.introspection.get_sequences(cursor, table):
                column = sequence["column"]
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, %s), MAX({column})) FROM {table}",  # noqa: S608
                    [table, column],
                )
