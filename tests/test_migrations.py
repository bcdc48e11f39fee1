"""A database of an earlier release goes on after `migrate`."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client

from recognizer.models import Deployment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def before_deployments() -> Iterator[None]:
    """A database in which the log is still called `Activation`."""
    call_command("migrate", "recognizer", "0008", verbosity=0)
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.usefixtures("before_deployments")
def test_the_log_of_activations_keeps_its_rows_and_its_readers(client: Client) -> None:
    kind = ContentType.objects.get_by_natural_key("recognizer", "activation")
    readers = Group.objects.create(name="readers")
    own = Permission.objects.create(content_type=kind, codename="print_activation", name="Can print the log")
    view = Permission.objects.get(codename="view_modelversion")
    readers.permissions.set([own, view])
    reader = User.objects.create_user("reader", is_staff=True)
    reader.groups.add(readers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM recognizer_activation")
        (rows,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO recognizer_activation"
            " (at, by_name, source, is_rollback, from_name, to_number, to_name, reason, forced)"
            " VALUES (CURRENT_TIMESTAMP, '', 'command', FALSE, '', 7, 'Seven', '', FALSE)"
        )

    call_command("migrate", verbosity=0)

    ContentType.objects.clear_cache()
    assert ContentType.objects.get_for_model(Deployment).pk == kind.pk
    assert not ContentType.objects.filter(model="activation").exists()
    assert Deployment.objects.count() == rows + 1
    assert set(readers.permissions.all()) == {own, view}
    assert User.objects.get(pk=reader.pk).has_perm("recognizer.print_activation")
    client.force_login(reader)
    page = client.get("/admin/recognizer/activation/?source=command", follow=True)
    assert page.redirect_chain == [("/admin/recognizer/deployment/?source=command", 301)]
    assert "7 · Seven" in page.content.decode()


def test_a_test_that_empties_the_database_leaves_the_groups_of_the_migrations() -> None:
    before = set(Group.objects.values_list("name", flat=True))
    assert before

    call_command("flush", interactive=False, verbosity=0)

    assert set(Group.objects.values_list("name", flat=True)) == before
    assert Group.objects.get(name="data keeper").permissions.filter(codename="make_dataset").exists()
