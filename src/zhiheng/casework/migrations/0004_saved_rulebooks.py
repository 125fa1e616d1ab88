"""Keep rulebooks that offices save as new versions: who saved a text, when, and one text for an id."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_on_paper")]

    operations = [
        migrations.AddField("rulebookversion", "saved_by", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("rulebookversion", "saved_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "rulebookversion",
            models.UniqueConstraint(
                name="rulebook_saved_once_per_id", fields=["rulebook"], condition=~Q(saved_by="")
            ),
        ),
        migrations.AddConstraint(
            "rulebookversion",
            models.CheckConstraint(
                name="rulebook_saved_by_somebody_at_some_time",
                condition=Q(saved_by="", saved_at=None) | (~Q(saved_by="") & Q(saved_at__isnull=False)),
            ),
        ),
    ]
