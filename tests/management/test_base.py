"""What commands check before they run: what an environment may have got wrong, and no pages."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks.registry import registry
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import SystemCheckError

from recognizer.management.base import OF_THE_ENVIRONMENT

OF_DJANGO = {"makemessages", "migrate"}
"""Commands that are Django's own but for a part: one is a developer's, the other is tested below."""
OURS = {name for name, app in get_commands().items() if app == "recognizer"} - OF_DJANGO


@pytest.fixture
def fault(request: pytest.FixtureRequest) -> Iterator[None]:
    """A check of the tag that the test names, which finds a fault."""

    def check(app_configs: object, **_kwargs: object) -> list[CheckMessage]:
        return [Error("A planted fault.")]

    before = set(registry.registered_checks)
    register(check, request.param)
    yield
    registry.registered_checks = before


@pytest.mark.parametrize("name", sorted(OURS))
def test_no_command_imports_all_pages_to_check_them(name: str) -> None:
    command = load_command_class("recognizer", name)
    assert set(command.requires_system_checks) <= {*OF_THE_ENVIRONMENT}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", OF_THE_ENVIRONMENT, indirect=True)
@pytest.mark.parametrize("name", ["list_versions", "migrate"])
@pytest.mark.usefixtures("fault")
def test_a_fault_of_the_environment_is_told_before_a_command_runs(name: str) -> None:
    with pytest.raises(SystemCheckError, match="A planted fault"):
        call_command(name, stdout=StringIO(), skip_checks=False)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [Tags.urls, Tags.admin], indirect=True)
@pytest.mark.parametrize("name", ["list_versions", "migrate"])
@pytest.mark.usefixtures("fault")
def test_what_the_tests_check_is_not_checked_again(name: str) -> None:
    call_command(name, stdout=StringIO(), skip_checks=False, verbosity=0)
