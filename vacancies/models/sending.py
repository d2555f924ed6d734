"""What the check page prepared for the send button."""

from django.conf import settings
from django.db import models

from vacancies.models.application import Application


class PreparedSending(models.Model):
    """Everything one sending will write, made when its check page was opened; a cache in an unlogged table, never a state.

    The database function uses it only while `marks` still names every row it was made from (vacancies/sending_function.py) and
    deletes it then. A lost row costs time: the sending goes the ordinary way.

    Texts are cut open where only the database knows what stands there: the instant (snapshot, mail), the hash of the frozen
    copy and the count (trail), the number of the letter ("#") and its year ("@").
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    vacancy_id = models.BigIntegerField()
    digest = models.CharField(max_length=64, help_text="Sidik isi yang ditampilkan halaman periksa")
    code = models.CharField(max_length=64, help_text="Tanda kode yang menyiapkannya")
    day = models.DateField(db_index=True, help_text="Hari yang dipakai aturan kelayakan")
    marks = models.TextField(help_text="Letak dan transaksi setiap baris yang mendasarinya")
    state = models.CharField(max_length=16)
    receipt_number = models.CharField(max_length=24)
    snapshot_head = models.TextField()
    snapshot_tail = models.TextField()
    register = models.CharField(max_length=40)
    letter_kind = models.CharField(max_length=40)
    letter_form = models.CharField(max_length=80)
    letter_title = models.CharField(max_length=200)
    letter_template = models.CharField(max_length=120)
    letter_words = models.JSONField()
    notice_kind = models.CharField(max_length=40)
    notice_key = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    address = models.EmailField()
    zone = models.CharField(max_length=20)
    mail_head = models.TextField()
    mail_tail = models.TextField()
    chain = models.CharField(max_length=80)
    body_head = models.TextField()
    body_middle = models.TextField()
    body_tail = models.TextField()
