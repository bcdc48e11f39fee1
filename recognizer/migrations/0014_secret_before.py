"""After a change of a webhook's secret the one before signs for a while as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognizer", "0013_expand_evidence")]

    operations = [
        migrations.AddField(
            model_name="webhook",
            name="old_secret",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=100, verbose_name="secret before"
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="old_secret_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="secret before signs until"),
        ),
    ]
