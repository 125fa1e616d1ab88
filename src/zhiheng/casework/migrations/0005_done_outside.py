"""Keep how and on which day the office did outside the house what a task asks: telling somebody by letter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_saved_rulebooks")]

    operations = [
        migrations.AddField("task", "done_day", models.DateField(null=True)),
        migrations.AddField(
            "task", "done_how", models.CharField(blank=True, default="", max_length=200), preserve_default=False
        ),
    ]
