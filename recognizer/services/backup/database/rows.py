"""Rows of a table as lines of JSON, and back, so that any database can read what any other wrote."""

import base64
import datetime
import decimal
import gzip
import json
import uuid
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models

from recognizer.services.backup.database.sequences import last_number
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.format import Table

CHUNK = 500
"""Rows that are read or written at once."""
MAX_LINE_BYTES = 256 * 1024 * 1024
"""Of a row: the largest picture that is taken fits several times."""

Model = type[models.Model]
AnyField = models.Field[Any, Any]


def fields_of(model: Model) -> list[AnyField]:
    """Return the fields that have a column."""
    return list(model._meta.concrete_fields)


def column_of(field: AnyField) -> str:
    """Return the name of a field's column."""
    return str(field.column)


def dump(model: Model, folder: Path) -> Table:
    """Write all rows of a table into its file below a folder; call it in a transaction."""
    fields = fields_of(model)
    table = Table(
        app=model._meta.app_label,
        model=str(model._meta.model_name),
        name=model._meta.db_table,
        columns=[column_of(field) for field in fields],
        rows=0,
        last=last_number(model),
    )
    path = folder / table.member
    path.parent.mkdir(exist_ok=True)
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    count = 0
    with gzip.open(path, "wb", compresslevel=3) as file:
        for row in rows.iterator(chunk_size=CHUNK):
            values = [encoded(field, value) for field, value in zip(fields, row, strict=True)]
            file.write(json.dumps(values, separators=(",", ":")).encode() + b"\n")
            count += 1
    return table.model_copy(update={"rows": count})


def load(model: Model, table: Table, folder: Path) -> int:
    """Insert the rows of a table's file; return how many there were. Call it in a transaction."""
    columns = {column_of(field): field for field in fields_of(model)}
    if set(columns) != set(table.columns):
        raise BackupRefused(
            "Table {table}: expected the columns {expected}, found {found}.",
            table=table.name,
            expected=", ".join(sorted(columns)),
            found=", ".join(sorted(table.columns))[:500],
        )
    fields = [columns[name] for name in table.columns]
    statement = insertion(table)
    rows, count = read_rows(table, folder / table.member), 0
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, CHUNK)):
            values = [
                [decoded(field, value, table) for field, value in zip(fields, row, strict=True)]
                for row in chunk
            ]
            cursor.executemany(statement, values)
            count += len(chunk)
    return count


def insertion(table: Table) -> str:
    """Return the statement that inserts a row."""
    name = connection.ops.quote_name
    columns = ", ".join(map(name, table.columns))
    places = ", ".join(["%s"] * len(table.columns))
    return f"INSERT INTO {name(table.name)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own tables


def read_rows(table: Table, path: Path) -> Iterator[Sequence[Any]]:
    """Yield the rows in a file; raise BackupRefused where it holds none."""
    try:
        with gzip.open(path, "rb") as file:
            while line := file.readline(MAX_LINE_BYTES):
                yield checked_row(json.loads(line), len(table.columns))
    except (OSError, EOFError, ValueError, RecursionError) as error:
        raise BackupRefused(
            "Table {table} cannot be read: {reason}.", table=table.name, reason=error
        ) from error


def checked_row(row: Any, columns: int) -> Sequence[Any]:  # noqa: ANN401 - whatever JSON holds
    """Return a row; raise ValueError unless it has a value for each column."""
    if not isinstance(row, list) or len(row) != columns:
        raise ValueError(f"expected a list of {columns} values")
    return row


def encoded(field: AnyField, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return a value as JSON has it."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64encode(value).decode()
    kept = field.get_prep_value(value)
    if isinstance(kept, datetime.datetime | datetime.date | datetime.time):
        return kept.isoformat()
    if isinstance(kept, uuid.UUID | decimal.Decimal):
        return str(kept)
    return kept


def decoded(field: AnyField, value: Any, table: Table) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return a value as the database takes it; raise BackupRefused for one that does not fit the column."""
    try:
        if isinstance(field, models.JSONField):
            if value is None and field.null:
                return None
            return field.get_db_prep_value(value, connection)
        if value is None:
            return None
        if isinstance(field, models.BinaryField):
            return field.get_db_prep_save(base64.b64decode(value, validate=True), connection)
        return field.get_db_prep_save(field.to_python(value), connection)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise BackupRefused(
            "Table {table}, column {column}: this value does not fit: {value}.",
            table=table.name,
            column=field.column,
            value=ascii(value)[:80],
        ) from error
