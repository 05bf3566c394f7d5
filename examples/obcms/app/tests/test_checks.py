import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from health import checks


@pytest.mark.django_db
def test_a_database_that_answers_is_well() -> None:
    checks.database()


@pytest.mark.django_db
def test_migrations_that_are_applied_are_well() -> None:
    checks.migrations()


@pytest.mark.django_db
def test_a_pending_migration_is_named() -> None:
    MigrationRecorder(connection).record_unapplied('communities', '0001_initial')
    with pytest.raises(checks.Unexpected, match='1 migrations are pending, the first is communities.0001_initial'):
        checks.migrations()


@pytest.mark.django_db
def test_the_models_have_no_changes_without_a_migration() -> None:
    call_command('makemigrations', check=True, dry_run=True, verbosity=0)
