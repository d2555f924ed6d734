"""Where a vacancy's calibration stands: closed or not, which meeting is running."""

from selection.models import CalibrationAct, CalibrationStep
from selection.rules.ranking import MEAN, MEDIAN
from vacancies.models import Vacancy


def latest_step(vacancy: Vacancy) -> CalibrationStep | None:
    """The newest act of the chair; None before the first meeting or closing."""
    return CalibrationStep.objects.filter(vacancy=vacancy).order_by("-id").first()


def is_closed(vacancy: Vacancy) -> bool:
    """Whether the chair has closed the calibration, or there is nothing a panel could calibrate."""
    step = latest_step(vacancy)
    if step is not None:
        return step.act == CalibrationAct.CLOSED
    return not vacancy.components.filter(aggregate__in=(MEAN, MEDIAN)).exists()


def running_meeting(vacancy: Vacancy) -> CalibrationStep | None:
    """The meeting in which scores may be changed now; None when there is none."""
    step = latest_step(vacancy)
    return step if step is not None and step.act == CalibrationAct.MEETING else None
