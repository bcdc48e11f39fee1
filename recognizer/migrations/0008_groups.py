"""Four groups to begin with. They are made here, once, and not after each `migrate`: whoever runs a site may
change or delete them, and what is called so already stays as it is."""

from typing import Any

from django.db import migrations

GROUPS = {
    "viewer": ("view",),
    "trainer": ("view", "train"),
    "reviewer": ("view", "change"),
    "operator": ("view", "train", "change", "activate", "import", "delete"),
}
NAMES = {
    "view": "Can view model version",
    "change": "Can change model version",
    "delete": "Can delete model version",
    "train": "Can train model versions",
    "activate": "Can put model versions live and roll back",
    "import": "Can import model versions from files",
}
"""Permissions are otherwise made when all migrations are through."""


def offer_groups(apps: Any, schema_editor: Any) -> None:
    """Make the groups whose names are free, with their permissions."""
    group_model, permission_model, kind_model = (
        apps.get_model(app, name)
        for app, name in (("auth", "Group"), ("auth", "Permission"), ("contenttypes", "ContentType"))
    )
    alias = schema_editor.connection.alias
    kind, _ = kind_model.objects.using(alias).get_or_create(app_label="recognizer", model="modelversion")
    for name, acts in GROUPS.items():
        group, is_new = group_model.objects.using(alias).get_or_create(name=name)
        if is_new:
            group.permissions.set(
                permission_model.objects.using(alias).get_or_create(
                    content_type=kind, codename=f"{act}_modelversion", defaults={"name": NAMES[act]}
                )[0]
                for act in acts
            )


class Migration(migrations.Migration):
    dependencies = [
        ("recognizer", "0007_activation_reason"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(offer_groups, migrations.RunPython.noop, elidable=False)]
