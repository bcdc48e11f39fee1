"""`manage.py makemessages`: collect what can be translated, what the libraries raise included."""

from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages

from digitweb.apps import load_pages
from recognizer.phrases import phrase_errors

LOCALE = "zh_Hans"


class Command(makemessages.Command):
    help = f"Collect what can be translated, what errors say included (default locale: {LOCALE})."

    # nothing that changes where no sentence has
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["locale"] or options["all"]):
            options["locale"] = [LOCALE]
        load_pages()  # with them come all errors that say something
        sayers = ["Phrase", *sorted(error.__name__ for error in phrase_errors())]
        self.xgettext_options = [*self.xgettext_options, *(f"--keyword={name}:1" for name in sayers)]
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
