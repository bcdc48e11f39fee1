"""What stands for an address in a log."""

from datetime import date

from pytest_django.fixtures import Settings

from recognizer.telemetry.addresses import hashed, loggable

A_DAY, THE_NEXT = date(2026, 5, 1), date(2026, 5, 2)


def test_the_same_address_is_known_again_on_the_same_day_alone() -> None:
    found = hashed("192.0.2.1", A_DAY)
    assert len(found) == 12
    assert int(found, 16) >= 0
    assert hashed("192.0.2.1", A_DAY) == found
    assert hashed("192.0.2.2", A_DAY) != found
    assert hashed("192.0.2.1", THE_NEXT) != found


def test_another_site_has_other_hashes(settings: Settings) -> None:
    found = hashed("192.0.2.1", A_DAY)
    settings.SECRET_KEY = "another"
    assert hashed("192.0.2.1", A_DAY) != found


def test_logins_are_logged_as_the_setting_says(settings: Settings) -> None:
    settings.LOG_ADDRESSES = "clear"
    assert loggable("192.0.2.1") == "192.0.2.1"
    settings.LOG_ADDRESSES = "hashed"
    assert loggable("192.0.2.1") == hashed("192.0.2.1")
