"""Addresses people type: only named domains of the public network."""

import pytest
from django.core.exceptions import ValidationError

from core.mail_addresses import validate_domain
from vacancies.forms.alerts import AlertForm
from vacancies.forms.draft import ContactForm
from vacancies.models import Application


@pytest.mark.parametrize(
    "address", ["ayu@kemen.go.id", "ayu.b+x@sub-bagian.kemen.go.id", "ayu@müller.example", "a@xn--a.xn--p1ai"]
)
def test_named_domains_pass(address):
    assert validate_domain(address) is None


@pytest.mark.parametrize("address", ["ayu@[127.0.0.1]", "ayu@[IPv6:::1]", "ayu@localhost", "ayu@10.0.0.1", "ayu@kemen."])
def test_addresses_of_machines_are_refused(address):
    with pytest.raises(ValidationError, match="nama domain"):
        validate_domain(address)


def test_both_forms_that_take_an_address_say_so_beside_the_field():
    alert = AlertForm({"email": "ayu@[127.0.0.1]", "frequency": "DAILY"}, is_known=False)
    contact = ContactForm({"email": "ayu@localhost", "phone": "0812 3456 7890"}, instance=Application())
    for form in (alert, contact):
        assert form.errors["email"] == ["Tulis alamat surel dengan nama domain, misalnya nama@instansi.go.id."]
