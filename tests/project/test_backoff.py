"""What fails is tried again, later each time."""

from digitweb.backoff import FIRST_PAUSE_SECONDS, LONG_LIFE_SECONDS, Backoff


def test_the_pause_doubles_up_to_a_limit() -> None:
    backoff = Backoff()
    assert [backoff.pause_after(0) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_it_begins_anew_once_it_has_gone_well_for_long() -> None:
    backoff = Backoff()
    assert [backoff.pause_after(lived) for lived in (0, LONG_LIFE_SECONDS - 1)] == [1, 2]
    assert backoff.pause_after(LONG_LIFE_SECONDS) == FIRST_PAUSE_SECONDS
    assert backoff.pause_after(0) == 2 * FIRST_PAUSE_SECONDS
