"""Invitations ask for the vacancy first: lists are long for the offices, whose rows then pass by one look; a person has few."""

from django.db import migrations

from core.row_policies import WHOLE, set_of

REACH_FIRST = f"vacancy_id IN {set_of('vacancies_in_reach')} OR employee_id IN {set_of('employees_own_ids')} OR {WHOLE}"


class Migration(migrations.Migration):
    dependencies = [("talent", "0011_own_looked_up"), ("vacancies", "0025_counted_by_vacancy")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY talent_invitation_sight ON talent_invitation USING ({REACH_FIRST})", migrations.RunSQL.noop
        )
    ]
