"""Expand, then contract: servers of the release before go on beside a database migrated for this one."""

from importlib import import_module

import pytest
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from recognizer.models import Deployment
from tests.support.expanding import CONTRACTS, faults_of

BASELINE = 9
"""The last migration from before this rule; servers that know it are to live with all that came after."""


def later_migrations() -> list[Migration]:
    loader = MigrationLoader(None)
    names = sorted(name for app, name in loader.disk_migrations if app == "recognizer")
    return [loader.disk_migrations["recognizer", name] for name in names if int(name[:4]) > BASELINE]


def reasons() -> dict[str, str]:
    return {at.name: getattr(import_module(at.__module__), CONTRACTS, "") for at in later_migrations()}


def test_the_release_before_lives_with_every_migration() -> None:
    assert faults_of(later_migrations(), reasons()) == []


def planted(*operations: migrations.operations.base.Operation) -> list[Migration]:
    migration = Migration("0099_planted", "recognizer")
    migration.operations = list(operations)  # type: ignore[misc]  # declared as the class's
    return [migration]


NARROWING = [
    migrations.AddField("modelversion", "planted", models.BooleanField(default=False)),
    migrations.AlterField("modelversion", "name", models.CharField(max_length=10)),
    migrations.RemoveField("modelversion", "label"),
    migrations.RenameField("modelversion", "label", "planted"),
    migrations.RenameModel("Departure", "Planted"),
    migrations.AlterModelTable("departure", "planted"),
    migrations.DeleteModel("Departure"),
    migrations.RunSQL("DROP TABLE recognizer_departure"),
    migrations.AddConstraint(
        "modelversion", models.UniqueConstraint(fields=["label"], name="one_version_of_a_label")
    ),
    migrations.SeparateDatabaseAndState([migrations.RemoveField("modelversion", "label")]),
]


@pytest.mark.parametrize("operation", NARROWING, ids=lambda operation: type(operation).__name__)
def test_what_takes_away_is_named(operation: migrations.operations.base.Operation) -> None:
    (fault,) = faults_of(planted(operation), {})
    assert fault.startswith("recognizer.0099_planted: ")
    assert "the release before" in fault


@pytest.mark.parametrize("operation", NARROWING, ids=lambda operation: type(operation).__name__)
def test_what_contracts_says_since_when_nobody_needs_it(
    operation: migrations.operations.base.Operation,
) -> None:
    assert faults_of(planted(operation), {"0099_planted": "Nothing since release 1.2.0 reads it."}) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("modelversion", "planted", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("modelversion", "planted", models.BooleanField(null=True)),
        migrations.AlterField("modelversion", "label", models.CharField(max_length=100, db_default="")),
        migrations.AddIndex("modelversion", models.Index(fields=["label"], name="planted")),
        migrations.CreateModel("Planted", [("id", models.BigAutoField(primary_key=True))]),
        migrations.SeparateDatabaseAndState([], [migrations.RemoveField("modelversion", "label")]),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_adds_is_allowed(operation: migrations.operations.base.Operation) -> None:
    assert faults_of(planted(operation), {}) == []


def test_a_new_table_may_change_as_long_as_nobody_knows_it() -> None:
    new = migrations.CreateModel("Planted", [("id", models.BigAutoField(primary_key=True))])
    field = migrations.AddField("planted", "kind", models.CharField(max_length=10, default="a"))
    assert faults_of(planted(new, field), {}) == []
    assert faults_of(planted(field, new), {})


@pytest.fixture
def columns_before() -> dict[str, list[str]]:
    """The columns that a server of the baseline knows, by table."""
    loader = MigrationLoader(None)
    node = next(at for at in loader.graph.nodes if at[0] == "recognizer" and int(at[1][:4]) == BASELINE)
    apps = loader.project_state([node]).apps
    return {
        model._meta.db_table: [str(field.column) for field in model._meta.concrete_fields]
        for model in apps.get_app_config("recognizer").get_models()
    }


@pytest.mark.django_db
def test_the_release_before_can_insert_what_it_knows(columns_before: dict[str, list[str]]) -> None:
    """Each column that it does not name is empty, or filled in by the database itself."""
    unnamed = []
    for table, known in columns_before.items():
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, table)
        unnamed += [
            f"{table}.{column.name}"
            for column in columns
            if column.name not in known and not column.null_ok and column.default is None
        ]
    assert not unnamed, f"a server of the release before cannot insert: {unnamed} need db_default"
    assert {"recognizer_activation", "recognizer_modelversion", "recognizer_trainingrun"} <= set(
        columns_before
    )


@pytest.mark.django_db
def test_a_server_of_1_0_0_writes_its_log_beside_this_release() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO recognizer_activation"
            " (at, by_name, source, is_rollback, from_name, to_number, to_name, reason, forced)"
            " VALUES (CURRENT_TIMESTAMP, '', 'admin', FALSE, '', 7, 'Seven', '', FALSE)"
        )
    entry = Deployment.objects.get(to_number=7)
    assert entry.evidence == {}
    assert entry.data_set_number is None
