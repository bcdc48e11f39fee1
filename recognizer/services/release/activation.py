"""Activate versions, roll back, and keep the log of both."""

import getpass
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from recognizer.models import Deployment, DeploymentSource, ModelVersion, Status
from recognizer.phrases import Phrase, message_of
from recognizer.services.errors import StoreError, VersionRefused
from recognizer.services.release.gate import evidence_of
from recognizer.services.release.preflight import ESSENTIAL, Preflight, preflight
from recognizer.services.versions.file_store import check_shared
from recognizer.services.webhooks.events import tell_version_live

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who activates a version, and where: admin, command, training or installation."""

    source: DeploymentSource
    name: str = ""
    user_id: int | None = None

    @classmethod
    def from_shell(cls) -> Self:
        """Return the user of this process."""
        try:
            name = getpass.getuser()
        except (OSError, KeyError):
            name = ""  # a container's user may have none
        return cls(source=DeploymentSource.COMMAND, name=name)

    @classmethod
    def of_user(
        cls, user: AbstractBaseUser | AnonymousUser, source: DeploymentSource = DeploymentSource.ADMIN
    ) -> Self:
        """Return a user of the site."""
        return cls(source=source, name=user.get_username(), user_id=user.pk)


@dataclass(frozen=True, kw_only=True)
class Switch:
    """What the log records of an activation, apart from the versions."""

    actor: Actor
    reason: str
    forced: bool = False
    is_rollback: bool = False


def active_version() -> ModelVersion | None:
    """Return the live version, if there is one."""
    return ModelVersion.objects.filter(status=Status.ACTIVE).first()


def activate(
    version: ModelVersion,
    *,
    actor: Actor | None = None,
    reason: str = "",
    force: bool = False,
    instead_of: int | None = None,
) -> Deployment:
    """Activate `version` and retire the one before it. Processes follow within a second.

    Parameters
    ----------
    version : ModelVersion
        Ready or retired.
    actor : Actor, optional
        Who does it; whoever runs this process by default.
    reason : str
        Why; needed with `force`.
    force : bool
        Overrule the checks that can be overruled, and a store of several hosts that does not answer.
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
    found.require(force=force, reason=reason)
    if not force:
        check_others_can_follow(version)
    switch = Switch(actor=actor or Actor.from_shell(), reason=reason.strip(), forced=bool(found.failed))
    return make_switch(found, switch)


def roll_back(*, actor: Actor | None = None, reason: str = "", instead_of: int | None = None) -> Deployment:
    """Activate the version that was live before the present one; repeated, the one before that.

    The versions that were live are a stack: an activation pushes one, a rollback pops the present one
    and stays there. What has been deleted is skipped. A version was live already, so it only has
    to be intact; it need not be as good as the one that it takes over from.
    """
    live = active_version()
    check_still_live(live, instead_of)
    version = rollback_target()
    if version is None:
        raise VersionRefused("No other version was live before this one that is still there.")
    found = preflight(version, ESSENTIAL)
    check_still_live(found.live, None if live is None else live.number)
    found.require(force=False, reason="")
    switch = Switch(actor=actor or Actor.from_shell(), reason=reason.strip(), is_rollback=True)
    return make_switch(found, switch)


def check_others_can_follow(version: ModelVersion) -> None:
    """Raise VersionRefused if hosts share a store that does not answer: they could not fetch the file."""
    try:
        check_shared(version.file_sha256)
    except StoreError as error:
        raise VersionRefused("Other hosts could not follow. {reason}", reason=message_of(error)) from error


def rollback_target() -> ModelVersion | None:
    """Return the version that a rollback would activate, if there is one."""
    live = active_version()
    usable = {
        version.number: version
        for version in ModelVersion.objects.filter(status__in=[Status.READY, Status.RETIRED])
    }
    numbers = activation_stack(Deployment.objects.order_by("pk").values_list("is_rollback", "to_number"))
    if live is not None and numbers and numbers[-1] == live.number:
        numbers.pop()
    return next((usable[number] for number in reversed(numbers) if number in usable), None)


def activation_stack(log: Iterable[tuple[bool, int]]) -> list[int]:
    """Return the stack of versions that were live, the present one last."""
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
    """Raise VersionRefused if another version is live than the expected one."""
    if expected is not None and (live is None or live.number != expected):
        raise VersionRefused(
            "{version} was put live in the meantime. Look again before you decide.",
            version=Phrase("Version {version}", version=live) if live else Phrase("No version"),
        )


def make_switch(found: Preflight, switch: Switch) -> Deployment:
    """Change the status `active`, write the log entry and tell the webhooks; all or nothing."""
    try:
        with transaction.atomic():
            entry = exchange_active(found.live, found.version, switch)
            tell_version_live(entry)
    except IntegrityError as error:
        raise VersionRefused(overtaken_message(found.version)) from error
    found.version.refresh_from_db()
    logger.info(
        "Version %s is live%s, by %s (%s).",
        found.version,
        " by rollback" if switch.is_rollback else "",
        switch.actor.name or "nobody known",
        switch.actor.source.value,
    )
    return entry


def exchange_active(live: ModelVersion | None, version: ModelVersion, switch: Switch) -> Deployment:
    """Retire `live` and activate `version`, unless either changed since they were checked."""
    present = ModelVersion.objects.select_for_update().filter(status=Status.ACTIVE).first()
    if present != live:
        raise VersionRefused(overtaken_message(version))
    if present is not None:
        ModelVersion.objects.filter(pk=present.pk).update(status=Status.RETIRED)
    now = timezone.now()
    claimed = ModelVersion.objects.filter(
        pk=version.pk, status__in=[Status.READY, Status.RETIRED], file_sha256=version.file_sha256
    ).update(status=Status.ACTIVE, activated_at=now)
    if not claimed:
        raise VersionRefused("Version {version} was changed or deleted in the meantime.", version=version)
    return Deployment.objects.create(
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
        data_set_number=version.people_id,
        evidence=evidence_of(version),
    )


def overtaken_message(version: ModelVersion) -> Phrase:
    """Return the message for an activation that lost the race against another."""
    return Phrase("Another version was activated at the same moment as {version}.", version=version)
