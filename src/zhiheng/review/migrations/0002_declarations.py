import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_procedures'),
        ('review', '0001_reviews'),
    ]

    operations = [
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.CharField(max_length=40)),
                ('by', models.CharField(max_length=40)),
                ('given_at', models.DateTimeField()),
                ('salt', models.CharField(max_length=64)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='review.expert')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.round')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'expert', 'organisation'), name='declaration_once_per_round_expert_and_organisation'), models.CheckConstraint(condition=models.Q(('organisation', ''), _negated=True), name='declaration_names_an_organisation')],
            },
        ),
    ]
