"""What people give, data sets of it, the gate, the shadow, and readings by day."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recognizer', '0009_deployments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contributor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256 of the name')),
                ('part', models.CharField(choices=[('training', 'training'), ('validation', 'validation'), ('holdout', 'holdout')], help_text='Drawn by lot, once', max_length=10, verbose_name='part')),
                ('consent', models.PositiveSmallIntegerField(help_text='The edition of the text that was agreed to', verbose_name='consent')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'contributor',
                'verbose_name_plural': 'contributors',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('alias', models.CharField(max_length=10, verbose_name='contributor')),
                ('samples', models.PositiveIntegerField(default=0, verbose_name='samples')),
                ('data_sets', models.JSONField(default=dict, help_text='Number of each that went, and of the one made in its place', verbose_name='data sets')),
                ('versions', models.JSONField(default=list, help_text='Numbers of the versions that had learnt from it', verbose_name='versions')),
            ],
            options={
                'verbose_name': 'departure',
                'verbose_name_plural': 'departures',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='LearningPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schedule', models.CharField(choices=[('off', 'never by itself'), ('weekly', 'weekly, if there is anything new'), ('samples', 'after so many new reviewed samples')], default='off', max_length=10, verbose_name='train a challenger')),
                ('samples', models.PositiveIntegerField(default=500, validators=[django.core.validators.MinValueValidator(10)], verbose_name='new reviewed samples')),
                ('preset', models.CharField(default='best', max_length=20, verbose_name='preset')),
                ('people_weight', models.FloatField(default=2.0, validators=[django.core.validators.MinValueValidator(0.1), django.core.validators.MaxValueValidator(20)], verbose_name="weight of people's samples")),
                ('shadow_share', models.PositiveSmallIntegerField(default=10, help_text='Of a challenger that has passed the gate; 0: none', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='readings in the shadow, per cent')),
                ('activates', models.BooleanField(default=False, help_text='Without this only a person puts a version live', verbose_name='put live by itself what has passed')),
                ('trained_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='trained last')),
            ],
            options={
                'verbose_name': 'learning from people',
                'verbose_name_plural': 'learning from people',
                'default_permissions': ('view', 'change'),
            },
        ),
        migrations.CreateModel(
            name='Shadow',
            fields=[
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='shadow', serialize=False, to='recognizer.modelversion', verbose_name='version')),
                ('share', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share of readings, per cent')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('started_by_name', models.CharField(blank=True, max_length=150, verbose_name='started by')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('readings', models.PositiveBigIntegerField(default=0, verbose_name='read')),
                ('agreed', models.PositiveBigIntegerField(default=0, verbose_name='agreed')),
                ('dropped', models.PositiveBigIntegerField(default=0, help_text='Left out because the server had enough to do', verbose_name='dropped')),
            ],
            options={
                'verbose_name': 'shadow',
                'verbose_name_plural': 'shadows',
                'ordering': ['-started_at'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='deployment',
            name='data_set_number',
            field=models.BigIntegerField(blank=True, help_text='Of what people gave, from which it had learned', null=True, verbose_name='data set'),
        ),
        migrations.AddField(
            model_name='deployment',
            name='evidence',
            field=models.JSONField(blank=True, default=dict, help_text='What the gate found of it, if it went through one', verbose_name='evidence'),
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reading', models.UUIDField(help_text='Of the receipt; nobody claims it twice', unique=True, verbose_name='reading')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='when')),
                ('kind', models.CharField(choices=[('confirmed', 'confirmed'), ('corrected', 'corrected'), ('unsaid', 'nothing said')], max_length=10, verbose_name='what was said')),
                ('device', models.CharField(choices=[('mouse', 'mouse'), ('touch', 'finger'), ('pen', 'pen'), ('picture', 'picture'), ('other', 'other')], default='other', max_length=10, verbose_name='device')),
                ('shown', models.CharField(blank=True, max_length=1000, verbose_name='answer shown')),
                ('said', models.CharField(blank=True, max_length=1000, verbose_name='answer said')),
                ('confidence', models.FloatField(verbose_name='confidence')),
                ('verdict', models.CharField(choices=[('recognized', 'recognized'), ('uncertain', 'uncertain'), ('not_a_digit', 'not a digit'), ('empty', 'empty')], max_length=12, verbose_name='verdict')),
                ('version_number', models.BigIntegerField(verbose_name='version')),
                ('strokes', models.JSONField(help_text='As they were drawn; none of a picture, of which cut-outs are kept', null=True, verbose_name='strokes')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='recognizer.modelversion', verbose_name='version')),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='recognizer.contributor', verbose_name='contributor')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='DataSet',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False, verbose_name='data set')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('state', models.CharField(choices=[('ready', 'ready'), ('withdrawn', 'withdrawn')], default='ready', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('created_by_name', models.CharField(blank=True, max_length=150, verbose_name='made by')),
                ('reason', models.TextField(blank=True, verbose_name='why')),
                ('licence', models.CharField(blank=True, max_length=200, verbose_name='licence')),
                ('consent', models.PositiveSmallIntegerField(default=0, help_text='The oldest edition of the text that a contributor agreed to', verbose_name='consent')),
                ('imported', models.BooleanField(default=False, verbose_name='imported')),
                ('sha256', models.CharField(db_index=True, max_length=64, validators=[django.core.validators.RegexValidator('\\A[0-9a-f]{64}\\Z', 'Expected 64 hexadecimal digits.')], verbose_name='SHA-256 of the file')),
                ('file_size', models.PositiveBigIntegerField(default=0, verbose_name='file size in bytes')),
                ('samples', models.PositiveIntegerField(default=0, verbose_name='samples')),
                ('statistics', models.JSONField(default=dict, help_text='Samples and people by part, label and device', verbose_name='statistics')),
                ('contributors', models.ManyToManyField(blank=True, related_name='data_sets', to='recognizer.contributor', verbose_name='contributors')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='recognizer.dataset', verbose_name='made from')),
            ],
            options={
                'verbose_name': 'data set',
                'verbose_name_plural': 'data sets',
                'ordering': ['-number'],
                'permissions': [('make_dataset', 'Can make data sets of what people gave'), ('export_dataset', 'Can export data sets'), ('import_dataset', 'Can import data sets')],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='challenge', serialize=False, to='recognizer.modelversion', verbose_name='challenger')),
                ('against_number', models.BigIntegerField(null=True, verbose_name='against version')),
                ('against_name', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('passed', models.BooleanField(verbose_name='passed')),
                ('evidence', models.JSONField(help_text='A record for each check: what was found of both', verbose_name='evidence')),
                ('data_set', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='challenges', to='recognizer.dataset', verbose_name='data set')),
            ],
            options={
                'verbose_name': 'challenge',
                'verbose_name_plural': 'challenges',
                'ordering': ['-at'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='modelversion',
            name='people',
            field=models.ForeignKey(blank=True, help_text='The data set that it learned from beside the others', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='recognizer.dataset', verbose_name='what people gave'),
        ),
        migrations.CreateModel(
            name='ReadingTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('version_number', models.BigIntegerField(verbose_name='version')),
                ('device', models.CharField(choices=[('mouse', 'mouse'), ('touch', 'finger'), ('pen', 'pen'), ('picture', 'picture'), ('other', 'other')], max_length=10, verbose_name='device')),
                ('readings', models.PositiveBigIntegerField(default=0, verbose_name='readings')),
                ('recognized', models.PositiveBigIntegerField(default=0, verbose_name='recognized')),
                ('confidence_sum', models.FloatField(default=0.0, verbose_name='sum of confidence')),
                ('variance_sum', models.FloatField(default=0.0, help_text='Of c (1 − c): how far the estimate may be off', verbose_name='sum of variance')),
            ],
            options={
                'verbose_name': 'readings of a day',
                'verbose_name_plural': 'readings by day',
                'ordering': ['-day'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('day', 'version_number', 'device'), name='one_tally_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='place in the number')),
                ('tile', models.BinaryField(help_text='28×28 bytes, ink 255', verbose_name='tile')),
                ('cut_out', models.BinaryField(help_text='PNG of its ink, of a picture; strokes are in the claim', null=True, verbose_name='cut-out')),
                ('stroke_numbers', models.JSONField(help_text="Which of the claim's strokes are its own, from 0; of a picture none", null=True, verbose_name='its strokes')),
                ('said', models.PositiveSmallIntegerField(help_text='0 to 9, 10 for no digit; empty: nothing was said', null=True, verbose_name='said')),
                ('read', models.PositiveSmallIntegerField(help_text='0 to 9, 10 for no digit', verbose_name='read by the version')),
                ('confidence', models.FloatField(verbose_name='confidence')),
                ('margin', models.FloatField(help_text='How far the likeliest answer is ahead of the next, 0 to 1', verbose_name='margin')),
                ('is_random', models.BooleanField(default=False, help_text='A lot chose the reading before anything was said of it', verbose_name='by lot')),
                ('doubt', models.FloatField(default=0.0, help_text='0 to 1: the higher, the sooner it is reviewed', verbose_name='doubt')),
                ('marks', models.JSONField(blank=True, default=list, help_text='Why what was said of it is suspicious', verbose_name='marks')),
                ('sorted_by', models.BigIntegerField(help_text='From whose look at it doubt and marks come', null=True, verbose_name='sorted by version')),
                ('sorted_at', models.DateTimeField(null=True, verbose_name='sorted')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('agreed', 'agreed'), ('disputed', 'disputed'), ('unusable', 'unusable')], default='waiting', max_length=10, verbose_name='state')),
                ('label', models.PositiveSmallIntegerField(help_text='On which reviewers agree: 0 to 9, 10 for no digit', null=True, verbose_name='label')),
                ('agreed_at', models.DateTimeField(null=True, verbose_name='agreed')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='recognizer.claim', verbose_name='claim')),
            ],
            options={
                'verbose_name': 'sample',
                'verbose_name_plural': 'samples',
                'ordering': ['pk'],
                'permissions': [('review_sample', 'Can review what people gave')],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewer_name', models.CharField(max_length=150, verbose_name='reviewer')),
                ('answer', models.PositiveSmallIntegerField(help_text='0 to 9, 10 for no digit, 11: cannot tell', verbose_name='answer')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='recognizer.sample', verbose_name='sample')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Disagreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('device', models.CharField(choices=[('mouse', 'mouse'), ('touch', 'finger'), ('pen', 'pen'), ('picture', 'picture'), ('other', 'other')], default='other', max_length=10, verbose_name='device')),
                ('live_number', models.BigIntegerField(verbose_name='live version')),
                ('live_text', models.CharField(blank=True, max_length=1000, verbose_name="live version's answer")),
                ('live_confidence', models.FloatField(verbose_name='its confidence')),
                ('shadow_text', models.CharField(blank=True, max_length=1000, verbose_name="shadow's answer")),
                ('shadow_confidence', models.FloatField(verbose_name='its confidence')),
                ('strokes', models.JSONField(verbose_name='strokes')),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disagreements', to='recognizer.contributor', verbose_name='contributor')),
                ('shadow', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disagreements', to='recognizer.shadow', verbose_name='shadow')),
            ],
            options={
                'verbose_name': 'disagreement',
                'verbose_name_plural': 'disagreements',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'ready')), fields=('sha256',), name='one_ready_data_set_of_a_file'),
        ),
        migrations.AddIndex(
            model_name='sample',
            index=models.Index(fields=['state', '-doubt'], name='sample_to_review'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.UniqueConstraint(fields=('claim', 'position'), name='one_sample_at_a_place'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), ('label__isnull', False), _connector='OR'), name='agreed_sample_has_a_label'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('sample', 'reviewer'), name='one_review_by_each_person'),
        ),
    ]
