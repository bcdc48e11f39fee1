import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from recognizer.services.course.trainings import SLOTS, slot_file
from recognizer.services.locks import is_locked, try_lock


def test_it_ends_at_once_where_nothing_waits(data_folder: Path) -> None:
    said = StringIO()
    call_command("train_lessons", stdout=said)
    assert said.getvalue() == "Trained 0.\n"
    assert not any(is_locked(slot_file(slot)) for slot in range(SLOTS))


def test_no_more_processes_train_than_there_are_slots(data_folder: Path) -> None:
    held = [try_lock(slot_file(slot)) for slot in range(SLOTS)]
    with pytest.raises(CommandError, match=r"2 processes are training already\."):
        call_command("train_lessons")
    for slot in held:
        assert slot is not None
        os.close(slot)
