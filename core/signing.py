"""Electronic signatures inside letters (PAdES), behind an interface, and the reading of one.

The signer is a setting: `LETTER_SIGNER` names a class with the shape of `LetterSigner`. The one here signs with a test authority
of this installation, which nobody outside trusts; its letters say so. A provider recognised by the state (BSrE for government)
is connected by a class of its own with `is_certified = True`; only then a letter carries the certified footer
(PP 71/2019 article 60(2); domain.md, electronic signature). docs/letters.md tells how.
"""

import logging
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

FIELD = "Segel"
AUTHORITY_NAME = "Otoritas uji ASN Karier (tidak tersertifikasi)"
SEAL_NAME = "Segel uji ASN Karier"
YEARS = 10
UNCERTIFIED = "Disegel dengan sertifikat uji portal ini. Bukan tanda tangan elektronik tersertifikasi."


class LetterSigner(Protocol):
    """Who signs letters. Certified means: by a provider the state recognises, never merely "cryptographic".

    `name` is what the certificate says; `provider` stands in the footer of certified letters.
    """

    is_certified: bool
    name: str
    provider: str

    def sign(self, content: bytes, *, number: str) -> bytes:
        """The PDF with a PAdES signature over all of it; raises on any failure. `number`: of the letter."""


@dataclass(frozen=True)
class Signed:
    """A signed PDF, the name on its certificate, and whether a recognised provider stands behind it."""

    content: bytes
    signer: str
    is_certified: bool


@dataclass(frozen=True)
class SignatureReport:
    """What the signature of a PDF says.

    Args:
        is_intact: exactly one signature, it covers the whole file, and not a bit of it differs.
        is_ours: made with the seal of this installation's test authority.
        signer: name on the certificate, "" when there is none to be read.
    """

    is_intact: bool
    is_ours: bool
    signer: str


BROKEN = SignatureReport(is_intact=False, is_ours=False, signer="")


@cache
def letter_signer() -> LetterSigner:
    """The signer this installation is set to."""
    return import_string(settings.LETTER_SIGNER)()


def footer_words() -> str:
    """What the foot of a letter says about its signature; the certified sentence only for a certified signer."""
    signer = letter_signer()
    if not signer.is_certified:
        return UNCERTIFIED
    return f"Dokumen ini ditandatangani secara elektronik dengan sertifikat elektronik yang diterbitkan oleh {signer.provider}."


def sign_letter(content: bytes, *, number: str) -> Signed:
    """Sign a rendered letter.

    Raises:
        RuntimeError: the signer calls itself certified, but what it made is broken or carries the seal of the test authority.
    """
    signer = letter_signer()
    signed = signer.sign(content, number=number)
    if signer.is_certified:
        report = read_signature(signed)
        if not report.is_intact or report.is_ours:
            raise RuntimeError("the certified signer gave back no certified signature")
    return Signed(signed, signer.name, signer.is_certified)


class LocalAuthority:
    """Signs with the seal of a test authority made at the first letter and kept with the installation's secrets."""

    is_certified = False
    name = SEAL_NAME
    provider = ""

    def sign(self, content: bytes, *, number: str) -> bytes:
        # Imported here: the library costs a second that no web page should pay at boot.
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import PdfSignatureMetadata, fields, signers

        folder = seal_folder()
        signer = _signer_of(folder, (folder / "seal-key.pem").stat().st_mtime_ns)
        meta = PdfSignatureMetadata(
            field_name=FIELD,
            name=SEAL_NAME,
            reason=f"Surat nomor {number}",
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            # Whoever changes anything afterwards breaks the seal: no filling in, no notes.
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        # An empty box: nothing is drawn, so the page stays as it was laid out and tagged.
        spec = fields.SigFieldSpec(sig_field_name=FIELD, on_page=0, box=None)
        output = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), meta, signer=signer, new_field_spec=spec)
        return output.getvalue()


