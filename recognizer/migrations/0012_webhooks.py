"""Webhooks: addresses that are told what happened, and what is to be sent to each."""
import django.db.models.deletion
import django.utils.timezone
import recognizer.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recognizer', '0011_reviewers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('address', models.CharField(help_text='What happened is sent there, by POST', max_length=2000, verbose_name='address')),
                ('secret', models.CharField(editable=False, max_length=100, verbose_name='secret')),
                ('events', models.JSONField(default=list, verbose_name='events')),
                ('active', models.BooleanField(default=True, help_text='Otherwise nothing is kept for it, and nothing sent', verbose_name='active')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('failing_since', models.DateTimeField(blank=True, editable=False, help_text='Empty: its last answer was good', null=True, verbose_name='fails since')),
                ('off_reason', recognizer.fields.PhraseField(blank=True, editable=False, verbose_name='why it was turned off')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.CharField(help_text='The same in each attempt: receivers drop doubles by it', max_length=64, verbose_name='event number')),
                ('event', models.CharField(choices=[('training.ready', 'a training is ready'), ('training.failed', 'a training failed'), ('training.interrupted', 'a training was interrupted'), ('version.live', 'a version went live'), ('gate.failed', 'a version did not pass the gate'), ('readings.drifting', 'fewer readings seem right'), ('test', 'test')], max_length=30, verbose_name='event')),
                ('payload', models.JSONField(verbose_name='payload')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('failed', 'failed, is tried again'), ('delivered', 'delivered'), ('given_up', 'given up')], default='waiting', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='next attempt')),
                ('last_status', models.PositiveSmallIntegerField(null=True, verbose_name='last answer')),
                ('last_error', recognizer.fields.PhraseField(blank=True, verbose_name='last error')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='recognizer.webhook', verbose_name='webhook')),
            ],
            options={
                'verbose_name': 'webhook delivery',
                'verbose_name_plural': 'webhook deliveries',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('next_attempt_at__isnull', False)), fields=['next_attempt_at'], name='delivery_that_is_due')],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'event_id'), name='one_delivery_of_an_event')],
            },
        ),
    ]
