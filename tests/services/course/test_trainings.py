"""Trainings on disk: who may begin, what a runner does, and what is left of one whose runner is gone."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from recognizer.services.course import runner, training_records, trainings
from recognizer.services.course.digits import DigitSource, TrainingDigits
from recognizer.services.course.training_records import (
    State,
    TrainingRecord,
    TrainingSettings,
    all_records,
    read_record,
    trainings_folder,
)
from recognizer.services.course.trainings import (
    EpochOfTraining,
    answers_by_epoch,
    begin,
    network_after,
    slot_file,
    start_runner,
    stop,
    training_status,
)
from recognizer.services.errors import NoSuchTraining, TooManyTrainings, TrainingOfAnother
from recognizer.services.locks import is_locked, locked, try_lock
from tests.support.patience import wait_until

SMALL = TrainingSettings(hidden=5, epochs=2, samples=200)


def digits() -> TrainingDigits:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 300).astype(np.uint8)
    images = np.zeros((300, 784), np.uint8)
    for row, label in enumerate(labels.tolist()):
        images[row, 70 * label : 70 * label + 60] = 255
    return TrainingDigits(
        source=DigitSource.SYNTHETIC, training=(images, labels), held_back=(images[:100], labels[:100])
    )


@pytest.fixture(autouse=True)
def started(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """No process is started; the list has the slots for which one would have been."""
    found: list[int] = []
    monkeypatch.setattr(trainings, "start_runner", found.append)
    monkeypatch.setattr(runner, "training_digits", digits)
    yield found
    for folder in trainings_folder().iterdir():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    for slot in range(trainings.SLOTS):
        slot_file(slot).unlink(missing_ok=True)


def run_all() -> int:
    return runner.run_trainings(taken_slot())


def taken_slot() -> int:
    """Return the lock of a slot; a process that another thread starts holds it for some milliseconds too."""
    return wait_until(lambda: try_lock(slot_file(0)), lambda: "Nobody lets go of the slot.") or 0


def test_a_training_is_queued_run_and_finished(started: list[int]) -> None:
    record = begin(SMALL, client="a", address="x")
    assert len(started) == 1
    assert training_status(record.id)[0].state is State.WAITING

    assert run_all() == 1

    done, before = training_status(record.id)
    assert (done.state, before, done.source, done.samples) == (State.FINISHED, 0, "synthetic", 200)
    assert [entry["epoch"] for entry in done.epochs] == [0, 1, 2]
    assert done.epochs[2]["cost"] < done.epochs[0]["cost"]
    os.close(taken_slot())


def test_the_network_of_each_epoch_answers_a_drawing() -> None:
    record = begin(SMALL, client="a", address="x")
    run_all()
    inputs = np.zeros((1, 784), np.float32)
    inputs[0, 140:200] = 1
    answers = answers_by_epoch(record.id, inputs, since=1)
    assert answers.shape == (2, 10)
    second = network_after(EpochOfTraining(training=record.id, epoch=2))
    np.testing.assert_array_equal(answers[1], second.predict(inputs)[0])


def test_the_same_seed_gives_the_same_network() -> None:
    networks = []
    for client in "ab":
        record = begin(SMALL, client=client, address="x")
        run_all()
        networks.append(network_after(EpochOfTraining(training=record.id, epoch=2)).vector.values)
    np.testing.assert_array_equal(networks[0], networks[1])


def test_a_reader_trains_one_at_a_time() -> None:
    begin(SMALL, client="a", address="x")
    with pytest.raises(TooManyTrainings, match="at most 1 training or waiting for each reader, found 1"):
        begin(SMALL, client="a", address="y")


def test_an_address_and_all_together_have_limits() -> None:
    for client in range(trainings.MAX_OF_ADDRESS):
        begin(SMALL, client=str(client), address="x")
    with pytest.raises(TooManyTrainings, match="at most 6 training or waiting for each network address"):
        begin(SMALL, client="another", address="x")
    most = trainings.SLOTS + trainings.MAX_WAITING
    for client in range(trainings.MAX_OF_ADDRESS, most):
        begin(SMALL, client=str(client), address=str(client))
    with pytest.raises(
        TooManyTrainings, match=f"at most {most} training or waiting for all readers"
    ) as error:
        begin(SMALL, client="another", address="z")
    assert error.value.retry_after > 10


def test_what_waits_is_taken_in_order() -> None:
    records = [begin(SMALL, client=client, address="x") for client in "abc"]
    assert [training_status(record.id)[1] for record in records] == [0, 1, 2]
    assert run_all() == 3
    ends = [read_record(record.id).ended_at for record in records]
    assert ends == sorted(ends, key=lambda end: end or 0)


def test_no_more_processes_are_started_than_there_are_slots(started: list[int]) -> None:
    slots = [try_lock(slot_file(slot)) for slot in range(trainings.SLOTS)]
    begin(SMALL, client="a", address="x")
    assert started == []
    for slot in slots:
        assert slot is not None
        os.close(slot)


def test_a_process_that_died_is_replaced_after_a_while(
    started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainings, "SECONDS_AFTER_CRASH", 3600)
    record = begin(SMALL, client="a", address="x")
    training_status(record.id)
    assert len(started) == 2  # the other slot
    training_status(record.id)
    assert len(started) == 2
    for slot in range(trainings.SLOTS):
        long_ago = time.time() - trainings.SECONDS_AFTER_CRASH - 1
        os.utime(slot_file(slot), (long_ago, long_ago))
    training_status(record.id)
    assert len(started) == 3


def test_a_process_that_trains_makes_way_for_those_who_draw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the lowest priority and one core, and holds its slot as long as it lives."""
    said, leave = tmp_path / "said", tmp_path / "leave"
    program = tmp_path / "python"
    program.write_text(
        f"""#!/bin/sh
        echo "$(nice) $OPENBLAS_NUM_THREADS $*" > {said}.part
        mv {said}.part {said}
        while [ ! -e {leave} ]; do sleep 0.05; done
        """
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    slot = taken_slot()

    start_runner(slot)
    os.close(slot)

    wait_until(said.exists, lambda: "It did not start.")
    assert said.read_text() == f"19 1 manage.py train_lessons --slot {slot}\n"
    assert is_locked(slot_file(0))
    leave.touch()
    os.close(taken_slot())


def test_only_its_reader_stops_a_training() -> None:
    record = begin(SMALL, client="a", address="x")
    with pytest.raises(TrainingOfAnother):
        stop(record.id, client="b")
    assert stop(record.id, client="a").state is State.STOPPED
    assert run_all() == 0


def test_a_running_training_stops_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHECK_SECONDS", 0.0)
    record = begin(SMALL, client="a", address="x")
    record.stop_file.touch()
    run_all()
    stopped = read_record(record.id)
    assert stopped.state is State.STOPPED
    assert len(stopped.epochs) == 1


def test_a_training_may_not_take_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHECK_SECONDS", 0.0)
    monkeypatch.setattr(runner, "CPU_SECONDS", 0)
    record = begin(SMALL, client="a", address="x")
    run_all()
    assert read_record(record.id).state is State.OUT_OF_TIME


def test_one_whose_process_is_gone_was_interrupted() -> None:
    record = begin(SMALL, client="a", address="x")
    record.state = State.RUNNING
    alive = try_lock(record.alive_file)
    assert alive is not None
    record.write()
    assert read_record(record.id).state is State.RUNNING
    os.close(alive)
    assert read_record(record.id).state is State.INTERRUPTED
    begin(SMALL, client="a", address="x")  # it does not count any more


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"settings": null, "state": "running"}', b"\xff", None]
)
def test_an_odd_record_is_gone_for_its_reader_and_stays_in_nobodys_way(
    content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    odd, other = begin(SMALL, client="a", address="x"), begin(SMALL, client="b", address="y")
    file = odd.folder / "training.json"
    file.unlink()
    if content is None:
        file.symlink_to(odd.folder)  # a folder where a file should be
    else:
        file.write_bytes(content)
    assert [record.id for record in all_records()] == [other.id]
    with pytest.raises(NoSuchTraining, match="kept for 6 hours"):
        read_record(odd.id)
    assert f"The record of training {odd.id} cannot be read" in caplog.text


def test_what_cannot_be_read_is_swept_as_late_as_any_other() -> None:
    odd = begin(SMALL, client="a", address="x")
    (odd.folder / "training.json").write_bytes(b"odd")
    begin(SMALL, client="b", address="y")
    assert odd.folder.exists()
    os.utime(odd.folder, (time.time() - 7 * 3600,) * 2)
    begin(SMALL, client="c", address="z")
    assert not odd.folder.exists()


def test_a_training_that_is_swept_while_one_looks_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    record = begin(SMALL, client="a", address="x")
    record.state = State.RUNNING
    record.write()

    def sweep_first(path: Path) -> bool:
        record.remove()
        return is_locked(path)

    monkeypatch.setattr(training_records, "is_locked", sweep_first)
    with pytest.raises(NoSuchTraining, match="kept for 6 hours"):
        read_record(record.id)
    assert not record.folder.exists()


def test_old_trainings_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    old = begin(SMALL, client="a", address="x")
    run_all()
    record = read_record(old.id)
    record.created_at -= 7 * 3600
    record.write()
    begin(SMALL, client="a", address="x")
    with pytest.raises(NoSuchTraining, match="kept for 6 hours"):
        read_record(old.id)


@pytest.mark.parametrize("training_id", ["", "..", "0" * 15, "../../secret-key", "0123456789abcdeX"])
def test_an_id_leads_nowhere_else(training_id: str) -> None:
    with pytest.raises(NoSuchTraining):
        read_record(training_id)


def test_an_epoch_that_is_not_there_is_refused() -> None:
    record = begin(SMALL, client="a", address="x")
    with pytest.raises(NoSuchTraining, match="has not begun"):
        network_after(EpochOfTraining(training=record.id, epoch=0))
    run_all()
    with pytest.raises(NoSuchTraining, match="after epoch 3: so far there are 0 to 2"):
        network_after(EpochOfTraining(training=record.id, epoch=3))


def test_a_record_comes_back_as_it_was_written() -> None:
    record = begin(SMALL, client="a", address="x")
    assert read_record(record.id) == TrainingRecord(
        id=record.id, settings=SMALL, client="a", address="x", created_at=record.created_at
    )


def test_a_lock_excludes_others_until_it_is_closed(tmp_path: Path) -> None:
    held = try_lock(tmp_path / "lock")
    assert held is not None
    assert try_lock(tmp_path / "lock") is None
    os.close(held)
    with locked(tmp_path / "lock"):
        assert is_locked(tmp_path / "lock")
    assert not is_locked(tmp_path / "lock")
