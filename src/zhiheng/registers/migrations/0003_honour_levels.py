"""Honours that rounds granted are told by the levels of honours, as those of the shipped register are."""

from django.db import migrations

LEVELS = {"country": "national", "province": "provincial", "prefecture": "prefectural"}


def rename(apps, schema_editor):
    """Write the level of an honour where the level of a region stood."""
    honours = apps.get_model("registers", "Honour").objects
    for region, honour in LEVELS.items():
        honours.filter(level=region).update(level=honour)


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0002_sample_honours'),
    ]

    operations = [
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
