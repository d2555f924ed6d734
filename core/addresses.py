"""Addresses without a variable part, looked up once in each process: a public page names some thirty of them."""

from functools import cache

from django.urls import reverse


@cache
def fixed_address(name: str) -> str:
    """The path of the page `name`, which takes no arguments."""
    return reverse(name)
