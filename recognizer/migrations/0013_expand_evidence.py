"""A web server of 1.0.0 that still runs beside this release puts versions live without naming the evidence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognizer", "0012_webhooks")]

    operations = [
        migrations.AlterField(
            model_name="deployment",
            name="evidence",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text="What the gate found of it, if it went through one",
                verbose_name="evidence",
            ),
        ),
    ]
