"""The tables of the database as its own migrations say, which may be those of an earlier release."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps as installed
from django.apps.registry import Apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from recognizer.services.backup.errors import BackupRefused

Node = tuple[str, str]
"""A migration: app and name."""
MAX_NAMED = 5
"""Of unknown migrations in a message."""

SESSIONS = "django_session"
"""Not in backups: whoever was logged out would be logged in again."""


@dataclass(frozen=True, kw_only=True)
class Schema:
    """Tables at some state of migrations."""

    applied: tuple[Node, ...]
    apps: Apps

    @property
    def tables(self) -> list[type[Model]]:
        """All tables, those between two others too."""
        every = self.apps.get_models(include_auto_created=True)
        own = (model for model in every if model._meta.managed and not model._meta.proxy)
        return sorted(own, key=lambda model: model._meta.db_table)

    @property
    def kept(self) -> list[type[Model]]:
        """The tables that are in backups."""
        return [model for model in self.tables if model._meta.db_table != SESSIONS]


def present_schema() -> Schema:
    """Return the tables of the database; raise BackupRefused if a later release migrated it."""
    return schema_of(
        MigrationRecorder(connection).applied_migrations(),
        otherwise="A later release than this one migrated the database: {names} are unknown here.",
    )


def schema_of(applied: Iterable[Node], *, otherwise: str) -> Schema:
    """Return the tables after these migrations; if one is unknown, refuse the backup, saying `otherwise`."""
    loader = MigrationLoader(None)
    apps = {config.label for config in installed.get_app_configs()}
    ours = [node for node in applied if node[0] in apps]
    known = set(loader.disk_migrations)
    if unknown := sorted(node for node in ours if node not in known):
        names = ", ".join(".".join(node) for node in unknown[:MAX_NAMED])
        raise BackupRefused(otherwise, names=names)
    nodes = [node for node in ours if node in loader.graph.nodes]
    return Schema(applied=tuple(sorted(nodes)), apps=loader.project_state(last_of(loader, nodes)).apps)


def last_of(loader: MigrationLoader, nodes: Iterable[Node]) -> list[Node]:
    """Return those migrations on which no other of them in the same app rests."""
    given = set(nodes)
    return [
        node
        for node in sorted(given)
        if not any(
            child.key in given and child.key[0] == node[0] for child in loader.graph.node_map[node].children
        )
    ]


def drop(schema: Schema) -> None:
    """Drop all tables, and what says which migrations were applied; call it in a transaction."""
    tables = [model._meta.db_table for model in schema.tables]
    if MigrationRecorder(connection).has_table():
        tables.append(MigrationRecorder.Migration._meta.db_table)
    quoted = [connection.ops.quote_name(table) for table in tables]
    if not quoted:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TABLE {', '.join(quoted)} CASCADE")
            return
        for table in quoted:
            cursor.execute(f"DROP TABLE {table}")


def migrate_to(applied: Iterable[Node]) -> None:
    """Make the tables as they are after these migrations; call it in a transaction, on an empty database."""
    executor = MigrationExecutor(connection)
    executor.migrate(last_of(executor.loader, applied))


def migrate_forward() -> int:
    """Bring the tables to this release, with all that `migrate` does then; return how many steps it took."""
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    executor.migrate(targets, plan)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS, plan=plan)
    return len(plan)
