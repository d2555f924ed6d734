"""For every URL about one thing: which thing of agency A stands in it, and which of its people may not see it after all.

By default everybody whose role opens the URL, except people of other agencies and other applicants, sees A's object.
"""

import uuid

from vacancies.subscriptions import CONFIRM, MANAGE, STOP, alert_token

# URL name -> word in World.objects
OBJECTS: dict[str, str] = {
    "show_vacancy": "open",
    "download_deadline": "open",
    "show_result": "announced",
    "save_vacancy": "open",
    "unsave_vacancy": "open",
    "show_own_vacancy": "review",
    "edit_plan": "draft",
    "submit_plan": "draft",
    "withdraw_plan": "review",
    "revise_plan": "draft",
    "copy_vacancy": "open",
    "delete_plan": "draft",
    "publish_vacancy": "draft",
    "extend_registration": "open",
    "show_extension": "open",
    "ask_incident": "open",
    "show_fork": "verification",
    "ask_continuation": "verification",
    "withdraw_continuation": "verification",
    "answer_incident_request": "incident request",
    "cancel_vacancy": "draft",
    "fail_vacancy": "verification",
    "check_eligibility": "open",
    "start_application": "unapplied",
    "show_application": "application draft",
    "edit_applicant_details": "application draft",
    "show_eligibility": "application draft",
    "edit_documents": "application draft",
    "upload_document": "application draft",
    "download_document": "candidate document",
    "download_proof": "candidate application",
    "delete_document": "draft document",
    "attach_evidence": "application draft",
    "attach_matching_evidence": "application draft",
    "keep_document": "draft document",
    "edit_statement": "application draft",
    "edit_special_needs": "application draft",
    "check_application": "application draft",
    "submit_application": "application draft",
    "show_receipt": "application sent",
    "download_receipt": "application sent",
    "show_snapshot": "application sent",
    "withdraw_application": "application sent",
    "download_withdrawn_receipt": "application sent",
    "answer_document_request": "document request",
    "rate_reasons": "application sent",
    "discard_application": "application draft",
    "download_result_letter": "result application",
    "show_evidence": "evidence",
    "describe_evidence": "evidence",
    "put_away_evidence": "evidence",
    "take_out_evidence": "evidence",
    "download_evidence": "evidence",
    "edit_own_record": "own record",
    "delete_own_record": "own record",
    "show_my_report": "report",
    "withdraw_report": "report",
    "answer_report": "report",
    "list_applicants": "verification",
    "verify_application": "application sent",
    "confirm_failure": "application sent",
    "ask_document": "application sent",
    "withdraw_document_request": "document request",
    "list_invitations": "unapplied",
    "export_invitations": "unapplied",
    "retry_invitation": "invitation FAILED",
    "revoke_invitation": "invitation SENT",
    "lift_pause": "pause",
    "answer_invitation": "invitation SENT",
    "download_invitation": "invitation SENT",
    "show_talent": "own employee",
    "open_talent_document": "opened evidence",
    "rename_saved_search": "saved search",
    "delete_saved_search": "saved search",
    "show_market_test": "draft",
    "list_box": "mapping period",
    "compute_boxes": "mapping period",
    "confirm_boxes": "mapping period",
    "show_calibration": "mapping period",
    "show_placement": "placement",
    "show_membership": "membership",
    "confirm_member": "membership",
    "end_member": "membership",
    "add_development": "membership",
    "update_development": "development item",
    "open_target_post": "target post",
    "drop_target_post": "target post",
    "propose_fill": "target post",
    "show_fill": "pool fill",
    "withdraw_fill": "pool fill",
    "download_fill_letter": "pool fill",
    "download_merit_approval": "merit approval",
    "open_selection": "verification",
    "show_scoring_room": "scoring",
    "score_candidate": "candidate",
    "declare_conflict": "candidate",
    "reopen_sheet": "sheet",
    "show_selection": "scoring",
    "show_corrections": "result review",
    "propose_correction": "result candidate",
    "decide_correction": "correction",
    "import_scores": "scoring",
    "download_score_form": "scoring",
    "compute_ranking": "scoring",
    "submit_result": "result review",
    "withdraw_result": "result review",
    "announce_result": "announced",
    "mark_absent": "candidate",
    "download_determination": "determination",
    "decide_step": "result request",
    "append_piece": "upload",
    "drop_upload": "upload",
    "show_mail": "mail",
    "download_mail_attachment": "mail",
}

# Open to strangers of the role as well: a published vacancy belongs to every ASN, and every agency may find everybody.
NO_STRANGERS = {"check_eligibility", "start_application", "save_vacancy", "unsave_vacancy", "show_talent"}

# The thing stands in a form field instead of the URL: strangers get 404 on POST.
NAMED_IN_FORM = {"invite_talent": "unapplied"}

# A word stands in the URL instead of an id: the code of an agency, a signed link of a mail, a part of the site map.
WORDS = {
    "show_agency": lambda things: {"code": things["open"].agency.code},
    "read_agency_atom_feed": lambda things: {"code": things["open"].agency.code},
    "read_agency_json_feed": lambda things: {"code": things["open"].agency.code},
    "show_sitemap_part": lambda things: {"section": "lowongan"},
    "confirm_alert": lambda things: {"token": alert_token(things["alert asked"], CONFIRM)},
    "manage_alert": lambda things: {"token": alert_token(things["alert"], MANAGE)},
    "stop_alert": lambda things: {"token": alert_token(things["alert"], STOP)},
}

# Posted by mail programs, without a cookie (RFC 8058); tests/vacancies/test_alerts.py looks at it alone.
WITHOUT_TOKEN = {"stop_alert"}

# The document of the locker that proves an own addition of the candidate's frozen copy.
PROOF_ID = uuid.UUID("6f0d3a52-2f0c-4f9c-9d0e-6d2f6f9b7a11")

EXTRA_ARGUMENTS = {
    "download_proof": {"evidence_id": PROOF_ID},
    "list_box": {"box": 8},
    "propose_correction": {"code": "ASSESS"},
    "edit_plan": {"section": "jabatan"},
    "upload_document": {"document_type": "SURAT_LAMARAN"},
    "attach_evidence": {"document_type": "SURAT_LAMARAN"},
    "download_withdrawn_receipt": {"number": "1111-2222-3333"},
}

# What a careful attacker would send: every field of the acting forms, with lawful values.
PAYLOAD = {
    "version": "1",
    "reason": "Alasan uji yang cukup panjang untuk diterima.",
    "note": "Catatan uji.",
    "alasan": "Alasan uji yang cukup panjang.",
    "pesan": "Pesan uji.",
    "jawaban": "terima",
    "act": "absent",
    "verdict": "APPROVE",
    "position": "1",
    "outcome": "PASSED",
    "phone": "0812 3456 7890",
    "email": "uji@uji.example",
    "agrees": "on",
    "submit": "1",
}
