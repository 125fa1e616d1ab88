"""The tables of the ledger, and the triggers that seal them."""

from django.db import migrations, models

from zhiheng.ledger import seals


def seal(apps, schema_editor):
    seals.seal(schema_editor.connection)


def unseal(apps, schema_editor):
    seals.unseal(schema_editor.connection)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Head',
            fields=[
                ('book', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('chain', models.BinaryField(max_length=32)),
                ('peaks', models.BinaryField(default=b'')),
                ('root', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40)),
                ('size', models.PositiveBigIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('book', 'size'), name='ledger_checkpoint_one_per_size'), models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='ledger_checkpoint_of_some_lines')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40)),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('act', models.CharField(max_length=80)),
                ('actor', models.CharField(max_length=80)),
                ('about', models.CharField(max_length=200)),
                ('cites_json', models.TextField(default='[]')),
                ('body_json', models.TextField(default='null')),
                ('leaf', models.BinaryField(max_length=32)),
                ('chain', models.BinaryField(max_length=32)),
            ],
            options={
                'indexes': [models.Index(fields=['book', 'about', 'seq'], name='ledger_line_about', opclasses=['varchar_pattern_ops', 'varchar_pattern_ops', 'int8_ops'])],
                'constraints': [models.UniqueConstraint(fields=('book', 'seq'), name='ledger_line_one_per_number'), models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='ledger_line_numbers_from_one')],
            },
        ),
        migrations.RunPython(seal, unseal),
    ]
