"""Two rooms name the roles: the accounts for screens, the pure engine for its sentences."""

from accounts.enums import Role
from approvals.rules.chain import ROLE_LABELS

# Officials call these two by their short names; the duty of a person is written out.
SHORT = {Role.PYB: "PyB", Role.PPK: "PPK"}


def test_engine_names_every_role_as_the_screens_do():
    assert {role.value: SHORT.get(role, role.label) for role in Role} == ROLE_LABELS
