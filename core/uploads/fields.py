"""A file field whose file may have come in pieces beforehand: the form then carries the upload's id instead of the file.

The form, its address and its action are the same either way; without script the browser sends the file itself.
"""

import contextlib
import hashlib
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from core.models import Upload
from core.refusals import Refused
from core.uploads.actions import drop_upload, hold_file
from core.uploads.kinds import KINDS, kind_words, suffixes
from core.uploads.pieces import read_pieces
from core.uploads.refusals import TryLater

SUFFIX = "-unggahan"


class IncomingFile:
    """A file a form brought.

    Args:
        name: as the browser sent it; upload: the row of its pieces, None when it came in one go.
    """

    def __init__(self, name: str, file: UploadedFile | None = None, upload: Upload | None = None) -> None:
        self.name, self.file, self.upload = name, file, upload

    @property
    def is_taken(self) -> bool:
        """True when an earlier post of the same form was carried out already: there is nothing left to do."""
        return self.upload is not None and self.upload.is_taken

    def came_twice(self) -> bool:
        """Whether another post of the same form used these pieces while this one was at work; asks the database anew.

        Ask it when an act was refused that takes nothing in then: so nothing is wrong, the other post did it all.
        """
        if self.upload is None:
            return False
        with contextlib.suppress(Upload.DoesNotExist):
            self.upload.refresh_from_db()
        return self.is_taken

    def read(self) -> bytes:
        """The bytes, at most one more than allowed: enough to know that a file is too big.

        Raises:
            Refused: the pieces are gone, or do not make the file they promised.
        """
        most = settings.DOCUMENT_MAX_BYTES + 1
        if self.file is not None:
            self.file.seek(0)
            return self.file.read(most)
        try:
            content = read_pieces(self.upload.path, most)
        except OSError:
            content = b""
        is_checked = len(self.upload.fingerprint) == 64
        if len(content) != self.upload.size or (is_checked and hashlib.sha256(content).hexdigest() != self.upload.fingerprint):
            raise Refused("Berkas tidak sampai dengan utuh; pilih berkasnya lagi untuk mengirim ulang.", field="file")
        return content


class ResumableFileInput(forms.FileInput):
    """A file input with the id of an upload beside it."""

    template_name = "components/resumable_file.html"
    purpose = ""
    waiting: list[Upload] = []

    def value_from_datadict(self, values: Any, files: Any, name: str) -> Any:
        return super().value_from_datadict(values, files, name) or values.get(name + SUFFIX) or None

    def value_omitted_from_data(self, values: Any, files: Any, name: str) -> bool:
        return name not in files and name + SUFFIX not in values

    def use_required_attribute(self, initial: Any) -> bool:
        # Script sends the form without the file once its pieces are here.
        return False

    def format_value(self, value: Any) -> str | None:
        # The browser forgets a chosen file; the id beside it is drawn by the template.
        return value if isinstance(value, str) else None

    def held(self, value: Any) -> Upload | None:
        """The whole upload that goes with the form: what it brought, or on a fresh page what still waits for this purpose."""
        whole = [each for each in self.waiting if each.is_whole]
        chosen = [each for each in whole if str(each.public_id) == value] if isinstance(value, str) else whole
        return chosen[0] if chosen else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "upload_name": name + SUFFIX,
            "purpose": self.purpose,
            "start_url": reverse("start_upload"),
            "most": settings.DOCUMENT_MAX_BYTES,
            "held": self.held(value),
            "broken_off": next((each for each in self.waiting if not each.is_whole), None),
        }
        return context


class ResumableFileField(forms.FileField):
    """A file in the form or, by its upload, already here. Cleans to an `IncomingFile`.

    Args:
        accepts: content types that are welcome; `attach` must be called by the form before it is used.
    """

    widget = ResumableFileInput

    def __init__(self, *, accepts: tuple[str, ...] = KINDS, **kwargs: Any) -> None:
        kwargs.setdefault("allow_empty_file", True)
        super().__init__(**kwargs)
        self.owner: Any = None
        self.accept(accepts)

    def accept(self, accepts: tuple[str, ...]) -> None:
        """Say which kinds are welcome, in the browser's dialog and in words."""
        self.widget.attrs["accept"] = suffixes(accepts)
        self.help_text = f"{kind_words(accepts)}, paling besar {settings.DOCUMENT_MAX_BYTES // 1024 // 1024} MB."

    def attach(self, *, owner: Any, purpose: str, waiting: list[Upload] | None = None) -> None:
        """Tie the field to a person and a purpose.

        Args:
            waiting: the person's open uploads of this purpose, where a page with many fields has fetched them at once.
        """
        self.owner, self.widget.purpose = owner, purpose
        self.widget.waiting = list(Upload.objects.open().of(owner, purpose)) if waiting is None else waiting

    def clean(self, value: Any, initial: Any = None) -> IncomingFile | None:
        if not isinstance(value, str):
            file = super().clean(value, initial)
            return IncomingFile(file.name, file=file) if file else None
        try:
            upload = Upload.objects.of(self.owner, self.widget.purpose).get(public_id=uuid.UUID(value))
        except (ValueError, Upload.DoesNotExist):
            raise ValidationError("Unggahan ini sudah tidak ada; pilih berkasnya lagi.", code="missing") from None
        if not upload.is_taken and not upload.is_whole:
            raise ValidationError(
                f"Baru {filesizeformat(upload.received)} dari {filesizeformat(upload.size)} yang terunggah. "
                "Pilih berkas yang sama untuk melanjutkan.",
                code="incomplete",
            )
        return IncomingFile(upload.name, upload=upload)


def keep_for_later(form: forms.Form, name: str, error: Refused | None = None) -> None:
    """Prepare the file of a form that is shown again: kept unless the file itself was the reason.

    Call it after an invalid form or a refused act, so that nobody chooses and sends a good file twice, also without script.

    Args:
        form: unbound when an empty form was posted, and nothing is to be kept; name: its `ResumableFileField`; error: why the
            act was refused, None when another field was wrong.
    """
    if not form.is_bound:
        return
    field, incoming = form.fields[name], form.cleaned_data.get(name)
    if not isinstance(incoming, IncomingFile) or not isinstance(field, ResumableFileField):
        return
    is_files_fault = error is not None and error.field == name and not isinstance(error, TryLater)
    with contextlib.suppress(Refused, Upload.DoesNotExist):
        if is_files_fault and incoming.upload is not None:
            drop_upload(actor=field.owner, public_id=incoming.upload.public_id)
            field.widget.waiting = [each for each in field.widget.waiting if each.pk != incoming.upload.pk]
        elif not is_files_fault and incoming.upload is None:
            _hold(form, name, field, incoming)


def _hold(form: forms.Form, name: str, field: ResumableFileField, incoming: IncomingFile) -> None:
    content = incoming.read()
    mark = hashlib.sha256(content).hexdigest()
    upload = hold_file(actor=field.owner, purpose=field.widget.purpose, name=incoming.name, content=content, fingerprint=mark)
    form.data = form.data.copy()
    form.data[form.add_prefix(name) + SUFFIX] = str(upload.public_id)
    form.files = form.files.copy()
    form.files.pop(form.add_prefix(name), None)
    field.widget.waiting = [upload, *field.widget.waiting]
