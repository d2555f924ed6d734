"""Every place the portal keeps data on a person in, in the order of the archive."""

from privacy.parts import Source
from privacy.sources import account, applying, following, register, talent, trail

SOURCES: tuple[Source, ...] = (
    account.parts,
    register.parts,
    applying.parts,
    talent.parts,
    following.parts,
    trail.parts,
)
