"""Every URL of the portal and who may enter it. Written by hand from docs/product.md and the rights matrix; never generated.

A value is PUBLIC, SIGNED_IN, or the set of role codes that open the page. What a person sees there is scoped by `visible_to`
(strangers get 404, see `objects.py`); what a person may do there is decided by `permissions.py`.
"""

PUBLIC = frozenset({"PUBLIC"})
SIGNED_IN = frozenset({"SIGNED_IN"})


def roles(*codes: str) -> frozenset[str]:
    """A set of role codes."""
    return frozenset(codes)


APPLICANT = roles("APPLICANT")
ADMIN = roles("AGENCY_ADMIN")
OFFICE = roles("AGENCY_ADMIN", "SECRETARIAT")
PANEL = roles("PANEL_MEMBER", "PANEL_CHAIR")
CHAIR = roles("PANEL_CHAIR")
BKN = roles("BKN_ADMIN")
RUNNERS = OFFICE | CHAIR
DECIDERS = roles("PYB", "PPK", "PANEL_CHAIR", "WASDAL", "SETKAB", "ACTING")
MAPPERS = roles("AGENCY_ADMIN", "PYB", "PPK")
FILL_READERS = roles("WASDAL", "SETKAB", "AUDITOR")
NATIONAL_READERS = roles("WASDAL", "AUDITOR")
READERS_OF_PLANS = OFFICE | roles("PYB", "PPK", "WASDAL", "AUDITOR")
READERS_OF_FILES = APPLICANT | OFFICE | PANEL | roles("WASDAL", "AUDITOR")

