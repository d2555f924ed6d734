"""What the portal keeps about keeping personal data: copies, incidents, destroyed documents."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import trigger_sql
from core.create_together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0011_file_keys"),
        ("employees", "0007_no_talent_score"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('is_drill', models.BooleanField(verbose_name='latihan')),
                ('title', models.CharField(max_length=150, verbose_name='judul')),
                ('found_at', models.DateTimeField(verbose_name='diketahui')),
                ('happened_from', models.DateTimeField(blank=True, null=True, verbose_name='terjadi sejak')),
                ('happened_until', models.DateTimeField(blank=True, null=True, verbose_name='terjadi sampai')),
                ('kinds', models.JSONField(help_text='Kode dari BreachedData', verbose_name='data yang terungkap')),
                ('cause', models.TextField(max_length=2000, verbose_name='bagaimana terungkap')),
                ('handling', models.TextField(max_length=2000, verbose_name='penanganan dan pemulihan')),
                ('recorded_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, help_text='Surat dilepas', null=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={'indexes': [models.Index(fields=['-found_at'], name='breach_by_time')], 'constraints': [models.CheckConstraint(condition=models.Q(('happened_from', None), ('happened_until', None), ('happened_until__gte', models.F('happened_from')), _connector='OR'), name='breach_span_in_order', violation_error_message='Kejadian tidak boleh berakhir sebelum mulai.')], },
        ),
migrations.CreateModel(
            name='BreachLetters',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('people_count', models.PositiveIntegerField(help_text='Orang yang terdampak saat surat disiapkan')),
                ('unreachable_count', models.PositiveIntegerField(help_text='Tanpa surel, disurati lewat instansinya')),
                ('prepared_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='alasan')),
                ('authority_letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.letter')),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.letterbatch')),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='privacy.breach')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={'constraints': [models.UniqueConstraint(condition=models.Q(('verdict', '')), fields=('breach',), name='breach_letters_one_open'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='breach_letters_second_person', violation_error_message='Surat dilepas oleh orang lain daripada yang menyiapkannya.')], },
        ),
migrations.CreateModel(
            name='BreachPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=200)),
                ('added_at', models.DateTimeField()),
                ('breach', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='privacy.breach')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employees.employee')),
            ],
            options={'constraints': [models.UniqueConstraint(fields=('breach', 'employee'), name='breach_person_once')], },
        ),
migrations.CreateModel(
            name='DestructionProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('retention_class', models.CharField(help_text='Kode dari privacy/rules/retention.py', max_length=40)),
                ('due_before', models.DateTimeField(help_text='Yang waktunya habis sebelum saat ini')),
                ('count', models.PositiveIntegerField()),
                ('total_bytes', models.BigIntegerField(default=0)),
                ('digest', models.CharField(help_text='SHA-256 atas daftar nomor dan hash dokumennya', max_length=64)),
                ('proposed_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='alasan')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={'constraints': [models.UniqueConstraint(condition=models.Q(('verdict', '')), fields=('retention_class',), name='destruction_one_open_a_class'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='destruction_second_person', violation_error_message='Pemusnahan disetujui oleh orang lain daripada yang mengusulkannya.')], },
        ),
migrations.CreateModel(
            name='DestroyedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.UUIDField()),
                ('path', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('destroyed_at', models.DateTimeField()),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='privacy.destructionproposal')),
            ],
            options={'constraints': [models.UniqueConstraint(fields=('object_type', 'object_id'), name='destroyed_once')], },
        ),
migrations.CreateModel(
            name='PersonalCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('WAITING', 'Sedang dibuat'), ('READY', 'Siap diunduh'), ('FAILED', 'Gagal dibuat'), ('EXPIRED', 'Sudah dihapus')], default='WAITING', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField(default=0, help_text='Bagian yang akan ditulis')),
                ('done', models.PositiveIntegerField(default=0, help_text='Bagian yang sudah ditulis')),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, help_text='Sejak saat ini berkasnya tidak ada lagi', null=True)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('size', models.BigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={'indexes': [models.Index(fields=['person', '-created_at'], name='personal_copy_own'), models.Index(condition=models.Q(('state', 'READY')), fields=['expires_at'], name='personal_copy_ends')], 'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'WAITING')), fields=('person',), name='personal_copy_one_waiting', violation_error_message='Salinan data Anda masih dibuat.')], },
        ),
        ]),
        migrations.RunSQL(trigger_sql("privacy_destroyedfile"), migrations.RunSQL.noop),
    ]
