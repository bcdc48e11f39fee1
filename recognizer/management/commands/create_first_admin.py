"""Give a new site its first administrator."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandParser

from recognizer.management.base import SiteCommand
from recognizer.services.first_admin import USERNAME, make_first_admin
from recognizer.services.locks import site_lock


class Command(SiteCommand):
    help = "Make an administrator with a random password, printed once, if the site has no user yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="", help="the site's address, for the message")

    def handle(self, *_args: Any, **options: Any) -> None:
        with site_lock("set-up"):
            self.create(options["address"])

    def create(self, address: str) -> None:
        """Make the administrator, unless there is a user."""
        if get_user_model().objects.exists():
            return
        password = make_first_admin()
        self.stdout.write(
            f"\n  Admin:    {address}/admin/\n"
            f"  User:     {USERNAME}\n"
            f"  Password: {password}   (shown this once; manage.py changepassword {USERNAME} sets another)\n"
        )