MATRIX: dict[str, frozenset[str]] = {
    # Open to everybody
    "list_vacancies": PUBLIC,
    "show_vacancy": PUBLIC,
    "download_deadline": PUBLIC,
    "list_results": PUBLIC,
    "show_result": PUBLIC,
    "show_help": PUBLIC,
    "show_privacy": PUBLIC,
    "show_accessibility": PUBLIC,
    "show_statistics": PUBLIC,
    "show_open_data": PUBLIC,
    # Followed by everybody: feeds, open data, agencies, and alerts by signed links of mails
    "read_atom_feed": PUBLIC,
    "read_json_feed": PUBLIC,
    "read_agency_atom_feed": PUBLIC,
    "read_agency_json_feed": PUBLIC,
    "download_vacancy_table": PUBLIC,
    "list_agencies": PUBLIC,
    "suggest_agencies": PUBLIC,
    "show_agency": PUBLIC,
    "show_sitemap": PUBLIC,
    "show_sitemap_part": PUBLIC,
    "show_robots": PUBLIC,
    "create_alert": PUBLIC,
    "show_alert_requested": PUBLIC,
    "confirm_alert": PUBLIC,
    "manage_alert": PUBLIC,
    "stop_alert": PUBLIC,
    # The letter is public once the result is; before that the view answers 404 to all but those who run the selection.
    "download_determination": PUBLIC,
    # Open in the demo only; 404 anywhere else
    "list_mailbox": PUBLIC,
    "show_mail": PUBLIC,
    "download_mail_attachment": PUBLIC,
    "show_demo_clock": PUBLIC,
    "list_demo_accounts": PUBLIC,
    "show_gallery": PUBLIC,
    # Everybody who signed in
    "open_board": SIGNED_IN,
    "list_notifications": SIGNED_IN,
    "tune_notices": SIGNED_IN,
    "list_saved_vacancies": SIGNED_IN,
    "save_vacancy": SIGNED_IN,
    "unsave_vacancy": SIGNED_IN,
    "list_alerts": SIGNED_IN,
    "show_account": SIGNED_IN,
    # Files on their way in: only one's own
    "start_upload": APPLICANT,
    "append_piece": APPLICANT,
    "drop_upload": APPLICANT,
    # Planning and registration
    "show_dashboard": OFFICE,
    "list_own_vacancies": OFFICE,
    "plan_vacancy": ADMIN,
    "show_own_vacancy": READERS_OF_PLANS,
    "edit_plan": ADMIN,
    "submit_plan": ADMIN,
    "withdraw_plan": ADMIN,
    "revise_plan": ADMIN,
    "copy_vacancy": ADMIN,
    "delete_plan": ADMIN,
    "publish_vacancy": ADMIN,
    "extend_registration": ADMIN,
    "show_extension": ADMIN,
    "ask_incident": ADMIN,
    "show_fork": OFFICE,
    "ask_continuation": ADMIN,
    "withdraw_continuation": ADMIN,
    "cancel_vacancy": ADMIN,
    "fail_vacancy": ADMIN,
    # Outages: the incident kind of extension belongs to BKN
    "show_incident_board": BKN,
    "extend_for_incident": BKN,
    "show_incident_outcome": BKN,
    "answer_incident_request": BKN,
    # Applying
    "check_eligibility": APPLICANT,
    "start_application": APPLICANT,
    "list_applications": APPLICANT,
    "show_application": APPLICANT,
    "edit_applicant_details": APPLICANT,
    "show_eligibility": APPLICANT,
    "edit_documents": APPLICANT,
    "upload_document": APPLICANT,
    "download_document": READERS_OF_FILES,
    "download_proof": READERS_OF_FILES,
    "delete_document": APPLICANT,
    "attach_evidence": APPLICANT,
    "attach_matching_evidence": APPLICANT,
    "keep_document": APPLICANT,
    "edit_statement": APPLICANT,
    "edit_special_needs": APPLICANT,
    "check_application": APPLICANT,
    "submit_application": APPLICANT,
    "show_receipt": APPLICANT,
    "download_receipt": APPLICANT,
    "show_snapshot": APPLICANT,
    "withdraw_application": APPLICANT,
    "download_withdrawn_receipt": APPLICANT,
    "answer_document_request": APPLICANT,
    "rate_reasons": APPLICANT,
    "discard_application": APPLICANT,
    "download_result_letter": APPLICANT,
    # Own record
    "show_profile": APPLICANT,
    "list_evidence": APPLICANT,
    "add_evidence": APPLICANT,
    "show_evidence": APPLICANT,
    "describe_evidence": APPLICANT,
    "put_away_evidence": APPLICANT,
    "take_out_evidence": APPLICANT,
    "download_evidence": APPLICANT | ADMIN,
    "add_own_record": APPLICANT,
    "edit_own_record": APPLICANT,
    "delete_own_record": APPLICANT,
    "report_record": APPLICANT,
    "list_my_reports": APPLICANT,
    "show_my_report": APPLICANT,
    "withdraw_report": APPLICANT,
    "list_record_reports": ADMIN,
    "answer_report": ADMIN,
    # Verifying
    "list_applicants": OFFICE,
    "verify_application": OFFICE,
    "confirm_failure": OFFICE,
    "ask_document": OFFICE,
    "withdraw_document_request": OFFICE,
    # Talent
    "search_talent": ADMIN,
    "show_talent": ADMIN,
    "open_talent_document": ADMIN,
    "compare_talent": ADMIN,
    "list_saved_searches": ADMIN,
    "rename_saved_search": ADMIN,
    "delete_saved_search": ADMIN,
    "show_market_test": ADMIN,
    "show_own_privacy": APPLICANT,
    "switch_own_visibility": APPLICANT,
    "invite_talent": ADMIN,
    "list_invitations": OFFICE,
    "export_invitations": OFFICE,
    "retry_invitation": ADMIN,
    "revoke_invitation": ADMIN,
    "list_my_invitations": APPLICANT,
    "list_pauses": APPLICANT,
    "lift_pause": APPLICANT,
    "answer_invitation": APPLICANT,
    "download_invitation": APPLICANT | OFFICE,
    # Boxes, the succession group, target posts
    "show_boxes": MAPPERS,
    "list_box": MAPPERS,
    "show_placement": MAPPERS,
    "show_calibration": MAPPERS,
    "open_mapping_period": ADMIN,
    "set_box_thresholds": ADMIN,
    "import_assessments": ADMIN,
    "download_assessment_form": ADMIN,
    "compute_boxes": ADMIN,
    "confirm_boxes": roles("PYB"),
    "list_pool": MAPPERS | NATIONAL_READERS,
    "propose_pool_members": ADMIN,
    "show_membership": MAPPERS,
    "confirm_member": roles("PYB"),
    "end_member": ADMIN | roles("PYB"),
    "add_development": ADMIN,
    "update_development": ADMIN,
    "list_target_posts": MAPPERS | NATIONAL_READERS,
    "refresh_target_posts": ADMIN,
    "register_target_post": ADMIN,
    "open_target_post": ADMIN,
    "drop_target_post": ADMIN,
    "propose_fill": ADMIN,
    "show_fill": MAPPERS | FILL_READERS,
    "withdraw_fill": ADMIN,
    "download_fill_letter": MAPPERS | FILL_READERS,
    "list_merit_approvals": roles("WASDAL"),
    "download_merit_approval": MAPPERS | FILL_READERS,
    # Selecting
    "open_selection": OFFICE,
    "list_assignments": PANEL,
    "show_scoring_room": PANEL,
    "score_candidate": PANEL,
    "declare_conflict": PANEL,
    "reopen_sheet": CHAIR,
    "show_selection": RUNNERS,
    "show_corrections": PANEL | OFFICE,
    "propose_correction": PANEL | OFFICE,
    "decide_correction": PANEL,
    "import_scores": RUNNERS,
    "download_score_form": RUNNERS,
    "compute_ranking": CHAIR,
    "submit_result": RUNNERS,
    "withdraw_result": RUNNERS,
    "announce_result": ADMIN,
    "mark_absent": RUNNERS,
    # Approving: the office follows its own requests and decides nothing.
    "list_steps": DECIDERS | OFFICE | roles("AUDITOR"),
    "decide_step": DECIDERS | OFFICE | roles("AUDITOR"),
}

# Views of the sign-in library, pinned: an upgrade that adds a page or opens one fails the build.
LIBRARY_MATRIX: dict[str, frozenset[str]] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,  # closed by the adapter, see test_sign_up_is_closed
    "account_email_verification_sent": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}
