"""The account: who, which duties, how and where it is signed in."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator

from accounts.sign_ins import sign_ins_of
from core.indonesian import date_words, moment_words, nip_groups
from privacy.parts import Line, Part, Subject, line

FACTORS = {"totp": "Kode autentikator", "webauthn": "Kunci sandi", "recovery_codes": "Kode pemulihan"}


def parts(subject: Subject) -> Iterator[Part]:
    """Account, duties, second factors and present sign-ins. Secrets stay where they are."""
    user = subject.user
    yield Part(
        "akun",
        "Akun",
        "Mengenali Anda saat masuk dan menentukan halaman yang boleh Anda buka.",
        lambda: [
            line(
                ("Nama", user.full_name),
                ("Surel", user.email),
                ("NIP", nip_groups(user.nip) if user.nip else ""),
                ("Akun dibuat", moment_words(user.date_joined)),
                ("Akun aktif", "Ya" if user.is_active else "Tidak"),
            )
        ],
        left_out="Kata sandi hanya disimpan sebagai sidik yang tidak dapat dibaca kembali.",
    )
    yield Part(
        "tugas", "Tugas", "Menentukan siapa yang berwenang melakukan apa, sejak kapan, atas dasar apa.", lambda: _duties(subject)
    )
    yield Part(
        "faktor-kedua",
        "Faktor kedua",
        "Melindungi akun dan menandatangani keputusan.",
        lambda: _factors(subject),
        left_out="Benih dan kunci rahasianya tidak ikut; siapa pun yang memegangnya dapat masuk sebagai Anda.",
    )
    yield Part(
        "perangkat",
        "Perangkat yang sedang masuk",
        "Menjaga sesi Anda dan menampilkan perangkat yang tidak Anda kenali.",
        lambda: _sign_ins(subject),
    )


def _duties(subject: Subject) -> Iterator[Line]:
    for duty in subject.user.memberships.select_related("agency").order_by("valid_from", "pk"):
        yield line(
            ("Tugas", duty.label),
            ("Berlaku sejak", date_words(duty.valid_from)),
            ("Berlaku sampai", date_words(duty.valid_until) if duty.valid_until else ""),
            ("Dasar", duty.basis),
        )


def _factors(subject: Subject) -> Iterator[Line]:
    for factor in Authenticator.objects.filter(user=subject.user).order_by("pk"):
        yield line(
            ("Jenis", FACTORS.get(factor.type, factor.type)),
            ("Dipasang", moment_words(factor.created_at)),
            ("Terakhir dipakai", moment_words(factor.last_used_at) if factor.last_used_at else ""),
        )


def _sign_ins(subject: Subject) -> Iterator[Line]:
    for each in sign_ins_of(subject.user):
        yield line(
            ("Peramban", each.browser),
            ("Masuk sejak", moment_words(each.started_at) if each.started_at else ""),
            ("Terakhir dipakai", moment_words(each.seen_at) if each.seen_at else ""),
            ("Cara masuk", each.method),
        )
