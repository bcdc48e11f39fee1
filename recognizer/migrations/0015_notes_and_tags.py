"""Notes and tags of versions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognizer", "0014_secret_before")]

    operations = [
        migrations.AddField(
            model_name="modelversion",
            name="notes",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="What whoever looks at it next year should know",
                max_length=5000,
                verbose_name="notes",
            ),
        ),
        migrations.AddField(
            model_name="modelversion",
            name="tags",
            field=models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text="Words with commas between them; the list can be filtered by each",
                verbose_name="tags",
            ),
        ),
    ]
