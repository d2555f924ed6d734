"""A vacancy as machines read it: JobPosting data for search engines and the preview of a shared link.

Source: schema.org/JobPosting. Only a vacancy that takes applications now is a job posting.
"""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.indonesian import as_local
from vacancies.models import Vacancy

# What could end the element or begin another inside a block of data.
_HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def posting_data(vacancy: Vacancy) -> dict[str, Any]:
    """JobPosting of a vacancy that takes applications. Reads agency, region, requirements: take it from `with_public_page`."""
    # The stored closing is the first instant that no longer counts; the posting names the last one that does, with its zone.
    last = as_local(vacancy.closes_at - timedelta(seconds=1), vacancy.zone_label)
    wishes = "".join(f"<li>{escape(row.label)}</li>" for row in vacancy.requirements.all())
    summary = f"<p>{escape(vacancy.summary)}</p>" if vacancy.summary else ""
    return {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": vacancy.position_title,
        "description": f"{summary}<p>{escape(vacancy.unit)}, {escape(vacancy.agency.name)}.</p><ul>{wishes}</ul>",
        "identifier": {"@type": "PropertyValue", "name": vacancy.agency.name, "value": vacancy.reference},
        "datePosted": as_local(vacancy.published_at, vacancy.zone_label).date().isoformat(),
        "validThrough": last.isoformat(),
        "employmentType": "FULL_TIME",
        "occupationalCategory": vacancy.get_field_display(),
        "totalJobOpenings": vacancy.quota,
        "directApply": True,
        "url": public_address(reverse("show_vacancy", args=[vacancy.public_id])),
        "hiringOrganization": {
            "@type": "GovernmentOrganization",
            "name": vacancy.agency.name,
            "url": public_address(reverse("show_agency", args=[vacancy.agency.code])),
        },
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": vacancy.region.name,
                "addressRegion": vacancy.region.province.name,
                "addressCountry": "ID",
            },
        },
    }


def posting_element(vacancy: Vacancy) -> SafeString:
    """The element that carries the posting. A block of data, not a script: the content security policy lets it be."""
    text = json.dumps(posting_data(vacancy), ensure_ascii=False, separators=(",", ":")).translate(_HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def preview_of(title: str, description: str, path: str) -> dict[str, str]:
    """What a messenger shows of a shared link."""
    return {"title": title, "description": description, "url": public_address(path)}


def public_address(path: str) -> str:
    """Absolute address of a path of this portal."""
    return settings.PORTAL_URL + path
