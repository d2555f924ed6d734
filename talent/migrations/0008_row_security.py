"""Invitations show themselves to the invited, the offices of the inviting agency, its panel, and oversight."""

from django.db import migrations

from core.row_policies import WHOLE, array_of, policy_sql

OWN, REACH = array_of("employees_own_ids"), array_of("vacancies_in_reach")
POLICIES_SQL = policy_sql(
    "talent_invitation", f"employee_id = ANY ({OWN}) OR {WHOLE} OR vacancy_id = ANY ({REACH})"
) + policy_sql(
    "talent_invitationopening",
    f"{WHOLE} OR EXISTS (SELECT FROM talent_invitation i WHERE i.id = invitation_id)",
)


class Migration(migrations.Migration):
    dependencies = [("talent", "0007_light_invitations"), ("vacancies", "0020_row_security")]

    operations = [migrations.RunSQL(POLICIES_SQL, migrations.RunSQL.noop)]