def read_signature(content: bytes) -> SignatureReport:
    """What the signature of a PDF says, without the network. Anything that cannot be read is broken."""
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    # Broken files are what this is for; the library's own complaints about them belong in no log.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    root = Path(settings.LETTER_KEY_FOLDER) / "authority.pem"
    trusted = [load_cert_from_pemder(str(root))] if root.exists() else []
    try:
        found = PdfFileReader(BytesIO(content)).embedded_signatures
        if len(found) != 1:
            return BROKEN
        (signature,) = found
        context = ValidationContext(trust_roots=trusted, allow_fetching=False)
        status = validate_pdf_signature(signature, context)
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        return SignatureReport(
            is_intact=bool(status.intact and status.valid and whole and status.docmdp_ok is not False),
            is_ours=bool(trusted and status.trusted),
            signer=str(status.signing_cert.subject.native.get("common_name", "")),
        )
    except Exception:  # A damaged file fails in any way it likes; each of them means the same.
        return BROKEN


def seal_folder() -> Path:
    """Folder of the test authority's certificates and the seal's key; makes them when there are none yet.

    The authority's own key is thrown away once it has signed the seal, so nobody can make a second seal with it.
    """
    folder = Path(settings.LETTER_KEY_FOLDER)
    if not (folder / "seal.pem").exists():
        _make_seal(folder)
    return folder


@cache
def _signer_of(folder: Path, changed: int) -> Any:
    """The signer with the seal of a folder, read once: OpenSSL proves an RSA key each time it is read, longer than signing takes.

    Args:
        folder: with key, certificate and authority; changed: when the key was written (nanoseconds), so that a new one is read.
    """
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from pyhanko.sign import signers

    found_key = serialization.load_pem_private_key((folder / "seal-key.pem").read_bytes(), password=None)
    if not isinstance(found_key, rsa.RSAPrivateKey):
        raise TypeError(f"{folder / 'seal-key.pem'} holds no RSA key")
    key: rsa.RSAPrivateKey = found_key

    class HeldKeySigner(signers.SimpleSigner):
        """The library's own, which reads the key for every signature and once more to learn how long one is."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if dry_run:
                return bytes(key.key_size // 8)
            return self.sign_raw(data, digest_algorithm)

        def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
            if digest_algorithm != "sha256":
                raise ValueError(digest_algorithm)
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    found = signers.SimpleSigner.load(
        key_file=str(folder / "seal-key.pem"),
        cert_file=str(folder / "seal.pem"),
        ca_chain_files=(str(folder / "authority.pem"),),
    )
    if found is None:
        raise RuntimeError(f"no usable seal in {folder}")
    return HeldKeySigner(signing_cert=found.signing_cert, signing_key=found.signing_key, cert_registry=found.cert_registry)


def _make_seal(folder: Path) -> None:
    """Write a new authority and seal; whoever comes second keeps the first one's."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    # RSA, because a signature by elliptic curves would make the file PDF 2.0, and PDF/A-3 is PDF 1.7.
    authority_key, seal_key = rsa.generate_private_key(65537, 3072), rsa.generate_private_key(65537, 3072)
    authority = _certificate(AUTHORITY_NAME, authority_key.public_key(), AUTHORITY_NAME, authority_key, is_authority=True)
    seal = _certificate(SEAL_NAME, seal_key.public_key(), AUTHORITY_NAME, authority_key, is_authority=False)
    secret = seal_key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".letter-keys-"))
    try:
        for name, content in (
            ("authority.pem", authority.public_bytes(serialization.Encoding.PEM)),
            ("seal-key.pem", secret),
            ("seal.pem", seal.public_bytes(serialization.Encoding.PEM)),
        ):
            with os.fdopen(os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        try:
            draft.rename(folder)
        except OSError:
            # Another worker was faster: a folder with files in it cannot be replaced by a rename.
            if not (folder / "seal.pem").exists():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _certificate(name: str, key, issuer: str, issuer_key, *, is_authority: bool):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    def named(text: str) -> x509.Name:
        return x509.Name(
            [x509.NameAttribute(NameOID.COMMON_NAME, text), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ASN Karier (uji)")]
        )

    # True time: a certificate must also hold for a reader whose clock nobody moved.
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
