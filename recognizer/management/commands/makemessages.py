"""`manage.py makemessages`: collect what can be translated, the libraries' phrases included."""

from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages

LOCALE = "zh_Hans"


class Command(makemessages.Command):
    help = f"Collect what can be translated, what `Phrase(…)` says included (default locale: {LOCALE})."

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=Phrase:1"]
    # nothing that changes where no sentence has
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["locale"] or options["all"]):
            options["locale"] = [LOCALE]
        options["no_wrap"] = True
        options["add_location"] = options["add_location"] or "file"
        options["ignore_patterns"] = [*options["ignore_patterns"], ".venv*", "var", "tests"]
        super().handle(*args, **options)

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Leave the day out: a catalogue in which no sentence changed stays as it is."""
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith('"POT-Creation-Date:')]
        catalogue.write_text("".join(kept), encoding="utf-8")
