"""What a migration may do while servers of the release before still run: add, and leave the rest alone."""

from collections.abc import Iterable, Iterator

from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.operations.base import Operation
from django.db.models import Field
from django.db.models.fields import NOT_PROVIDED

CONTRACTS = "CONTRACTS"
"""A migration whose module has a sentence of this name takes away what no release in use needs any more."""

HARMLESS = (
    ops.AddIndex,
    ops.AlterModelManagers,
    ops.AlterModelOptions,
    ops.CreateModel,
    ops.RemoveConstraint,
    ops.RunPython,
    ops.SeparateDatabaseAndState,
)
"""RunPython as far as its author sees to it; what a state alone knows, no other server sees."""


def faults_of(migrations: Iterable[Migration], reasons: dict[str, str]) -> list[str]:
    """Return what a server of the release before could not live with, a sentence each.

    `reasons` has the CONTRACTS of those migrations that have one, by their names.
    """
    known, made = list(migrations), set[tuple[str, str]]()
    defaults = {at for migration in known for at in given_defaults(migration)}
    found = []
    for migration in known:
        if reasons.get(migration.name, "").strip():
            continue
        for operation in unfolded(migration.operations):
            if isinstance(operation, ops.CreateModel):
                made.add((migration.app_label, operation.name_lower))
            elif (migration.app_label, model_of(operation)) in made:
                continue  # nobody knew the table before
            elif fault := fault_of(operation, defaults):
                found.append(f"{migration}: {operation.describe()}: {fault}")
    return found


def unfolded(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Yield operations, those on the database in the place of what separates them from the state."""
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from unfolded(operation.database_operations)
        else:
            yield operation


def model_of(operation: Operation) -> str:
    """Return the model that an operation works on."""
    name = getattr(operation, "model_name_lower", None) or getattr(operation, "name_lower", "")
    return str(name)


def given_defaults(migration: Migration) -> Iterator[tuple[str, str]]:
    """Yield model and field wherever the database is given a default."""
    for operation in unfolded(migration.operations):
        if isinstance(operation, ops.AddField | ops.AlterField) and has_default(operation.field):
            yield operation.model_name_lower, operation.name_lower


def has_default(field: "Field[object, object]") -> bool:
    """Whether a row may be inserted without naming this column."""
    return bool(field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)


def fault_of(operation: Operation, defaults: set[tuple[str, str]]) -> str:
    """Return what is wrong with an operation on a table that was there before; "" if nothing is."""
    if isinstance(operation, ops.AddField | ops.AlterField):
        if (operation.model_name_lower, operation.name_lower) in defaults:
            return ""
        return (
            "the release before names this column as it did, or not at all: give it db_default or null=True"
        )
    if isinstance(operation, ops.AddConstraint):
        return f"the release before may break {operation.constraint.name}, which it does not know"
    if isinstance(operation, HARMLESS):
        return ""
    return (
        f"the release before still needs what was there: wait, and say {CONTRACTS} = “…” in a later release"
    )
