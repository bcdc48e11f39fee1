"""Other people's apps, as this site uses them."""

import posixpath

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from digitweb.apps import QueueConfig, StaticFilesConfig, load_pages
from recognizer.models import ModelVersion


def test_the_queues_own_list_is_not_in_the_admin() -> None:
    load_pages()
    assert admin.site.is_registered(ModelVersion)
    assert not admin.site.is_registered(DBTaskResult)


@pytest.mark.django_db
def test_nobody_finds_a_way_to_it(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    assert client.get("/admin/django_tasks_db/").status_code == 404
    assert b"django_tasks_db" not in client.get("/admin/").content


def test_the_queue_is_called_so_in_both_languages() -> None:
    assert str(QueueConfig.verbose_name) == "task queue"
    with override("zh-hans"):
        assert str(QueueConfig.verbose_name) == "任务队列"


def test_documentation_that_no_page_shows_is_not_collected() -> None:
    patterns = StaticFilesConfig.ignore_patterns
    collected = {
        posixpath.join(getattr(storage, "prefix", None) or "", path)
        for finder in finders.get_finders()
        for path, storage in finder.list(patterns)
    }
    assert "ninja/swagger-ui.css" in collected
    assert not [path for path in collected if "redoc" in path]
