"""Write a contact sheet of the synthetic handwriting that networks are trained on."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from recognizer.management.base import SiteCommand

SAMPLES, NUMBERS = 16, 4
"""Columns of a sheet, if nobody says."""
MAX_COLUMNS = 100


class Command(SiteCommand):
    help = "Write a contact sheet of synthetic handwriting: a row for each style, as PNG."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "output", type=Path, nargs="?", default=Path("handwriting.png"), help="the PNG file"
        )
        parser.add_argument("--columns", type=int, help=f"samples a style, 1 to {MAX_COLUMNS}")
        parser.add_argument("--seed", type=int, default=0, help="which crowd of writers, from 0")
        kinds = parser.add_mutually_exclusive_group()
        kinds.add_argument(
            "--strangers",
            action="store_const",
            dest="shown",
            default="DIGITS",
            const="NON_DIGITS",
            help="what is no digit, instead of digits",
        )
        kinds.add_argument(
            "--hasty",
            action="store_const",
            dest="shown",
            default="DIGITS",
            const="HASTY_DIGITS",
            help="digits written in a hurry, instead of carefully",
        )
        kinds.add_argument(
            "--numbers",
            action="store_true",
            help="photographs of whole numbers, each with what was written; --columns of them side by side",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if options["columns"] is None:
            options["columns"] = NUMBERS if options["numbers"] else SAMPLES
        if not 1 <= options["columns"] <= MAX_COLUMNS:
            raise CommandError(f"--columns: expected 1 to {MAX_COLUMNS}, found {options['columns']}.")
        if options["seed"] < 0:
            raise CommandError(f"--seed: expected 0 or more, found {options['seed']}.")
        if output.suffix.lower() != ".png" or not output.parent.is_dir():
            raise CommandError(f"output: expected a .png file in an existing folder, found {output}.")
        which = {"columns": options["columns"], "seed": options["seed"]}
        if options["numbers"]:
            from recognizer.services.evaluation.numbers_sheet import numbers_sheet  # noqa: PLC0415 - SciPy is large

            sheet = numbers_sheet(**which)
        else:
            from recognizer.services.evaluation.contact_sheet import Shown, contact_sheet  # noqa: PLC0415

            sheet = contact_sheet(**which, shown=Shown[options["shown"]])
        sheet.save(output)
        self.stdout.write(f"Wrote {output}: {sheet.width} × {sheet.height} pixels.")
