"""The log of activations is called `Deployment` in Python; its table keeps its name, so no row is touched.

Django renames the content type as well, which has no permissions: who may look at versions may read the log.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("recognizer", "0008_groups")]

    operations = [
        migrations.AlterModelTable(name="activation", table="recognizer_activation"),
        migrations.RenameModel(old_name="Activation", new_name="Deployment"),
    ]
