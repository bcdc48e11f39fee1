"""What people gave, in memory: tiles, labels, and of each who wrote it, with what, and for which part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.models import NO_DIGIT, Device, Part
from recognizer.services.errors import DataSetRefused

PARTS = (Part.TRAINING, Part.VALIDATION, Part.HOLDOUT)
"""The parts, in the order of their numbers."""
DEVICES = tuple(str(device) for device in Device)
"""The kinds of device, in the order of their numbers."""
MAX_SAMPLES = 300_000
MAX_NAME = 40
"""Characters of a person's name in a file: an alias, or what an import makes of one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PeopleData:
    """Samples of people's handwriting. Everybody's lie in one part alone."""

    images: NDArray[np.uint8]
    """(n, 28, 28), ink 255, paper 0."""
    labels: NDArray[np.uint8]
    """(n,), 0 to 9, 10 for no digit: on which reviewers agreed."""
    people: tuple[str, ...]
    """Aliases, each once."""
    person: NDArray[np.int64]
    """(n,), places in `people`."""
    part: NDArray[np.uint8]
    """(n,), places in `PARTS`: 0 training, 1 validation, 2 holdout."""
    device: NDArray[np.uint8]
    """(n,), places in `devices`."""
    devices: tuple[str, ...]
    """Names of devices."""
    sample: NDArray[np.int64]
    """(n,), numbers of the samples where they were given; each once."""
    by_lot: NDArray[np.uint8]
    """(n,), 1 where a lot chose the reading before anybody said anything of it, else 0.

    These alone tell how often a version is right: what people correct was read wrongly, whatever the share.
    """

    def __len__(self) -> int:
        return len(self.labels)

    def of(self, part: Part) -> "PeopleData":
        """Return the samples of one part, and its people alone."""
        return self.where(self.part == PARTS.index(part))

    def without(self, name: str) -> "PeopleData":
        """Return the samples of all people but one."""
        return self.where(np.array(self.people)[self.person] != name) if self.people else self

    def where(self, chosen: NDArray[np.bool_]) -> "PeopleData":
        """Return the samples for which `chosen` (n,) is true, and their people alone."""
        places, person = np.unique(self.person[chosen], return_inverse=True)
        return PeopleData(
            images=self.images[chosen],
            labels=self.labels[chosen],
            people=tuple(self.people[place] for place in places),
            person=person.astype(np.int64),
            part=self.part[chosen],
            device=self.device[chosen],
            devices=self.devices,
            sample=self.sample[chosen],
            by_lot=self.by_lot[chosen],
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays of the file by name, in its order."""
        return {
            "images": self.images,
            "labels": self.labels,
            "person": self.person.astype("<i8"),
            "people": np.array(self.people, dtype=f"<U{width_of(self.people)}"),
            "part": self.part,
            "device": self.device,
            "devices": np.array(self.devices, dtype=f"<U{width_of(self.devices)}"),
            "sample": self.sample.astype("<i8"),
            "by_lot": self.by_lot,
        }


def width_of(names: tuple[str, ...]) -> int:
    """Return the characters of the longest name, one at least."""
    return max([1, *map(len, names)])


def is_name(text: str) -> bool:
    """Whether a text can be a person's or a device's name: short, printable, no HTML and no path."""
    return 0 < len(text) <= MAX_NAME and text.isascii() and all(c.isalnum() or c in "-_" for c in text)


UINT8, INTEGERS, TEXT = ("u1",), ("i8", "i4", "i2", "u1", "u2", "u4"), ("U",)

EXPECTED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "images": (UINT8, "uint8 (n, 28, 28)"),
    "labels": (UINT8, "uint8 (n,)"),
    "person": (INTEGERS, "int64 (n,)"),
    "people": (TEXT, "texts (p,)"),
    "part": (UINT8, "uint8 (n,)"),
    "device": (UINT8, "uint8 (n,)"),
    "devices": (TEXT, "texts (d,)"),
    "sample": (INTEGERS, "int64 (n,)"),
    "by_lot": (UINT8, "uint8 (n,)"),
}
"""Kinds of dtype and, in words, kind and shape of each array of a file."""


def checked_people(arrays: Mapping[str, NDArray[Any]]) -> PeopleData:
    """Return the samples in arrays from anywhere; DataSetRefused says what came instead."""
    missing = [name for name in EXPECTED if name not in arrays]
    if missing:
        raise DataSetRefused(
            "Expected arrays {expected}; {missing} is missing.",
            expected=", ".join(EXPECTED),
            missing=missing[0],
        )
    check_shapes(arrays)
    data = PeopleData(
        images=arrays["images"],
        labels=arrays["labels"],
        people=tuple(texts_in("people", arrays["people"])),
        person=arrays["person"].astype(np.int64),
        part=arrays["part"],
        device=arrays["device"],
        devices=tuple(texts_in("devices", arrays["devices"])),
        sample=arrays["sample"].astype(np.int64),
        by_lot=arrays["by_lot"],
    )
    check_names(data)
    check_values(data)
    check_parts(data)
    return data


def texts_in(name: str, array: NDArray[Any]) -> list[str]:
    """Return the texts in an array; none where it holds anything else."""
    if array.dtype.kind != "U":
        return []
    codec = "utf-32-be" if array.dtype.str.startswith(">") else "utf-32-le"
    content, width = array.tobytes(), array.dtype.itemsize  # NumPy itself fails on what is no Unicode
    try:
        return [
            content[start : start + width].decode(codec).rstrip("\0")
            for start in range(0, len(content), width)
        ]
    except UnicodeDecodeError:
        raise DataSetRefused("{array}: expected texts, found what is no Unicode.", array=name) from None


def check_shapes(arrays: Mapping[str, NDArray[Any]]) -> None:
    """Raise DataSetRefused unless each array has its kind and its shape."""
    n = len(arrays["labels"]) if arrays["labels"].ndim else 0
    if not 1 <= n <= MAX_SAMPLES:
        raise DataSetRefused(
            "Expected 1 to {most} samples, found {found}.", most=f"{MAX_SAMPLES:,}", found=f"{n:,}"
        )
    for name, (kinds, words) in EXPECTED.items():
        array = arrays[name]
        kind = array.dtype.kind if array.dtype.kind == "U" else array.dtype.str[1:]
        shape = {"images": (n, 28, 28), "people": array.shape[:1], "devices": array.shape[:1]}.get(name, (n,))
        if kind not in kinds or array.shape != shape or not array.ndim:
            raise DataSetRefused(
                "{array}: expected {expected} for n = {n}, found {dtype} {shape}.",
                array=name,
                expected=words,
                n=n,
                dtype=array.dtype,
                shape=array.shape,
            )


def check_names(data: PeopleData) -> None:
    """Raise DataSetRefused unless people and devices have names that may be shown, each once."""
    for array, names, most in (("people", data.people, MAX_SAMPLES), ("devices", data.devices, len(DEVICES))):
        if not 1 <= len(names) <= most or len(set(names)) < len(names):
            raise DataSetRefused(
                "{array}: expected 1 to {most} different names, found {different} among {found}.",
                array=array,
                most=f"{most:,}",
                different=len(set(names)),
                found=len(names),
            )
        is_known: Callable[[str], bool] = is_name if array == "people" else DEVICES.__contains__
        wrong = [name for name in names if not is_known(name)]
        if wrong:
            raise DataSetRefused(
                "{array}: expected {expected}, found {found}.",
                array=array,
                expected=f'letters, digits, "-" and "_", {MAX_NAME} at most'
                if array == "people"
                else ", ".join(DEVICES),
                found=ascii(wrong[0][:60]),
            )


def check_values(data: PeopleData) -> None:
    """Raise DataSetRefused unless all numbers lie where they may, and no sample comes twice."""
    highest: Mapping[str, tuple[NDArray[np.integer[Any]], int]] = {
        "labels": (data.labels, NO_DIGIT),
        "person": (data.person, len(data.people) - 1),
        "part": (data.part, len(PARTS) - 1),
        "device": (data.device, len(data.devices) - 1),
        "sample": (data.sample, 2**63 - 1),
        "by_lot": (data.by_lot, 1),
    }
    for name, (array, most) in highest.items():
        if array.min() < 0 or array.max() > most:
            raise DataSetRefused(
                "{array}: expected 0 to {most}, found {low} to {high}.",
                array=name,
                most=most,
                low=int(array.min()),
                high=int(array.max()),
            )
    if len(np.unique(data.sample)) < len(data):
        raise DataSetRefused(
            "sample: expected {expected} different numbers, found {found}.",
            expected=len(data),
            found=len(np.unique(data.sample)),
        )


def check_parts(data: PeopleData) -> None:
    """Raise DataSetRefused if anybody is in two parts: a network would be tested on its own people."""
    pairs = np.unique(np.stack([data.person, data.part.astype(np.int64)]), axis=1)
    who, count = np.unique(pairs[0], return_counts=True)
    if count.max() > 1:
        raise DataSetRefused(
            "Expected each person in one part, found {person} in {parts}.",
            person=data.people[int(who[count.argmax()])],
            parts=int(count.max()),
        )
