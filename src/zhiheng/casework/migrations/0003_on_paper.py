"""Keep what the office records from paper: the day of a letter, the evidence of an objection and who recorded it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_kept_inputs")]

    operations = [
        migrations.AddField("withdrawal", "asked_day", models.DateField(null=True)),
        migrations.AddField("objection", "evidence", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "objection", "recorded_by", models.CharField(blank=True, default="", max_length=40), preserve_default=False
        ),
    ]
