"""Groups for those who review what people gave and see no answer but their own, and for those who make data sets
of it and watch what is learned. Made once, as the others."""

from typing import Any

from django.db import migrations

GROUPS = {
    "handwriting reviewer": {"review_sample": "Can review what people gave"},
    "data keeper": {
        "view_modelversion": "Can view model version",
        "view_claim": "Can view claim",
        "view_sample": "Can view sample",
        "view_dataset": "Can view data set",
        "make_dataset": "Can make data sets of what people gave",
        "export_dataset": "Can export data sets",
        "import_dataset": "Can import data sets",
        "view_departure": "Can view departure",
        "view_challenge": "Can view challenge",
        "view_shadow": "Can view shadow",
        "view_disagreement": "Can view disagreement",
        "view_readingtally": "Can view readings of a day",
        "view_learningpolicy": "Can view learning from people",
        "change_learningpolicy": "Can change learning from people",
    },
}
"""Permissions by the name of the group, each with its name: they are otherwise made when all migrations are through."""


def offer_groups(apps: Any, schema_editor: Any) -> None:
    """Make the groups whose names are free, with their permissions."""
    group_model, permission_model, kind_model = (
        apps.get_model(app, name)
        for app, name in (("auth", "Group"), ("auth", "Permission"), ("contenttypes", "ContentType"))
    )
    alias = schema_editor.connection.alias
    kinds = kind_model.objects.using(alias)
    for name, permissions in GROUPS.items():
        group, is_new = group_model.objects.using(alias).get_or_create(name=name)
        if is_new:
            group.permissions.set(
                permission_model.objects.using(alias).get_or_create(
                    content_type=kinds.get_or_create(app_label="recognizer", model=codename.split("_")[1])[0],
                    codename=codename,
                    defaults={"name": words},
                )[0]
                for codename, words in permissions.items()
            )


class Migration(migrations.Migration):
    dependencies = [
        ("recognizer", "0010_learning_from_people"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(offer_groups, migrations.RunPython.noop, elidable=False)]
