"""How many people one vacancy may invite: enough for a wide call, too few for mail to the whole civil service.

Source: docs/security.md section 2 row 19 (mass mail through invitations: quota per vacancy).
"""

PEOPLE_A_SEAT = 200
MOST = 1000
# Up to so many letters are attached to their mails; in a larger mailing each person opens the letter in the portal, so that
# a thousand PDFs are made when they are wanted and not all at once.
ATTACHED_UP_TO = 50


def invitation_quota(seats: int) -> int:
    """Most invitations a vacancy with so many seats (formasi) may ever send."""
    return min(MOST, PEOPLE_A_SEAT * seats)


def room_left(seats: int, invited: int) -> int:
    """How many more people may be invited; never below zero.

    Args:
        invited: invitations the vacancy has made so far, revoked ones included.
    """
    return max(0, invitation_quota(seats) - invited)
