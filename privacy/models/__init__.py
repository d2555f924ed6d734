"""What the portal keeps about keeping personal data: copies people asked for, incidents, destroyed documents."""

from privacy.models.breaches import Breach, BreachLetters, BreachPerson
from privacy.models.copies import PersonalCopy
from privacy.models.destruction import DestroyedFile, DestructionProposal

__all__ = ["Breach", "BreachLetters", "BreachPerson", "DestroyedFile", "DestructionProposal", "PersonalCopy"]
