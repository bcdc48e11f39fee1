"""Which version is live: activating, rolling back, and the log of both."""

import getpass
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from recognizer.models import Activation, ModelVersion, Source, Status
from recognizer.phrases import Phrase
from recognizer.services.errors import VersionRefused
from recognizer.services.release.preflight import ESSENTIAL, Preflight, preflight

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who puts a version live, and by way of what."""

    source: Source
    name: str = ""
    user_id: int | None = None

    @classmethod
    def at_the_shell(cls) -> Self:
        """Return whoever runs this process."""
        try:
            name = getpass.getuser()
        except (OSError, KeyError):
            name = ""  # a container's user may have none
        return cls(source=Source.COMMAND, name=name)

    @classmethod
    def of_user(cls, user: AbstractBaseUser | AnonymousUser, source: Source = Source.ADMIN) -> Self:
        """Return a user of the site."""
        return cls(source=source, name=user.get_username(), user_id=user.pk)


@dataclass(frozen=True, kw_only=True)
class Switch:
    """What is to be written down of an activation, apart from the versions."""

    actor: Actor
    reason: str
    forced: bool = False
    is_rollback: bool = False


def active_version() -> ModelVersion | None:
    """Return the version that answers, if there is one."""
    return ModelVersion.objects.filter(status=Status.ACTIVE).first()


def activate(
    version: ModelVersion,
    *,
    actor: Actor | None = None,
    reason: str = "",
    force: bool = False,
    instead_of: int | None = None,
) -> Activation:
    """Make `version` the one that answers; the one before it is retired. Processes follow within a second.

    Parameters
    ----------
    version : ModelVersion
        Ready or retired.
    actor : Actor, optional
        Who does it; whoever runs this process by default.
    reason : str
        Why; needed with `force`.
    force : bool
        Overrule the checks that can be overruled.
    instead_of : int, optional
        The number of the version that was live when the decision was made. If another is by now, the
        decision rests on an old picture and is refused.

    Raises
    ------
    VersionRefused
        If a check fails, or another version was put live in the meantime; nothing has changed then.
    """
    found = preflight(version)
    check_still_live(found.live, instead_of)
    found.demand(force=force, reason=reason)
    switch = Switch(actor=actor or Actor.at_the_shell(), reason=reason.strip(), forced=bool(found.failed))
    return make_switch(found, switch)


def roll_back(*, actor: Actor | None = None, reason: str = "", instead_of: int | None = None) -> Activation:
    """Put the version live that was so before the present one; again, and the one before that follows.

    The versions that were live are a pile: an activation lays one on top, a rollback takes the present one
    off and stays there. What has been deleted is passed over. A version was live already, so it only has
    to be intact; it need not be as good as the one that it takes over from.
    """
    live = active_version()
    check_still_live(live, instead_of)
    version = rollback_target()
    if version is None:
        raise VersionRefused("No other version was live before this one that is still there.")
    found = preflight(version, ESSENTIAL)
    check_still_live(found.live, None if live is None else live.number)
    found.demand(force=False, reason="")
    switch = Switch(actor=actor or Actor.at_the_shell(), reason=reason.strip(), is_rollback=True)
    return make_switch(found, switch)


def rollback_target() -> ModelVersion | None:
    """Return the version that a rollback would put live, if there is one."""
    live = active_version()
    usable = {
        version.number: version
        for version in ModelVersion.objects.filter(status__in=[Status.READY, Status.RETIRED])
    }
    numbers = pile(Activation.objects.order_by("pk").values_list("is_rollback", "to_number"))
    if live is not None and numbers and numbers[-1] == live.number:
        numbers.pop()
    return next((usable[number] for number in reversed(numbers) if number in usable), None)


def pile(log: Iterable[tuple[bool, int]]) -> list[int]:
    """Return the versions that were live, one on top of the other, the present one last."""
    numbers: list[int] = []
    for is_rollback, number in log:
        if is_rollback:
            numbers = numbers[:-1]
            while numbers and numbers[-1] != number:
                numbers.pop()
        if not is_rollback or not numbers:
            numbers.append(number)
    return numbers


def check_still_live(live: ModelVersion | None, expected: int | None) -> None:
    """Raise VersionRefused if another version is live than a decision was made about."""
    if expected is not None and (live is None or live.number != expected):
        raise VersionRefused(
            "{version} was put live in the meantime. Look again before you decide.",
            version=Phrase("Version {version}", version=live) if live else Phrase("No version"),
        )


def make_switch(found: Preflight, switch: Switch) -> Activation:
    """Move the mark `active` and write it down, both or neither."""
    try:
        with transaction.atomic():
            entry = exchange_active(found.live, found.version, switch)
    except IntegrityError as error:
        raise VersionRefused(taken(found.version)) from error
    found.version.refresh_from_db()
    logger.info(
        "Version %s is live%s, by %s (%s).",
        found.version,
        " by rollback" if switch.is_rollback else "",
        switch.actor.name or "nobody known",
        switch.actor.source.value,
    )
    return entry


def exchange_active(live: ModelVersion | None, version: ModelVersion, switch: Switch) -> Activation:
    """Move the mark from `live` to `version`, unless either changed since they were checked."""
    present = ModelVersion.objects.select_for_update().filter(status=Status.ACTIVE).first()
    if present != live:
        raise VersionRefused(taken(version))
    if present is not None:
        ModelVersion.objects.filter(pk=present.pk).update(status=Status.RETIRED)
    now = timezone.now()
    claimed = ModelVersion.objects.filter(
        pk=version.pk, status__in=[Status.READY, Status.RETIRED], file_sha256=version.file_sha256
    ).update(status=Status.ACTIVE, activated_at=now)
    if not claimed:
        raise VersionRefused("Version {version} was changed or deleted in the meantime.", version=version)
    return Activation.objects.create(
        at=now,
        by_id=switch.actor.user_id,
        by_name=switch.actor.name,
        source=switch.actor.source,
        is_rollback=switch.is_rollback,
        from_version=present,
        from_number=None if present is None else present.number,
        from_name=present.name if present else "",
        to_version=version,
        to_number=version.number,
        to_name=version.name,
        reason=switch.reason,
        forced=switch.forced,
    )


def taken(version: ModelVersion) -> Phrase:
    """Say that somebody else was faster."""
    return Phrase("Another version was activated at the same moment as {version}.", version=version)
