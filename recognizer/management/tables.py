"""Tables that commands print."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, cast

from django.core.management.base import OutputWrapper

WIDTH = 160
"""Columns where the output is no terminal."""


def print_table(stdout: OutputWrapper, columns: Mapping[str, bool], rows: Iterable[Sequence[str]]) -> None:
    """Print a line a row; `columns` says by title whether a column's text stands on the right."""
    from rich.console import Console  # noqa: PLC0415 - large, and needed by what is printed alone
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="")
    for title, right in columns.items():
        table.add_column(title, justify="right" if right else "left")
    for row in rows:
        table.add_row(*row)
    # to typing, the command's output is no IO[str], though it can do all that one does
    output = cast("IO[str]", stdout)
    console = Console(file=output, markup=False, highlight=False)
    console = console if console.is_terminal else Console(file=output, markup=False, width=WIDTH)
    console.print(table)
