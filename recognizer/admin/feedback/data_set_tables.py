"""What is in data sets, as the tables and pictures of their pages."""

from typing import Any

import numpy as np
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from recognizer.models import NO_DIGIT, DataSet, Device, Part, Sample
from recognizer.services.data_sets.files import load_data_set
from recognizer.services.data_sets.people import PARTS, PeopleData
from recognizer.services.data_sets.sheet import rows_of, strip_of
from recognizer.services.recognition.tiles import png_data_url

MOST = 10
"""People who are named on a data set's page: those with the most samples."""


def tables(statistics: dict[str, Any]) -> dict[str, Any]:
    """Return the tables of a data set's statistics."""
    devices = statistics.get("devices", {})
    return {
        "parts": [{"name": part.label, **statistics.get("parts", {}).get(part.value, {})} for part in Part],
        "tables": [
            {
                "title": _("By label"),
                "rows": [
                    {"name": label_name(label), "cells": cells(statistics, "labels", str(label))}
                    for label in range(NO_DIGIT + 1)
                ],
            },
            {
                "title": _("By device"),
                "rows": [
                    {"name": device.label, "cells": cells(statistics, "devices", device.value)}
                    for device in Device
                    if device.value in devices
                ],
            },
        ],
        "columns": [_("samples"), _("people"), *(part.label for part in Part)],
        "left_out": statistics.get("left_out"),
        "share": statistics.get("share"),
        "most": statistics.get("most"),
    }


def label_name(label: int) -> str:
    """Return a label in words."""
    return _("no digit") if label == NO_DIGIT else str(label)


def people_in(data: PeopleData) -> list[dict[str, Any]]:
    """Return name, part and number of samples of each person, who has most first."""
    counts = np.bincount(data.person, minlength=len(data.people))
    parts = np.zeros(len(data.people), dtype=np.int64)
    parts[data.person] = data.part
    return [
        {
            "name": data.people[place],
            "part": Part(PARTS[parts[place]]).label,
            "samples": int(counts[place]),
            "share": counts[place] / len(data),
        }
        for place in np.argsort(-counts, kind="stable")
    ]


def samples_context(data_set: DataSet) -> dict[str, Any]:
    """Return strips of samples by label and part, and the people with the most."""
    data = load_data_set(data_set)
    rows: dict[int, list[dict[str, Any]]] = {}
    for label, part, count, tiles in rows_of(data):
        strip = png_data_url(strip_of(tiles)) if count else ""
        rows.setdefault(label, []).append({"part": part.label, "count": count, "strip": strip})
    return {
        "rows": [{"name": label_name(label), "cells": found} for label, found in rows.items()],
        "people": people_in(data)[:MOST],
        "number_of_people": len(data.people),
        "data_set": data_set,
    }


def cells(statistics: dict[str, Any], group: str, name: str) -> list[int]:
    """Return the figures of a label or a device: samples, people, samples in each part."""
    found = statistics.get(group, {}).get(name, {})
    return [found.get(column, 0) for column in ("samples", "people", *(part.value for part in Part))]


def counted(samples: "QuerySet[Sample]") -> dict[str, int]:
    """Return how many samples there are, and of how many people."""
    return samples.aggregate(samples=Count("pk"), people=Count("claim__contributor", distinct=True))
