"""What raises the version of the public pages: published vacancies, their announcements and extensions, names of agencies."""

from django.db import migrations

from core.publication import trigger_sql

# A draft of a plan is nobody's page; its first publication is an update that sets the time.
PUBLISHED = "NEW.published_at IS NOT NULL"
# Public in the ledger: an application taken after closing by the grace of the rule pack.
GRACED = "NEW.graced_seconds IS NOT NULL"

TRIGGERS = (
    trigger_sql("vacancies_vacancy", "INSERT OR UPDATE", PUBLISHED),
    trigger_sql("vacancies_announcement", "INSERT"),
    trigger_sql("vacancies_registrationextension", "INSERT"),
    trigger_sql("vacancies_application", "INSERT OR UPDATE", GRACED),
    trigger_sql("accounts_agency", "UPDATE"),
)


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0003_applying"), ("core", "0004_publication"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL("\n".join(TRIGGERS), migrations.RunSQL.noop)]
