"""The market test in sentences: for whoever plans, and as a finding frozen on a plan that is submitted."""

from core.indonesian import number_words
from talent.market import MarketTest, run_market_test
from vacancies.models import Vacancy
from vacancies.plan_findings import PlanFinding


def market_words(result: MarketTest) -> dict[str, str]:
    """The answer in sentences: the number, how sure it is, and the requirement that leaves out most."""
    found = result.meeting
    if found.is_few:
        number = "Kurang dari 10 orang"
    elif found.is_exact:
        number = f"Sekitar {number_words(found.number)} orang"
    else:
        number = f"Kira-kira {number_words(found.number)} orang"
    if found.is_exact:
        certainty = "Semua orang yang mungkin memenuhi diperiksa satu per satu; angka dibulatkan ke puluhan."
    elif found.low == found.high:
        certainty = f"Perkiraan dari {number_words(result.judged)} orang yang diperiksa satu per satu."
    else:
        certainty = (
            f"Perkiraan dari {number_words(result.judged)} orang yang diperiksa satu per satu: "
            f"antara {number_words(found.low)} dan {number_words(found.high)} orang (95 dari 100 kali)."
        )
    first = result.losses[0] if result.losses else None
    most = ""
    if first is not None:
        share = f"{first.percent} %" if result.everybody_is_exact else f"kira-kira {first.percent} % (selisih {first.error})"
        most = f"“{first.label}” sendirian menyisihkan {share} dari seluruh pegawai."
    return {"number": number, "certainty": certainty, "most": most}


def market_finding(vacancy: Vacancy) -> PlanFinding | None:
    """What deciders read of the test, and the reason they are asked for where hardly anybody meets the plan (product.md 3.5).

    Args:
        vacancy: loaded with its plan (`with_plan`).

    Returns:
        None while the register is too small to say anything.
    """
    result = run_market_test(vacancy)
    if not result.is_telling:
        return None
    words = market_words(result)
    sentences = [f"{words['number']} memenuhi semua syarat.", words["most"]]
    asks = ""
    if result.asks_reason:
        few = words["number"][0].lower() + words["number"][1:]
        asks = (
            f"Menurut uji pasar, {few} memenuhi semua syarat rencana ini; "
            "tulis mengapa syaratnya tetap perlu bila Anda menyetujui atau merekomendasikannya."
        )
    return PlanFinding("Uji pasar syarat", " ".join(each for each in sentences if each), asks)
