"""Receipt numbers: one wrong digit or two swapped ones are always noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.receipt import is_valid_receipt, make_receipt, normalize_receipt

DIGITS = st.text("0123456789", min_size=11, max_size=11)


def test_form_of_a_receipt():
    receipt = make_receipt("12345678901")
    assert receipt.startswith("1234-5678-901")
    assert len(receipt) == 14
    assert is_valid_receipt(receipt)
    assert is_valid_receipt(" " + receipt.replace("-", " "))
    assert normalize_receipt(receipt.replace("-", "")) == receipt


@pytest.mark.parametrize("digits", ["", "1234567890", "123456789012", "1234567890a", "١٢٣٤٥٦٧٨٩٠١"])
def test_only_eleven_digits_make_a_receipt(digits):
    with pytest.raises(ValueError, match="exactly 11 digits"):
        make_receipt(digits)


@pytest.mark.parametrize("text", ["", "1234", "abcd-efgh-ijkl", "١٢٣٤-٥٦٧٨-٩٠١٢"])
def test_other_texts_are_no_receipt(text):
    assert not is_valid_receipt(text)
    assert normalize_receipt(text) is None


@given(DIGITS)
def test_every_single_wrong_digit_is_noticed(digits):
    receipt = make_receipt(digits).replace("-", "")
    for place, right in enumerate(receipt):
        for wrong in "0123456789":
            if wrong != right:
                assert not is_valid_receipt(receipt[:place] + wrong + receipt[place + 1 :])


@given(DIGITS)
def test_every_swap_of_neighbours_is_noticed(digits):
    receipt = make_receipt(digits).replace("-", "")
    for place in range(len(receipt) - 1):
        left, right = receipt[place], receipt[place + 1]
        if left != right:
            assert not is_valid_receipt(receipt[:place] + right + left + receipt[place + 2 :])


@given(DIGITS)
def test_exactly_one_check_digit_fits(digits):
    assert sum(is_valid_receipt(digits + check) for check in "0123456789") == 1
