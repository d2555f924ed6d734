"""An authority of a site's own, and certificates for its machines."""

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

DAY = datetime.timedelta(days=1)


class Authority:
    """Signs certificates for addresses.

    Args:
        folder: where `NAME.pem` of the authority itself and of each machine go, and `NAME.key` of the machines.
    """

    def __init__(self, folder: Path, name: str = "ca") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Otoritas {name}")])
        self.file = folder / f"{name}.pem"
        signs = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        own = self._begun(self.name, self.key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self._write(self.file, own.add_extension(signs, critical=True))

    def certify(self, name: str, address: str) -> tuple[Path, Path]:
        """Make a key for a machine and sign it for its address. Returns the files of certificate and key."""
        key = ec.generate_private_key(ec.SECP256R1())
        begun = self._begun(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]), key)
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        certificate, secret = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        self._write(certificate, begun.add_extension(names, critical=False))
        secret.touch(mode=0o600)
        secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return certificate, secret

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - DAY).not_valid_after(now + DAY)
        for known in (
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
        ):
            made = made.add_extension(known, critical=False)
        return made

    def _write(self, path: Path, begun: x509.CertificateBuilder) -> None:
        path.write_bytes(begun.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM))
