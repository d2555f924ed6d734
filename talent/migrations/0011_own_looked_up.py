"""Invitations look the person's own rows of the register up as well: an office has none, and compared each row with an empty array."""

from django.db import migrations

from core.row_policies import WHOLE, set_of

IN_REACH = f"employee_id IN {set_of('employees_own_ids')} OR {WHOLE} OR vacancy_id IN {set_of('vacancies_in_reach')}"


class Migration(migrations.Migration):
    dependencies = [("talent", "0010_reach_looked_up"), ("vacancies", "0025_counted_by_vacancy")]

    operations = [
        migrations.RunSQL(f"ALTER POLICY talent_invitation_sight ON talent_invitation USING ({IN_REACH})", migrations.RunSQL.noop)
    ]
