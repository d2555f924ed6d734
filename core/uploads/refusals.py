"""Why a file or a piece is not taken in, where the answer decides what happens to what was already sent."""

from core.refusals import Refused


class TryLater(Refused):
    """The trouble is the portal's, not the file's: what was sent is kept, and the same file may be taken in later."""


class Gap(Refused):
    """A piece came that does not join what is here; the person's browser is told where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__("Potongan ini tidak menyambung dengan yang sudah terunggah.")
        self.received = received
