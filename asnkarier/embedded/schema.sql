-- Drawn from the migrations by `make schema`; a test compares it with what they make. Do not edit.
SET LOCAL check_function_bodies = false;
-- from accounts/migrations/0001_initial.py 775ae0f35e455f29
-- from accounts/migrations/0002_contact.py 604fc1f4f4d5882b
-- from accounts/migrations/0003_session_person.py 56b84614161df003
-- from accounts/migrations/0004_acting.py 0d49f5f22bedaa42
-- from accounts/migrations/0005_session_seen.py 193ca1ac99d2bdd9
-- from accounts/migrations/0006_session_of_person.py 138e72f0400f41b4
-- from accounts/migrations/0007_data_protection.py 1253453a385b4c59
-- from accounts/migrations/0008_row_sight.py 304ec55b229b7ecc
-- from accounts/migrations/0009_kept_sight.py f8fd5e6b41a31282
-- from approvals/migrations/0001_initial.py caede2257e2ee799
-- from approvals/migrations/0002_trail.py fbf98cc7dfc5aae6
-- from approvals/migrations/0003_inbox.py 49c30e3cbfeb68bd
-- from approvals/migrations/0004_delegation.py 09164a4322b23cf7
-- from approvals/migrations/0005_pause.py 9204a77d135e3990
-- from approvals/migrations/0006_asks_reason.py fd86b330d3da777f
-- from approvals/migrations/0007_decision_letter.py ca138012bbd67d39
-- from approvals/migrations/0008_calendar.py fe3c63eb896fe9b2
-- from approvals/migrations/0009_national_inbox.py ce84971e1913f18a
-- from approvals/migrations/0010_row_security.py 45cf27cf376cd916
-- from approvals/migrations/0011_last_decisions.py b3a81709569c5e3f
-- from core/append_only.py 027a3af77dea9c1d
-- from core/audit.py ffda21b41f5e57cd
-- from core/canonical.py e02e72b6000852f1
-- from core/create_together.py bab01d571814cc1e
-- from core/migrations/0001_initial.py c826f922087f7c7b
-- from core/migrations/0002_trail.py 0abf32524156c377
-- from core/migrations/0003_applying.py da5660faf85c621c
-- from core/migrations/0004_publication.py 192a04fc620f4ff9
-- from core/migrations/0005_digest.py 2744df79e07d8942
-- from core/migrations/0006_delivery.py 2ec214759504c0cb
-- from core/migrations/0007_seals.py 08f416891b868c4d
-- from core/migrations/0008_letters.py 0e4a656fabe06dd3
-- from core/migrations/0009_condition.py 0c078208a82aa334
-- from core/migrations/0010_condition_decimals.py c504fafe047b2a04
-- from core/migrations/0011_file_keys.py 73f31bcd513eb575
-- from core/migrations/0012_fewer_indexes.py fd6bce29c0cbbc97
-- from core/publication.py ef7fb755eb6b07f3
-- from core/row_policies.py 9678013ed966c685
-- from employees/migrations/0001_initial.py 34caef6383e78b48
-- from employees/migrations/0002_applying.py 1150c92665ec267f
-- from employees/migrations/0003_reports.py da1044dbf65e0c89
-- from employees/migrations/0004_talent.py bec661c6785b219b
-- from employees/migrations/0005_province_index.py 49187bb2263650ce
-- from employees/migrations/0006_import_line.py adbbec17e8b1bc38
-- from employees/migrations/0007_no_talent_score.py a610554545f59974
-- from employees/migrations/0008_row_security.py 70bfd8bfd79735f7
-- from employees/migrations/0009_kept_own.py 4f765582c2002f2f
-- from privacy/migrations/0001_initial.py 98319bbe2faac1a9
-- from selection/cat/result_sql.py 0e042de8b83ef244
-- from selection/migrations/0001_initial.py df046eea312036a7
-- from selection/migrations/0002_trail.py 70c549536a4c7933
-- from selection/migrations/0003_locked_scores.py b97473a559bc9aa8
-- from selection/migrations/0004_corrections.py 4cc60d1b20a90761
-- from selection/migrations/0005_computer_test.py 5ceaa9c86aaa5e32
-- from selection/migrations/0006_scoring.py 4eaeb06e2300c426
-- from selection/migrations/0007_closing.py 0ab434a87b105c74
-- from selection/migrations/0008_sessions.py de29c49f92ed3c71
-- from selection/migrations/0009_packet_storage.py c92e142e9eb9c5a2
-- from selection/migrations/0010_reason_of_choice.py 7dd1a157ecc72e35
-- from selection/migrations/0011_sealed_questions.py 9bd15a439e9f8395
-- from selection/migrations/0012_kept_lists.py be4f224154f6d179
-- from selection/migrations/0013_row_security.py 02b5f3bc359c700c
-- from selection/migrations/0014_session_words.py 6b946c374727c6a4
-- from selection/rules/determination.py 3508ebd1a28e3765
-- from talent/migrations/0001_initial.py 4470e600eb9d109b
-- from talent/migrations/0002_search_pages.py d834627dd4fe1bd7
-- from talent/migrations/0003_nine_box.py 52023ed236444a20
-- from talent/migrations/0003_search_projection.py 0652bcd1256af22d
-- from talent/migrations/0004_invitations.py 8f11176e90f23e55
-- from talent/migrations/0005_pool_fill.py adc8e45f62aa67ad
-- from talent/migrations/0006_search_ready.py da43eb1e3c7ee0ea
-- from talent/migrations/0007_light_invitations.py ca074341853a878c
-- from talent/migrations/0008_row_security.py 50b7ba227b829caa
-- from talent/migrations/0009_one_index_a_key.py 09d0f44ab34645e0
-- from talent/migrations/0010_reach_looked_up.py 6d54ded22c258f27
-- from talent/migrations/0011_own_looked_up.py bb90b2e0c2f006b7
-- from talent/migrations/0012_reach_first.py 9e60e7b98b5f6b9d
-- from vacancies/migrations/0001_initial.py 12e5ac42685593db
-- from vacancies/migrations/0002_trail.py b14a318585eb83da
-- from vacancies/migrations/0003_applying.py ae78677c351a8e30
-- from vacancies/migrations/0004_publication.py 9c6cfdfaff167568
-- from vacancies/migrations/0005_incident.py 5fc61c638749832b
-- from vacancies/migrations/0006_after_sending.py af7c912405a5aeca
-- from vacancies/migrations/0007_alert_feedback.py 50179c062bc628a7
-- from vacancies/migrations/0008_draft_saving.py b3dfb0b831fb187c
-- from vacancies/migrations/0009_public_order.py 1148eb890583186b
-- from vacancies/migrations/0010_sending_function.py 43ad8d76cef5b005
-- from vacancies/migrations/0011_prepared_sending.py 6c98fbc65e0d4ef0
-- from vacancies/migrations/0012_sending_marks.py e4ea52cc68cdb14e
-- from vacancies/migrations/0013_assessment_plan.py 49c52e4fad6d37ce
-- from vacancies/migrations/0014_sending_order.py 42031a763b368626
-- from vacancies/migrations/0015_snapshot_storage.py 206415eaf2e92abf
-- from vacancies/migrations/0016_announcement_letter.py 8efc09d43ebe9243
-- from vacancies/migrations/0017_letters_in_marks.py bf3bcf7066f4dbc2
-- from vacancies/migrations/0018_objections.py d72bf048c825ae72
-- from vacancies/migrations/0019_taking_index.py 308b0c83ee9a4fb8
-- from vacancies/migrations/0020_row_security.py 84af9eebea787e99
-- from vacancies/migrations/0021_sending_past_policies.py 59d31d2b0b5e0196
-- from vacancies/migrations/0022_fewer_indexes.py 44dcf91d839d2f74
-- from vacancies/migrations/0023_kept_reach.py ae1ee4c327b7d214
-- from vacancies/migrations/0024_counted_below_policies.py cd583cee004e4955
-- from vacancies/migrations/0025_counted_by_vacancy.py 824bc91ab1a92c9b
-- from vacancies/migrations/0026_reach_first.py d78ee25f54e2b6e9
-- from vacancies/migrations/0027_sight_worked_out.py 2e6d61e522fc8061
-- from vacancies/sending_function.py f00557f640ce7c0e
-- from django 5.2.19
-- from django-allauth 65.21.1
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';
CREATE FUNCTION public.accounts_forget_sight() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    v_person bigint := nullif(current_setting('asnkarier.person', true), '')::bigint;
    v_offices bigint[] := nullif(current_setting('asnkarier.offices', true), '')::bigint[];
BEGIN
    IF v_person IS NOT NULL THEN
        PERFORM set_config('asnkarier.own', ARRAY(
            SELECT id FROM employees_employee WHERE user_id = v_person
            UNION ALL SELECT e.id FROM accounts_user u JOIN employees_employee e ON e.nip = u.nip WHERE u.id = v_person
        )::text, false),
            set_config('asnkarier.vacancies', ARRAY(
            SELECT v.id FROM vacancies_vacancy v WHERE v.agency_id = ANY (v_offices)
            UNION ALL
            SELECT s.vacancy_id FROM vacancies_panelmember m JOIN vacancies_selectionpanel s ON s.id = m.panel_id
            WHERE m.user_id = v_person
        )::text, false);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.accounts_look_as(p_person bigint, p_day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    -- For the connection, until another sight is told: pages are not one transaction.
    PERFORM set_config('asnkarier.person', coalesce(p_person::text, ''), false),
        set_config('asnkarier.offices', coalesce(d.offices::text, ''), false),
        set_config('asnkarier.reach', coalesce(d.reach, ''), false),
        set_config('asnkarier.own', ARRAY(
            SELECT id FROM employees_employee WHERE user_id = p_person
            UNION ALL SELECT e.id FROM accounts_user u JOIN employees_employee e ON e.nip = u.nip WHERE u.id = p_person
        )::text, false),
        set_config('asnkarier.vacancies', ARRAY(
            SELECT v.id FROM vacancies_vacancy v WHERE v.agency_id = ANY (d.offices)
            UNION ALL
            SELECT s.vacancy_id FROM vacancies_panelmember m JOIN vacancies_selectionpanel s ON s.id = m.panel_id
            WHERE m.user_id = p_person
        )::text, false)
    FROM (
        SELECT array_agg(agency_id) FILTER (WHERE agency_id IS NOT NULL) AS offices,
            string_agg(role, ',') FILTER (WHERE agency_id IS NULL) AS reach
        FROM accounts_membership
        WHERE user_id = p_person AND valid_from <= p_day AND (valid_until IS NULL OR valid_until >= p_day)
    ) d;
END $$;
CREATE FUNCTION public.approvals_point(p_text text) RETURNS int8range
    LANGUAGE sql IMMUTABLE STRICT
    AS $$
    SELECT int8range(hashtextextended(p_text, 0) >> 1, hashtextextended(p_text, 0) >> 1, '[]')
$$;
CREATE FUNCTION public.approvals_recent_part(p_person bigint, p_many integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT s.request_id FROM (
        SELECT d.step_id, d.decided_at, d.id FROM approvals_decision d WHERE d.actor_id = p_person
        ORDER BY d.decided_at DESC, d.id DESC LIMIT p_many
    ) AS last JOIN approvals_approvalstep s ON s.id = last.step_id ORDER BY last.decided_at DESC, last.id DESC;
END $$;
CREATE FUNCTION public.approvals_refuse_rewrite() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_old jsonb := to_jsonb(OLD);
    v_new jsonb := to_jsonb(NEW);
    v_late text[] := string_to_array(TG_ARGV[0], ' ');
    v_once text;
BEGIN
    IF TG_OP = 'DELETE' OR v_old - v_late IS DISTINCT FROM v_new - v_late THEN
        RAISE EXCEPTION 'written once: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOREACH v_once IN ARRAY string_to_array(TG_ARGV[1], ' ') LOOP
        IF v_old->>v_once IS NOT NULL AND v_old->>v_once IS DISTINCT FROM v_new->>v_once THEN
            RAISE EXCEPTION 'written once: % of % refused', v_once, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE FUNCTION public.approvals_running_part(p_person bigint) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT s.request_id FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id
        JOIN approvals_approvalrequest r ON r.id = s.request_id AND r.closed_at IS NULL WHERE d.actor_id = p_person;
END $$;
CREATE FUNCTION public.approvals_scope(p_text text) RETURNS int8range
    LANGUAGE sql IMMUTABLE STRICT
    AS $$
    SELECT CASE WHEN p_text = '' THEN int8range(NULL, NULL) 
        ELSE int8range(hashtextextended(p_text, 0) >> 1, hashtextextended(p_text, 0) >> 1, '[]') END
$$;
CREATE FUNCTION public.approvals_taken_part() RETURNS bigint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    v_person bigint := nullif(current_setting('asnkarier.person', true), '')::bigint;
BEGIN
    IF v_person IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(s.request_id) FROM approvals_approvalstep s WHERE s.holder_id = v_person), '{}')
        || coalesce((
            SELECT array_agg(s.request_id) FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id
            WHERE d.actor_id = v_person
        ), '{}');
END $$;
CREATE FUNCTION public.core_audit_append(p_chain text, p_body text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    v_body jsonb := p_body::jsonb;
    v_at bigint := (extract(epoch FROM now()) * 1000000)::bigint;
    v_sequence bigint;
    v_previous text;
    v_hash text;
BEGIN
    LOOP
        SELECT sequence + 1, hash INTO v_sequence, v_previous FROM core_audithead WHERE chain = p_chain FOR UPDATE;
        EXIT WHEN FOUND;
        -- The first row of a chain; of two who make the head, one waits here for the other and reads it in the next round.
        INSERT INTO core_audithead (chain, sequence, hash) VALUES (p_chain, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    END LOOP;
    v_hash := encode(sha256(convert_to(v_previous || '|' || v_sequence || '|' || v_at || '|' || p_body, 'UTF8')), 'hex');
    INSERT INTO core_auditentry (chain, sequence, at_us, act, actor_id, object_type, object_id, body, previous_hash, hash)
    VALUES (p_chain, v_sequence, v_at, v_body->>'act', (v_body->'actor'->>'id')::bigint, v_body->'object'->>'type',
            v_body->'object'->>'id', p_body, v_previous, v_hash);
    UPDATE core_audithead SET sequence = v_sequence, hash = v_hash WHERE chain = p_chain;
    RETURN v_sequence;
END $$;
CREATE FUNCTION public.core_keep_letter() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.number, OLD.kind, OLD.public_id, OLD.title, OLD.template, OLD.words)
            IS DISTINCT FROM (NEW.number, NEW.kind, NEW.public_id, NEW.title, NEW.template, NEW.words)
        OR (OLD.sha256 <> '' AND (OLD.sha256, OLD.file, OLD.rendered_at, OLD.signer, OLD.is_certified)
            IS DISTINCT FROM (NEW.sha256, NEW.file, NEW.rendered_at, NEW.signer, NEW.is_certified)) THEN
        RAISE EXCEPTION 'letter %: % refused', OLD.number, TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.core_publish() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Once a transaction, however many rows it changes.
    UPDATE core_publication SET version = version + 1, changed_by = pg_current_xact_id()::text::bigint
    WHERE id = 1 AND changed_by <> pg_current_xact_id()::text::bigint;
    RETURN NULL;
END $$;
CREATE FUNCTION public.core_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.employees_own_ids() RETURNS bigint[]
    LANGUAGE sql STABLE
    RETURN (COALESCE(NULLIF(current_setting('asnkarier.own'::text, true), ''::text), '{}'::text))::bigint[];
CREATE FUNCTION public.selection_exam_outcomes(p_sittings bigint[]) RETURNS TABLE(sitting_id bigint, points bigint, max_points bigint, answered bigint, value numeric, answers_sha256 text)
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    WITH place AS MATERIALIZED (
        SELECT s.id, s.seed, e.id AS exam_id, e.paper_sha256, c.scale_min, c.scale_max
        FROM selection_examsitting s
        JOIN selection_examsession x ON x.id = s.session_id
        JOIN selection_exam e ON e.id = x.exam_id
        JOIN vacancies_scorecomponent c ON c.id = e.component_id
        WHERE s.id = ANY(p_sittings)
    ), item AS MATERIALIZED (
        SELECT i.exam_id, i.sha256, t.text::jsonb -> 2 AS parts,
            row_number() OVER (PARTITION BY i.exam_id ORDER BY i.position) - 1 AS turn
        FROM selection_examitem i LEFT JOIN selection_examitemtext t ON t.item_id = i.id
        WHERE i.exam_id IN (SELECT exam_id FROM place)
    ), whole AS MATERIALIZED (
        -- Only papers that are laid open to the last question and are still the ones that were drawn.
        SELECT exam_id FROM item GROUP BY exam_id
        HAVING bool_and(parts IS NOT NULL) AND encode(sha256(convert_to(
            '[' || string_agg('"' || sha256 || '"', ',' ORDER BY turn) || ']', 'UTF8')), 'hex')
            = (SELECT e.paper_sha256 FROM selection_exam e WHERE e.id = exam_id)
    ), part AS MATERIALIZED (
        SELECT item.exam_id, item.turn, each.place - 1 AS part, each.part -> 'options' AS options,
            jsonb_array_length(each.part -> 'options') AS size,
            (SELECT max((option ->> 'points')::int) FROM jsonb_array_elements(each.part -> 'options') AS option) AS most
        FROM item JOIN whole USING (exam_id)
        CROSS JOIN LATERAL jsonb_array_elements(item.parts) WITH ORDINALITY AS each(part, place)
    ), ordered AS MATERIALIZED (
        SELECT place.id, place.exam_id, item.turn, sha256(convert_to(place.seed || '|soal|' || item.turn, 'UTF8')) AS lot
        FROM place JOIN item USING (exam_id)
    ), slot AS MATERIALIZED (
        SELECT ordered.id, part.*,
            row_number() OVER (PARTITION BY ordered.id ORDER BY ordered.lot, part.turn, part.part) AS number
        FROM ordered JOIN part ON part.exam_id = ordered.exam_id AND part.turn = ordered.turn
    ), answer AS MATERIALIZED (
        SELECT DISTINCT ON (a.sitting_id, a.number) a.sitting_id, a.number, a.choice
        FROM selection_examanswer a WHERE a.sitting_id = ANY(p_sittings)
        ORDER BY a.sitting_id, a.number, a.sequence DESC, a.choice DESC
    ), digest AS (
        SELECT answer.sitting_id, string_agg('[' || number || ',' || choice || ']', ',' ORDER BY number) AS rows
        FROM answer WHERE choice <> 0 GROUP BY answer.sitting_id
    ), counted AS (
        SELECT slot.id, sum(slot.most) AS most, count(answer.choice) AS answered, coalesce(sum((
            SELECT (slot.options -> (shown.stored)::int ->> 'points')::int FROM (
                SELECT stored, row_number() OVER (ORDER BY sha256(convert_to(
                    place.seed || '|pilihan|' || slot.turn || '|' || slot.part || '|' || stored, 'UTF8')), stored) AS letter
                FROM generate_series(0, slot.size - 1) AS stored
            ) AS shown WHERE shown.letter = answer.choice
        )), 0) AS points
        FROM slot JOIN place ON place.id = slot.id
        LEFT JOIN answer ON answer.sitting_id = slot.id AND answer.number = slot.number AND answer.choice BETWEEN 1 AND slot.size
        GROUP BY slot.id
    )
    SELECT place.id, counted.points, counted.most, counted.answered,
        round(CASE WHEN counted.most = 0 THEN place.scale_min
            ELSE place.scale_min + (place.scale_max - place.scale_min) * counted.points / counted.most END, 2),
        encode(sha256(convert_to('[' || coalesce(digest.rows, '') || ']', 'UTF8')), 'hex')
    FROM place JOIN counted ON counted.id = place.id LEFT JOIN digest ON digest.sitting_id = place.id
$$;
CREATE FUNCTION public.selection_exam_value(p_candidate bigint, p_component bigint) RETURNS numeric
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT r.value FROM selection_examresult r
    JOIN selection_examsitting s ON s.id = r.sitting_id AND s.candidate_id = p_candidate
    JOIN selection_examsession x ON x.id = s.session_id
    JOIN selection_exam e ON e.id = x.exam_id AND e.component_id = p_component
    WHERE NOT EXISTS (SELECT FROM selection_examannulment a
        JOIN selection_examannulmentverdict v ON v.annulment_id = a.id AND v.is_accepted WHERE a.result_id = r.id)
    ORDER BY r.id DESC LIMIT 1
$$;
CREATE FUNCTION public.selection_refuse_exam_score() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP <> 'INSERT'
        AND EXISTS (SELECT FROM vacancies_scorecomponent WHERE id = OLD.component_id AND aggregate = 'CAT')
        AND selection_exam_value(OLD.candidate_id, OLD.component_id) IS NOT NULL THEN
        RAISE EXCEPTION 'a score of the computer test follows its result: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF EXISTS (SELECT FROM vacancies_scorecomponent WHERE id = NEW.component_id AND aggregate = 'CAT')
        AND NEW.value IS DISTINCT FROM selection_exam_value(NEW.candidate_id, NEW.component_id) THEN
        RAISE EXCEPTION 'a score of the computer test follows its result: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.selection_refuse_forged_result() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh LEFT JOIN selection_exam_outcomes((SELECT array_agg(f.sitting_id) FROM fresh f)) o
            ON o.sitting_id = fresh.sitting_id
        WHERE o.sitting_id IS NULL OR (fresh.points, fresh.max_points, fresh.answered, fresh.value, fresh.answers_sha256)
            IS DISTINCT FROM (o.points, o.max_points, o.answered, o.value, o.answers_sha256)
    ) THEN
        RAISE EXCEPTION 'a result that does not follow from paper and answers: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.selection_refuse_late_answer() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM selection_examresult r WHERE r.sitting_id = NEW.sitting_id) THEN
        RAISE EXCEPTION 'this sitting is counted: answer refused' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.selection_refuse_locked() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    v_candidates bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.candidate_id] WHEN 'DELETE' THEN ARRAY[OLD.candidate_id]
        ELSE ARRAY[OLD.candidate_id, NEW.candidate_id] END;
BEGIN
    -- Waits for a ranking that is being made: it holds this row, and its lock is seen afterwards.
    PERFORM FROM vacancies_vacancy v JOIN selection_candidate c ON c.vacancy_id = v.id WHERE c.id = ANY(v_candidates) FOR SHARE OF v;
    IF EXISTS (SELECT FROM selection_scorelock l JOIN selection_candidate c ON c.vacancy_id = l.vacancy_id
        WHERE c.id = ANY(v_candidates)) THEN
        RAISE EXCEPTION 'scores of this selection are locked: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION public.selection_refuse_other_order() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'a place of a computer test keeps person, number and order: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.selection_refuse_other_text() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')
        IS DISTINCT FROM (SELECT i.sha256 FROM selection_examitem i WHERE i.id = NEW.item_id) THEN
        RAISE EXCEPTION 'not the question that was drawn: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.selection_refuse_own_annulment() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.decided_by_id = (SELECT a.proposed_by_id FROM selection_examannulment a WHERE a.id = NEW.annulment_id) THEN
        RAISE EXCEPTION 'an annulment takes two people: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.selection_refuse_own_keying() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM selection_entryvalue e WHERE e.candidate_id = NEW.candidate_id AND e.component_id = NEW.component_id
        AND e.keyed_by_id = NEW.decided_by_id) THEN
        RAISE EXCEPTION 'two keyings are decided by a third person: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.selection_refuse_own_verdict() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.decided_by_id = (SELECT c.proposed_by_id FROM selection_scorecorrection c WHERE c.id = NEW.correction_id) THEN
        RAISE EXCEPTION 'a correction takes two people: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.selection_refuse_unsealing() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'a sealed question keeps its content: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.talent_lexemes(phrase text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT coalesce(array_agg(DISTINCT lexeme), '{}') FROM (
        SELECT CASE
            WHEN word = upper(word) AND word <> lower(word) AND phrase <> upper(phrase) THEN 'a=' || lower(word)
            ELSE coalesce((ts_lexize('pg_catalog.indonesian_stem', lower(word)))[1], lower(word)) END AS lexeme
        FROM regexp_split_to_table(phrase, '[^[:alnum:]]+') AS word
        WHERE length(word) > 1 AND lower(word) <> ALL (ARRAY['yang', 'dan', 'di', 'ke', 'dari', 'pada', 'untuk', 'dengan', 'dalam', 'oleh', 'atau', 'tahun', 'sebagai', 'serta', 'para', 'antar', 'bagi', 'kepada', 'secara', 'tentang', 'the', 'of', 'and', 'in', 'for', 'to'])
    ) AS words
$$;
CREATE FUNCTION public.talent_note_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF coalesce(current_setting('asnkarier.bulk_load', true), '') = 'on' THEN RETURN NULL; END IF;
    IF TG_TABLE_NAME = 'employees_employee' THEN
        INSERT INTO talent_searchchange (employee_id) SELECT id FROM changed;
    ELSE
        INSERT INTO talent_searchchange (employee_id) SELECT DISTINCT employee_id FROM changed;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.talent_study(program text) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT (CASE
        WHEN btrim(program) = '' THEN 0
        WHEN lower(program) ~ '\m(pendidikan|keguruan|tarbiyah|pgsd|paud|bimbingan)' THEN 1
        WHEN lower(program) ~ '\m(kedokteran|dokter|kesehatan|keperawatan|perawat|ners|kebidanan|bidan|farmasi|apoteker|gizi|spesialis|subspesialis|radiologi|fisioterapi|epidemiologi|bedah|medik|medis)' THEN 2
        WHEN lower(program) ~ '\m(hukum|syariah|kenotariatan)' THEN 3
        WHEN lower(program) ~ '\m(informatika|komputer|komputasi|informasi|perangkat|multimedia|data|siber)' THEN 4
        WHEN lower(program) ~ '\m(ekonomi|akuntansi|manajemen|bisnis|keuangan|perbankan|pajak|perpajakan|pemasaran|niaga)' THEN 5
        WHEN lower(program) ~ '\m(pemerintahan|administrasi|kebijakan|politik|kepamongprajaan|ketatanegaraan|kearsipan|publik)' THEN 6
        WHEN lower(program) ~ '\m(pertanian|agri|agro|peternakan|ternak|perikanan|ikan|kehutanan|hutan|kelautan|perkebunan|tanaman|pangan|budidaya|veteriner|hewan|penyuluhan)' THEN 7
        WHEN lower(program) ~ '\m(teknik|rekayasa|arsitektur|sipil|mesin|elektro|industri|konstruksi|otomotif|bangunan|planologi|perencanaan|transportasi|pelayaran|penerbangan|listrik|metalurgi|tambang)' THEN 8
        WHEN lower(program) ~ '\m(matematika|fisika|kimia|biologi|statisti|geografi|geologi|geofisika|meteorologi|lingkungan|sains)' THEN 9
        WHEN lower(program) ~ '\m(sosial|sosiologi|komunikasi|psikologi|antropologi|internasional|kesejahteraan|pembangunan|masyarakat|kriminologi|perpustakaan|jurnalistik)' THEN 10
        WHEN lower(program) ~ '\m(bahasa|sastra|seni|agama|islam|teologi|sejarah|filsafat|budaya|kebudayaan|arkeologi|desain|tafsir|dakwah)' THEN 11
        ELSE 12 END)::smallint
$$;
CREATE FUNCTION public.vacancies_application_numbers(p_vacancies bigint[]) RETURNS TABLE(vacancy_id bigint, state text, number bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
#variable_conflict use_column
DECLARE
    v_seen bigint[] := p_vacancies;
BEGIN
    -- Of whoever calls: within this function `current_user` is its owner.
    IF session_user NOT IN ('asnkarier_worker', 'asnkarier_auditor') AND coalesce(current_setting('asnkarier.reach', true), '') = '' THEN
        v_seen := ARRAY(SELECT unnest(p_vacancies) INTERSECT SELECT unnest(vacancies_in_reach()));
    END IF;
    RETURN QUERY SELECT a.vacancy_id, a.state::text, count(*) FROM vacancies_application a
        WHERE a.vacancy_id = ANY (v_seen) GROUP BY a.vacancy_id, a.state;
END $$;
CREATE FUNCTION public.vacancies_count_submitted(p_vacancy bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN (SELECT count(*) FROM vacancies_application
        WHERE vacancy_id = p_vacancy AND state IN ('ABSENT', 'CANDIDATE', 'FAILED', 'NEEDS_DOCUMENT', 'NOT_SELECTED', 'NOT_SHORTLISTED', 'PASSED', 'SELECTED', 'SHORTLISTED', 'SUBMITTED'));
END $$;
CREATE FUNCTION public.vacancies_in_reach() RETURNS bigint[]
    LANGUAGE sql STABLE
    RETURN (COALESCE(NULLIF(current_setting('asnkarier.vacancies'::text, true), ''::text), '{}'::text))::bigint[];
CREATE FUNCTION public.vacancies_keep_objection() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL
        OR (NEW.public_id, NEW.application_id, NEW.stage, NEW.lines, NEW.text, NEW.judge_ids, NEW.filed_at, NEW.due_at)
            IS DISTINCT FROM
            (OLD.public_id, OLD.application_id, OLD.stage, OLD.lines, OLD.text, OLD.judge_ids, OLD.filed_at, OLD.due_at) THEN
        RAISE EXCEPTION 'objection %: % refused', OLD.id, TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.vacancies_refuse_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM vacancies_assessmentplan p WHERE p.vacancy_id = OLD.vacancy_id)
        OR EXISTS (SELECT FROM vacancies_assessmentplan p WHERE p.vacancy_id = NEW.vacancy_id) THEN
        RAISE EXCEPTION 'the assessment plan of this vacancy is frozen: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION public.vacancies_send_prepared(p_application uuid, p_person bigint, p_digest text, p_code text, p_lead interval, OUT outcome text, OUT at timestamp with time zone) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    v record;
    v_local timestamp;
    v_number integer;
    v_snapshot text;
    v_sha text;
    v_letter bigint;
    v_submitted bigint;
    v_is_same_person boolean;
BEGIN
    -- Run as the owner, past the policies of a dozen tables; so it asks once, at its start, what they would ask of every row.
    IF current_setting('asnkarier.person', true) IS DISTINCT FROM p_person::text
        AND coalesce(current_setting('asnkarier.reach', true), '') = '' AND session_user NOT IN ('asnkarier_worker', 'asnkarier_auditor') THEN
        outcome := 'UNPREPARED';
        RETURN;
    END IF;
    -- The instant that counts: fixed when this statement began, before any lock is waited for.
    at := now() + p_lead;
    SELECT s.* INTO v FROM vacancies_preparedsending s JOIN vacancies_application p ON p.id = s.application_id
    WHERE p.public_id = p_application;
    -- Another page than the newest one, another code, or another day, from which the rules may count differently.
    IF NOT FOUND OR v.person_id <> p_person OR v.digest <> p_digest OR v.code <> p_code
        OR v.day <> (at AT TIME ZONE 'Asia/Jakarta')::date THEN
        outcome := 'UNPREPARED';
        RETURN;
    END IF;
    -- Before the vacancy's lock, for which all who send to it queue: the lock does not hold these rows anyway.
    v_is_same_person := split_part(v.marks, chr(30), 1) = vacancies_sending_marks_of_person(v.application_id);
    PERFORM FROM vacancies_vacancy
    WHERE id = v.vacancy_id AND state IN ('PUBLISHED', 'OPEN') AND opens_at <= at AND at < closes_at
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'VACANCY';
        RETURN;
    END IF;
    PERFORM FROM vacancies_application WHERE id = v.application_id AND state = 'DRAFT' FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'APPLICATION';
        RETURN;
    END IF;
    IF v_is_same_person IS NOT TRUE
        OR split_part(v.marks, chr(30), 2) IS DISTINCT FROM vacancies_sending_marks_of_place(v.application_id) THEN
        outcome := 'CHANGED';
        RETURN;
    END IF;

    v_snapshot := v.snapshot_head || (extract(epoch FROM at) * 1000000)::bigint || v.snapshot_tail;
    v_sha := encode(sha256(convert_to(v_snapshot, 'UTF8')), 'hex');
    v_local := at AT TIME ZONE v.zone;
    v_letter := nextval('core_letter_id_seq');
    UPDATE vacancies_application
    SET submitted_at = at, receipt_number = v.receipt_number, snapshot = v_snapshot, snapshot_sha256 = v_sha,
        receipt_id = v_letter, state = v.state, state_since = at, version = version + 1
    WHERE id = v.application_id;
    INSERT INTO vacancies_applicationevent (application_id, action, state, at) VALUES (v.application_id, 'submit', v.state, at);
    INSERT INTO core_notification (key, recipient_id, kind, title, url, created_at)
    VALUES (v.notice_key, p_person, v.notice_kind, v.title, v.path, now()) ON CONFLICT DO NOTHING;
    INSERT INTO core_outboxmessage (key, recipient_id, to_address, subject, text, html, letter_id, kind, state, attempts,
        last_error, created_at, next_attempt_at)
    VALUES (
        v.notice_key, p_person, v.address, v.subject,
        v.mail_head || (ARRAY['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'])[extract(isodow FROM v_local)] || to_char(v_local, '", "FMDD" "')
            || (ARRAY['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'])[extract(month FROM v_local)] || to_char(v_local, '" "FMYYYY" pukul "HH24.MI')
            || v.mail_tail,
        '', v_letter, v.notice_kind, 'PENDING', 0, '', now(), now()
    ) ON CONFLICT DO NOTHING;
    DELETE FROM vacancies_preparedsending WHERE application_id = v.application_id;
    v_submitted := vacancies_count_submitted(v.vacancy_id);
    -- The register last: all letters of an agency queue for it.
    INSERT INTO core_letterregister (register, year, last)
    VALUES (v.register, extract(year FROM now() AT TIME ZONE 'Asia/Jakarta'), 1)
    ON CONFLICT (register, year) DO UPDATE SET last = core_letterregister.last + 1 RETURNING last INTO v_number;
    INSERT INTO core_letter (id, public_id, kind, number, title, template, words, created_at, file, sha256)
    VALUES (
        v_letter, gen_random_uuid(), v.letter_kind,
        replace(replace(v.letter_form, '#', CASE WHEN v_number < 1000 THEN lpad(v_number::text, 3, '0') ELSE v_number::text END),
            '@', extract(year FROM now() AT TIME ZONE 'Asia/Jakarta')::text),
        v.letter_title, v.letter_template,
        v.letter_words || jsonb_build_object('snapshot_sha256', v_sha, 'submitted_at',
            to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
            || CASE WHEN extract(microseconds FROM at)::bigint % 1000000 = 0 THEN '' ELSE to_char(at, '.US') END || '+00:00'),
        now(), '', ''
    );
    PERFORM core_audit_append(v.chain, v.body_head || v_sha || v.body_middle || v_submitted || v.body_tail);
    outcome := 'SENT';
END $$;
CREATE FUNCTION public.vacancies_sending_marks(p_application bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT vacancies_sending_marks_of_person(p_application) || chr(30) || vacancies_sending_marks_of_place(p_application)
$$;
CREATE FUNCTION public.vacancies_sending_marks_of_person(p_application bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    v_vacancy bigint;
    v_employee bigint;
    v_person bigint;
    v_register text;
    v_single text;
BEGIN
    SELECT p.vacancy_id, e.id, u.id, upper(a.code), concat_ws('|', e.ctid, e.xmin, w.ctid, w.xmin,
        -- Of the account only what is written; its row changes at every sign-in.
        u.is_active, u.email, u.full_name)
    INTO v_vacancy, v_employee, v_person, v_register, v_single
    FROM vacancies_application p
    JOIN vacancies_vacancy v ON v.id = p.vacancy_id JOIN accounts_agency a ON a.id = v.agency_id
    JOIN employees_employee e ON e.id = p.employee_id JOIN accounts_agency w ON w.id = e.agency_id
    JOIN accounts_user u ON u.id = e.user_id
    WHERE p.id = p_application;
    RETURN v_person || '|' || v_single || '|' || (SELECT coalesce(string_agg(m.list || ':' || m.place || ':' || m.since, ',' ORDER BY m.list, m.id), '') FROM (
            SELECT 0 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_positionrecord r WHERE r.employee_id = v_employee
            UNION ALL SELECT 1 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_graderecord r WHERE r.employee_id = v_employee
            UNION ALL SELECT 2 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_educationrecord r WHERE r.employee_id = v_employee
            UNION ALL SELECT 3 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_trainingrecord r WHERE r.employee_id = v_employee
            UNION ALL SELECT 4 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_performancerecord r WHERE r.employee_id = v_employee
            UNION ALL SELECT 5 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_assessmentrecord r WHERE r.employee_id = v_employee
            UNION ALL SELECT 6 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_disciplinerecord r WHERE r.employee_id = v_employee
            UNION ALL SELECT 7 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_ownrecord r WHERE r.employee_id = v_employee
            UNION ALL SELECT 8 AS list, r.id, r.ctid AS place, r.xmin AS since FROM employees_evidencedocument r WHERE r.id IN (SELECT o.proof_id FROM employees_ownrecord o WHERE o.employee_id = v_employee)
            UNION ALL SELECT 9 AS list, r.id, r.ctid AS place, r.xmin AS since FROM accounts_membership r WHERE r.user_id = v_person
            UNION ALL SELECT 10 AS list, r.id, r.ctid AS place, r.xmin AS since FROM vacancies_panelmember r WHERE r.user_id = v_person AND r.panel_id IN (SELECT s.id FROM vacancies_selectionpanel s WHERE s.vacancy_id = v_vacancy)
            UNION ALL SELECT 11 AS list, r.id, r.ctid AS place, r.xmin AS since FROM core_letterwording r WHERE r.register = v_register AND r.kind = 'TANDA_TERIMA'
            UNION ALL SELECT 12 AS list, r.id, r.ctid AS place, r.xmin AS since FROM core_letterhead r WHERE r.register = v_register
        ) AS m);
END $$;
CREATE FUNCTION public.vacancies_sending_marks_of_place(p_application bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    v_vacancy bigint;
    v_single text;
BEGIN
    SELECT v.id, concat_ws('|', p.ctid, p.xmin, v.ctid, v.xmin, a.ctid, a.xmin)
    INTO v_vacancy, v_single
    FROM vacancies_application p
    JOIN vacancies_vacancy v ON v.id = p.vacancy_id JOIN accounts_agency a ON a.id = v.agency_id
    WHERE p.id = p_application;
    RETURN v_single || '|' || (SELECT coalesce(string_agg(m.list || ':' || m.place || ':' || m.since, ',' ORDER BY m.list, m.id), '') FROM (
            SELECT 0 AS list, r.id, r.ctid AS place, r.xmin AS since FROM vacancies_applicationdocument r WHERE r.application_id = p_application
            UNION ALL SELECT 1 AS list, r.id, r.ctid AS place, r.xmin AS since FROM vacancies_requirement r WHERE r.vacancy_id = v_vacancy
            UNION ALL SELECT 2 AS list, r.id, r.ctid AS place, r.xmin AS since FROM vacancies_requireddocument r WHERE r.vacancy_id = v_vacancy
        ) AS m);
END $$;
CREATE AGGREGATE public.talent_merged(tsvector) (
    SFUNC = tsvector_concat,
    STYPE = tsvector,
    INITCOND = '',
    PARALLEL = safe
);
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_agency (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(32) NOT NULL,
    zone character varying(20) NOT NULL,
    city character varying(100) NOT NULL,
    address character varying(200) NOT NULL,
    region_id character varying(8) NOT NULL,
    contact_email character varying(254) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.accounts_agency ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_agency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_membership (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    basis character varying(120) NOT NULL,
    acting_for_id bigint,
    agency_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT membership_dates_in_order CHECK (((valid_until IS NULL) OR (valid_until >= valid_from))),
    CONSTRAINT membership_scope CHECK ((((role)::text = 'ACTING'::text) OR ((agency_id IS NULL) AND ((role)::text = ANY ((ARRAY['WASDAL'::character varying, 'SETKAB'::character varying, 'BKN_ADMIN'::character varying, 'AUDITOR'::character varying, 'DATA_PROTECTION'::character varying])::text[]))) OR ((NOT ((role)::text = ANY ((ARRAY['WASDAL'::character varying, 'SETKAB'::character varying, 'BKN_ADMIN'::character varying, 'AUDITOR'::character varying, 'DATA_PROTECTION'::character varying])::text[]))) AND (agency_id IS NOT NULL))))
);
ALTER TABLE public.accounts_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_region (
    code character varying(8) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(10) NOT NULL,
    zone character varying(20) NOT NULL,
    province_id character varying(8) NOT NULL
);
CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    public_id uuid NOT NULL,
    email character varying(254) NOT NULL,
    nip character varying(18),
    full_name character varying(150) NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    last_code_counter bigint NOT NULL
);
ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_approvalrequest (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    chain_code character varying(40) NOT NULL,
    title character varying(200) NOT NULL,
    level_label character varying(40) NOT NULL,
    summary jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    trail_chain character varying(80) NOT NULL,
    note text NOT NULL,
    round_number smallint NOT NULL,
    state character varying(12) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    agency_id bigint NOT NULL,
    previous_id bigint,
    sender_id bigint NOT NULL,
    asks_reason character varying(500) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT approvals_approvalrequest_round_number_check CHECK ((round_number >= 0))
);
ALTER TABLE public.approvals_approvalrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_approvalrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_approvalstep (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    code character varying(40) NOT NULL,
    title character varying(120) NOT NULL,
    role character varying(20) NOT NULL,
    scope character varying(12) NOT NULL,
    repeats_actor_of character varying(40) NOT NULL,
    verdicts jsonb NOT NULL,
    working_days smallint NOT NULL,
    quorum smallint NOT NULL,
    state character varying(16) NOT NULL,
    opened_at timestamp with time zone,
    due_on date,
    agency_id bigint,
    holder_id bigint,
    request_id bigint NOT NULL,
    sender_id bigint NOT NULL,
    stage character varying(16) DEFAULT ''::character varying NOT NULL,
    paused_until date,
    CONSTRAINT approvals_approvalstep_position_check CHECK (("position" >= 0)),
    CONSTRAINT approvals_approvalstep_quorum_check CHECK ((quorum >= 0)),
    CONSTRAINT approvals_approvalstep_working_days_check CHECK ((working_days >= 0))
);
ALTER TABLE public.approvals_approvalstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_approvalstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_calendarchange (
    id bigint NOT NULL,
    day date NOT NULL,
    revision smallint NOT NULL,
    is_off boolean NOT NULL,
    name character varying(120) NOT NULL,
    decree character varying(200) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    written_by_id bigint NOT NULL,
    CONSTRAINT approvals_calendarchange_revision_check CHECK ((revision >= 0))
);
ALTER TABLE public.approvals_calendarchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_calendarchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_decision (
    id bigint NOT NULL,
    duty character varying(500) NOT NULL,
    verdict character varying(24) NOT NULL,
    note text NOT NULL,
    digest character varying(64) NOT NULL,
    second_factor character varying(20) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    actor_id bigint NOT NULL,
    step_id bigint NOT NULL,
    nonce uuid,
    screen character varying(64) NOT NULL,
    delegation_id bigint,
    letter_id bigint
);
ALTER TABLE public.approvals_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_delegation (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    role character varying(20) NOT NULL,
    level_label character varying(40) NOT NULL,
    chain_code character varying(40) NOT NULL,
    letter_number character varying(80) NOT NULL,
    letter_on date NOT NULL,
    file character varying(100) NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    state character varying(12) NOT NULL,
    answered_at timestamp with time zone,
    answer_note character varying(500) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(500) NOT NULL,
    start_told_at timestamp with time zone,
    end_told_at timestamp with time zone,
    agency_id bigint,
    answered_by_id bigint,
    delegate_id bigint NOT NULL,
    duty_id bigint,
    ended_by_id bigint,
    official_id bigint,
    registered_by_id bigint NOT NULL,
    CONSTRAINT delegation_dates_in_order CHECK ((valid_until >= valid_from)),
    CONSTRAINT delegation_four_eyes CHECK (((answered_by_id IS NULL) OR ((NOT ((answered_by_id = registered_by_id) AND (answered_by_id IS NOT NULL))) AND (NOT ((answered_by_id = delegate_id) AND (answered_by_id IS NOT NULL)))))),
    CONSTRAINT delegation_moments_in_order CHECK ((ends_at >= starts_at)),
    CONSTRAINT delegation_two_people CHECK (((official_id IS NULL) OR (NOT ((official_id = delegate_id) AND (official_id IS NOT NULL)))))
);
ALTER TABLE public.approvals_delegation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_delegation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_documentask (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    duty character varying(500) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    text character varying(1000) NOT NULL,
    due_on date NOT NULL,
    days_left smallint NOT NULL,
    answered_at timestamp with time zone,
    answer character varying(2000) NOT NULL,
    file character varying(100) NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    closed_at timestamp with time zone,
    answered_by_id bigint,
    asked_by_id bigint NOT NULL,
    delegation_id bigint,
    step_id bigint NOT NULL,
    CONSTRAINT approvals_documentask_days_left_check CHECK ((days_left >= 0))
);
ALTER TABLE public.approvals_documentask ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_documentask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_openedsheet (
    id bigint NOT NULL,
    nonce uuid NOT NULL,
    "position" smallint NOT NULL,
    digest character varying(64) NOT NULL,
    screen character varying(64) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    actor_id bigint NOT NULL,
    request_id bigint NOT NULL,
    CONSTRAINT approvals_openedsheet_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.approvals_openedsheet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_openedsheet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_stake (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    subject character varying(80) NOT NULL,
    tie character varying(300) NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    declared_by_id bigint NOT NULL,
    official_id bigint NOT NULL
);
ALTER TABLE public.approvals_stake ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_stake_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_auditentry (
    id bigint NOT NULL,
    chain character varying(80) NOT NULL,
    sequence bigint NOT NULL,
    at_us bigint NOT NULL,
    act character varying(60) NOT NULL,
    actor_id bigint,
    object_type character varying(60) NOT NULL,
    object_id character varying(60) NOT NULL,
    body text NOT NULL,
    previous_hash character varying(64) NOT NULL,
    hash character varying(64) NOT NULL
);
ALTER TABLE public.core_auditentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_auditentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_audithead (
    chain character varying(80) NOT NULL,
    sequence bigint NOT NULL,
    hash character varying(64) NOT NULL
);
CREATE TABLE public.core_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE TABLE public.core_conditionsample (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    mails_waiting integer NOT NULL,
    mail_overdue_seconds numeric(12,3) NOT NULL,
    seal_age_seconds numeric(12,3) NOT NULL,
    late_tasks smallint NOT NULL,
    sessions integer NOT NULL,
    trail_rows bigint NOT NULL,
    database_bytes bigint NOT NULL,
    disk_free_bytes bigint NOT NULL,
    CONSTRAINT core_conditionsample_late_tasks_check CHECK ((late_tasks >= 0)),
    CONSTRAINT core_conditionsample_mails_waiting_check CHECK ((mails_waiting >= 0)),
    CONSTRAINT core_conditionsample_sessions_check CHECK ((sessions >= 0))
);
ALTER TABLE public.core_conditionsample ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_conditionsample_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_democlock (
    id bigint NOT NULL,
    seconds bigint NOT NULL
);
ALTER TABLE public.core_democlock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_democlock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_filekey (
    id uuid NOT NULL,
    path character varying(200) NOT NULL,
    wrapped bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone,
    CONSTRAINT file_key_destroyed_is_empty CHECK (((destroyed_at IS NULL) OR (wrapped = '\x'::bytea)))
);
CREATE TABLE public.core_letter (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    number character varying(80) NOT NULL,
    title character varying(200) NOT NULL,
    template character varying(120) NOT NULL,
    words jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    file character varying(100) NOT NULL,
    sha256 character varying(64) NOT NULL,
    rendered_at timestamp with time zone,
    is_certified boolean DEFAULT false NOT NULL,
    signer character varying(160) DEFAULT ''::character varying NOT NULL,
    register character varying(80) GENERATED ALWAYS AS (upper(split_part((number)::text, '/'::text, 3))) STORED
);
ALTER TABLE public.core_letter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_letterbatch (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    register character varying(40) NOT NULL,
    title character varying(200) NOT NULL,
    chain character varying(80) NOT NULL,
    about uuid,
    created_by_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    released_by_id bigint,
    released_at timestamp with time zone,
    released_count integer,
    CONSTRAINT core_letterbatch_released_count_check CHECK ((released_count >= 0)),
    CONSTRAINT letter_batch_released_whole CHECK ((((released_at IS NULL) AND (released_by_id IS NULL) AND (released_count IS NULL)) OR ((released_at IS NOT NULL) AND (released_by_id IS NOT NULL) AND (released_count IS NOT NULL))))
);
ALTER TABLE public.core_letterbatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_letterbatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_letterend (
    id bigint NOT NULL,
    letter_id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    successor_id bigint,
    reason character varying(500) NOT NULL,
    ended_by_id bigint NOT NULL,
    duty character varying(500) NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    CONSTRAINT letter_end_successor CHECK (((((kind)::text = 'REPLACED'::text) AND (successor_id IS NOT NULL)) OR (((kind)::text = 'WITHDRAWN'::text) AND (successor_id IS NULL))))
);
ALTER TABLE public.core_letterend ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_letterend_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_letterhead (
    id bigint NOT NULL,
    register character varying(40) NOT NULL,
    version integer NOT NULL,
    size character varying(8) NOT NULL,
    contact character varying(160) NOT NULL,
    written_by_id bigint NOT NULL,
    written_at timestamp with time zone NOT NULL,
    CONSTRAINT core_letterhead_version_check CHECK ((version >= 0))
);
ALTER TABLE public.core_letterhead ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_letterhead_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_letterregister (
    id bigint NOT NULL,
    register character varying(40) NOT NULL,
    year smallint NOT NULL,
    last integer NOT NULL,
    CONSTRAINT core_letterregister_last_check CHECK ((last >= 0)),
    CONSTRAINT core_letterregister_year_check CHECK ((year >= 0))
);
ALTER TABLE public.core_letterregister ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_letterregister_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_letterwording (
    id bigint NOT NULL,
    register character varying(40) NOT NULL,
    kind character varying(40) NOT NULL,
    version integer NOT NULL,
    subject character varying(200) NOT NULL,
    opening text NOT NULL,
    closing text NOT NULL,
    written_by_id bigint NOT NULL,
    written_at timestamp with time zone NOT NULL,
    CONSTRAINT core_letterwording_version_check CHECK ((version >= 0))
);
ALTER TABLE public.core_letterwording ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_letterwording_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_mailboxmessage (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    message_id character varying(200) NOT NULL,
    to_address character varying(254) NOT NULL,
    subject character varying(300) NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    attachment_name character varying(200) NOT NULL,
    attachment bytea,
    received_at timestamp with time zone NOT NULL
);
ALTER TABLE public.core_mailboxmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_mailboxmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_noticepreference (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    way character varying(10) NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.core_noticepreference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_noticepreference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_notification (
    id bigint NOT NULL,
    key character varying(160) NOT NULL,
    title character varying(200) NOT NULL,
    url character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    recipient_id bigint NOT NULL,
    kind character varying(40) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.core_notification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_outboxmessage (
    id bigint NOT NULL,
    key character varying(160) NOT NULL,
    to_address character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    last_error character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    letter_id bigint,
    recipient_id bigint,
    calendar text DEFAULT ''::text NOT NULL,
    kind character varying(40) DEFAULT ''::character varying NOT NULL,
    stop_url character varying(300) DEFAULT ''::character varying NOT NULL,
    decision character varying(80) DEFAULT ''::character varying NOT NULL,
    bounced_at timestamp with time zone,
    claim integer,
    claimed_until timestamp with time zone,
    is_bulk boolean DEFAULT false NOT NULL,
    reply character varying(200) DEFAULT ''::character varying NOT NULL,
    batch_id bigint,
    CONSTRAINT core_outboxmessage_attempts_check CHECK ((attempts >= 0))
);
ALTER TABLE public.core_outboxmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_outboxmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_publication (
    id bigint NOT NULL,
    version bigint NOT NULL,
    changed_by bigint NOT NULL
);
ALTER TABLE public.core_publication ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_publication_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_seal (
    number bigint NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    entries integer NOT NULL,
    root character varying(64) NOT NULL,
    previous_hash character varying(64) NOT NULL,
    hash character varying(64) NOT NULL,
    CONSTRAINT core_seal_entries_check CHECK ((entries >= 0))
);
CREATE TABLE public.core_sealedrange (
    id bigint NOT NULL,
    chain character varying(80) NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    seal_id bigint NOT NULL
);
ALTER TABLE public.core_sealedrange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_sealedrange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_sealreceipt (
    id bigint NOT NULL,
    keeper character varying(20) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    authority character varying(200) NOT NULL,
    is_certified boolean NOT NULL,
    token text NOT NULL,
    seal_id bigint NOT NULL
);
ALTER TABLE public.core_sealreceipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_sealreceipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_taskround (
    name character varying(120) NOT NULL,
    ended_at timestamp with time zone,
    seconds numeric(12,3) DEFAULT 0.0 NOT NULL,
    failed_at timestamp with time zone,
    failures bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.core_trailexport (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    purpose character varying(300) NOT NULL,
    filters jsonb NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    total bigint NOT NULL,
    done bigint NOT NULL,
    finished_at timestamp with time zone,
    path character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    requested_by_id bigint NOT NULL
);
ALTER TABLE public.core_trailexport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_trailexport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.core_upload (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    purpose character varying(120) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    name character varying(255) NOT NULL,
    size integer NOT NULL,
    received integer NOT NULL,
    path character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    owner_id bigint NOT NULL,
    CONSTRAINT core_upload_received_check CHECK ((received >= 0)),
    CONSTRAINT core_upload_size_check CHECK ((size >= 0))
);
ALTER TABLE public.core_upload ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_upload_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL,
    user_id bigint,
    seen_at timestamp with time zone
);
CREATE TABLE public.employees_assessmentrecord (
    id bigint NOT NULL,
    assessed_on date NOT NULL,
    provider character varying(120) NOT NULL,
    job_person_match numeric(5,2) NOT NULL,
    potential character varying(10) NOT NULL,
    employee_id bigint NOT NULL
);
ALTER TABLE public.employees_assessmentrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_assessmentrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_competencyrecord (
    id bigint NOT NULL,
    code character varying(3) NOT NULL,
    level smallint NOT NULL,
    score smallint NOT NULL,
    assessed_on date NOT NULL,
    employee_id bigint NOT NULL,
    CONSTRAINT competency_record_in_range CHECK ((((level >= 1) AND (level <= 5)) AND ((score >= 0) AND (score <= 100)))),
    CONSTRAINT employees_competencyrecord_level_check CHECK ((level >= 0)),
    CONSTRAINT employees_competencyrecord_score_check CHECK ((score >= 0))
);
ALTER TABLE public.employees_competencyrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_competencyrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_disciplinerecord (
    id bigint NOT NULL,
    severity character varying(8) NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    basis character varying(120) NOT NULL,
    employee_id bigint NOT NULL
);
ALTER TABLE public.employees_disciplinerecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_disciplinerecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_educationrecord (
    id bigint NOT NULL,
    level smallint NOT NULL,
    program character varying(200) NOT NULL,
    institution character varying(200) NOT NULL,
    year smallint NOT NULL,
    employee_id bigint NOT NULL,
    CONSTRAINT employees_educationrecord_level_check CHECK ((level >= 0)),
    CONSTRAINT employees_educationrecord_year_check CHECK ((year >= 0))
);
ALTER TABLE public.employees_educationrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_educationrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_employee (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    nip character varying(18) NOT NULL,
    name character varying(150) NOT NULL,
    name_key character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(20) NOT NULL,
    sex character varying(1) NOT NULL,
    birth_date date NOT NULL,
    cpns_on date NOT NULL,
    kind character varying(4) NOT NULL,
    unit character varying(200) NOT NULL,
    position_title character varying(200) NOT NULL,
    position_level character varying(16) NOT NULL,
    functional_grade character varying(16) NOT NULL,
    field character varying(20) NOT NULL,
    grade smallint,
    pppk_grade character varying(5) NOT NULL,
    education_level smallint NOT NULL,
    education_program character varying(200) NOT NULL,
    talent_box smallint,
    is_searchable boolean NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    province_id character varying(8) NOT NULL,
    user_id bigint,
    CONSTRAINT employee_nip_digits CHECK (((nip)::text ~ '^[0-9]{18}$'::text)),
    CONSTRAINT employee_pns_has_grade CHECK (((NOT ((kind)::text = 'PNS'::text)) OR (grade IS NOT NULL))),
    CONSTRAINT employee_talent_box CHECK (((talent_box IS NULL) OR ((talent_box >= 1) AND (talent_box <= 9)))),
    CONSTRAINT employees_employee_education_level_check CHECK ((education_level >= 0)),
    CONSTRAINT employees_employee_grade_check CHECK ((grade >= 0)),
    CONSTRAINT employees_employee_talent_box_check CHECK ((talent_box >= 0))
);
ALTER TABLE public.employees_employee ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_employee_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_evidencedocument (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    type character varying(20) NOT NULL,
    title character varying(150) NOT NULL,
    issuer character varying(150) NOT NULL,
    issued_on date,
    valid_until date,
    original_name character varying(200) NOT NULL,
    content_type character varying(40) NOT NULL,
    file character varying(100) NOT NULL,
    size integer NOT NULL,
    pages smallint,
    sha256 character varying(64) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    employee_id bigint NOT NULL,
    CONSTRAINT employees_evidencedocument_pages_check CHECK ((pages >= 0)),
    CONSTRAINT employees_evidencedocument_size_check CHECK ((size >= 0)),
    CONSTRAINT evidence_valid_after_issue CHECK (((issued_on IS NULL) OR (valid_until IS NULL) OR (valid_until >= issued_on)))
);
ALTER TABLE public.employees_evidencedocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_evidencedocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_graderecord (
    id bigint NOT NULL,
    grade smallint NOT NULL,
    since date NOT NULL,
    employee_id bigint NOT NULL,
    CONSTRAINT employees_graderecord_grade_check CHECK ((grade >= 0))
);
ALTER TABLE public.employees_graderecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_graderecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE UNLOGGED TABLE public.employees_importline (
    id bigint NOT NULL,
    batch integer NOT NULL,
    line integer NOT NULL,
    nip character varying(18) NOT NULL,
    name character varying(150) NOT NULL,
    name_key character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(20) NOT NULL,
    sex character varying(1) NOT NULL,
    birth_date date NOT NULL,
    cpns_on date NOT NULL,
    kind character varying(4) NOT NULL,
    agency_id bigint NOT NULL,
    agency_name character varying(200) NOT NULL,
    province_id character varying(8) NOT NULL,
    unit character varying(200) NOT NULL,
    position_title character varying(200) NOT NULL,
    position_level character varying(16) NOT NULL,
    functional_grade character varying(16) NOT NULL,
    field character varying(20) NOT NULL,
    grade smallint,
    pppk_grade character varying(5) NOT NULL,
    education_level smallint NOT NULL,
    education_program character varying(200) NOT NULL,
    position_since date NOT NULL,
    grade_since date NOT NULL,
    institution character varying(200) NOT NULL,
    graduated smallint NOT NULL,
    rating_year smallint,
    predicate character varying(16) NOT NULL,
    CONSTRAINT employees_importline_batch_check CHECK ((batch >= 0)),
    CONSTRAINT employees_importline_education_level_check CHECK ((education_level >= 0)),
    CONSTRAINT employees_importline_grade_check CHECK ((grade >= 0)),
    CONSTRAINT employees_importline_graduated_check CHECK ((graduated >= 0)),
    CONSTRAINT employees_importline_line_check CHECK ((line >= 0)),
    CONSTRAINT employees_importline_rating_year_check CHECK ((rating_year >= 0))
);
ALTER TABLE public.employees_importline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_importline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_languagerecord (
    id bigint NOT NULL,
    language character varying(2) NOT NULL,
    level character varying(2) NOT NULL,
    employee_id bigint NOT NULL
);
ALTER TABLE public.employees_languagerecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_languagerecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_ownrecord (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    title character varying(200) NOT NULL,
    issuer character varying(200) NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    note character varying(500) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    employee_id bigint NOT NULL,
    proof_id bigint NOT NULL,
    CONSTRAINT employees_ownrecord_version_check CHECK ((version >= 0)),
    CONSTRAINT own_record_ends_after_start CHECK (((ended_on IS NULL) OR (ended_on >= started_on)))
);
ALTER TABLE public.employees_ownrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_ownrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_performancerecord (
    id bigint NOT NULL,
    year smallint NOT NULL,
    predicate character varying(16) NOT NULL,
    employee_id bigint NOT NULL,
    CONSTRAINT employees_performancerecord_year_check CHECK ((year >= 0))
);
ALTER TABLE public.employees_performancerecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_performancerecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_positionrecord (
    id bigint NOT NULL,
    title character varying(200) NOT NULL,
    level character varying(16) NOT NULL,
    functional_grade character varying(16) NOT NULL,
    field character varying(20) NOT NULL,
    agency_name character varying(200) NOT NULL,
    unit character varying(200) NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    employee_id bigint NOT NULL
);
ALTER TABLE public.employees_positionrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_positionrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_recordreport (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    section character varying(12) NOT NULL,
    record_id bigint,
    record_words character varying(300) NOT NULL,
    message text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    outcome character varying(10) NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    agency_id bigint NOT NULL,
    answered_by_id bigint,
    employee_id bigint NOT NULL,
    proof_id bigint,
    CONSTRAINT record_report_answer_whole CHECK ((((answered_at IS NULL) AND ((outcome)::text = ''::text)) OR ((answered_at IS NOT NULL) AND (NOT ((outcome)::text = ''::text)))))
);
ALTER TABLE public.employees_recordreport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_recordreport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.employees_studyprogram (
    code character varying(10) NOT NULL,
    name character varying(200) NOT NULL,
    level smallint NOT NULL,
    CONSTRAINT employees_studyprogram_level_check CHECK ((level >= 0))
);
CREATE TABLE public.employees_trainingrecord (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    title character varying(200) NOT NULL,
    year smallint NOT NULL,
    hours smallint NOT NULL,
    employee_id bigint NOT NULL,
    CONSTRAINT employees_trainingrecord_hours_check CHECK ((hours >= 0)),
    CONSTRAINT employees_trainingrecord_year_check CHECK ((year >= 0))
);
ALTER TABLE public.employees_trainingrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.employees_trainingrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.privacy_breach (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    is_drill boolean NOT NULL,
    title character varying(150) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    happened_from timestamp with time zone,
    happened_until timestamp with time zone,
    kinds jsonb NOT NULL,
    cause text NOT NULL,
    handling text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    recorded_by_id bigint NOT NULL,
    CONSTRAINT breach_span_in_order CHECK (((happened_from IS NULL) OR (happened_until IS NULL) OR (happened_until >= happened_from)))
);
ALTER TABLE public.privacy_breach ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.privacy_breach_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.privacy_breachletters (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    people_count integer NOT NULL,
    unreachable_count integer NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    verdict character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    note character varying(500) NOT NULL,
    authority_letter_id bigint NOT NULL,
    batch_id bigint NOT NULL,
    breach_id bigint NOT NULL,
    decided_by_id bigint,
    prepared_by_id bigint NOT NULL,
    CONSTRAINT breach_letters_second_person CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = prepared_by_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT privacy_breachletters_people_count_check CHECK ((people_count >= 0)),
    CONSTRAINT privacy_breachletters_unreachable_count_check CHECK ((unreachable_count >= 0))
);
ALTER TABLE public.privacy_breachletters ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.privacy_breachletters_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.privacy_breachperson (
    id bigint NOT NULL,
    source character varying(200) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    breach_id bigint NOT NULL,
    employee_id bigint NOT NULL
);
ALTER TABLE public.privacy_breachperson ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.privacy_breachperson_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.privacy_destroyedfile (
    id bigint NOT NULL,
    object_type character varying(60) NOT NULL,
    object_id uuid NOT NULL,
    path character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size integer NOT NULL,
    destroyed_at timestamp with time zone NOT NULL,
    proposal_id bigint NOT NULL,
    CONSTRAINT privacy_destroyedfile_size_check CHECK ((size >= 0))
);
ALTER TABLE public.privacy_destroyedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.privacy_destroyedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.privacy_destructionproposal (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    retention_class character varying(40) NOT NULL,
    due_before timestamp with time zone NOT NULL,
    count integer NOT NULL,
    total_bytes bigint NOT NULL,
    digest character varying(64) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    verdict character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    note character varying(500) NOT NULL,
    decided_by_id bigint,
    proposed_by_id bigint NOT NULL,
    CONSTRAINT destruction_second_person CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = proposed_by_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT privacy_destructionproposal_count_check CHECK ((count >= 0))
);
ALTER TABLE public.privacy_destructionproposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.privacy_destructionproposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.privacy_personalcopy (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    total integer NOT NULL,
    done integer NOT NULL,
    finished_at timestamp with time zone,
    expires_at timestamp with time zone,
    path character varying(200) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT privacy_personalcopy_done_check CHECK ((done >= 0)),
    CONSTRAINT privacy_personalcopy_total_check CHECK ((total >= 0))
);
ALTER TABLE public.privacy_personalcopy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.privacy_personalcopy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_calibrationattendee (
    id bigint NOT NULL,
    member_id bigint NOT NULL,
    step_id bigint NOT NULL
);
ALTER TABLE public.selection_calibrationattendee ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_calibrationattendee_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_calibrationstep (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    act character varying(8) NOT NULL,
    note character varying(600) NOT NULL,
    taken_by_id bigint NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    vacancy_id bigint NOT NULL
);
ALTER TABLE public.selection_calibrationstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_calibrationstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_candidate (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    number smallint NOT NULL,
    is_absent boolean NOT NULL,
    absent_note character varying(300) NOT NULL,
    application_id bigint NOT NULL,
    result_letter_id bigint,
    vacancy_id bigint NOT NULL,
    paper_id uuid NOT NULL,
    CONSTRAINT selection_candidate_number_check CHECK ((number >= 0))
);
ALTER TABLE public.selection_candidate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_candidate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_conflictdenial (
    id bigint NOT NULL,
    reason character varying(600) NOT NULL,
    denied_at timestamp with time zone NOT NULL,
    denied_by_id bigint NOT NULL,
    proposal_id bigint NOT NULL
);
ALTER TABLE public.selection_conflictdenial ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_conflictdenial_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_conflictproposal (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    grounds jsonb NOT NULL,
    found_at timestamp with time zone NOT NULL,
    candidate_id bigint NOT NULL,
    member_id bigint NOT NULL
);
ALTER TABLE public.selection_conflictproposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_conflictproposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_correctionverdict (
    id bigint NOT NULL,
    is_accepted boolean NOT NULL,
    note character varying(600) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by_id bigint NOT NULL,
    correction_id bigint NOT NULL
);
ALTER TABLE public.selection_correctionverdict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_correctionverdict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_determination (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    duty character varying(240) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by_id bigint NOT NULL,
    letter_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    ranking_id bigint NOT NULL
);
ALTER TABLE public.selection_determination ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_determination_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_determinationseat (
    id bigint NOT NULL,
    seat smallint NOT NULL,
    reason text NOT NULL,
    determination_id bigint NOT NULL,
    line_id bigint NOT NULL,
    reason_code character varying(20) NOT NULL,
    CONSTRAINT selection_determinationseat_seat_check CHECK ((seat >= 0))
);
ALTER TABLE public.selection_determinationseat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_determinationseat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_entrydecision (
    id bigint NOT NULL,
    value numeric(6,2) NOT NULL,
    reason character varying(600) NOT NULL,
    decided_by_id bigint NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    candidate_id bigint NOT NULL,
    component_id bigint NOT NULL
);
ALTER TABLE public.selection_entrydecision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_entrydecision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_entryvalue (
    id bigint NOT NULL,
    turn smallint NOT NULL,
    value numeric(6,2) NOT NULL,
    keyed_by_id bigint NOT NULL,
    keyed_at timestamp with time zone NOT NULL,
    candidate_id bigint NOT NULL,
    component_id bigint NOT NULL,
    CONSTRAINT entry_turn_is_known CHECK ((turn = ANY (ARRAY[1, 2]))),
    CONSTRAINT selection_entryvalue_turn_check CHECK ((turn >= 0))
);
ALTER TABLE public.selection_entryvalue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_entryvalue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_exam (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    title character varying(120) NOT NULL,
    minutes smallint NOT NULL,
    blueprint jsonb NOT NULL,
    draw_seed character varying(32) NOT NULL,
    units smallint NOT NULL,
    max_points integer NOT NULL,
    paper_sha256 character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    component_id bigint,
    created_by_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    CONSTRAINT exam_minutes_range CHECK (((minutes >= 1) AND (minutes <= 300))),
    CONSTRAINT selection_exam_max_points_check CHECK ((max_points >= 0)),
    CONSTRAINT selection_exam_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT selection_exam_units_check CHECK ((units >= 0))
);
ALTER TABLE public.selection_exam ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_exam_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examannulment (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    reason character varying(600) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    proposed_by_id bigint NOT NULL,
    result_id bigint NOT NULL
);
ALTER TABLE public.selection_examannulment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examannulment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examannulmentverdict (
    id bigint NOT NULL,
    is_accepted boolean NOT NULL,
    note character varying(600) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    annulment_id bigint NOT NULL,
    decided_by_id bigint NOT NULL,
    letter_id bigint
);
ALTER TABLE public.selection_examannulmentverdict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examannulmentverdict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examanswer (
    id bigint NOT NULL,
    number smallint NOT NULL,
    choice smallint NOT NULL,
    is_doubtful boolean NOT NULL,
    sequence bigint NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    sitting_id bigint NOT NULL,
    CONSTRAINT selection_examanswer_choice_check CHECK ((choice >= 0)),
    CONSTRAINT selection_examanswer_number_check CHECK ((number >= 0))
);
ALTER TABLE public.selection_examanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examincident (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    text character varying(600) NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    noted_by_id bigint NOT NULL,
    session_id bigint NOT NULL,
    sitting_id bigint
);
ALTER TABLE public.selection_examincident ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examincident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examitem (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    competency character varying(150) NOT NULL,
    difficulty character varying(6) NOT NULL,
    kind character varying(8) NOT NULL,
    exam_id bigint NOT NULL,
    question_id bigint NOT NULL,
    sealed_text text NOT NULL,
    sha256 character varying(64) NOT NULL,
    CONSTRAINT selection_examitem_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.selection_examitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examitemtext (
    item_id bigint NOT NULL,
    text text NOT NULL
);
CREATE TABLE public.selection_examkey (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    slot smallint NOT NULL,
    public_key character varying(64) NOT NULL,
    locked_key character varying(160) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    held_since timestamp with time zone NOT NULL,
    cleared_at timestamp with time zone,
    agency_id bigint NOT NULL,
    holder_id bigint NOT NULL,
    CONSTRAINT selection_examkey_slot_check CHECK ((slot >= 0))
);
ALTER TABLE public.selection_examkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examopening (
    id bigint NOT NULL,
    slot smallint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    sealed_halves text NOT NULL,
    exam_id bigint NOT NULL,
    key_id bigint NOT NULL,
    opened_by_id bigint NOT NULL,
    CONSTRAINT selection_examopening_slot_check CHECK ((slot >= 0))
);
ALTER TABLE public.selection_examopening ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examopening_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_exampractice (
    id bigint NOT NULL,
    seed character varying(32) NOT NULL,
    answers jsonb NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    exam_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.selection_exampractice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_exampractice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examquestion (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    code character varying(24) NOT NULL,
    competency character varying(150) NOT NULL,
    kind character varying(8) NOT NULL,
    difficulty character varying(6) NOT NULL,
    is_practice boolean NOT NULL,
    state character varying(8) NOT NULL,
    review_note character varying(600) NOT NULL,
    reviewed_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    author_id bigint NOT NULL,
    reviewer_id bigint,
    sealed_text text NOT NULL,
    sha256 character varying(64) NOT NULL,
    units smallint NOT NULL,
    max_points integer NOT NULL,
    first_key_id bigint,
    second_key_id bigint,
    CONSTRAINT exam_question_approved_sealed CHECK (((NOT ((state)::text = 'APPROVED'::text)) OR is_practice OR ((first_key_id IS NOT NULL) AND (second_key_id IS NOT NULL)))),
    CONSTRAINT exam_question_second_person CHECK (((reviewer_id IS NULL) OR (NOT ((reviewer_id = author_id) AND (reviewer_id IS NOT NULL))))),
    CONSTRAINT selection_examquestion_max_points_check CHECK ((max_points >= 0)),
    CONSTRAINT selection_examquestion_units_check CHECK ((units >= 0)),
    CONSTRAINT selection_examquestion_version_check CHECK ((version >= 0))
);
ALTER TABLE public.selection_examquestion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examquestion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examresult (
    id bigint NOT NULL,
    points integer NOT NULL,
    max_points integer NOT NULL,
    answered smallint NOT NULL,
    value numeric(6,2) NOT NULL,
    answers_sha256 character varying(64) NOT NULL,
    ended_by character varying(4) NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    sitting_id bigint NOT NULL,
    CONSTRAINT selection_examresult_answered_check CHECK ((answered >= 0)),
    CONSTRAINT selection_examresult_max_points_check CHECK ((max_points >= 0)),
    CONSTRAINT selection_examresult_points_check CHECK ((points >= 0))
);
ALTER TABLE public.selection_examresult ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examresult_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examsession (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    title character varying(80) NOT NULL,
    place character varying(200) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    seats smallint NOT NULL,
    state character varying(16) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL,
    exam_id bigint NOT NULL,
    minutes_letter_id bigint,
    CONSTRAINT exam_session_times_in_order CHECK ((ends_at > starts_at)),
    CONSTRAINT selection_examsession_seats_check CHECK ((seats >= 0)),
    CONSTRAINT selection_examsession_version_check CHECK ((version >= 0))
);
ALTER TABLE public.selection_examsession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examsession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_examsitting (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    number character varying(12) NOT NULL,
    seat smallint NOT NULL,
    seed character varying(32) NOT NULL,
    pin_hash character varying(64) NOT NULL,
    pin_until timestamp with time zone,
    pin_failures smallint NOT NULL,
    pins_issued smallint NOT NULL,
    desk character varying(32) NOT NULL,
    checked_in_at timestamp with time zone,
    closed_at timestamp with time zone,
    candidate_id bigint NOT NULL,
    session_id bigint NOT NULL,
    user_id bigint NOT NULL,
    absence_note character varying(300) NOT NULL,
    absence_marked_at timestamp with time zone,
    absence_marked_by_id bigint,
    CONSTRAINT selection_examsitting_pin_failures_check CHECK ((pin_failures >= 0)),
    CONSTRAINT selection_examsitting_pins_issued_check CHECK ((pins_issued >= 0)),
    CONSTRAINT selection_examsitting_seat_check CHECK ((seat >= 0))
);
ALTER TABLE public.selection_examsitting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_examsitting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_lockedscore (
    id bigint NOT NULL,
    key character varying(12) NOT NULL,
    raw numeric(24,12)[] NOT NULL,
    frozen text NOT NULL,
    candidate_id bigint NOT NULL,
    lock_id bigint NOT NULL,
    CONSTRAINT locked_score_key_is_plain CHECK (((key)::text ~ '^[0-9A-Z-]+$'::text))
);
ALTER TABLE public.selection_lockedscore ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_lockedscore_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_minutessignature (
    id bigint NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    second_factor character varying(16) NOT NULL,
    letter_id bigint NOT NULL,
    request_id bigint NOT NULL,
    signed_by_id bigint NOT NULL,
    minutes_id bigint NOT NULL
);
ALTER TABLE public.selection_minutessignature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_minutessignature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_officialminutes (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    version smallint NOT NULL,
    content jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    held_at timestamp with time zone NOT NULL,
    place character varying(160) NOT NULL,
    note character varying(2000) NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    prepared_by_id bigint NOT NULL,
    ranking_id bigint NOT NULL,
    CONSTRAINT selection_officialminutes_version_check CHECK ((version >= 0))
);
ALTER TABLE public.selection_officialminutes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_officialminutes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_ranking (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    version smallint NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    cut smallint NOT NULL,
    flags jsonb NOT NULL,
    packet text NOT NULL,
    sha256 character varying(64) NOT NULL,
    computed_by_id bigint NOT NULL,
    request_id bigint,
    vacancy_id bigint NOT NULL,
    lock_id bigint,
    CONSTRAINT selection_ranking_cut_check CHECK ((cut >= 0)),
    CONSTRAINT selection_ranking_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.selection_ranking ALTER COLUMN packet SET STORAGE EXTERNAL;
ALTER TABLE public.selection_ranking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_ranking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_rankingline (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    rank smallint,
    total numeric(7,4) NOT NULL,
    decided_by character varying(16) NOT NULL,
    is_shortlisted boolean NOT NULL,
    is_tied_at_cut boolean NOT NULL,
    is_below_minimum boolean NOT NULL,
    candidate_id bigint NOT NULL,
    ranking_id bigint NOT NULL,
    CONSTRAINT selection_rankingline_position_check CHECK (("position" >= 0)),
    CONSTRAINT selection_rankingline_rank_check CHECK ((rank >= 0))
);
ALTER TABLE public.selection_rankingline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_rankingline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_recusal (
    id bigint NOT NULL,
    reason character varying(300) NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    candidate_id bigint NOT NULL,
    member_id bigint NOT NULL,
    imposed_by_id bigint
);
ALTER TABLE public.selection_recusal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_recusal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_score (
    id bigint NOT NULL,
    value numeric(6,2) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    candidate_id bigint NOT NULL,
    component_id bigint NOT NULL,
    entered_by_id bigint NOT NULL,
    sheet_id bigint
);
ALTER TABLE public.selection_score ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_score_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_scorechange (
    id bigint NOT NULL,
    before numeric(6,2) NOT NULL,
    after numeric(6,2) NOT NULL,
    reason character varying(600) NOT NULL,
    changed_by_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    meeting_id bigint NOT NULL,
    score_id bigint NOT NULL
);
ALTER TABLE public.selection_scorechange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_scorechange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_scorecorrection (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    before numeric(6,2) NOT NULL,
    after numeric(6,2) NOT NULL,
    reason character varying(600) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    proposed_by_id bigint NOT NULL,
    score_id bigint NOT NULL
);
ALTER TABLE public.selection_scorecorrection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_scorecorrection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_scorelock (
    id bigint NOT NULL,
    version smallint NOT NULL,
    declaration jsonb NOT NULL,
    locked_at timestamp with time zone NOT NULL,
    locked_by_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    CONSTRAINT selection_scorelock_version_check CHECK ((version >= 0))
);
ALTER TABLE public.selection_scorelock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_scorelock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_scoresheet (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    version integer NOT NULL,
    note text NOT NULL,
    submitted_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    candidate_id bigint NOT NULL,
    member_id bigint NOT NULL,
    is_blind boolean NOT NULL,
    reasons jsonb NOT NULL,
    CONSTRAINT selection_scoresheet_version_check CHECK ((version >= 0))
);
ALTER TABLE public.selection_scoresheet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_scoresheet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_sessionassessor (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    is_released boolean NOT NULL,
    sequence integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    attendance character varying(8) NOT NULL,
    member_id bigint NOT NULL,
    session_id bigint NOT NULL,
    CONSTRAINT selection_sessionassessor_sequence_check CHECK ((sequence >= 0))
);
ALTER TABLE public.selection_sessionassessor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_sessionassessor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_sessionseat (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    is_released boolean NOT NULL,
    sequence integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    attendance character varying(8) NOT NULL,
    stage character varying(16) NOT NULL,
    confirmed_at timestamp with time zone,
    asked_at timestamp with time zone,
    ask_reason character varying(300) NOT NULL,
    answer character varying(300) NOT NULL,
    attendance_note character varying(300) NOT NULL,
    marked_at timestamp with time zone,
    candidate_id bigint NOT NULL,
    marked_by_id bigint,
    session_id bigint NOT NULL,
    CONSTRAINT selection_sessionseat_sequence_check CHECK ((sequence >= 0))
);
ALTER TABLE public.selection_sessionseat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_sessionseat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_shortfallanswer (
    id bigint NOT NULL,
    way character varying(12) NOT NULL,
    reason character varying(1000) NOT NULL,
    qualified smallint NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by_id bigint NOT NULL,
    ranking_id bigint NOT NULL,
    CONSTRAINT selection_shortfallanswer_qualified_check CHECK ((qualified >= 0))
);
ALTER TABLE public.selection_shortfallanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_shortfallanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_stagesession (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    stage character varying(16) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    place character varying(200) NOT NULL,
    link character varying(300) NOT NULL,
    capacity smallint NOT NULL,
    note character varying(500) NOT NULL,
    cancelled_at timestamp with time zone,
    cancel_reason character varying(300) NOT NULL,
    version integer NOT NULL,
    created_by_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    CONSTRAINT selection_stagesession_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT selection_stagesession_version_check CHECK ((version >= 0)),
    CONSTRAINT session_capacity_positive CHECK ((capacity >= 1)),
    CONSTRAINT session_ends_after_start CHECK ((ends_at > starts_at)),
    CONSTRAINT session_has_place_or_link CHECK ((NOT (((link)::text = ''::text) AND ((place)::text = ''::text))))
);
ALTER TABLE public.selection_stagesession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_stagesession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.selection_tieanswer (
    id bigint NOT NULL,
    way character varying(12) NOT NULL,
    reason character varying(1000) NOT NULL,
    numbers character varying(12)[] NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by_id bigint NOT NULL,
    ranking_id bigint NOT NULL
);
ALTER TABLE public.selection_tieanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.selection_tieanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_boxthreshold (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    pack_values jsonb NOT NULL,
    basis character varying(200) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    set_by_id bigint NOT NULL
);
ALTER TABLE public.talent_boxthreshold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_boxthreshold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_developmentitem (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    title character varying(200) NOT NULL,
    year smallint NOT NULL,
    hours smallint NOT NULL,
    due_on date NOT NULL,
    progress smallint NOT NULL,
    note character varying(300) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    written_by_id bigint NOT NULL,
    membership_id bigint NOT NULL,
    CONSTRAINT development_progress CHECK (((progress >= 0) AND (progress <= 100))),
    CONSTRAINT development_training_hours CHECK (((NOT ((kind)::text = 'TRAINING'::text)) OR (hours >= 1))),
    CONSTRAINT talent_developmentitem_hours_check CHECK ((hours >= 0)),
    CONSTRAINT talent_developmentitem_progress_check CHECK ((progress >= 0)),
    CONSTRAINT talent_developmentitem_year_check CHECK ((year >= 0))
);
ALTER TABLE public.talent_developmentitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_developmentitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_importedassessment (
    id bigint NOT NULL,
    source character varying(12) NOT NULL,
    provider character varying(120) NOT NULL,
    assessed_on date NOT NULL,
    potential_score numeric(5,2) NOT NULL,
    job_person_match numeric(5,2) NOT NULL,
    file_name character varying(120) NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    employee_id bigint NOT NULL,
    imported_by_id bigint NOT NULL,
    CONSTRAINT imported_assessment_scale CHECK ((((job_person_match >= (0)::numeric) AND (job_person_match <= (100)::numeric)) AND ((potential_score >= (0)::numeric) AND (potential_score <= (100)::numeric))))
);
ALTER TABLE public.talent_importedassessment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_importedassessment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_invitation (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    message text NOT NULL,
    state character varying(10) NOT NULL,
    failure character varying(200) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    answered_at timestamp with time zone,
    decline_reason character varying(300) NOT NULL,
    employee_id bigint NOT NULL,
    invited_by_id bigint NOT NULL,
    letter_id bigint,
    vacancy_id bigint NOT NULL,
    address character varying(254) DEFAULT ''::character varying NOT NULL,
    decline_code character varying(12) DEFAULT ''::character varying NOT NULL,
    reminded_at timestamp with time zone,
    reminders smallint DEFAULT 0 NOT NULL,
    batch_id bigint,
    CONSTRAINT talent_invitation_reminders_check CHECK ((reminders >= 0))
);
ALTER TABLE public.talent_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_invitationbatch (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    count integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    invited_by_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    CONSTRAINT talent_invitationbatch_count_check CHECK ((count >= 0))
);
ALTER TABLE public.talent_invitationbatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_invitationbatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_invitationopening (
    id bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    invitation_id bigint NOT NULL
);
ALTER TABLE public.talent_invitationopening ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_invitationopening_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_invitationpause (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    scope character varying(8) NOT NULL,
    field character varying(20) NOT NULL,
    level character varying(8) NOT NULL,
    until date NOT NULL,
    created_at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    agency_id bigint,
    employee_id bigint NOT NULL,
    CONSTRAINT pause_names_its_subject CHECK ((((agency_id IS NULL) AND ((field)::text = ''::text) AND ((level)::text = ''::text) AND ((scope)::text = 'ALL'::text)) OR ((agency_id IS NOT NULL) AND ((field)::text = ''::text) AND ((level)::text = ''::text) AND ((scope)::text = 'AGENCY'::text)) OR ((agency_id IS NULL) AND ((level)::text = ''::text) AND ((scope)::text = 'FIELD'::text) AND (NOT ((field)::text = ''::text))) OR ((agency_id IS NULL) AND ((field)::text = ''::text) AND ((scope)::text = 'LEVEL'::text) AND (NOT ((level)::text = ''::text)))))
);
ALTER TABLE public.talent_invitationpause ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_invitationpause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_mappingperiod (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(60) NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    pack_values jsonb NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    computed_at timestamp with time zone,
    agency_id bigint NOT NULL,
    opened_by_id bigint NOT NULL,
    CONSTRAINT mapping_period_in_order CHECK ((ends_on > starts_on))
);
ALTER TABLE public.talent_mappingperiod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_mappingperiod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_meritapproval (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    letter_number character varying(80) NOT NULL,
    letter_on date NOT NULL,
    valid_until date,
    file character varying(100) NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    recorded_by_id bigint NOT NULL,
    CONSTRAINT merit_approval_in_order CHECK (((valid_until IS NULL) OR (valid_until >= letter_on)))
);
ALTER TABLE public.talent_meritapproval ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_meritapproval_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_nameword (
    word character varying(150) NOT NULL,
    people integer NOT NULL,
    CONSTRAINT talent_nameword_people_check CHECK ((people >= 0))
);
CREATE TABLE public.talent_placement (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    proposed_upright smallint NOT NULL,
    proposed_lying smallint NOT NULL,
    proposed_box smallint GENERATED ALWAYS AS (
CASE
    WHEN ((proposed_lying = 1) AND (proposed_upright = 1)) THEN 1
    WHEN ((proposed_lying = 2) AND (proposed_upright = 1)) THEN 3
    WHEN ((proposed_lying = 3) AND (proposed_upright = 1)) THEN 6
    WHEN ((proposed_lying = 1) AND (proposed_upright = 2)) THEN 2
    WHEN ((proposed_lying = 2) AND (proposed_upright = 2)) THEN 5
    WHEN ((proposed_lying = 3) AND (proposed_upright = 2)) THEN 8
    WHEN ((proposed_lying = 1) AND (proposed_upright = 3)) THEN 4
    WHEN ((proposed_lying = 2) AND (proposed_upright = 3)) THEN 7
    WHEN ((proposed_lying = 3) AND (proposed_upright = 3)) THEN 9
    ELSE NULL::integer
END) STORED,
    upright smallint NOT NULL,
    lying smallint NOT NULL,
    box smallint GENERATED ALWAYS AS (
CASE
    WHEN ((lying = 1) AND (upright = 1)) THEN 1
    WHEN ((lying = 2) AND (upright = 1)) THEN 3
    WHEN ((lying = 3) AND (upright = 1)) THEN 6
    WHEN ((lying = 1) AND (upright = 2)) THEN 2
    WHEN ((lying = 2) AND (upright = 2)) THEN 5
    WHEN ((lying = 3) AND (upright = 2)) THEN 8
    WHEN ((lying = 1) AND (upright = 3)) THEN 4
    WHEN ((lying = 2) AND (upright = 3)) THEN 7
    WHEN ((lying = 3) AND (upright = 3)) THEN 9
    ELSE NULL::integer
END) STORED,
    rated_year smallint,
    predicate character varying(16) NOT NULL,
    assessed_on date,
    provider character varying(120) NOT NULL,
    source character varying(12) NOT NULL,
    potential_score numeric(5,2),
    job_person_match numeric(5,2),
    computed_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    confirmed_at timestamp with time zone,
    version integer NOT NULL,
    confirmed_by_id bigint,
    employee_id bigint NOT NULL,
    period_id bigint NOT NULL,
    CONSTRAINT placement_axes CHECK ((((lying >= 1) AND (lying <= 3)) AND ((proposed_lying >= 1) AND (proposed_lying <= 3)) AND ((proposed_upright >= 1) AND (proposed_upright <= 3)) AND ((upright >= 1) AND (upright <= 3)))),
    CONSTRAINT placement_confirmed_whole CHECK ((((confirmed_at IS NOT NULL) AND ((state)::text = 'CONFIRMED'::text)) OR ((confirmed_at IS NULL) AND ((state)::text = 'PROPOSED'::text)))),
    CONSTRAINT talent_placement_lying_check CHECK ((lying >= 0)),
    CONSTRAINT talent_placement_proposed_lying_check CHECK ((proposed_lying >= 0)),
    CONSTRAINT talent_placement_proposed_upright_check CHECK ((proposed_upright >= 0)),
    CONSTRAINT talent_placement_rated_year_check CHECK ((rated_year >= 0)),
    CONSTRAINT talent_placement_upright_check CHECK ((upright >= 0)),
    CONSTRAINT talent_placement_version_check CHECK ((version >= 0))
);
ALTER TABLE public.talent_placement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_placement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_placementchange (
    id bigint NOT NULL,
    from_upright smallint NOT NULL,
    from_lying smallint NOT NULL,
    to_upright smallint NOT NULL,
    to_lying smallint NOT NULL,
    from_box smallint GENERATED ALWAYS AS (
CASE
    WHEN ((from_lying = 1) AND (from_upright = 1)) THEN 1
    WHEN ((from_lying = 2) AND (from_upright = 1)) THEN 3
    WHEN ((from_lying = 3) AND (from_upright = 1)) THEN 6
    WHEN ((from_lying = 1) AND (from_upright = 2)) THEN 2
    WHEN ((from_lying = 2) AND (from_upright = 2)) THEN 5
    WHEN ((from_lying = 3) AND (from_upright = 2)) THEN 8
    WHEN ((from_lying = 1) AND (from_upright = 3)) THEN 4
    WHEN ((from_lying = 2) AND (from_upright = 3)) THEN 7
    WHEN ((from_lying = 3) AND (from_upright = 3)) THEN 9
    ELSE NULL::integer
END) STORED,
    to_box smallint GENERATED ALWAYS AS (
CASE
    WHEN ((to_lying = 1) AND (to_upright = 1)) THEN 1
    WHEN ((to_lying = 2) AND (to_upright = 1)) THEN 3
    WHEN ((to_lying = 3) AND (to_upright = 1)) THEN 6
    WHEN ((to_lying = 1) AND (to_upright = 2)) THEN 2
    WHEN ((to_lying = 2) AND (to_upright = 2)) THEN 5
    WHEN ((to_lying = 3) AND (to_upright = 2)) THEN 8
    WHEN ((to_lying = 1) AND (to_upright = 3)) THEN 4
    WHEN ((to_lying = 2) AND (to_upright = 3)) THEN 7
    WHEN ((to_lying = 3) AND (to_upright = 3)) THEN 9
    ELSE NULL::integer
END) STORED,
    reason character varying(500) NOT NULL,
    after_confirmation boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id bigint NOT NULL,
    placement_id bigint NOT NULL,
    CONSTRAINT talent_placementchange_from_lying_check CHECK ((from_lying >= 0)),
    CONSTRAINT talent_placementchange_from_upright_check CHECK ((from_upright >= 0)),
    CONSTRAINT talent_placementchange_to_lying_check CHECK ((to_lying >= 0)),
    CONSTRAINT talent_placementchange_to_upright_check CHECK ((to_upright >= 0))
);
ALTER TABLE public.talent_placementchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_placementchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_poolfill (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    state character varying(12) NOT NULL,
    reason character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    approval_id bigint NOT NULL,
    created_by_id bigint NOT NULL,
    letter_id bigint,
    request_id bigint,
    target_id bigint NOT NULL
);
ALTER TABLE public.talent_poolfill ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_poolfill_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_poolfillcandidate (
    id bigint NOT NULL,
    place smallint NOT NULL,
    is_chosen boolean NOT NULL,
    choice_reason character varying(500) NOT NULL,
    fill_id bigint NOT NULL,
    membership_id bigint NOT NULL,
    CONSTRAINT talent_poolfillcandidate_place_check CHECK ((place >= 0))
);
ALTER TABLE public.talent_poolfillcandidate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_poolfillcandidate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_poolmembership (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    box smallint NOT NULL,
    target_level character varying(16) NOT NULL,
    field character varying(20) NOT NULL,
    suggested character varying(16) NOT NULL,
    suggestion_missing jsonb NOT NULL,
    readiness character varying(16) NOT NULL,
    readiness_note character varying(500) NOT NULL,
    reason character varying(500) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    joined_on date,
    expires_on date,
    left_on date,
    left_reason character varying(16) NOT NULL,
    left_note character varying(500) NOT NULL,
    version integer NOT NULL,
    agency_id bigint NOT NULL,
    confirmed_by_id bigint,
    employee_id bigint NOT NULL,
    placement_id bigint NOT NULL,
    proposed_by_id bigint NOT NULL,
    CONSTRAINT pool_box CHECK (((box >= 7) AND (box <= 9))),
    CONSTRAINT pool_joined_whole CHECK ((((readiness)::text = ''::text) OR ((expires_on >= joined_on) AND (joined_on IS NOT NULL)))),
    CONSTRAINT pool_left_whole CHECK ((((left_on IS NULL) AND ((left_reason)::text = ''::text)) OR ((left_on IS NOT NULL) AND (NOT ((left_reason)::text = ''::text))))),
    CONSTRAINT talent_poolmembership_box_check CHECK ((box >= 0)),
    CONSTRAINT talent_poolmembership_version_check CHECK ((version >= 0))
);
ALTER TABLE public.talent_poolmembership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_poolmembership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_savedsearch (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(80) NOT NULL,
    query character varying(2000) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_run_at timestamp with time zone,
    last_count character varying(20) NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.talent_savedsearch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_savedsearch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_searchbuild (
    id bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    since bigint NOT NULL,
    bounds smallint[] NOT NULL,
    done jsonb NOT NULL,
    people integer NOT NULL,
    folder character varying(200) NOT NULL,
    is_current boolean NOT NULL,
    CONSTRAINT talent_searchbuild_people_check CHECK ((people >= 0))
);
ALTER TABLE public.talent_searchbuild ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_searchbuild_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_searchchange (
    id bigint NOT NULL,
    employee_id bigint NOT NULL
);
ALTER TABLE public.talent_searchchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_searchchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_searchfresh (
    id bigint NOT NULL,
    employee_id bigint NOT NULL
);
ALTER TABLE public.talent_searchfresh ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_searchfresh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_searchrow (
    id bigint NOT NULL,
    score smallint NOT NULL,
    agency integer NOT NULL,
    province smallint NOT NULL,
    level smallint NOT NULL,
    field smallint NOT NULL,
    grade smallint NOT NULL,
    education smallint NOT NULL,
    study smallint NOT NULL,
    box smallint NOT NULL,
    performance smallint NOT NULL,
    cpns date NOT NULL,
    languages smallint NOT NULL,
    trainings smallint NOT NULL,
    ready smallint NOT NULL,
    m01 smallint NOT NULL,
    m02 smallint NOT NULL,
    m03 smallint NOT NULL,
    m04 smallint NOT NULL,
    m05 smallint NOT NULL,
    m06 smallint NOT NULL,
    m07 smallint NOT NULL,
    m08 smallint NOT NULL,
    s01 smallint NOT NULL,
    doc tsvector NOT NULL
)
PARTITION BY RANGE (score);
CREATE TABLE public.talent_searchrow_0 (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
ALTER TABLE ONLY public.talent_searchrow_0 ALTER COLUMN doc SET STATISTICS 1000;
CREATE TABLE public.talent_searchrow_1 (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
ALTER TABLE ONLY public.talent_searchrow_1 ALTER COLUMN doc SET STATISTICS 1000;
CREATE TABLE public.talent_searchrow_2 (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
ALTER TABLE ONLY public.talent_searchrow_2 ALTER COLUMN doc SET STATISTICS 1000;
CREATE TABLE public.talent_searchrow_3 (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
ALTER TABLE ONLY public.talent_searchrow_3 ALTER COLUMN doc SET STATISTICS 1000;
CREATE TABLE public.talent_searchrow_4 (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
ALTER TABLE ONLY public.talent_searchrow_4 ALTER COLUMN doc SET STATISTICS 1000;
CREATE TABLE public.talent_searchrow_5 (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
ALTER TABLE ONLY public.talent_searchrow_5 ALTER COLUMN doc SET STATISTICS 1000;
CREATE TABLE public.talent_searchrow_6 (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
ALTER TABLE ONLY public.talent_searchrow_6 ALTER COLUMN doc SET STATISTICS 1000;
CREATE TABLE public.talent_searchrow_7 (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
ALTER TABLE ONLY public.talent_searchrow_7 ALTER COLUMN doc SET STATISTICS 1000;
CREATE TABLE public.talent_searchsample (
    id bigint CONSTRAINT talent_searchrow_id_not_null NOT NULL,
    score smallint CONSTRAINT talent_searchrow_score_not_null NOT NULL,
    agency integer CONSTRAINT talent_searchrow_agency_not_null NOT NULL,
    province smallint CONSTRAINT talent_searchrow_province_not_null NOT NULL,
    level smallint CONSTRAINT talent_searchrow_level_not_null NOT NULL,
    field smallint CONSTRAINT talent_searchrow_field_not_null NOT NULL,
    grade smallint CONSTRAINT talent_searchrow_grade_not_null NOT NULL,
    education smallint CONSTRAINT talent_searchrow_education_not_null NOT NULL,
    study smallint CONSTRAINT talent_searchrow_study_not_null NOT NULL,
    box smallint CONSTRAINT talent_searchrow_box_not_null NOT NULL,
    performance smallint CONSTRAINT talent_searchrow_performance_not_null NOT NULL,
    cpns date CONSTRAINT talent_searchrow_cpns_not_null NOT NULL,
    languages smallint CONSTRAINT talent_searchrow_languages_not_null NOT NULL,
    trainings smallint CONSTRAINT talent_searchrow_trainings_not_null NOT NULL,
    ready smallint CONSTRAINT talent_searchrow_ready_not_null NOT NULL,
    m01 smallint CONSTRAINT talent_searchrow_m01_not_null NOT NULL,
    m02 smallint CONSTRAINT talent_searchrow_m02_not_null NOT NULL,
    m03 smallint CONSTRAINT talent_searchrow_m03_not_null NOT NULL,
    m04 smallint CONSTRAINT talent_searchrow_m04_not_null NOT NULL,
    m05 smallint CONSTRAINT talent_searchrow_m05_not_null NOT NULL,
    m06 smallint CONSTRAINT talent_searchrow_m06_not_null NOT NULL,
    m07 smallint CONSTRAINT talent_searchrow_m07_not_null NOT NULL,
    m08 smallint CONSTRAINT talent_searchrow_m08_not_null NOT NULL,
    s01 smallint CONSTRAINT talent_searchrow_s01_not_null NOT NULL,
    doc tsvector CONSTRAINT talent_searchrow_doc_not_null NOT NULL
);
CREATE TABLE public.talent_talentsearch (
    id bigint NOT NULL,
    query jsonb NOT NULL,
    result_count integer NOT NULL,
    searched_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL,
    vacancy_id bigint,
    agency_id bigint,
    people bigint[] DEFAULT ARRAY[]::bigint[] NOT NULL,
    CONSTRAINT talent_talentsearch_result_count_check CHECK ((result_count >= 0))
);
ALTER TABLE public.talent_talentsearch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_talentsearch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_talentview (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    people bigint[] NOT NULL,
    viewed_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    user_id bigint NOT NULL,
    vacancy_id bigint
);
ALTER TABLE public.talent_talentview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_talentview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.talent_targetpost (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    title character varying(200) NOT NULL,
    unit character varying(200) NOT NULL,
    level character varying(16) NOT NULL,
    field character varying(20) NOT NULL,
    vacant_on date NOT NULL,
    cause character varying(12) NOT NULL,
    note character varying(300) NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_reason character varying(300) NOT NULL,
    agency_id bigint NOT NULL,
    incumbent_id bigint,
    registered_by_id bigint,
    vacancy_id bigint
);
ALTER TABLE public.talent_targetpost ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.talent_targetpost_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_announcement (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    version smallint NOT NULL,
    title character varying(200) NOT NULL,
    body text NOT NULL,
    rows jsonb NOT NULL,
    reason text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by_id bigint,
    vacancy_id bigint NOT NULL,
    letter_id bigint,
    objections_until timestamp with time zone,
    CONSTRAINT vacancies_announcement_version_check CHECK ((version >= 0))
);
ALTER TABLE public.vacancies_announcement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_announcement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_application (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    state character varying(16) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    version integer NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(20) NOT NULL,
    motivation text NOT NULL,
    special_needs text NOT NULL,
    agrees boolean NOT NULL,
    was_invited boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    receipt_number character varying(24),
    snapshot text NOT NULL,
    snapshot_sha256 character varying(64) NOT NULL,
    verified_at timestamp with time zone,
    reason_codes jsonb NOT NULL,
    verification_note text NOT NULL,
    employee_id bigint NOT NULL,
    receipt_id bigint,
    verified_by_id bigint,
    vacancy_id bigint NOT NULL,
    graced_seconds numeric(9,3),
    late_attempt_at timestamp with time zone,
    reasons_helped boolean,
    second_checked_at timestamp with time zone,
    second_checked_by_id bigint,
    saved_at timestamp with time zone,
    saved_from jsonb,
    CONSTRAINT application_sent_has_time CHECK ((((state)::text = ANY ((ARRAY['DRAFT'::character varying, 'EXPIRED'::character varying])::text[])) OR (submitted_at IS NOT NULL))),
    CONSTRAINT vacancies_application_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.vacancies_application ALTER COLUMN snapshot SET STORAGE EXTERNAL;
ALTER TABLE public.vacancies_application ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_applicationdocument (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    type character varying(20) NOT NULL,
    original_name character varying(200) NOT NULL,
    content_type character varying(40) NOT NULL,
    file character varying(100) NOT NULL,
    size integer NOT NULL,
    pages smallint,
    sha256 character varying(64) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    application_id bigint NOT NULL,
    evidence_id bigint,
    request_id bigint,
    CONSTRAINT vacancies_applicationdocument_pages_check CHECK ((pages >= 0)),
    CONSTRAINT vacancies_applicationdocument_size_check CHECK ((size >= 0))
);
ALTER TABLE public.vacancies_applicationdocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_applicationdocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_applicationevent (
    id bigint NOT NULL,
    action character varying(24) NOT NULL,
    state character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL,
    application_id bigint NOT NULL
);
ALTER TABLE public.vacancies_applicationevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_applicationevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_assessmentplan (
    id bigint NOT NULL,
    content text NOT NULL,
    sha256 character varying(64) NOT NULL,
    locked_at timestamp with time zone NOT NULL,
    locked_by_id bigint NOT NULL,
    vacancy_id bigint NOT NULL
);
ALTER TABLE public.vacancies_assessmentplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_assessmentplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_competencyrequirement (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    code character varying(8) NOT NULL,
    name character varying(150) NOT NULL,
    kind character varying(16) NOT NULL,
    level smallint NOT NULL,
    vacancy_id bigint NOT NULL,
    CONSTRAINT competency_level_range CHECK (((level >= 1) AND (level <= 5))),
    CONSTRAINT vacancies_competencyrequirement_level_check CHECK ((level >= 0)),
    CONSTRAINT vacancies_competencyrequirement_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.vacancies_competencyrequirement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_competencyrequirement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_documentcheck (
    id bigint NOT NULL,
    subject character varying(40) NOT NULL,
    verdict character varying(4) NOT NULL,
    reason_code character varying(40) NOT NULL,
    note character varying(300) NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    application_id bigint NOT NULL,
    checked_by_id bigint NOT NULL
);
ALTER TABLE public.vacancies_documentcheck ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_documentcheck_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_documentrequest (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    type character varying(20) NOT NULL,
    reason character varying(500) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    fulfilled_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    lapsed_at timestamp with time zone,
    application_id bigint NOT NULL,
    asked_by_id bigint NOT NULL,
    late_attempt_at timestamp with time zone
);
ALTER TABLE public.vacancies_documentrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_documentrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_incidentrequest (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    description text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id bigint,
    asked_by_id bigint NOT NULL,
    extension_id bigint,
    vacancy_id bigint NOT NULL,
    CONSTRAINT incident_request_times_in_order CHECK ((ended_at > started_at))
);
ALTER TABLE public.vacancies_incidentrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_incidentrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_objection (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    stage character varying(16) NOT NULL,
    lines jsonb NOT NULL,
    text text NOT NULL,
    judge_ids jsonb NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    outcome character varying(8) NOT NULL,
    answer text NOT NULL,
    answered_duty character varying(160) NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id bigint,
    application_id bigint NOT NULL,
    letter_id bigint,
    CONSTRAINT objection_answered_whole CHECK ((((answer = ''::text) AND (answered_at IS NULL) AND (answered_by_id IS NULL) AND ((outcome)::text = ''::text)) OR ((answered_at IS NOT NULL) AND (answered_by_id IS NOT NULL) AND ((outcome)::text = ANY ((ARRAY['GRANTED'::character varying, 'REFUSED'::character varying])::text[])) AND (NOT (answer = ''::text))))),
    CONSTRAINT objection_due_after_filing CHECK ((due_at > filed_at))
);
ALTER TABLE public.vacancies_objection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_objection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_objectionattachment (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    document_id bigint,
    evidence_id bigint,
    objection_id bigint NOT NULL,
    CONSTRAINT objection_attachment_is_one CHECK ((((document_id IS NOT NULL) AND (evidence_id IS NULL)) OR ((document_id IS NULL) AND (evidence_id IS NOT NULL))))
);
ALTER TABLE public.vacancies_objectionattachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_objectionattachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_panelmember (
    id bigint NOT NULL,
    is_chair boolean NOT NULL,
    is_internal boolean NOT NULL,
    origin character varying(200) NOT NULL,
    expertise character varying(150) NOT NULL,
    user_id bigint NOT NULL,
    panel_id bigint NOT NULL,
    covers jsonb NOT NULL,
    kind character varying(12) NOT NULL
);
ALTER TABLE public.vacancies_panelmember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_panelmember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE UNLOGGED TABLE public.vacancies_preparedsending (
    application_id bigint NOT NULL,
    person_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    code character varying(64) NOT NULL,
    day date NOT NULL,
    marks text NOT NULL,
    state character varying(16) NOT NULL,
    receipt_number character varying(24) NOT NULL,
    snapshot_head text NOT NULL,
    snapshot_tail text NOT NULL,
    register character varying(40) NOT NULL,
    letter_kind character varying(40) NOT NULL,
    letter_form character varying(80) NOT NULL,
    letter_title character varying(200) NOT NULL,
    letter_template character varying(120) NOT NULL,
    letter_words jsonb NOT NULL,
    notice_kind character varying(40) NOT NULL,
    notice_key character varying(160) NOT NULL,
    title character varying(200) NOT NULL,
    subject character varying(200) NOT NULL,
    path character varying(300) NOT NULL,
    address character varying(254) NOT NULL,
    zone character varying(20) NOT NULL,
    mail_head text NOT NULL,
    mail_tail text NOT NULL,
    chain character varying(80) NOT NULL,
    body_head text NOT NULL,
    body_middle text NOT NULL,
    body_tail text NOT NULL
);
ALTER TABLE ONLY public.vacancies_preparedsending ALTER COLUMN snapshot_head SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.vacancies_preparedsending ALTER COLUMN snapshot_tail SET STORAGE EXTERNAL;
CREATE TABLE public.vacancies_registrationextension (
    id bigint NOT NULL,
    number smallint NOT NULL,
    kind character varying(10) NOT NULL,
    submitted_count integer NOT NULL,
    threshold smallint NOT NULL,
    previous_closes_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by_id bigint,
    vacancy_id bigint NOT NULL,
    incident_reference character varying(60) DEFAULT ''::character varying NOT NULL,
    reason_code character varying(20) DEFAULT 'FEW_APPLICANTS'::character varying NOT NULL,
    CONSTRAINT vacancies_registrationextension_number_check CHECK ((number >= 0)),
    CONSTRAINT vacancies_registrationextension_submitted_count_check CHECK ((submitted_count >= 0)),
    CONSTRAINT vacancies_registrationextension_threshold_check CHECK ((threshold >= 0))
);
ALTER TABLE public.vacancies_registrationextension ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_registrationextension_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_requireddocument (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    type character varying(20) NOT NULL,
    is_required boolean NOT NULL,
    note character varying(200) NOT NULL,
    vacancy_id bigint NOT NULL,
    CONSTRAINT vacancies_requireddocument_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.vacancies_requireddocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_requireddocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_requirement (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(24) NOT NULL,
    number integer,
    text character varying(200) NOT NULL,
    label character varying(300) NOT NULL,
    vacancy_id bigint NOT NULL,
    CONSTRAINT vacancies_requirement_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.vacancies_requirement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_requirement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_savedvacancy (
    id bigint NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL,
    vacancy_id bigint NOT NULL
);
ALTER TABLE public.vacancies_savedvacancy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_savedvacancy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_scorecomponent (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    code character varying(16) NOT NULL,
    label character varying(120) NOT NULL,
    weight numeric(5,2) NOT NULL,
    minimum numeric(6,2),
    scale_min numeric(6,2) NOT NULL,
    scale_max numeric(6,2) NOT NULL,
    aggregate character varying(12) NOT NULL,
    vacancy_id bigint NOT NULL,
    anchors jsonb NOT NULL,
    competency_code character varying(8) NOT NULL,
    is_blind boolean NOT NULL,
    is_informative boolean NOT NULL,
    stage character varying(16) NOT NULL,
    CONSTRAINT component_minimum_in_scale CHECK (((minimum IS NULL) OR ((minimum >= scale_min) AND (minimum <= scale_max)))),
    CONSTRAINT component_pass_or_fail CHECK (((NOT ((aggregate)::text = 'PASS_FAIL'::text)) OR ((minimum = (1)::numeric) AND (minimum IS NOT NULL) AND (scale_max = (1)::numeric) AND (scale_min = (0)::numeric)))),
    CONSTRAINT component_scale_in_order CHECK ((scale_max > scale_min)),
    CONSTRAINT component_weight_range CHECK ((((weight = (0)::numeric) AND (((aggregate)::text = 'PASS_FAIL'::text) OR is_informative)) OR ((NOT is_informative) AND (weight > (0)::numeric) AND (weight <= (100)::numeric) AND (NOT ((aggregate)::text = 'PASS_FAIL'::text))))),
    CONSTRAINT vacancies_scorecomponent_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.vacancies_scorecomponent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_scorecomponent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_selectionpanel (
    id bigint NOT NULL,
    basis character varying(120) NOT NULL,
    vacancy_id bigint NOT NULL
);
ALTER TABLE public.vacancies_selectionpanel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_selectionpanel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_stage (
    id bigint NOT NULL,
    code character varying(16) NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    vacancy_id bigint NOT NULL,
    CONSTRAINT stage_dates_in_order CHECK ((ends_on >= starts_on))
);
ALTER TABLE public.vacancies_stage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_stage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_vacancy (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    reference character varying(30) NOT NULL,
    position_title character varying(200) NOT NULL,
    unit character varying(200) NOT NULL,
    level character varying(8) NOT NULL,
    field character varying(20) NOT NULL,
    quota smallint NOT NULL,
    summary text NOT NULL,
    opens_at timestamp with time zone,
    closes_at timestamp with time zone,
    first_closes_at timestamp with time zone,
    reference_on date,
    short_window_reason text NOT NULL,
    auto_extend boolean NOT NULL,
    tie_order jsonb NOT NULL,
    rule_pack jsonb NOT NULL,
    state character varying(16) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    version integer NOT NULL,
    published_at timestamp with time zone,
    closed_reason text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    created_by_id bigint NOT NULL,
    plan_request_id bigint,
    region_id character varying(8) NOT NULL,
    continue_request_id bigint,
    continued_at timestamp with time zone,
    CONSTRAINT vacancies_vacancy_quota_check CHECK ((quota >= 0)),
    CONSTRAINT vacancies_vacancy_version_check CHECK ((version >= 0)),
    CONSTRAINT vacancy_closes_after_opening CHECK (((opens_at IS NULL) OR (closes_at IS NULL) OR (closes_at > opens_at))),
    CONSTRAINT vacancy_quota_positive CHECK ((quota >= 1))
);
ALTER TABLE public.vacancies_vacancy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_vacancy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_vacancyalert (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    email character varying(254) NOT NULL,
    filters character varying(500) NOT NULL,
    label character varying(300) NOT NULL,
    frequency character varying(6) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    stopped_at timestamp with time zone,
    sent_until timestamp with time zone NOT NULL,
    user_id bigint,
    stop_reason character varying(12) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.vacancies_vacancyalert ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_vacancyalert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vacancies_withdrawnsubmission (
    id bigint NOT NULL,
    receipt_number character varying(24) NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    snapshot text NOT NULL,
    snapshot_sha256 character varying(64) NOT NULL,
    reason character varying(500) NOT NULL,
    withdrawn_at timestamp with time zone NOT NULL,
    application_id bigint NOT NULL,
    receipt_id bigint
);
ALTER TABLE public.vacancies_withdrawnsubmission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vacancies_withdrawnsubmission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.talent_searchrow ATTACH PARTITION public.talent_searchrow_0 FOR VALUES FROM ('0') TO ('200');
ALTER TABLE ONLY public.talent_searchrow ATTACH PARTITION public.talent_searchrow_1 FOR VALUES FROM ('200') TO ('300');
ALTER TABLE ONLY public.talent_searchrow ATTACH PARTITION public.talent_searchrow_2 FOR VALUES FROM ('300') TO ('400');
ALTER TABLE ONLY public.talent_searchrow ATTACH PARTITION public.talent_searchrow_3 FOR VALUES FROM ('400') TO ('500');
ALTER TABLE ONLY public.talent_searchrow ATTACH PARTITION public.talent_searchrow_4 FOR VALUES FROM ('500') TO ('600');
ALTER TABLE ONLY public.talent_searchrow ATTACH PARTITION public.talent_searchrow_5 FOR VALUES FROM ('600') TO ('700');
ALTER TABLE ONLY public.talent_searchrow ATTACH PARTITION public.talent_searchrow_6 FOR VALUES FROM ('700') TO ('800');
ALTER TABLE ONLY public.talent_searchrow ATTACH PARTITION public.talent_searchrow_7 FOR VALUES FROM ('800') TO ('1001');
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_code_key UNIQUE (code);
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_name_key UNIQUE (name);
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_region
    ADD CONSTRAINT accounts_region_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_email_key UNIQUE (email);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_nip_key UNIQUE (nip);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.approvals_approvalrequest
    ADD CONSTRAINT approvals_approvalrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_approvalrequest
    ADD CONSTRAINT approvals_approvalrequest_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_calendarchange
    ADD CONSTRAINT approvals_calendarchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_decision
    ADD CONSTRAINT approvals_decision_letter_id_key UNIQUE (letter_id);
ALTER TABLE ONLY public.approvals_decision
    ADD CONSTRAINT approvals_decision_nonce_key UNIQUE (nonce);
ALTER TABLE ONLY public.approvals_decision
    ADD CONSTRAINT approvals_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.approvals_documentask
    ADD CONSTRAINT approvals_documentask_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_documentask
    ADD CONSTRAINT approvals_documentask_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.approvals_openedsheet
    ADD CONSTRAINT approvals_openedsheet_nonce_key UNIQUE (nonce);
ALTER TABLE ONLY public.approvals_openedsheet
    ADD CONSTRAINT approvals_openedsheet_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_stake
    ADD CONSTRAINT approvals_stake_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_stake
    ADD CONSTRAINT approvals_stake_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.employees_assessmentrecord
    ADD CONSTRAINT assessment_record_once UNIQUE (employee_id, assessed_on);
ALTER TABLE ONLY public.selection_sessionassessor
    ADD CONSTRAINT assessor_once_a_session UNIQUE (session_id, member_id);
ALTER TABLE ONLY public.selection_calibrationattendee
    ADD CONSTRAINT attendee_once UNIQUE (step_id, member_id);
ALTER TABLE ONLY public.core_auditentry
    ADD CONSTRAINT audit_chain_sequence UNIQUE (chain, sequence);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.privacy_breachperson
    ADD CONSTRAINT breach_person_once UNIQUE (breach_id, employee_id);
ALTER TABLE ONLY public.approvals_calendarchange
    ADD CONSTRAINT calendar_day_revised_once UNIQUE (day, revision);
ALTER TABLE ONLY public.selection_candidate
    ADD CONSTRAINT candidate_number_once UNIQUE (vacancy_id, number);
ALTER TABLE ONLY public.vacancies_documentcheck
    ADD CONSTRAINT check_once_a_subject UNIQUE (application_id, subject);
ALTER TABLE ONLY public.vacancies_competencyrequirement
    ADD CONSTRAINT competency_once UNIQUE (vacancy_id, code);
ALTER TABLE ONLY public.employees_competencyrecord
    ADD CONSTRAINT competency_record_once UNIQUE (employee_id, code);
ALTER TABLE ONLY public.vacancies_scorecomponent
    ADD CONSTRAINT component_once UNIQUE (vacancy_id, code);
ALTER TABLE ONLY public.core_auditentry
    ADD CONSTRAINT core_auditentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_audithead
    ADD CONSTRAINT core_audithead_pkey PRIMARY KEY (chain);
ALTER TABLE ONLY public.core_cache
    ADD CONSTRAINT core_cache_pkey PRIMARY KEY (cache_key);
ALTER TABLE ONLY public.core_conditionsample
    ADD CONSTRAINT core_conditionsample_at_key UNIQUE (at);
ALTER TABLE ONLY public.core_conditionsample
    ADD CONSTRAINT core_conditionsample_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_democlock
    ADD CONSTRAINT core_democlock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_filekey
    ADD CONSTRAINT core_filekey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_letter
    ADD CONSTRAINT core_letter_number_key UNIQUE (number);
ALTER TABLE ONLY public.core_letter
    ADD CONSTRAINT core_letter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_letter
    ADD CONSTRAINT core_letter_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.core_letterbatch
    ADD CONSTRAINT core_letterbatch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_letterbatch
    ADD CONSTRAINT core_letterbatch_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.core_letterend
    ADD CONSTRAINT core_letterend_letter_id_key UNIQUE (letter_id);
ALTER TABLE ONLY public.core_letterend
    ADD CONSTRAINT core_letterend_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_letterend
    ADD CONSTRAINT core_letterend_successor_id_key UNIQUE (successor_id);
ALTER TABLE ONLY public.core_letterhead
    ADD CONSTRAINT core_letterhead_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_letterregister
    ADD CONSTRAINT core_letterregister_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_letterwording
    ADD CONSTRAINT core_letterwording_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_mailboxmessage
    ADD CONSTRAINT core_mailboxmessage_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.core_mailboxmessage
    ADD CONSTRAINT core_mailboxmessage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_mailboxmessage
    ADD CONSTRAINT core_mailboxmessage_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.core_noticepreference
    ADD CONSTRAINT core_noticepreference_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_notification
    ADD CONSTRAINT core_notification_key_key UNIQUE (key);
ALTER TABLE ONLY public.core_notification
    ADD CONSTRAINT core_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_outboxmessage
    ADD CONSTRAINT core_outboxmessage_key_key UNIQUE (key);
ALTER TABLE ONLY public.core_outboxmessage
    ADD CONSTRAINT core_outboxmessage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_publication
    ADD CONSTRAINT core_publication_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_seal
    ADD CONSTRAINT core_seal_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.core_seal
    ADD CONSTRAINT core_seal_previous_hash_key UNIQUE (previous_hash);
ALTER TABLE ONLY public.core_sealedrange
    ADD CONSTRAINT core_sealedrange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_sealreceipt
    ADD CONSTRAINT core_sealreceipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_taskround
    ADD CONSTRAINT core_taskround_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.core_trailexport
    ADD CONSTRAINT core_trailexport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_trailexport
    ADD CONSTRAINT core_trailexport_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.core_upload
    ADD CONSTRAINT core_upload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_upload
    ADD CONSTRAINT core_upload_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT delegation_no_overlap EXCLUDE USING gist (public.approvals_point((((((role)::text || ':'::text) || (COALESCE(agency_id, (0)::bigint))::text) || ':'::text) || (COALESCE(official_id, (0)::bigint))::text)) WITH &&, public.approvals_scope((level_label)::text) WITH &&, public.approvals_scope((chain_code)::text) WITH &&, tstzrange(starts_at, ends_at) WITH &&) WHERE (((state)::text = 'ACCEPTED'::text));
ALTER TABLE ONLY public.privacy_destroyedfile
    ADD CONSTRAINT destroyed_once UNIQUE (object_type, object_id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.employees_educationrecord
    ADD CONSTRAINT education_record_once UNIQUE (employee_id, level, program);
ALTER TABLE ONLY public.employees_assessmentrecord
    ADD CONSTRAINT employees_assessmentrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_competencyrecord
    ADD CONSTRAINT employees_competencyrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_disciplinerecord
    ADD CONSTRAINT employees_disciplinerecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_educationrecord
    ADD CONSTRAINT employees_educationrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_employee
    ADD CONSTRAINT employees_employee_nip_key UNIQUE (nip);
ALTER TABLE ONLY public.employees_employee
    ADD CONSTRAINT employees_employee_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_employee
    ADD CONSTRAINT employees_employee_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.employees_employee
    ADD CONSTRAINT employees_employee_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.employees_evidencedocument
    ADD CONSTRAINT employees_evidencedocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_evidencedocument
    ADD CONSTRAINT employees_evidencedocument_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.employees_graderecord
    ADD CONSTRAINT employees_graderecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_importline
    ADD CONSTRAINT employees_importline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_languagerecord
    ADD CONSTRAINT employees_languagerecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_ownrecord
    ADD CONSTRAINT employees_ownrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_ownrecord
    ADD CONSTRAINT employees_ownrecord_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.employees_performancerecord
    ADD CONSTRAINT employees_performancerecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_positionrecord
    ADD CONSTRAINT employees_positionrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_recordreport
    ADD CONSTRAINT employees_recordreport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.employees_recordreport
    ADD CONSTRAINT employees_recordreport_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.employees_studyprogram
    ADD CONSTRAINT employees_studyprogram_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.employees_trainingrecord
    ADD CONSTRAINT employees_trainingrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_entryvalue
    ADD CONSTRAINT entry_by_two_people UNIQUE (candidate_id, component_id, keyed_by_id);
ALTER TABLE ONLY public.selection_entrydecision
    ADD CONSTRAINT entry_decision_once UNIQUE (candidate_id, component_id);
ALTER TABLE ONLY public.selection_entryvalue
    ADD CONSTRAINT entry_turn_once UNIQUE (candidate_id, component_id, turn);
ALTER TABLE ONLY public.selection_examanswer
    ADD CONSTRAINT exam_answer_once UNIQUE (sitting_id, number, sequence);
ALTER TABLE ONLY public.selection_examitem
    ADD CONSTRAINT exam_item_position_once UNIQUE (exam_id, "position");
ALTER TABLE ONLY public.selection_examitem
    ADD CONSTRAINT exam_item_question_once UNIQUE (exam_id, question_id);
ALTER TABLE ONLY public.selection_examopening
    ADD CONSTRAINT exam_opening_once UNIQUE (exam_id, slot);
ALTER TABLE ONLY public.selection_examopening
    ADD CONSTRAINT exam_opening_two_people UNIQUE (exam_id, opened_by_id);
ALTER TABLE ONLY public.selection_exampractice
    ADD CONSTRAINT exam_practice_once UNIQUE (exam_id, user_id);
ALTER TABLE ONLY public.selection_examquestion
    ADD CONSTRAINT exam_question_code_once UNIQUE (agency_id, code);
ALTER TABLE ONLY public.selection_examsitting
    ADD CONSTRAINT exam_seat_once UNIQUE (session_id, seat);
ALTER TABLE ONLY public.selection_examsitting
    ADD CONSTRAINT exam_sitting_once UNIQUE (session_id, candidate_id);
ALTER TABLE ONLY public.vacancies_registrationextension
    ADD CONSTRAINT extension_number_once UNIQUE (vacancy_id, number);
ALTER TABLE ONLY public.talent_poolfillcandidate
    ADD CONSTRAINT fill_candidate_once UNIQUE (fill_id, membership_id);
ALTER TABLE ONLY public.employees_graderecord
    ADD CONSTRAINT grade_record_once UNIQUE (employee_id, grade);
ALTER TABLE ONLY public.talent_importedassessment
    ADD CONSTRAINT imported_assessment_once UNIQUE (employee_id, assessed_on, provider);
ALTER TABLE ONLY public.employees_languagerecord
    ADD CONSTRAINT language_record_once UNIQUE (employee_id, language);
ALTER TABLE ONLY public.core_letterregister
    ADD CONSTRAINT letter_register_year UNIQUE (register, year);
ALTER TABLE ONLY public.core_letterwording
    ADD CONSTRAINT letter_wording_version UNIQUE (register, kind, version);
ALTER TABLE ONLY public.core_letterhead
    ADD CONSTRAINT letterhead_version UNIQUE (register, version);
ALTER TABLE ONLY public.selection_lockedscore
    ADD CONSTRAINT locked_score_once UNIQUE (lock_id, candidate_id);
ALTER TABLE ONLY public.talent_mappingperiod
    ADD CONSTRAINT mapping_period_once UNIQUE (agency_id, ends_on);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_officialminutes
    ADD CONSTRAINT minutes_version_once UNIQUE (ranking_id, version);
ALTER TABLE ONLY public.core_noticepreference
    ADD CONSTRAINT notice_preference_once UNIQUE (user_id, kind);
ALTER TABLE ONLY public.vacancies_objectionattachment
    ADD CONSTRAINT objection_document_once UNIQUE (objection_id, document_id);
ALTER TABLE ONLY public.vacancies_objectionattachment
    ADD CONSTRAINT objection_evidence_once UNIQUE (objection_id, evidence_id);
ALTER TABLE ONLY public.vacancies_objection
    ADD CONSTRAINT objection_once_a_stage UNIQUE (application_id, stage);
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT one_application_a_person UNIQUE (vacancy_id, employee_id);
ALTER TABLE ONLY public.talent_invitation
    ADD CONSTRAINT one_invitation_a_person UNIQUE (vacancy_id, employee_id);
ALTER TABLE ONLY public.vacancies_panelmember
    ADD CONSTRAINT panel_member_once UNIQUE (panel_id, user_id);
ALTER TABLE ONLY public.employees_performancerecord
    ADD CONSTRAINT performance_record_once UNIQUE (employee_id, year);
ALTER TABLE ONLY public.talent_placement
    ADD CONSTRAINT placement_once_a_period UNIQUE (period_id, employee_id);
ALTER TABLE ONLY public.employees_positionrecord
    ADD CONSTRAINT position_record_once UNIQUE (employee_id, title, started_on);
ALTER TABLE ONLY public.privacy_breach
    ADD CONSTRAINT privacy_breach_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.privacy_breach
    ADD CONSTRAINT privacy_breach_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.privacy_breachletters
    ADD CONSTRAINT privacy_breachletters_batch_id_key UNIQUE (batch_id);
ALTER TABLE ONLY public.privacy_breachletters
    ADD CONSTRAINT privacy_breachletters_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.privacy_breachletters
    ADD CONSTRAINT privacy_breachletters_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.privacy_breachperson
    ADD CONSTRAINT privacy_breachperson_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.privacy_destroyedfile
    ADD CONSTRAINT privacy_destroyedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.privacy_destructionproposal
    ADD CONSTRAINT privacy_destructionproposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.privacy_destructionproposal
    ADD CONSTRAINT privacy_destructionproposal_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.privacy_personalcopy
    ADD CONSTRAINT privacy_personalcopy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.privacy_personalcopy
    ADD CONSTRAINT privacy_personalcopy_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_rankingline
    ADD CONSTRAINT ranking_line_once UNIQUE (ranking_id, candidate_id);
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT ranking_version_once UNIQUE (vacancy_id, version);
ALTER TABLE ONLY public.selection_recusal
    ADD CONSTRAINT recusal_once UNIQUE (candidate_id, member_id);
ALTER TABLE ONLY public.vacancies_requireddocument
    ADD CONSTRAINT required_document_once UNIQUE (vacancy_id, type);
ALTER TABLE ONLY public.talent_savedsearch
    ADD CONSTRAINT saved_search_name_once UNIQUE (user_id, name);
ALTER TABLE ONLY public.vacancies_savedvacancy
    ADD CONSTRAINT saved_vacancy_once UNIQUE (user_id, vacancy_id);
ALTER TABLE ONLY public.selection_scorelock
    ADD CONSTRAINT score_lock_version_once UNIQUE (vacancy_id, version);
ALTER TABLE ONLY public.selection_score
    ADD CONSTRAINT score_once UNIQUE NULLS NOT DISTINCT (candidate_id, component_id, sheet_id);
ALTER TABLE ONLY public.core_sealreceipt
    ADD CONSTRAINT seal_receipt_once UNIQUE (keeper, seal_id);
ALTER TABLE ONLY public.core_sealedrange
    ADD CONSTRAINT sealed_range_first UNIQUE (chain, first);
ALTER TABLE ONLY public.core_sealedrange
    ADD CONSTRAINT sealed_range_last UNIQUE (chain, last);
ALTER TABLE ONLY public.selection_determinationseat
    ADD CONSTRAINT seat_once UNIQUE (determination_id, seat);
ALTER TABLE ONLY public.selection_sessionseat
    ADD CONSTRAINT seat_once_a_stage UNIQUE (candidate_id, stage);
ALTER TABLE ONLY public.selection_calibrationattendee
    ADD CONSTRAINT selection_calibrationattendee_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_calibrationstep
    ADD CONSTRAINT selection_calibrationstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_calibrationstep
    ADD CONSTRAINT selection_calibrationstep_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_candidate
    ADD CONSTRAINT selection_candidate_application_id_key UNIQUE (application_id);
ALTER TABLE ONLY public.selection_candidate
    ADD CONSTRAINT selection_candidate_paper_id_key UNIQUE (paper_id);
ALTER TABLE ONLY public.selection_candidate
    ADD CONSTRAINT selection_candidate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_candidate
    ADD CONSTRAINT selection_candidate_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_conflictdenial
    ADD CONSTRAINT selection_conflictdenial_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_conflictdenial
    ADD CONSTRAINT selection_conflictdenial_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.selection_conflictproposal
    ADD CONSTRAINT selection_conflictproposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_conflictproposal
    ADD CONSTRAINT selection_conflictproposal_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_correctionverdict
    ADD CONSTRAINT selection_correctionverdict_correction_id_key UNIQUE (correction_id);
ALTER TABLE ONLY public.selection_correctionverdict
    ADD CONSTRAINT selection_correctionverdict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_determination
    ADD CONSTRAINT selection_determination_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_determination
    ADD CONSTRAINT selection_determination_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_determination
    ADD CONSTRAINT selection_determination_vacancy_id_key UNIQUE (vacancy_id);
ALTER TABLE ONLY public.selection_determinationseat
    ADD CONSTRAINT selection_determinationseat_line_id_key UNIQUE (line_id);
ALTER TABLE ONLY public.selection_determinationseat
    ADD CONSTRAINT selection_determinationseat_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_entrydecision
    ADD CONSTRAINT selection_entrydecision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_entryvalue
    ADD CONSTRAINT selection_entryvalue_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_exam
    ADD CONSTRAINT selection_exam_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_exam
    ADD CONSTRAINT selection_exam_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_examannulment
    ADD CONSTRAINT selection_examannulment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examannulment
    ADD CONSTRAINT selection_examannulment_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_examannulmentverdict
    ADD CONSTRAINT selection_examannulmentverdict_annulment_id_key UNIQUE (annulment_id);
ALTER TABLE ONLY public.selection_examannulmentverdict
    ADD CONSTRAINT selection_examannulmentverdict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examanswer
    ADD CONSTRAINT selection_examanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examincident
    ADD CONSTRAINT selection_examincident_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examitem
    ADD CONSTRAINT selection_examitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examitemtext
    ADD CONSTRAINT selection_examitemtext_pkey PRIMARY KEY (item_id);
ALTER TABLE ONLY public.selection_examkey
    ADD CONSTRAINT selection_examkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examkey
    ADD CONSTRAINT selection_examkey_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_examopening
    ADD CONSTRAINT selection_examopening_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_exampractice
    ADD CONSTRAINT selection_exampractice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examquestion
    ADD CONSTRAINT selection_examquestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examquestion
    ADD CONSTRAINT selection_examquestion_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_examresult
    ADD CONSTRAINT selection_examresult_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examresult
    ADD CONSTRAINT selection_examresult_sitting_id_key UNIQUE (sitting_id);
ALTER TABLE ONLY public.selection_examsession
    ADD CONSTRAINT selection_examsession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examsession
    ADD CONSTRAINT selection_examsession_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_examsitting
    ADD CONSTRAINT selection_examsitting_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_examsitting
    ADD CONSTRAINT selection_examsitting_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_lockedscore
    ADD CONSTRAINT selection_lockedscore_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_minutessignature
    ADD CONSTRAINT selection_minutessignature_letter_id_key UNIQUE (letter_id);
ALTER TABLE ONLY public.selection_minutessignature
    ADD CONSTRAINT selection_minutessignature_minutes_id_key UNIQUE (minutes_id);
ALTER TABLE ONLY public.selection_minutessignature
    ADD CONSTRAINT selection_minutessignature_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_minutessignature
    ADD CONSTRAINT selection_minutessignature_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.selection_officialminutes
    ADD CONSTRAINT selection_officialminutes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_officialminutes
    ADD CONSTRAINT selection_officialminutes_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT selection_ranking_lock_id_key UNIQUE (lock_id);
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT selection_ranking_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT selection_ranking_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT selection_ranking_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.selection_rankingline
    ADD CONSTRAINT selection_rankingline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_recusal
    ADD CONSTRAINT selection_recusal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_score
    ADD CONSTRAINT selection_score_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_scorechange
    ADD CONSTRAINT selection_scorechange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_scorecorrection
    ADD CONSTRAINT selection_scorecorrection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_scorecorrection
    ADD CONSTRAINT selection_scorecorrection_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_scorelock
    ADD CONSTRAINT selection_scorelock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_scoresheet
    ADD CONSTRAINT selection_scoresheet_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_scoresheet
    ADD CONSTRAINT selection_scoresheet_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_sessionassessor
    ADD CONSTRAINT selection_sessionassessor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_sessionassessor
    ADD CONSTRAINT selection_sessionassessor_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_sessionseat
    ADD CONSTRAINT selection_sessionseat_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_sessionseat
    ADD CONSTRAINT selection_sessionseat_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_shortfallanswer
    ADD CONSTRAINT selection_shortfallanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_stagesession
    ADD CONSTRAINT selection_stagesession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_stagesession
    ADD CONSTRAINT selection_stagesession_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.selection_tieanswer
    ADD CONSTRAINT selection_tieanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.selection_scoresheet
    ADD CONSTRAINT sheet_once UNIQUE (candidate_id, member_id, is_blind);
ALTER TABLE ONLY public.vacancies_stage
    ADD CONSTRAINT stage_once UNIQUE (vacancy_id, code);
ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT step_position_once UNIQUE (request_id, "position");
ALTER TABLE ONLY public.talent_boxthreshold
    ADD CONSTRAINT talent_boxthreshold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_developmentitem
    ADD CONSTRAINT talent_developmentitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_developmentitem
    ADD CONSTRAINT talent_developmentitem_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_importedassessment
    ADD CONSTRAINT talent_importedassessment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_invitation
    ADD CONSTRAINT talent_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_invitation
    ADD CONSTRAINT talent_invitation_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_invitationbatch
    ADD CONSTRAINT talent_invitationbatch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_invitationbatch
    ADD CONSTRAINT talent_invitationbatch_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_invitationopening
    ADD CONSTRAINT talent_invitationopening_invitation_id_key UNIQUE (invitation_id);
ALTER TABLE ONLY public.talent_invitationopening
    ADD CONSTRAINT talent_invitationopening_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_invitationpause
    ADD CONSTRAINT talent_invitationpause_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_invitationpause
    ADD CONSTRAINT talent_invitationpause_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_mappingperiod
    ADD CONSTRAINT talent_mappingperiod_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_mappingperiod
    ADD CONSTRAINT talent_mappingperiod_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_meritapproval
    ADD CONSTRAINT talent_meritapproval_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_meritapproval
    ADD CONSTRAINT talent_meritapproval_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_nameword
    ADD CONSTRAINT talent_nameword_pkey PRIMARY KEY (word);
ALTER TABLE ONLY public.talent_placement
    ADD CONSTRAINT talent_placement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_placement
    ADD CONSTRAINT talent_placement_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_placementchange
    ADD CONSTRAINT talent_placementchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_poolfill
    ADD CONSTRAINT talent_poolfill_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_poolfill
    ADD CONSTRAINT talent_poolfill_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_poolfill
    ADD CONSTRAINT talent_poolfill_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.talent_poolfillcandidate
    ADD CONSTRAINT talent_poolfillcandidate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_poolmembership
    ADD CONSTRAINT talent_poolmembership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_poolmembership
    ADD CONSTRAINT talent_poolmembership_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_savedsearch
    ADD CONSTRAINT talent_savedsearch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_savedsearch
    ADD CONSTRAINT talent_savedsearch_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_searchbuild
    ADD CONSTRAINT talent_searchbuild_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_searchchange
    ADD CONSTRAINT talent_searchchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_searchfresh
    ADD CONSTRAINT talent_searchfresh_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_talentsearch
    ADD CONSTRAINT talent_talentsearch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_talentview
    ADD CONSTRAINT talent_talentview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_targetpost
    ADD CONSTRAINT talent_targetpost_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.talent_targetpost
    ADD CONSTRAINT talent_targetpost_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.talent_targetpost
    ADD CONSTRAINT talent_targetpost_vacancy_id_key UNIQUE (vacancy_id);
ALTER TABLE ONLY public.employees_trainingrecord
    ADD CONSTRAINT training_record_once UNIQUE (employee_id, title, year);
ALTER TABLE ONLY public.core_upload
    ADD CONSTRAINT upload_once_a_file UNIQUE (owner_id, purpose, fingerprint);
ALTER TABLE ONLY public.vacancies_announcement
    ADD CONSTRAINT vacancies_announcement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_announcement
    ADD CONSTRAINT vacancies_announcement_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT vacancies_application_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT vacancies_application_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT vacancies_application_receipt_number_key UNIQUE (receipt_number);
ALTER TABLE ONLY public.vacancies_applicationdocument
    ADD CONSTRAINT vacancies_applicationdocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_applicationdocument
    ADD CONSTRAINT vacancies_applicationdocument_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_applicationdocument
    ADD CONSTRAINT vacancies_applicationdocument_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.vacancies_applicationevent
    ADD CONSTRAINT vacancies_applicationevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_assessmentplan
    ADD CONSTRAINT vacancies_assessmentplan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_assessmentplan
    ADD CONSTRAINT vacancies_assessmentplan_vacancy_id_key UNIQUE (vacancy_id);
ALTER TABLE ONLY public.vacancies_competencyrequirement
    ADD CONSTRAINT vacancies_competencyrequirement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_documentcheck
    ADD CONSTRAINT vacancies_documentcheck_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_documentrequest
    ADD CONSTRAINT vacancies_documentrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_documentrequest
    ADD CONSTRAINT vacancies_documentrequest_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_incidentrequest
    ADD CONSTRAINT vacancies_incidentrequest_extension_id_key UNIQUE (extension_id);
ALTER TABLE ONLY public.vacancies_incidentrequest
    ADD CONSTRAINT vacancies_incidentrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_incidentrequest
    ADD CONSTRAINT vacancies_incidentrequest_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_objection
    ADD CONSTRAINT vacancies_objection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_objection
    ADD CONSTRAINT vacancies_objection_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_objectionattachment
    ADD CONSTRAINT vacancies_objectionattachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_objectionattachment
    ADD CONSTRAINT vacancies_objectionattachment_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_panelmember
    ADD CONSTRAINT vacancies_panelmember_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_preparedsending
    ADD CONSTRAINT vacancies_preparedsending_pkey PRIMARY KEY (application_id);
ALTER TABLE ONLY public.vacancies_registrationextension
    ADD CONSTRAINT vacancies_registrationextension_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_requireddocument
    ADD CONSTRAINT vacancies_requireddocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_requirement
    ADD CONSTRAINT vacancies_requirement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_savedvacancy
    ADD CONSTRAINT vacancies_savedvacancy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_scorecomponent
    ADD CONSTRAINT vacancies_scorecomponent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_selectionpanel
    ADD CONSTRAINT vacancies_selectionpanel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_selectionpanel
    ADD CONSTRAINT vacancies_selectionpanel_vacancy_id_key UNIQUE (vacancy_id);
ALTER TABLE ONLY public.vacancies_stage
    ADD CONSTRAINT vacancies_stage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_continue_request_id_key UNIQUE (continue_request_id);
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_plan_request_id_key UNIQUE (plan_request_id);
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_reference_key UNIQUE (reference);
ALTER TABLE ONLY public.vacancies_vacancyalert
    ADD CONSTRAINT vacancies_vacancyalert_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_vacancyalert
    ADD CONSTRAINT vacancies_vacancyalert_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vacancies_withdrawnsubmission
    ADD CONSTRAINT vacancies_withdrawnsubmission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vacancies_withdrawnsubmission
    ADD CONSTRAINT vacancies_withdrawnsubmission_receipt_number_key UNIQUE (receipt_number);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_agency_code_642bac3c_like ON public.accounts_agency USING btree (code varchar_pattern_ops);
CREATE INDEX accounts_agency_name_476b5cd7_like ON public.accounts_agency USING btree (name varchar_pattern_ops);
CREATE INDEX accounts_agency_region_id_34cbd942 ON public.accounts_agency USING btree (region_id);
CREATE INDEX accounts_agency_region_id_34cbd942_like ON public.accounts_agency USING btree (region_id varchar_pattern_ops);
CREATE INDEX accounts_membership_acting_for_id_46751a77 ON public.accounts_membership USING btree (acting_for_id);
CREATE INDEX accounts_membership_agency_id_5ab2a535 ON public.accounts_membership USING btree (agency_id);
CREATE INDEX accounts_membership_user_id_487fb39e ON public.accounts_membership USING btree (user_id);
CREATE INDEX accounts_region_code_c1a64e53_like ON public.accounts_region USING btree (code varchar_pattern_ops);
CREATE INDEX accounts_region_province_id_12371ce3 ON public.accounts_region USING btree (province_id);
CREATE INDEX accounts_region_province_id_12371ce3_like ON public.accounts_region USING btree (province_id varchar_pattern_ops);
CREATE INDEX accounts_user_email_b2644a56_like ON public.accounts_user USING btree (email varchar_pattern_ops);
CREATE INDEX accounts_user_nip_50830a91_like ON public.accounts_user USING btree (nip varchar_pattern_ops);
CREATE INDEX application_by_vacancy ON public.vacancies_application USING btree (vacancy_id, state) INCLUDE (employee_id);
CREATE INDEX application_reasons_rated ON public.vacancies_application USING btree (vacancy_id, reasons_helped) INCLUDE (employee_id) WHERE (reasons_helped IS NOT NULL);
CREATE INDEX approvals_approvalrequest_agency_id_11025ace ON public.approvals_approvalrequest USING btree (agency_id);
CREATE INDEX approvals_approvalrequest_previous_id_1067fbf0 ON public.approvals_approvalrequest USING btree (previous_id);
CREATE INDEX approvals_approvalrequest_sender_id_7d4d171e ON public.approvals_approvalrequest USING btree (sender_id);
CREATE INDEX approvals_approvalstep_agency_id_2053ddb9 ON public.approvals_approvalstep USING btree (agency_id);
CREATE INDEX approvals_approvalstep_holder_id_a2a274dd ON public.approvals_approvalstep USING btree (holder_id);
CREATE INDEX approvals_approvalstep_request_id_e8aa275e ON public.approvals_approvalstep USING btree (request_id);
CREATE INDEX approvals_calendarchange_written_by_id_864729bc ON public.approvals_calendarchange USING btree (written_by_id);
CREATE INDEX approvals_decision_delegation_id_88dcdf2b ON public.approvals_decision USING btree (delegation_id);
CREATE INDEX approvals_decision_step_id_24830d10 ON public.approvals_decision USING btree (step_id);
CREATE INDEX approvals_delegation_agency_id_687a1a4c ON public.approvals_delegation USING btree (agency_id);
CREATE INDEX approvals_delegation_answered_by_id_061352c8 ON public.approvals_delegation USING btree (answered_by_id);
CREATE INDEX approvals_delegation_delegate_id_4f582066 ON public.approvals_delegation USING btree (delegate_id);
CREATE INDEX approvals_delegation_duty_id_a230401d ON public.approvals_delegation USING btree (duty_id);
CREATE INDEX approvals_delegation_ended_by_id_d700cfc4 ON public.approvals_delegation USING btree (ended_by_id);
CREATE INDEX approvals_delegation_official_id_e4dc57c7 ON public.approvals_delegation USING btree (official_id);
CREATE INDEX approvals_delegation_registered_by_id_c419495a ON public.approvals_delegation USING btree (registered_by_id);
CREATE INDEX approvals_documentask_answered_by_id_c7c37876 ON public.approvals_documentask USING btree (answered_by_id);
CREATE INDEX approvals_documentask_asked_by_id_e634b6fd ON public.approvals_documentask USING btree (asked_by_id);
CREATE INDEX approvals_documentask_delegation_id_a645ad7b ON public.approvals_documentask USING btree (delegation_id);
CREATE INDEX approvals_documentask_step_id_5bcd17e7 ON public.approvals_documentask USING btree (step_id);
CREATE INDEX approvals_stake_declared_by_id_84050485 ON public.approvals_stake USING btree (declared_by_id);
CREATE INDEX approvals_stake_official_id_b073d8a3 ON public.approvals_stake USING btree (official_id);
CREATE INDEX audit_by_act ON public.core_auditentry USING btree (act, at_us, id);
CREATE INDEX audit_by_time ON public.core_auditentry USING btree (at_us, id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX box_threshold_newest ON public.talent_boxthreshold USING btree (agency_id, valid_from DESC, id DESC);
CREATE INDEX breach_by_time ON public.privacy_breach USING btree (found_at DESC);
CREATE UNIQUE INDEX breach_letters_one_open ON public.privacy_breachletters USING btree (breach_id) WHERE ((verdict)::text = ''::text);
CREATE INDEX closed_by_agency ON public.approvals_approvalrequest USING btree (agency_id, closed_at DESC, id DESC) WHERE (closed_at IS NOT NULL);
CREATE INDEX closed_by_time ON public.approvals_approvalrequest USING btree (closed_at DESC, id DESC) WHERE (closed_at IS NOT NULL);
CREATE INDEX core_audite_actor_i_afe875_idx ON public.core_auditentry USING btree (actor_id, at_us);
CREATE INDEX core_audite_object__83eb8a_idx ON public.core_auditentry USING btree (object_type, object_id);
CREATE INDEX core_audithead_chain_27b9b7c1_like ON public.core_audithead USING btree (chain varchar_pattern_ops);
CREATE INDEX core_cache_expires ON public.core_cache USING btree (expires);
CREATE INDEX core_letterbatch_created_by_id_694bee07 ON public.core_letterbatch USING btree (created_by_id);
CREATE INDEX core_letterbatch_released_by_id_8e42f1cf ON public.core_letterbatch USING btree (released_by_id);
CREATE INDEX core_letterend_ended_by_id_1842e607 ON public.core_letterend USING btree (ended_by_id);
CREATE INDEX core_letterhead_written_by_id_96530a53 ON public.core_letterhead USING btree (written_by_id);
CREATE INDEX core_letterwording_written_by_id_d6d07439 ON public.core_letterwording USING btree (written_by_id);
CREATE INDEX core_mailboxmessage_message_id_53614125_like ON public.core_mailboxmessage USING btree (message_id varchar_pattern_ops);
CREATE INDEX core_mailboxmessage_to_address_ca682e29 ON public.core_mailboxmessage USING btree (to_address);
CREATE INDEX core_mailboxmessage_to_address_ca682e29_like ON public.core_mailboxmessage USING btree (to_address varchar_pattern_ops);
CREATE INDEX core_noticepreference_user_id_b06b1095 ON public.core_noticepreference USING btree (user_id);
CREATE INDEX core_notifi_recipie_4d7e73_idx ON public.core_notification USING btree (recipient_id, created_at DESC);
CREATE INDEX core_notification_key_9c7b1ac9_like ON public.core_notification USING btree (key varchar_pattern_ops);
CREATE INDEX core_outboxmessage_letter_id_391f85eb ON public.core_outboxmessage USING btree (letter_id);
CREATE INDEX core_outboxmessage_recipient_id_ec2b7553 ON public.core_outboxmessage USING btree (recipient_id);
CREATE INDEX core_seal_previous_hash_e4d7975c_like ON public.core_seal USING btree (previous_hash varchar_pattern_ops);
CREATE INDEX core_sealedrange_seal_id_8d1c1b7a ON public.core_sealedrange USING btree (seal_id);
CREATE INDEX core_sealreceipt_seal_id_69cf232b ON public.core_sealreceipt USING btree (seal_id);
CREATE INDEX core_taskround_name_4ccade7d_like ON public.core_taskround USING btree (name varchar_pattern_ops);
CREATE INDEX core_trailexport_requested_by_id_f2339e78 ON public.core_trailexport USING btree (requested_by_id);
CREATE INDEX core_upload_owner_id_32a06859 ON public.core_upload USING btree (owner_id);
CREATE INDEX core_upload_updated_469528_idx ON public.core_upload USING btree (updated_at);
CREATE INDEX decision_by_actor ON public.approvals_decision USING btree (actor_id, decided_at DESC, id DESC);
CREATE INDEX delegation_by_delegate ON public.approvals_delegation USING btree (delegate_id, ends_at) WHERE ((state)::text = 'ACCEPTED'::text);
CREATE INDEX delegation_by_office ON public.approvals_delegation USING btree (role, agency_id, ends_at) WHERE ((state)::text = 'ACCEPTED'::text);
CREATE UNIQUE INDEX destruction_one_open_a_class ON public.privacy_destructionproposal USING btree (retention_class) WHERE ((verdict)::text = ''::text);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE UNIQUE INDEX document_once_a_type ON public.vacancies_applicationdocument USING btree (application_id, type) WHERE (request_id IS NULL);
CREATE INDEX document_request_due ON public.vacancies_documentrequest USING btree (due_at) WHERE ((fulfilled_at IS NULL) AND (lapsed_at IS NULL) AND (withdrawn_at IS NULL));
CREATE UNIQUE INDEX document_request_one_open ON public.vacancies_documentrequest USING btree (application_id) WHERE ((fulfilled_at IS NULL) AND (lapsed_at IS NULL) AND (withdrawn_at IS NULL));
CREATE INDEX employees_disciplinerecord_employee_id_d73631ab ON public.employees_disciplinerecord USING btree (employee_id);
CREATE INDEX employees_e_agency__0f43b4_idx ON public.employees_employee USING btree (agency_id, name_key);
CREATE INDEX employees_e_employe_9745a9_idx ON public.employees_evidencedocument USING btree (employee_id, type);
CREATE INDEX employees_e_name_ke_50fc44_idx ON public.employees_employee USING btree (name_key);
CREATE INDEX employees_employee_nip_89f4fd60_like ON public.employees_employee USING btree (nip varchar_pattern_ops);
CREATE INDEX employees_evidencedocument_employee_id_c72b37c6 ON public.employees_evidencedocument USING btree (employee_id);
CREATE INDEX employees_i_batch_1262ec_idx ON public.employees_importline USING btree (batch);
CREATE INDEX employees_i_nip_b59d7a_idx ON public.employees_importline USING btree (nip, line);
CREATE INDEX employees_ownrecord_employee_id_bacdf551 ON public.employees_ownrecord USING btree (employee_id);
CREATE INDEX employees_ownrecord_proof_id_8913fb91 ON public.employees_ownrecord USING btree (proof_id);
CREATE INDEX employees_recordreport_agency_id_be91490b ON public.employees_recordreport USING btree (agency_id);
CREATE INDEX employees_recordreport_answered_by_id_91b3bdeb ON public.employees_recordreport USING btree (answered_by_id);
CREATE INDEX employees_recordreport_employee_id_6ddacb96 ON public.employees_recordreport USING btree (employee_id);
CREATE INDEX employees_recordreport_proof_id_11616df6 ON public.employees_recordreport USING btree (proof_id);
CREATE INDEX employees_studyprogram_code_22c99de1_like ON public.employees_studyprogram USING btree (code varchar_pattern_ops);
CREATE UNIQUE INDEX exam_key_once ON public.selection_examkey USING btree (agency_id, slot) WHERE (cleared_at IS NULL);
CREATE UNIQUE INDEX exam_key_two_people ON public.selection_examkey USING btree (agency_id, holder_id) WHERE (cleared_at IS NULL);
CREATE INDEX exam_question_stock ON public.selection_examquestion USING btree (agency_id, state, competency, difficulty);
CREATE INDEX exam_session_waiting ON public.selection_examsession USING btree (ends_at) WHERE ((state)::text = 'PLANNED'::text);
CREATE INDEX file_key_path ON public.core_filekey USING btree (path);
CREATE INDEX inbox_by_duty ON public.approvals_approvalstep USING btree (role, agency_id, due_on, opened_at, id) INCLUDE (sender_id, holder_id, request_id) WHERE ((holder_id IS NULL) AND ((state)::text = 'OPEN'::text));
CREATE INDEX inbox_by_holder ON public.approvals_approvalstep USING btree (holder_id, due_on, opened_at, id) INCLUDE (sender_id, agency_id, request_id) WHERE ((holder_id IS NOT NULL) AND ((state)::text = 'OPEN'::text));
CREATE INDEX inbox_national ON public.approvals_approvalstep USING btree (role, due_on, opened_at, id) INCLUDE (sender_id, agency_id, holder_id, request_id) WHERE ((agency_id IS NULL) AND (holder_id IS NULL) AND ((state)::text = 'OPEN'::text));
CREATE UNIQUE INDEX incident_request_one_waiting ON public.vacancies_incidentrequest USING btree (vacancy_id) WHERE (answered_at IS NULL);
CREATE INDEX invitation_queued ON public.talent_invitation USING btree (id) WHERE ((state)::text = 'QUEUED'::text);
CREATE INDEX letter_batch_list ON public.core_letterbatch USING btree (register, created_at DESC);
CREATE INDEX letter_by_hash ON public.core_letter USING btree (sha256) WHERE (NOT ((sha256)::text = ''::text));
CREATE INDEX letter_by_register ON public.core_letter USING btree (register, created_at DESC);
CREATE UNIQUE INDEX membership_once ON public.accounts_membership USING btree (user_id, role, agency_id, valid_from) NULLS NOT DISTINCT WHERE (NOT ((role)::text = 'ACTING'::text));
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX notification_unread ON public.core_notification USING btree (recipient_id) WHERE (read_at IS NULL);
CREATE INDEX objection_open_due ON public.vacancies_objection USING btree (due_at) WHERE (answered_at IS NULL);
CREATE UNIQUE INDEX one_current_build ON public.talent_searchbuild USING btree (is_current) WHERE is_current;
CREATE UNIQUE INDEX one_fill_a_post ON public.talent_poolfill USING btree (target_id) WHERE ((state)::text = ANY ((ARRAY['REVIEW'::character varying, 'DETERMINED'::character varying])::text[]));
CREATE UNIQUE INDEX one_open_membership ON public.talent_poolmembership USING btree (employee_id) WHERE (left_on IS NULL);
CREATE UNIQUE INDEX one_open_step ON public.approvals_approvalstep USING btree (request_id) WHERE ((state)::text = 'OPEN'::text);
CREATE UNIQUE INDEX one_panel_chair ON public.vacancies_panelmember USING btree (panel_id) WHERE is_chair;
CREATE UNIQUE INDEX one_waiting_ask ON public.approvals_documentask USING btree (step_id) WHERE ((answered_at IS NULL) AND (closed_at IS NULL));
CREATE INDEX open_by_due ON public.approvals_approvalstep USING btree (due_on, opened_at, id) WHERE ((state)::text = 'OPEN'::text);
CREATE INDEX outbox_batch ON public.core_outboxmessage USING btree (batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX outbox_claimed ON public.core_outboxmessage USING btree (claim) WHERE (claim IS NOT NULL);
CREATE INDEX outbox_decision ON public.core_outboxmessage USING btree (decision) WHERE (NOT ((decision)::text = ''::text));
CREATE INDEX outbox_due ON public.core_outboxmessage USING btree (is_bulk, next_attempt_at, id) WHERE ((state)::text = 'PENDING'::text);
CREATE INDEX outbox_held ON public.core_outboxmessage USING btree (recipient_id, created_at) WHERE ((state)::text = 'HELD'::text);
CREATE INDEX pause_running ON public.talent_invitationpause USING btree (employee_id) WHERE (lifted_at IS NULL);
CREATE INDEX personal_copy_ends ON public.privacy_personalcopy USING btree (expires_at) WHERE ((state)::text = 'READY'::text);
CREATE UNIQUE INDEX personal_copy_one_waiting ON public.privacy_personalcopy USING btree (person_id) WHERE ((state)::text = 'WAITING'::text);
CREATE INDEX personal_copy_own ON public.privacy_personalcopy USING btree (person_id, created_at DESC);
CREATE INDEX placement_grid ON public.talent_placement USING btree (period_id, box, state);
CREATE INDEX pool_expiring ON public.talent_poolmembership USING btree (expires_on) WHERE (left_on IS NULL);
CREATE INDEX pool_open ON public.talent_poolmembership USING btree (agency_id, readiness) WHERE (left_on IS NULL);
CREATE INDEX privacy_breach_recorded_by_id_9f1bebbf ON public.privacy_breach USING btree (recorded_by_id);
CREATE INDEX privacy_breachletters_authority_letter_id_7912ef61 ON public.privacy_breachletters USING btree (authority_letter_id);
CREATE INDEX privacy_breachletters_breach_id_2b4f759e ON public.privacy_breachletters USING btree (breach_id);
CREATE INDEX privacy_breachletters_decided_by_id_aa9e1214 ON public.privacy_breachletters USING btree (decided_by_id);
CREATE INDEX privacy_breachletters_prepared_by_id_b31f7d3f ON public.privacy_breachletters USING btree (prepared_by_id);
CREATE INDEX privacy_breachperson_employee_id_417bfe73 ON public.privacy_breachperson USING btree (employee_id);
CREATE INDEX privacy_destroyedfile_proposal_id_ec16c715 ON public.privacy_destroyedfile USING btree (proposal_id);
CREATE INDEX privacy_destructionproposal_decided_by_id_457b3e90 ON public.privacy_destructionproposal USING btree (decided_by_id);
CREATE INDEX privacy_destructionproposal_proposed_by_id_74006bf6 ON public.privacy_destructionproposal USING btree (proposed_by_id);
CREATE INDEX privacy_personalcopy_person_id_10095530 ON public.privacy_personalcopy USING btree (person_id);
CREATE UNIQUE INDEX record_report_one_open ON public.employees_recordreport USING btree (employee_id, section, record_id) NULLS NOT DISTINCT WHERE (answered_at IS NULL);
CREATE INDEX record_report_open ON public.employees_recordreport USING btree (agency_id, created_at) WHERE (answered_at IS NULL);
CREATE INDEX running_by_agency ON public.approvals_approvalrequest USING btree (agency_id, id) WHERE (closed_at IS NULL);
CREATE INDEX selection_calibrationattendee_member_id_3ddf4af4 ON public.selection_calibrationattendee USING btree (member_id);
CREATE INDEX selection_calibrationattendee_step_id_2c11bedf ON public.selection_calibrationattendee USING btree (step_id);
CREATE INDEX selection_calibrationstep_taken_by_id_89596f07 ON public.selection_calibrationstep USING btree (taken_by_id);
CREATE INDEX selection_calibrationstep_vacancy_id_99681db8 ON public.selection_calibrationstep USING btree (vacancy_id);
CREATE INDEX selection_candidate_result_letter_id_f5717eca ON public.selection_candidate USING btree (result_letter_id);
CREATE INDEX selection_candidate_vacancy_id_ddf1e2a1 ON public.selection_candidate USING btree (vacancy_id);
CREATE INDEX selection_conflictdenial_denied_by_id_19525e01 ON public.selection_conflictdenial USING btree (denied_by_id);
CREATE INDEX selection_conflictproposal_candidate_id_d384a6aa ON public.selection_conflictproposal USING btree (candidate_id);
CREATE INDEX selection_conflictproposal_member_id_a926f5a0 ON public.selection_conflictproposal USING btree (member_id);
CREATE INDEX selection_correctionverdict_decided_by_id_04dfff82 ON public.selection_correctionverdict USING btree (decided_by_id);
CREATE INDEX selection_determination_decided_by_id_9a53eec9 ON public.selection_determination USING btree (decided_by_id);
CREATE INDEX selection_determination_letter_id_20061dc0 ON public.selection_determination USING btree (letter_id);
CREATE INDEX selection_determination_ranking_id_f5032f92 ON public.selection_determination USING btree (ranking_id);
CREATE INDEX selection_determinationseat_determination_id_7a1b615f ON public.selection_determinationseat USING btree (determination_id);
CREATE INDEX selection_entrydecision_candidate_id_0da94e78 ON public.selection_entrydecision USING btree (candidate_id);
CREATE INDEX selection_entrydecision_component_id_e5b04d50 ON public.selection_entrydecision USING btree (component_id);
CREATE INDEX selection_entrydecision_decided_by_id_868acd18 ON public.selection_entrydecision USING btree (decided_by_id);
CREATE INDEX selection_entryvalue_candidate_id_9b9c379f ON public.selection_entryvalue USING btree (candidate_id);
CREATE INDEX selection_entryvalue_component_id_5615342e ON public.selection_entryvalue USING btree (component_id);
CREATE INDEX selection_entryvalue_keyed_by_id_afeba898 ON public.selection_entryvalue USING btree (keyed_by_id);
CREATE INDEX selection_exam_component_id_eeb8ded2 ON public.selection_exam USING btree (component_id);
CREATE INDEX selection_exam_created_by_id_ac300456 ON public.selection_exam USING btree (created_by_id);
CREATE INDEX selection_exam_vacancy_id_2f95f946 ON public.selection_exam USING btree (vacancy_id);
CREATE INDEX selection_examannulment_proposed_by_id_f27f05dd ON public.selection_examannulment USING btree (proposed_by_id);
CREATE INDEX selection_examannulment_result_id_30cdbbd5 ON public.selection_examannulment USING btree (result_id);
CREATE INDEX selection_examannulmentverdict_decided_by_id_254c2cdb ON public.selection_examannulmentverdict USING btree (decided_by_id);
CREATE INDEX selection_examannulmentverdict_letter_id_0c0eb100 ON public.selection_examannulmentverdict USING btree (letter_id);
CREATE INDEX selection_examincident_noted_by_id_f68ee854 ON public.selection_examincident USING btree (noted_by_id);
CREATE INDEX selection_examincident_session_id_12f7eab4 ON public.selection_examincident USING btree (session_id);
CREATE INDEX selection_examincident_sitting_id_bb4a5334 ON public.selection_examincident USING btree (sitting_id);
CREATE INDEX selection_examitem_exam_id_8fa4dcd9 ON public.selection_examitem USING btree (exam_id);
CREATE INDEX selection_examitem_question_id_882ce57c ON public.selection_examitem USING btree (question_id);
CREATE INDEX selection_examkey_agency_id_idx ON public.selection_examkey USING btree (agency_id);
CREATE INDEX selection_examkey_holder_id_idx ON public.selection_examkey USING btree (holder_id);
CREATE INDEX selection_examopening_exam_id_idx ON public.selection_examopening USING btree (exam_id);
CREATE INDEX selection_examopening_key_id_idx ON public.selection_examopening USING btree (key_id);
CREATE INDEX selection_examopening_opened_by_id_idx ON public.selection_examopening USING btree (opened_by_id);
CREATE INDEX selection_exampractice_exam_id_a7f12ad7 ON public.selection_exampractice USING btree (exam_id);
CREATE INDEX selection_exampractice_user_id_da602622 ON public.selection_exampractice USING btree (user_id);
CREATE INDEX selection_examquestion_agency_id_904624cc ON public.selection_examquestion USING btree (agency_id);
CREATE INDEX selection_examquestion_author_id_b8ab57df ON public.selection_examquestion USING btree (author_id);
CREATE INDEX selection_examquestion_first_key_id_idx ON public.selection_examquestion USING btree (first_key_id);
CREATE INDEX selection_examquestion_reviewer_id_a532fb35 ON public.selection_examquestion USING btree (reviewer_id);
CREATE INDEX selection_examquestion_second_key_id_idx ON public.selection_examquestion USING btree (second_key_id);
CREATE INDEX selection_examsession_created_by_id_b1023f73 ON public.selection_examsession USING btree (created_by_id);
CREATE INDEX selection_examsession_exam_id_1906a1db ON public.selection_examsession USING btree (exam_id);
CREATE INDEX selection_examsession_minutes_letter_id_46691295 ON public.selection_examsession USING btree (minutes_letter_id);
CREATE INDEX selection_examsitting_absence_marked_by_id_idx ON public.selection_examsitting USING btree (absence_marked_by_id);
CREATE INDEX selection_examsitting_candidate_id_13653bfc ON public.selection_examsitting USING btree (candidate_id);
CREATE INDEX selection_examsitting_session_id_65cde2e3 ON public.selection_examsitting USING btree (session_id);
CREATE INDEX selection_examsitting_user_id_b56414ed ON public.selection_examsitting USING btree (user_id);
CREATE INDEX selection_minutessignature_signed_by_id_394ad8c3 ON public.selection_minutessignature USING btree (signed_by_id);
CREATE INDEX selection_officialminutes_prepared_by_id_446a5d97 ON public.selection_officialminutes USING btree (prepared_by_id);
CREATE INDEX selection_officialminutes_ranking_id_5692fc9e ON public.selection_officialminutes USING btree (ranking_id);
CREATE INDEX selection_ranking_computed_by_id_8ebd24ce ON public.selection_ranking USING btree (computed_by_id);
CREATE INDEX selection_ranking_vacancy_id_4632f851 ON public.selection_ranking USING btree (vacancy_id);
CREATE INDEX selection_recusal_candidate_id_db93480e ON public.selection_recusal USING btree (candidate_id);
CREATE INDEX selection_recusal_imposed_by_id_idx ON public.selection_recusal USING btree (imposed_by_id);
CREATE INDEX selection_recusal_member_id_e3d1f2d8 ON public.selection_recusal USING btree (member_id);
CREATE INDEX selection_s_starts__d73860_idx ON public.selection_stagesession USING btree (starts_at);
CREATE INDEX selection_score_candidate_id_b373b73d ON public.selection_score USING btree (candidate_id);
CREATE INDEX selection_score_component_id_05fdbd0d ON public.selection_score USING btree (component_id);
CREATE INDEX selection_score_entered_by_id_5c62210b ON public.selection_score USING btree (entered_by_id);
CREATE INDEX selection_score_sheet_id_7c5e374d ON public.selection_score USING btree (sheet_id);
CREATE INDEX selection_scorechange_changed_by_id_03fd5e84 ON public.selection_scorechange USING btree (changed_by_id);
CREATE INDEX selection_scorechange_meeting_id_b8d43606 ON public.selection_scorechange USING btree (meeting_id);
CREATE INDEX selection_scorechange_score_id_f31a7684 ON public.selection_scorechange USING btree (score_id);
CREATE INDEX selection_scorecorrection_proposed_by_id_324b0ded ON public.selection_scorecorrection USING btree (proposed_by_id);
CREATE INDEX selection_scorecorrection_score_id_b477dcd0 ON public.selection_scorecorrection USING btree (score_id);
CREATE INDEX selection_scorelock_locked_by_id_fa9deabf ON public.selection_scorelock USING btree (locked_by_id);
CREATE INDEX selection_scorelock_vacancy_id_9f9381bf ON public.selection_scorelock USING btree (vacancy_id);
CREATE INDEX selection_scoresheet_candidate_id_03ee8da2 ON public.selection_scoresheet USING btree (candidate_id);
CREATE INDEX selection_scoresheet_member_id_bb623aea ON public.selection_scoresheet USING btree (member_id);
CREATE INDEX selection_sessionassessor_member_id_c3f201f0 ON public.selection_sessionassessor USING btree (member_id);
CREATE INDEX selection_sessionassessor_session_id_c9c458e8 ON public.selection_sessionassessor USING btree (session_id);
CREATE INDEX selection_sessionseat_candidate_id_ed3f097b ON public.selection_sessionseat USING btree (candidate_id);
CREATE INDEX selection_sessionseat_marked_by_id_a908a3fe ON public.selection_sessionseat USING btree (marked_by_id);
CREATE INDEX selection_sessionseat_session_id_c8b19401 ON public.selection_sessionseat USING btree (session_id);
CREATE INDEX selection_shortfallanswer_decided_by_id_586f173e ON public.selection_shortfallanswer USING btree (decided_by_id);
CREATE INDEX selection_shortfallanswer_ranking_id_0f8ae381 ON public.selection_shortfallanswer USING btree (ranking_id);
CREATE INDEX selection_stagesession_created_by_id_8826380f ON public.selection_stagesession USING btree (created_by_id);
CREATE INDEX selection_stagesession_vacancy_id_79aef72d ON public.selection_stagesession USING btree (vacancy_id);
CREATE INDEX selection_tieanswer_decided_by_id_960862d3 ON public.selection_tieanswer USING btree (decided_by_id);
CREATE INDEX selection_tieanswer_ranking_id_ba97151a ON public.selection_tieanswer USING btree (ranking_id);
CREATE INDEX session_of_person ON public.django_session USING btree (user_id) WHERE (user_id IS NOT NULL);
CREATE INDEX sheets_by_age ON public.approvals_openedsheet USING btree (opened_at);
CREATE INDEX sheets_of_request ON public.approvals_openedsheet USING btree (request_id, opened_at);
CREATE UNIQUE INDEX stake_declared_once ON public.approvals_stake USING btree (subject, official_id, declared_by_id) WHERE (ended_at IS NULL);
CREATE INDEX talent_boxthreshold_agency_id_7104f471 ON public.talent_boxthreshold USING btree (agency_id);
CREATE INDEX talent_boxthreshold_set_by_id_52edd8c3 ON public.talent_boxthreshold USING btree (set_by_id);
CREATE INDEX talent_developmentitem_membership_id_a0f0db89 ON public.talent_developmentitem USING btree (membership_id);
CREATE INDEX talent_developmentitem_written_by_id_d8287472 ON public.talent_developmentitem USING btree (written_by_id);
CREATE INDEX talent_importedassessment_employee_id_1444d346 ON public.talent_importedassessment USING btree (employee_id);
CREATE INDEX talent_importedassessment_imported_by_id_5174eed1 ON public.talent_importedassessment USING btree (imported_by_id);
CREATE INDEX talent_invitation_batch_id_df7457f9 ON public.talent_invitation USING btree (batch_id);
CREATE INDEX talent_invitation_employee_id_8d56d647 ON public.talent_invitation USING btree (employee_id);
CREATE INDEX talent_invitation_invited_by_id_6d94a04f ON public.talent_invitation USING btree (invited_by_id);
CREATE INDEX talent_invitation_letter_id_9cc47856 ON public.talent_invitation USING btree (letter_id);
CREATE INDEX talent_invitationbatch_invited_by_id_8c80b000 ON public.talent_invitationbatch USING btree (invited_by_id);
CREATE INDEX talent_invitationbatch_vacancy_id_c91add16 ON public.talent_invitationbatch USING btree (vacancy_id);
CREATE INDEX talent_invitationpause_agency_id_828c2d55 ON public.talent_invitationpause USING btree (agency_id);
CREATE INDEX talent_invitationpause_employee_id_256b72f5 ON public.talent_invitationpause USING btree (employee_id);
CREATE INDEX talent_mappingperiod_agency_id_25b0fb98 ON public.talent_mappingperiod USING btree (agency_id);
CREATE INDEX talent_mappingperiod_opened_by_id_94363508 ON public.talent_mappingperiod USING btree (opened_by_id);
CREATE INDEX talent_meritapproval_agency_id_1ea14546 ON public.talent_meritapproval USING btree (agency_id);
CREATE INDEX talent_meritapproval_recorded_by_id_52df1411 ON public.talent_meritapproval USING btree (recorded_by_id);
CREATE INDEX talent_nameword_alike ON public.talent_nameword USING gin (word public.gin_trgm_ops);
CREATE INDEX talent_nameword_begins ON public.talent_nameword USING btree (word varchar_pattern_ops);
CREATE INDEX talent_placement_confirmed_by_id_1b6c51fb ON public.talent_placement USING btree (confirmed_by_id);
CREATE INDEX talent_placement_employee_id_fd7e0030 ON public.talent_placement USING btree (employee_id);
CREATE INDEX talent_placement_period_id_0adc0d4e ON public.talent_placement USING btree (period_id);
CREATE INDEX talent_placementchange_changed_by_id_a715d815 ON public.talent_placementchange USING btree (changed_by_id);
CREATE INDEX talent_placementchange_placement_id_9a5ca0e2 ON public.talent_placementchange USING btree (placement_id);
CREATE INDEX talent_poolfill_approval_id_5a658229 ON public.talent_poolfill USING btree (approval_id);
CREATE INDEX talent_poolfill_created_by_id_c6a730a4 ON public.talent_poolfill USING btree (created_by_id);
CREATE INDEX talent_poolfill_letter_id_c39c87ed ON public.talent_poolfill USING btree (letter_id);
CREATE INDEX talent_poolfill_target_id_fe963674 ON public.talent_poolfill USING btree (target_id);
CREATE INDEX talent_poolfillcandidate_fill_id_1b7a3c1e ON public.talent_poolfillcandidate USING btree (fill_id);
CREATE INDEX talent_poolfillcandidate_membership_id_84fda56f ON public.talent_poolfillcandidate USING btree (membership_id);
CREATE INDEX talent_poolmembership_agency_id_8705e284 ON public.talent_poolmembership USING btree (agency_id);
CREATE INDEX talent_poolmembership_confirmed_by_id_1391060c ON public.talent_poolmembership USING btree (confirmed_by_id);
CREATE INDEX talent_poolmembership_employee_id_bf7e1a79 ON public.talent_poolmembership USING btree (employee_id);
CREATE INDEX talent_poolmembership_placement_id_9bdf5bd1 ON public.talent_poolmembership USING btree (placement_id);
CREATE INDEX talent_poolmembership_proposed_by_id_5b6a9640 ON public.talent_poolmembership USING btree (proposed_by_id);
CREATE INDEX talent_savedsearch_user_id_a7ec80d7 ON public.talent_savedsearch USING btree (user_id);
CREATE INDEX talent_search_by_agency ON public.talent_talentsearch USING btree (agency_id, searched_at);
CREATE INDEX talent_search_by_user ON public.talent_talentsearch USING btree (user_id, searched_at);
CREATE INDEX talent_search_people ON public.talent_talentsearch USING gin (people);
CREATE INDEX talent_search_time ON public.talent_talentsearch USING brin (searched_at);
CREATE INDEX talent_searchrow_0_agency_idx ON public.talent_searchrow_0 USING btree (agency);
CREATE INDEX talent_searchrow_0_doc_idx ON public.talent_searchrow_0 USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchrow_0_id_idx ON public.talent_searchrow_0 USING btree (id);
CREATE INDEX talent_searchrow_0_score_id_idx ON public.talent_searchrow_0 USING btree (score, id);
CREATE INDEX talent_searchrow_1_agency_idx ON public.talent_searchrow_1 USING btree (agency);
CREATE INDEX talent_searchrow_1_doc_idx ON public.talent_searchrow_1 USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchrow_1_id_idx ON public.talent_searchrow_1 USING btree (id);
CREATE INDEX talent_searchrow_1_score_id_idx ON public.talent_searchrow_1 USING btree (score, id);
CREATE INDEX talent_searchrow_2_agency_idx ON public.talent_searchrow_2 USING btree (agency);
CREATE INDEX talent_searchrow_2_doc_idx ON public.talent_searchrow_2 USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchrow_2_id_idx ON public.talent_searchrow_2 USING btree (id);
CREATE INDEX talent_searchrow_2_score_id_idx ON public.talent_searchrow_2 USING btree (score, id);
CREATE INDEX talent_searchrow_3_agency_idx ON public.talent_searchrow_3 USING btree (agency);
CREATE INDEX talent_searchrow_3_doc_idx ON public.talent_searchrow_3 USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchrow_3_id_idx ON public.talent_searchrow_3 USING btree (id);
CREATE INDEX talent_searchrow_3_score_id_idx ON public.talent_searchrow_3 USING btree (score, id);
CREATE INDEX talent_searchrow_4_agency_idx ON public.talent_searchrow_4 USING btree (agency);
CREATE INDEX talent_searchrow_4_doc_idx ON public.talent_searchrow_4 USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchrow_4_id_idx ON public.talent_searchrow_4 USING btree (id);
CREATE INDEX talent_searchrow_4_score_id_idx ON public.talent_searchrow_4 USING btree (score, id);
CREATE INDEX talent_searchrow_5_agency_idx ON public.talent_searchrow_5 USING btree (agency);
CREATE INDEX talent_searchrow_5_doc_idx ON public.talent_searchrow_5 USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchrow_5_id_idx ON public.talent_searchrow_5 USING btree (id);
CREATE INDEX talent_searchrow_5_score_id_idx ON public.talent_searchrow_5 USING btree (score, id);
CREATE INDEX talent_searchrow_6_agency_idx ON public.talent_searchrow_6 USING btree (agency);
CREATE INDEX talent_searchrow_6_doc_idx ON public.talent_searchrow_6 USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchrow_6_id_idx ON public.talent_searchrow_6 USING btree (id);
CREATE INDEX talent_searchrow_6_score_id_idx ON public.talent_searchrow_6 USING btree (score, id);
CREATE INDEX talent_searchrow_7_agency_idx ON public.talent_searchrow_7 USING btree (agency);
CREATE INDEX talent_searchrow_7_doc_idx ON public.talent_searchrow_7 USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchrow_7_id_idx ON public.talent_searchrow_7 USING btree (id);
CREATE INDEX talent_searchrow_7_score_id_idx ON public.talent_searchrow_7 USING btree (score, id);
CREATE INDEX talent_searchsample_doc_idx ON public.talent_searchsample USING gin (doc) WITH (fastupdate=off);
CREATE INDEX talent_searchsample_id_idx ON public.talent_searchsample USING btree (id);
CREATE INDEX talent_talentsearch_vacancy_id_47d3e60b ON public.talent_talentsearch USING btree (vacancy_id);
CREATE INDEX talent_talentview_vacancy_id_e00eb4d5 ON public.talent_talentview USING btree (vacancy_id);
CREATE INDEX talent_targetpost_agency_id_6fb0f40f ON public.talent_targetpost USING btree (agency_id);
CREATE INDEX talent_targetpost_incumbent_id_db5c8f69 ON public.talent_targetpost USING btree (incumbent_id);
CREATE INDEX talent_targetpost_registered_by_id_ad896c9e ON public.talent_targetpost USING btree (registered_by_id);
CREATE INDEX talent_view_by_agency ON public.talent_talentview USING btree (agency_id, viewed_at);
CREATE INDEX talent_view_by_user ON public.talent_talentview USING btree (user_id, viewed_at);
CREATE INDEX talent_view_people ON public.talent_talentview USING gin (people);
CREATE INDEX talent_view_time ON public.talent_talentview USING brin (viewed_at);
CREATE UNIQUE INDEX target_post_once ON public.talent_targetpost USING btree (agency_id, incumbent_id) WHERE (closed_at IS NULL);
CREATE INDEX target_post_open ON public.talent_targetpost USING btree (agency_id, vacant_on) WHERE (closed_at IS NULL);
CREATE INDEX trail_export_own ON public.core_trailexport USING btree (requested_by_id, created_at DESC);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX vacancies_a_employe_b58029_idx ON public.vacancies_application USING btree (employee_id, created_at DESC);
CREATE INDEX vacancies_announcement_published_by_id_a567aa13 ON public.vacancies_announcement USING btree (published_by_id);
CREATE INDEX vacancies_announcement_vacancy_id_46879b9a ON public.vacancies_announcement USING btree (vacancy_id);
CREATE INDEX vacancies_application_receipt_id_a6f73e4f ON public.vacancies_application USING btree (receipt_id);
CREATE INDEX vacancies_application_second_checked_by_id_5cabdbb0 ON public.vacancies_application USING btree (second_checked_by_id);
CREATE INDEX vacancies_application_verified_by_id_3cd9853b ON public.vacancies_application USING btree (verified_by_id);
CREATE INDEX vacancies_applicationdocument_application_id_f33c4128 ON public.vacancies_applicationdocument USING btree (application_id);
CREATE INDEX vacancies_applicationdocument_evidence_id_90ab54dc ON public.vacancies_applicationdocument USING btree (evidence_id);
CREATE INDEX vacancies_applicationevent_application_id_7753d3fb ON public.vacancies_applicationevent USING btree (application_id);
CREATE INDEX vacancies_assessmentplan_locked_by_id_bf5d095e ON public.vacancies_assessmentplan USING btree (locked_by_id);
CREATE INDEX vacancies_competencyrequirement_vacancy_id_2e7705f0 ON public.vacancies_competencyrequirement USING btree (vacancy_id);
CREATE INDEX vacancies_documentcheck_application_id_f9a30272 ON public.vacancies_documentcheck USING btree (application_id);
CREATE INDEX vacancies_documentcheck_checked_by_id_7f095051 ON public.vacancies_documentcheck USING btree (checked_by_id);
CREATE INDEX vacancies_documentrequest_application_id_2d8945b6 ON public.vacancies_documentrequest USING btree (application_id);
CREATE INDEX vacancies_documentrequest_asked_by_id_37ad0b9e ON public.vacancies_documentrequest USING btree (asked_by_id);
CREATE INDEX vacancies_incidentrequest_answered_by_id_b95817ce ON public.vacancies_incidentrequest USING btree (answered_by_id);
CREATE INDEX vacancies_incidentrequest_asked_by_id_838ef732 ON public.vacancies_incidentrequest USING btree (asked_by_id);
CREATE INDEX vacancies_incidentrequest_vacancy_id_7853aba0 ON public.vacancies_incidentrequest USING btree (vacancy_id);
CREATE INDEX vacancies_objection_answered_by_id ON public.vacancies_objection USING btree (answered_by_id);
CREATE INDEX vacancies_objection_application_id ON public.vacancies_objection USING btree (application_id);
CREATE INDEX vacancies_objectionattachment_document_id ON public.vacancies_objectionattachment USING btree (document_id);
CREATE INDEX vacancies_objectionattachment_evidence_id ON public.vacancies_objectionattachment USING btree (evidence_id);
CREATE INDEX vacancies_objectionattachment_objection_id ON public.vacancies_objectionattachment USING btree (objection_id);
CREATE INDEX vacancies_panelmember_panel_id_cfeecc77 ON public.vacancies_panelmember USING btree (panel_id);
CREATE INDEX vacancies_panelmember_user_id_ea69159a ON public.vacancies_panelmember USING btree (user_id);
CREATE INDEX vacancies_preparedsending_day_4f1a6c0e ON public.vacancies_preparedsending USING btree (day);
CREATE INDEX vacancies_registrationextension_decided_by_id_8bd5f570 ON public.vacancies_registrationextension USING btree (decided_by_id);
CREATE INDEX vacancies_registrationextension_vacancy_id_88783c9a ON public.vacancies_registrationextension USING btree (vacancy_id);
CREATE INDEX vacancies_requireddocument_vacancy_id_d57599cf ON public.vacancies_requireddocument USING btree (vacancy_id);
CREATE INDEX vacancies_requirement_vacancy_id_4ce1d2cb ON public.vacancies_requirement USING btree (vacancy_id);
CREATE INDEX vacancies_savedvacancy_user_id_0693a4fd ON public.vacancies_savedvacancy USING btree (user_id);
CREATE INDEX vacancies_savedvacancy_vacancy_id_e377e8e8 ON public.vacancies_savedvacancy USING btree (vacancy_id);
CREATE INDEX vacancies_scorecomponent_vacancy_id_7ab579d7 ON public.vacancies_scorecomponent USING btree (vacancy_id);
CREATE INDEX vacancies_stage_vacancy_id_777bc3d7 ON public.vacancies_stage USING btree (vacancy_id);
CREATE INDEX vacancies_v_agency__7781a9_idx ON public.vacancies_vacancy USING btree (agency_id, state);
CREATE INDEX vacancies_v_state_520ee5_idx ON public.vacancies_vacancy USING btree (state, closes_at);
CREATE INDEX vacancies_vacancy_agency_id_1621dcd7 ON public.vacancies_vacancy USING btree (agency_id);
CREATE INDEX vacancies_vacancy_created_by_id_bbcf4453 ON public.vacancies_vacancy USING btree (created_by_id);
CREATE INDEX vacancies_vacancy_reference_c7277c37_like ON public.vacancies_vacancy USING btree (reference varchar_pattern_ops);
CREATE INDEX vacancies_vacancy_region_id_813291fa ON public.vacancies_vacancy USING btree (region_id);
CREATE INDEX vacancies_vacancy_region_id_813291fa_like ON public.vacancies_vacancy USING btree (region_id varchar_pattern_ops);
CREATE INDEX vacancies_vacancyalert_user_id_1009d78d ON public.vacancies_vacancyalert USING btree (user_id);
CREATE INDEX vacancies_withdrawnsubmission_application_id_28d62e4e ON public.vacancies_withdrawnsubmission USING btree (application_id);
CREATE INDEX vacancies_withdrawnsubmission_receipt_id_0bba816b ON public.vacancies_withdrawnsubmission USING btree (receipt_id);
CREATE INDEX vacancies_withdrawnsubmission_receipt_number_3481ef95_like ON public.vacancies_withdrawnsubmission USING btree (receipt_number varchar_pattern_ops);
CREATE INDEX vacancy_alert_due ON public.vacancies_vacancyalert USING btree (frequency, sent_until) WHERE ((confirmed_at IS NOT NULL) AND (stopped_at IS NULL));
CREATE UNIQUE INDEX vacancy_alert_once ON public.vacancies_vacancyalert USING btree (email, filters) WHERE (stopped_at IS NULL);
CREATE INDEX vacancy_newest ON public.vacancies_vacancy USING btree (published_at DESC, id DESC) WHERE (published_at IS NOT NULL);
CREATE INDEX vacancy_over ON public.vacancies_vacancy USING btree (closes_at DESC, id) WHERE ((published_at IS NOT NULL) AND (NOT ((state)::text = ANY ((ARRAY['PUBLISHED'::character varying, 'OPEN'::character varying])::text[]))));
CREATE INDEX vacancy_taking ON public.vacancies_vacancy USING btree (closes_at, id) INCLUDE (opens_at) WHERE ((published_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['PUBLISHED'::character varying, 'OPEN'::character varying])::text[])));
CREATE INDEX vacancy_taking_opens ON public.vacancies_vacancy USING btree (opens_at, closes_at DESC, id) WHERE ((published_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['PUBLISHED'::character varying, 'OPEN'::character varying])::text[])));
CREATE CONSTRAINT TRIGGER accounts_agency_published AFTER UPDATE ON public.accounts_agency DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.core_publish();
CREATE TRIGGER accounts_user_forget_sight AFTER UPDATE OF nip ON public.accounts_user FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_forget_sight();
CREATE TRIGGER approvals_approvalrequest_closed BEFORE UPDATE ON public.approvals_approvalrequest FOR EACH ROW WHEN ((old.closed_at IS NOT NULL)) EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER approvals_approvalrequest_sent BEFORE DELETE OR UPDATE ON public.approvals_approvalrequest FOR EACH ROW EXECUTE FUNCTION public.approvals_refuse_rewrite('state closed_at', 'closed_at');
CREATE TRIGGER approvals_approvalstep_route BEFORE DELETE OR UPDATE ON public.approvals_approvalstep FOR EACH ROW EXECUTE FUNCTION public.approvals_refuse_rewrite('state opened_at due_on paused_until', '');
CREATE TRIGGER approvals_calendarchange_append_only BEFORE DELETE OR UPDATE ON public.approvals_calendarchange FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER approvals_calendarchange_no_truncate BEFORE TRUNCATE ON public.approvals_calendarchange FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER approvals_decision_append_only BEFORE DELETE OR UPDATE ON public.approvals_decision FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER approvals_decision_no_truncate BEFORE TRUNCATE ON public.approvals_decision FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER approvals_delegation_letter BEFORE DELETE OR UPDATE ON public.approvals_delegation FOR EACH ROW EXECUTE FUNCTION public.approvals_refuse_rewrite('state answered_by_id answered_at answer_note starts_at ends_at ended_by_id ended_at end_reason start_told_at end_told_at duty_id', 'answered_by_id answered_at ended_by_id ended_at');
CREATE TRIGGER approvals_documentask_question BEFORE DELETE OR UPDATE ON public.approvals_documentask FOR EACH ROW EXECUTE FUNCTION public.approvals_refuse_rewrite('answered_by_id answered_at answer file file_name sha256 closed_at', 'answered_by_id answered_at closed_at');
CREATE TRIGGER approvals_stake_declared BEFORE DELETE OR UPDATE ON public.approvals_stake FOR EACH ROW EXECUTE FUNCTION public.approvals_refuse_rewrite('ended_at', 'ended_at');
CREATE TRIGGER core_auditentry_append_only BEFORE DELETE OR UPDATE ON public.core_auditentry FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_auditentry_no_truncate BEFORE TRUNCATE ON public.core_auditentry FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE CONSTRAINT TRIGGER core_democlock_published AFTER INSERT OR DELETE OR UPDATE ON public.core_democlock DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.core_publish();
CREATE TRIGGER core_letter_kept BEFORE DELETE OR UPDATE ON public.core_letter FOR EACH ROW EXECUTE FUNCTION public.core_keep_letter();
CREATE TRIGGER core_letterend_append_only BEFORE DELETE OR UPDATE ON public.core_letterend FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_letterend_no_truncate BEFORE TRUNCATE ON public.core_letterend FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_letterhead_append_only BEFORE DELETE OR UPDATE ON public.core_letterhead FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_letterhead_no_truncate BEFORE TRUNCATE ON public.core_letterhead FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_letterwording_append_only BEFORE DELETE OR UPDATE ON public.core_letterwording FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_letterwording_no_truncate BEFORE TRUNCATE ON public.core_letterwording FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_seal_append_only BEFORE DELETE OR UPDATE ON public.core_seal FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_seal_no_truncate BEFORE TRUNCATE ON public.core_seal FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_sealedrange_append_only BEFORE DELETE OR UPDATE ON public.core_sealedrange FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_sealedrange_no_truncate BEFORE TRUNCATE ON public.core_sealedrange FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_sealreceipt_append_only BEFORE DELETE OR UPDATE ON public.core_sealreceipt FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER core_sealreceipt_no_truncate BEFORE TRUNCATE ON public.core_sealreceipt FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER employees_assessmentrecord_search_delete AFTER DELETE ON public.employees_assessmentrecord REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_assessmentrecord_search_insert AFTER INSERT ON public.employees_assessmentrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_assessmentrecord_search_update AFTER UPDATE ON public.employees_assessmentrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_competencyrecord_search_delete AFTER DELETE ON public.employees_competencyrecord REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_competencyrecord_search_insert AFTER INSERT ON public.employees_competencyrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_competencyrecord_search_update AFTER UPDATE ON public.employees_competencyrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_educationrecord_search_delete AFTER DELETE ON public.employees_educationrecord REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_educationrecord_search_insert AFTER INSERT ON public.employees_educationrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_educationrecord_search_update AFTER UPDATE ON public.employees_educationrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_employee_forget_sight AFTER INSERT OR UPDATE OF user_id, nip ON public.employees_employee FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_forget_sight();
CREATE TRIGGER employees_employee_search_delete AFTER DELETE ON public.employees_employee REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_employee_search_insert AFTER INSERT ON public.employees_employee REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_employee_search_update AFTER UPDATE ON public.employees_employee REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_languagerecord_search_delete AFTER DELETE ON public.employees_languagerecord REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_languagerecord_search_insert AFTER INSERT ON public.employees_languagerecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_languagerecord_search_update AFTER UPDATE ON public.employees_languagerecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_performancerecord_search_delete AFTER DELETE ON public.employees_performancerecord REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_performancerecord_search_insert AFTER INSERT ON public.employees_performancerecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_performancerecord_search_update AFTER UPDATE ON public.employees_performancerecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_positionrecord_search_delete AFTER DELETE ON public.employees_positionrecord REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_positionrecord_search_insert AFTER INSERT ON public.employees_positionrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_positionrecord_search_update AFTER UPDATE ON public.employees_positionrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_trainingrecord_search_delete AFTER DELETE ON public.employees_trainingrecord REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_trainingrecord_search_insert AFTER INSERT ON public.employees_trainingrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER employees_trainingrecord_search_update AFTER UPDATE ON public.employees_trainingrecord REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER privacy_destroyedfile_append_only BEFORE DELETE OR UPDATE ON public.privacy_destroyedfile FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER privacy_destroyedfile_no_truncate BEFORE TRUNCATE ON public.privacy_destroyedfile FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_calibrationattendee_append_only BEFORE DELETE OR UPDATE ON public.selection_calibrationattendee FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_calibrationattendee_no_truncate BEFORE TRUNCATE ON public.selection_calibrationattendee FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_calibrationstep_append_only BEFORE DELETE OR UPDATE ON public.selection_calibrationstep FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_calibrationstep_no_truncate BEFORE TRUNCATE ON public.selection_calibrationstep FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_candidate_kept BEFORE UPDATE ON public.selection_candidate FOR EACH ROW WHEN (((old.vacancy_id <> new.vacancy_id) OR (old.application_id <> new.application_id) OR (old.number <> new.number))) EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_conflictdenial_append_only BEFORE DELETE OR UPDATE ON public.selection_conflictdenial FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_conflictdenial_no_truncate BEFORE TRUNCATE ON public.selection_conflictdenial FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_conflictproposal_append_only BEFORE DELETE OR UPDATE ON public.selection_conflictproposal FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_conflictproposal_no_truncate BEFORE TRUNCATE ON public.selection_conflictproposal FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_correctionverdict_append_only BEFORE DELETE OR UPDATE ON public.selection_correctionverdict FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_correctionverdict_no_truncate BEFORE TRUNCATE ON public.selection_correctionverdict FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_correctionverdict_second BEFORE INSERT ON public.selection_correctionverdict FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_own_verdict();
CREATE TRIGGER selection_determination_append_only BEFORE DELETE OR UPDATE ON public.selection_determination FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_determination_no_truncate BEFORE TRUNCATE ON public.selection_determination FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_determinationseat_append_only BEFORE DELETE OR UPDATE ON public.selection_determinationseat FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_determinationseat_no_truncate BEFORE TRUNCATE ON public.selection_determinationseat FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_entrydecision_append_only BEFORE DELETE OR UPDATE ON public.selection_entrydecision FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_entrydecision_locked BEFORE INSERT ON public.selection_entrydecision FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_locked();
CREATE TRIGGER selection_entrydecision_no_truncate BEFORE TRUNCATE ON public.selection_entrydecision FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_entrydecision_third BEFORE INSERT ON public.selection_entrydecision FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_own_keying();
CREATE TRIGGER selection_entryvalue_append_only BEFORE DELETE OR UPDATE ON public.selection_entryvalue FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_entryvalue_locked BEFORE INSERT ON public.selection_entryvalue FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_locked();
CREATE TRIGGER selection_entryvalue_no_truncate BEFORE TRUNCATE ON public.selection_entryvalue FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_exam_append_only BEFORE DELETE OR UPDATE ON public.selection_exam FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_exam_no_truncate BEFORE TRUNCATE ON public.selection_exam FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examannulment_append_only BEFORE DELETE OR UPDATE ON public.selection_examannulment FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examannulment_no_truncate BEFORE TRUNCATE ON public.selection_examannulment FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examannulmentverdict_append_only BEFORE DELETE OR UPDATE ON public.selection_examannulmentverdict FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examannulmentverdict_no_truncate BEFORE TRUNCATE ON public.selection_examannulmentverdict FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examannulmentverdict_second BEFORE INSERT ON public.selection_examannulmentverdict FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_own_annulment();
CREATE TRIGGER selection_examanswer_append_only BEFORE DELETE OR UPDATE ON public.selection_examanswer FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examanswer_counted BEFORE INSERT ON public.selection_examanswer FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_late_answer();
CREATE TRIGGER selection_examanswer_no_truncate BEFORE TRUNCATE ON public.selection_examanswer FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examincident_append_only BEFORE DELETE OR UPDATE ON public.selection_examincident FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examincident_no_truncate BEFORE TRUNCATE ON public.selection_examincident FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examitem_append_only BEFORE DELETE OR UPDATE ON public.selection_examitem FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examitem_no_truncate BEFORE TRUNCATE ON public.selection_examitem FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examitemtext_append_only BEFORE DELETE OR UPDATE ON public.selection_examitemtext FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examitemtext_no_truncate BEFORE TRUNCATE ON public.selection_examitemtext FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examitemtext_same BEFORE INSERT ON public.selection_examitemtext FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_other_text();
CREATE TRIGGER selection_examopening_append_only BEFORE DELETE OR UPDATE ON public.selection_examopening FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examopening_no_truncate BEFORE TRUNCATE ON public.selection_examopening FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examquestion_sealed BEFORE UPDATE ON public.selection_examquestion FOR EACH ROW WHEN (((old.first_key_id IS NOT NULL) AND ((((((((((old.sealed_text IS DISTINCT FROM new.sealed_text) OR ((old.sha256)::text IS DISTINCT FROM (new.sha256)::text)) OR (old.units IS DISTINCT FROM new.units)) OR (old.max_points IS DISTINCT FROM new.max_points)) OR ((old.competency)::text IS DISTINCT FROM (new.competency)::text)) OR ((old.kind)::text IS DISTINCT FROM (new.kind)::text)) OR ((old.difficulty)::text IS DISTINCT FROM (new.difficulty)::text)) OR (old.is_practice IS DISTINCT FROM new.is_practice)) OR (old.first_key_id IS DISTINCT FROM new.first_key_id)) OR (old.second_key_id IS DISTINCT FROM new.second_key_id)))) EXECUTE FUNCTION public.selection_refuse_unsealing();
CREATE TRIGGER selection_examresult_append_only BEFORE DELETE OR UPDATE ON public.selection_examresult FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examresult_counted AFTER INSERT ON public.selection_examresult REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.selection_refuse_forged_result();
CREATE TRIGGER selection_examresult_no_truncate BEFORE TRUNCATE ON public.selection_examresult FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_examsitting_kept BEFORE UPDATE ON public.selection_examsitting FOR EACH ROW WHEN ((((((old.session_id IS DISTINCT FROM new.session_id) OR (old.candidate_id IS DISTINCT FROM new.candidate_id)) OR (old.user_id IS DISTINCT FROM new.user_id)) OR ((old.number)::text IS DISTINCT FROM (new.number)::text)) OR ((old.seed)::text IS DISTINCT FROM (new.seed)::text))) EXECUTE FUNCTION public.selection_refuse_other_order();
CREATE TRIGGER selection_lockedscore_append_only BEFORE DELETE OR UPDATE ON public.selection_lockedscore FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_lockedscore_no_truncate BEFORE TRUNCATE ON public.selection_lockedscore FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_minutessignature_append_only BEFORE DELETE OR UPDATE ON public.selection_minutessignature FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_minutessignature_no_truncate BEFORE TRUNCATE ON public.selection_minutessignature FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_officialminutes_append_only BEFORE DELETE OR UPDATE ON public.selection_officialminutes FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_officialminutes_no_truncate BEFORE TRUNCATE ON public.selection_officialminutes FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_ranking_kept BEFORE DELETE ON public.selection_ranking FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_ranking_no_truncate BEFORE TRUNCATE ON public.selection_ranking FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_ranking_written_once BEFORE UPDATE OF id, public_id, vacancy_id, lock_id, version, computed_by_id, computed_at, reason, cut, flags, packet, sha256 ON public.selection_ranking FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_rankingline_append_only BEFORE DELETE OR UPDATE ON public.selection_rankingline FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_rankingline_no_truncate BEFORE TRUNCATE ON public.selection_rankingline FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_score_exam BEFORE INSERT OR DELETE OR UPDATE ON public.selection_score FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_exam_score();
CREATE TRIGGER selection_score_locked BEFORE INSERT OR DELETE OR UPDATE ON public.selection_score FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_locked();
CREATE TRIGGER selection_scorechange_append_only BEFORE DELETE OR UPDATE ON public.selection_scorechange FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_scorechange_no_truncate BEFORE TRUNCATE ON public.selection_scorechange FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_scorecorrection_append_only BEFORE DELETE OR UPDATE ON public.selection_scorecorrection FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_scorecorrection_no_truncate BEFORE TRUNCATE ON public.selection_scorecorrection FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_scorelock_append_only BEFORE DELETE OR UPDATE ON public.selection_scorelock FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_scorelock_no_truncate BEFORE TRUNCATE ON public.selection_scorelock FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_scoresheet_locked BEFORE INSERT OR DELETE OR UPDATE ON public.selection_scoresheet FOR EACH ROW EXECUTE FUNCTION public.selection_refuse_locked();
CREATE TRIGGER selection_shortfallanswer_append_only BEFORE DELETE OR UPDATE ON public.selection_shortfallanswer FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_shortfallanswer_no_truncate BEFORE TRUNCATE ON public.selection_shortfallanswer FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_tieanswer_append_only BEFORE DELETE OR UPDATE ON public.selection_tieanswer FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER selection_tieanswer_no_truncate BEFORE TRUNCATE ON public.selection_tieanswer FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_boxthreshold_append_only BEFORE DELETE OR UPDATE ON public.talent_boxthreshold FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_boxthreshold_no_truncate BEFORE TRUNCATE ON public.talent_boxthreshold FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_invitationopening_append_only BEFORE DELETE OR UPDATE ON public.talent_invitationopening FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_invitationopening_no_truncate BEFORE TRUNCATE ON public.talent_invitationopening FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_meritapproval_append_only BEFORE DELETE OR UPDATE ON public.talent_meritapproval FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_meritapproval_no_truncate BEFORE TRUNCATE ON public.talent_meritapproval FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_placementchange_append_only BEFORE DELETE OR UPDATE ON public.talent_placementchange FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_placementchange_no_truncate BEFORE TRUNCATE ON public.talent_placementchange FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_poolmembership_search_delete AFTER DELETE ON public.talent_poolmembership REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER talent_poolmembership_search_insert AFTER INSERT ON public.talent_poolmembership REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER talent_poolmembership_search_update AFTER UPDATE ON public.talent_poolmembership REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.talent_note_change();
CREATE TRIGGER talent_talentsearch_append_only BEFORE DELETE OR UPDATE ON public.talent_talentsearch FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_talentsearch_no_truncate BEFORE TRUNCATE ON public.talent_talentsearch FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_talentview_append_only BEFORE DELETE OR UPDATE ON public.talent_talentview FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER talent_talentview_no_truncate BEFORE TRUNCATE ON public.talent_talentview FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER vacancies_announcement_append_only BEFORE DELETE OR UPDATE ON public.vacancies_announcement FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER vacancies_announcement_no_truncate BEFORE TRUNCATE ON public.vacancies_announcement FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE CONSTRAINT TRIGGER vacancies_announcement_published AFTER INSERT ON public.vacancies_announcement DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.core_publish();
CREATE CONSTRAINT TRIGGER vacancies_application_published AFTER INSERT OR UPDATE ON public.vacancies_application DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.graced_seconds IS NOT NULL)) EXECUTE FUNCTION public.core_publish();
CREATE TRIGGER vacancies_assessmentplan_append_only BEFORE DELETE OR UPDATE ON public.vacancies_assessmentplan FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER vacancies_assessmentplan_no_truncate BEFORE TRUNCATE ON public.vacancies_assessmentplan FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER vacancies_competencyrequirement_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.vacancies_competencyrequirement FOR EACH ROW EXECUTE FUNCTION public.vacancies_refuse_frozen();
CREATE TRIGGER vacancies_objection_kept BEFORE DELETE OR UPDATE ON public.vacancies_objection FOR EACH ROW EXECUTE FUNCTION public.vacancies_keep_objection();
CREATE TRIGGER vacancies_objectionattachment_append_only BEFORE DELETE OR UPDATE ON public.vacancies_objectionattachment FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER vacancies_objectionattachment_no_truncate BEFORE TRUNCATE ON public.vacancies_objectionattachment FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER vacancies_panelmember_forget_sight AFTER INSERT OR UPDATE ON public.vacancies_panelmember FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_forget_sight();
CREATE TRIGGER vacancies_registrationextension_append_only BEFORE DELETE OR UPDATE ON public.vacancies_registrationextension FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER vacancies_registrationextension_no_truncate BEFORE TRUNCATE ON public.vacancies_registrationextension FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
CREATE CONSTRAINT TRIGGER vacancies_registrationextension_published AFTER INSERT ON public.vacancies_registrationextension DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.core_publish();
CREATE TRIGGER vacancies_scorecomponent_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.vacancies_scorecomponent FOR EACH ROW EXECUTE FUNCTION public.vacancies_refuse_frozen();
CREATE TRIGGER vacancies_vacancy_forget_sight AFTER INSERT OR UPDATE OF agency_id ON public.vacancies_vacancy FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_forget_sight();
CREATE CONSTRAINT TRIGGER vacancies_vacancy_published AFTER INSERT OR UPDATE ON public.vacancies_vacancy DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.published_at IS NOT NULL)) EXECUTE FUNCTION public.core_publish();
CREATE TRIGGER vacancies_withdrawnsubmission_append_only BEFORE DELETE OR UPDATE ON public.vacancies_withdrawnsubmission FOR EACH ROW EXECUTE FUNCTION public.core_refuse_change();
CREATE TRIGGER vacancies_withdrawnsubmission_no_truncate BEFORE TRUNCATE ON public.vacancies_withdrawnsubmission FOR EACH STATEMENT EXECUTE FUNCTION public.core_refuse_change();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_agency
    ADD CONSTRAINT accounts_agency_region_id_34cbd942_fk_accounts_region_code FOREIGN KEY (region_id) REFERENCES public.accounts_region(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_acting_for_id_46751a77_fk_accounts_user_id FOREIGN KEY (acting_for_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_agency_id_5ab2a535_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_user_id_487fb39e_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_region
    ADD CONSTRAINT accounts_region_province_id_12371ce3_fk_accounts_region_code FOREIGN KEY (province_id) REFERENCES public.accounts_region(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_approvalrequest
    ADD CONSTRAINT approvals_approvalre_agency_id_11025ace_fk_accounts_ FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_approvalrequest
    ADD CONSTRAINT approvals_approvalre_previous_id_1067fbf0_fk_approvals FOREIGN KEY (previous_id) REFERENCES public.approvals_approvalrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_approvalrequest
    ADD CONSTRAINT approvals_approvalre_sender_id_7d4d171e_fk_accounts_ FOREIGN KEY (sender_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalst_request_id_e8aa275e_fk_approvals FOREIGN KEY (request_id) REFERENCES public.approvals_approvalrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalstep_agency_id_2053ddb9_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalstep_holder_id_a2a274dd_fk_accounts_user_id FOREIGN KEY (holder_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalstep_sender_fk FOREIGN KEY (sender_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_calendarchange
    ADD CONSTRAINT approvals_calendarch_written_by_id_864729bc_fk_accounts_ FOREIGN KEY (written_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_decision
    ADD CONSTRAINT approvals_decision_actor_id_d5a8053c_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_decision
    ADD CONSTRAINT approvals_decision_delegation_id_88dcdf2b_fk_approvals FOREIGN KEY (delegation_id) REFERENCES public.approvals_delegation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_decision
    ADD CONSTRAINT approvals_decision_letter_id_fk FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_decision
    ADD CONSTRAINT approvals_decision_step_id_24830d10_fk_approvals FOREIGN KEY (step_id) REFERENCES public.approvals_approvalstep(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_agency_id_687a1a4c_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_answered_by_id_061352c8_fk_accounts_ FOREIGN KEY (answered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_delegate_id_4f582066_fk_accounts_user_id FOREIGN KEY (delegate_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_duty_id_a230401d_fk_accounts_membership_id FOREIGN KEY (duty_id) REFERENCES public.accounts_membership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_ended_by_id_d700cfc4_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_official_id_e4dc57c7_fk_accounts_user_id FOREIGN KEY (official_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_delegation
    ADD CONSTRAINT approvals_delegation_registered_by_id_c419495a_fk_accounts_ FOREIGN KEY (registered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_documentask
    ADD CONSTRAINT approvals_documentas_answered_by_id_c7c37876_fk_accounts_ FOREIGN KEY (answered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_documentask
    ADD CONSTRAINT approvals_documentas_delegation_id_a645ad7b_fk_approvals FOREIGN KEY (delegation_id) REFERENCES public.approvals_delegation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_documentask
    ADD CONSTRAINT approvals_documentas_step_id_5bcd17e7_fk_approvals FOREIGN KEY (step_id) REFERENCES public.approvals_approvalstep(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_documentask
    ADD CONSTRAINT approvals_documentask_asked_by_id_e634b6fd_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_openedsheet
    ADD CONSTRAINT approvals_openedshee_request_id_1cb76ecd_fk_approvals FOREIGN KEY (request_id) REFERENCES public.approvals_approvalrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_openedsheet
    ADD CONSTRAINT approvals_openedsheet_actor_id_03c3bd90_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_stake
    ADD CONSTRAINT approvals_stake_declared_by_id_84050485_fk_accounts_user_id FOREIGN KEY (declared_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_stake
    ADD CONSTRAINT approvals_stake_official_id_b073d8a3_fk_accounts_user_id FOREIGN KEY (official_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_letterbatch
    ADD CONSTRAINT core_letterbatch_created_by_id_694bee07_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_letterbatch
    ADD CONSTRAINT core_letterbatch_released_by_id_8e42f1cf_fk_accounts_user_id FOREIGN KEY (released_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_letterend
    ADD CONSTRAINT core_letterend_ended_by_id_1842e607_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_letterend
    ADD CONSTRAINT core_letterend_letter_id_998be358_fk_core_letter_id FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_letterend
    ADD CONSTRAINT core_letterend_successor_id_56e5a318_fk_core_letter_id FOREIGN KEY (successor_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_letterhead
    ADD CONSTRAINT core_letterhead_written_by_id_96530a53_fk_accounts_user_id FOREIGN KEY (written_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_letterwording
    ADD CONSTRAINT core_letterwording_written_by_id_d6d07439_fk_accounts_user_id FOREIGN KEY (written_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_noticepreference
    ADD CONSTRAINT core_noticepreference_user_id_b06b1095_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_notification
    ADD CONSTRAINT core_notification_recipient_id_24a3d95c_fk_accounts_user_id FOREIGN KEY (recipient_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_outboxmessage
    ADD CONSTRAINT core_outboxmessage_batch_id_fk FOREIGN KEY (batch_id) REFERENCES public.core_letterbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_outboxmessage
    ADD CONSTRAINT core_outboxmessage_letter_id_391f85eb_fk_core_letter_id FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_outboxmessage
    ADD CONSTRAINT core_outboxmessage_recipient_id_ec2b7553_fk_accounts_user_id FOREIGN KEY (recipient_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_sealedrange
    ADD CONSTRAINT core_sealedrange_seal_id_8d1c1b7a_fk_core_seal_number FOREIGN KEY (seal_id) REFERENCES public.core_seal(number) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_sealreceipt
    ADD CONSTRAINT core_sealreceipt_seal_id_69cf232b_fk_core_seal_number FOREIGN KEY (seal_id) REFERENCES public.core_seal(number) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_trailexport
    ADD CONSTRAINT core_trailexport_requested_by_id_f2339e78_fk_accounts_user_id FOREIGN KEY (requested_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_upload
    ADD CONSTRAINT core_upload_owner_id_32a06859_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_assessmentrecord
    ADD CONSTRAINT employees_assessment_employee_id_7ddc597f_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_competencyrecord
    ADD CONSTRAINT employees_competency_employee_id_52a122f6_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_disciplinerecord
    ADD CONSTRAINT employees_discipline_employee_id_d73631ab_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_educationrecord
    ADD CONSTRAINT employees_educationr_employee_id_db9f82d8_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_employee
    ADD CONSTRAINT employees_employee_agency_id_3e413d2d_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_employee
    ADD CONSTRAINT employees_employee_province_id_4b804237_fk_accounts_region_code FOREIGN KEY (province_id) REFERENCES public.accounts_region(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_employee
    ADD CONSTRAINT employees_employee_user_id_27bed289_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_evidencedocument
    ADD CONSTRAINT employees_evidencedo_employee_id_c72b37c6_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_graderecord
    ADD CONSTRAINT employees_graderecor_employee_id_19a65283_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_languagerecord
    ADD CONSTRAINT employees_languagere_employee_id_c5389b0e_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_ownrecord
    ADD CONSTRAINT employees_ownrecord_employee_id_bacdf551_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_ownrecord
    ADD CONSTRAINT employees_ownrecord_proof_id_8913fb91_fk_employees FOREIGN KEY (proof_id) REFERENCES public.employees_evidencedocument(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_performancerecord
    ADD CONSTRAINT employees_performanc_employee_id_6706d4ea_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_positionrecord
    ADD CONSTRAINT employees_positionre_employee_id_f0d1ab13_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_recordreport
    ADD CONSTRAINT employees_recordrepo_answered_by_id_91b3bdeb_fk_accounts_ FOREIGN KEY (answered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_recordreport
    ADD CONSTRAINT employees_recordrepo_employee_id_6ddacb96_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_recordreport
    ADD CONSTRAINT employees_recordrepo_proof_id_11616df6_fk_employees FOREIGN KEY (proof_id) REFERENCES public.employees_evidencedocument(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_recordreport
    ADD CONSTRAINT employees_recordreport_agency_id_be91490b_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.employees_trainingrecord
    ADD CONSTRAINT employees_trainingre_employee_id_03019dbc_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_breach
    ADD CONSTRAINT privacy_breach_recorded_by_id_9f1bebbf_fk_accounts_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_breachletters
    ADD CONSTRAINT privacy_breachletter_authority_letter_id_7912ef61_fk_core_lett FOREIGN KEY (authority_letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_breachletters
    ADD CONSTRAINT privacy_breachletter_decided_by_id_aa9e1214_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_breachletters
    ADD CONSTRAINT privacy_breachletter_prepared_by_id_b31f7d3f_fk_accounts_ FOREIGN KEY (prepared_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_breachletters
    ADD CONSTRAINT privacy_breachletters_batch_id_65a11a47_fk_core_letterbatch_id FOREIGN KEY (batch_id) REFERENCES public.core_letterbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_breachletters
    ADD CONSTRAINT privacy_breachletters_breach_id_2b4f759e_fk_privacy_breach_id FOREIGN KEY (breach_id) REFERENCES public.privacy_breach(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_breachperson
    ADD CONSTRAINT privacy_breachperson_breach_id_4b0579a9_fk_privacy_breach_id FOREIGN KEY (breach_id) REFERENCES public.privacy_breach(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_breachperson
    ADD CONSTRAINT privacy_breachperson_employee_id_417bfe73_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_destroyedfile
    ADD CONSTRAINT privacy_destroyedfil_proposal_id_ec16c715_fk_privacy_d FOREIGN KEY (proposal_id) REFERENCES public.privacy_destructionproposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_destructionproposal
    ADD CONSTRAINT privacy_destructionp_decided_by_id_457b3e90_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_destructionproposal
    ADD CONSTRAINT privacy_destructionp_proposed_by_id_74006bf6_fk_accounts_ FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.privacy_personalcopy
    ADD CONSTRAINT privacy_personalcopy_person_id_10095530_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_calibrationattendee
    ADD CONSTRAINT selection_calibratio_member_id_3ddf4af4_fk_vacancies FOREIGN KEY (member_id) REFERENCES public.vacancies_panelmember(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_calibrationattendee
    ADD CONSTRAINT selection_calibratio_step_id_2c11bedf_fk_selection FOREIGN KEY (step_id) REFERENCES public.selection_calibrationstep(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_calibrationstep
    ADD CONSTRAINT selection_calibratio_taken_by_id_89596f07_fk_accounts_ FOREIGN KEY (taken_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_calibrationstep
    ADD CONSTRAINT selection_calibratio_vacancy_id_99681db8_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_candidate
    ADD CONSTRAINT selection_candidate_application_id_71cab42d_fk_vacancies FOREIGN KEY (application_id) REFERENCES public.vacancies_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_candidate
    ADD CONSTRAINT selection_candidate_result_letter_id_f5717eca_fk_core_letter_id FOREIGN KEY (result_letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_candidate
    ADD CONSTRAINT selection_candidate_vacancy_id_ddf1e2a1_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_conflictdenial
    ADD CONSTRAINT selection_conflictde_denied_by_id_19525e01_fk_accounts_ FOREIGN KEY (denied_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_conflictdenial
    ADD CONSTRAINT selection_conflictde_proposal_id_1aba9272_fk_selection FOREIGN KEY (proposal_id) REFERENCES public.selection_conflictproposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_conflictproposal
    ADD CONSTRAINT selection_conflictpr_candidate_id_d384a6aa_fk_selection FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_conflictproposal
    ADD CONSTRAINT selection_conflictpr_member_id_a926f5a0_fk_vacancies FOREIGN KEY (member_id) REFERENCES public.vacancies_panelmember(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_correctionverdict
    ADD CONSTRAINT selection_correction_correction_id_e50590a6_fk_selection FOREIGN KEY (correction_id) REFERENCES public.selection_scorecorrection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_correctionverdict
    ADD CONSTRAINT selection_correction_decided_by_id_04dfff82_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_determination
    ADD CONSTRAINT selection_determinat_decided_by_id_9a53eec9_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_determinationseat
    ADD CONSTRAINT selection_determinat_determination_id_7a1b615f_fk_selection FOREIGN KEY (determination_id) REFERENCES public.selection_determination(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_determinationseat
    ADD CONSTRAINT selection_determinat_line_id_f1b5e70b_fk_selection FOREIGN KEY (line_id) REFERENCES public.selection_rankingline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_determination
    ADD CONSTRAINT selection_determinat_ranking_id_f5032f92_fk_selection FOREIGN KEY (ranking_id) REFERENCES public.selection_ranking(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_determination
    ADD CONSTRAINT selection_determinat_vacancy_id_d0c7ad96_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_determination
    ADD CONSTRAINT selection_determination_letter_id_20061dc0_fk_core_letter_id FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_entrydecision
    ADD CONSTRAINT selection_entrydecis_candidate_id_0da94e78_fk_selection FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_entrydecision
    ADD CONSTRAINT selection_entrydecis_component_id_e5b04d50_fk_vacancies FOREIGN KEY (component_id) REFERENCES public.vacancies_scorecomponent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_entrydecision
    ADD CONSTRAINT selection_entrydecis_decided_by_id_868acd18_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_entryvalue
    ADD CONSTRAINT selection_entryvalue_candidate_id_9b9c379f_fk_selection FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_entryvalue
    ADD CONSTRAINT selection_entryvalue_component_id_5615342e_fk_vacancies FOREIGN KEY (component_id) REFERENCES public.vacancies_scorecomponent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_entryvalue
    ADD CONSTRAINT selection_entryvalue_keyed_by_id_afeba898_fk_accounts_user_id FOREIGN KEY (keyed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_exam
    ADD CONSTRAINT selection_exam_component_id_eeb8ded2_fk_vacancies FOREIGN KEY (component_id) REFERENCES public.vacancies_scorecomponent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_exam
    ADD CONSTRAINT selection_exam_created_by_id_ac300456_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_exam
    ADD CONSTRAINT selection_exam_vacancy_id_2f95f946_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examannulmentverdict
    ADD CONSTRAINT selection_examannulm_annulment_id_4374e88e_fk_selection FOREIGN KEY (annulment_id) REFERENCES public.selection_examannulment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examannulmentverdict
    ADD CONSTRAINT selection_examannulm_decided_by_id_254c2cdb_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examannulmentverdict
    ADD CONSTRAINT selection_examannulm_letter_id_0c0eb100_fk_core_lett FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examannulment
    ADD CONSTRAINT selection_examannulm_proposed_by_id_f27f05dd_fk_accounts_ FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examannulment
    ADD CONSTRAINT selection_examannulm_result_id_30cdbbd5_fk_selection FOREIGN KEY (result_id) REFERENCES public.selection_examresult(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examanswer
    ADD CONSTRAINT selection_examanswer_sitting_id_1faaf5b8_fk_selection FOREIGN KEY (sitting_id) REFERENCES public.selection_examsitting(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examincident
    ADD CONSTRAINT selection_examincide_session_id_12f7eab4_fk_selection FOREIGN KEY (session_id) REFERENCES public.selection_examsession(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examincident
    ADD CONSTRAINT selection_examincide_sitting_id_bb4a5334_fk_selection FOREIGN KEY (sitting_id) REFERENCES public.selection_examsitting(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examincident
    ADD CONSTRAINT selection_examincident_noted_by_id_f68ee854_fk_accounts_user_id FOREIGN KEY (noted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examitem
    ADD CONSTRAINT selection_examitem_exam_id_8fa4dcd9_fk_selection_exam_id FOREIGN KEY (exam_id) REFERENCES public.selection_exam(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examitem
    ADD CONSTRAINT selection_examitem_question_id_882ce57c_fk_selection FOREIGN KEY (question_id) REFERENCES public.selection_examquestion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examitemtext
    ADD CONSTRAINT selection_examitemtext_item_id_fk FOREIGN KEY (item_id) REFERENCES public.selection_examitem(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examkey
    ADD CONSTRAINT selection_examkey_agency_id_fk FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examkey
    ADD CONSTRAINT selection_examkey_holder_id_fk FOREIGN KEY (holder_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examopening
    ADD CONSTRAINT selection_examopening_exam_id_fk FOREIGN KEY (exam_id) REFERENCES public.selection_exam(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examopening
    ADD CONSTRAINT selection_examopening_key_id_fk FOREIGN KEY (key_id) REFERENCES public.selection_examkey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examopening
    ADD CONSTRAINT selection_examopening_opened_by_id_fk FOREIGN KEY (opened_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_exampractice
    ADD CONSTRAINT selection_exampractice_exam_id_a7f12ad7_fk_selection_exam_id FOREIGN KEY (exam_id) REFERENCES public.selection_exam(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_exampractice
    ADD CONSTRAINT selection_exampractice_user_id_da602622_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examquestion
    ADD CONSTRAINT selection_examquestion_agency_id_904624cc_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examquestion
    ADD CONSTRAINT selection_examquestion_author_id_b8ab57df_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examquestion
    ADD CONSTRAINT selection_examquestion_first_key_id_fk FOREIGN KEY (first_key_id) REFERENCES public.selection_examkey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examquestion
    ADD CONSTRAINT selection_examquestion_reviewer_id_a532fb35_fk_accounts_user_id FOREIGN KEY (reviewer_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examquestion
    ADD CONSTRAINT selection_examquestion_second_key_id_fk FOREIGN KEY (second_key_id) REFERENCES public.selection_examkey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examresult
    ADD CONSTRAINT selection_examresult_sitting_id_cfed5e63_fk_selection FOREIGN KEY (sitting_id) REFERENCES public.selection_examsitting(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examsession
    ADD CONSTRAINT selection_examsessio_created_by_id_b1023f73_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examsession
    ADD CONSTRAINT selection_examsessio_minutes_letter_id_46691295_fk_core_lett FOREIGN KEY (minutes_letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examsession
    ADD CONSTRAINT selection_examsession_exam_id_1906a1db_fk_selection_exam_id FOREIGN KEY (exam_id) REFERENCES public.selection_exam(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examsitting
    ADD CONSTRAINT selection_examsittin_candidate_id_13653bfc_fk_selection FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examsitting
    ADD CONSTRAINT selection_examsittin_session_id_65cde2e3_fk_selection FOREIGN KEY (session_id) REFERENCES public.selection_examsession(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examsitting
    ADD CONSTRAINT selection_examsitting_absence_marked_by_id_fk FOREIGN KEY (absence_marked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_examsitting
    ADD CONSTRAINT selection_examsitting_user_id_b56414ed_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_lockedscore
    ADD CONSTRAINT selection_lockedscor_candidate_id_5ac6cc85_fk_selection FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_lockedscore
    ADD CONSTRAINT selection_lockedscor_lock_id_93de50b2_fk_selection FOREIGN KEY (lock_id) REFERENCES public.selection_scorelock(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_minutessignature
    ADD CONSTRAINT selection_minutessig_minutes_id_9af4d78f_fk_selection FOREIGN KEY (minutes_id) REFERENCES public.selection_officialminutes(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_minutessignature
    ADD CONSTRAINT selection_minutessig_request_id_258ad2b2_fk_approvals FOREIGN KEY (request_id) REFERENCES public.approvals_approvalrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_minutessignature
    ADD CONSTRAINT selection_minutessig_signed_by_id_394ad8c3_fk_accounts_ FOREIGN KEY (signed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_minutessignature
    ADD CONSTRAINT selection_minutessignature_letter_id_913746fc_fk_core_letter_id FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_officialminutes
    ADD CONSTRAINT selection_officialmi_prepared_by_id_446a5d97_fk_accounts_ FOREIGN KEY (prepared_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_officialminutes
    ADD CONSTRAINT selection_officialmi_ranking_id_5692fc9e_fk_selection FOREIGN KEY (ranking_id) REFERENCES public.selection_ranking(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT selection_ranking_computed_by_id_8ebd24ce_fk_accounts_user_id FOREIGN KEY (computed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT selection_ranking_lock_id_4719f616_fk_selection_scorelock_id FOREIGN KEY (lock_id) REFERENCES public.selection_scorelock(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT selection_ranking_request_id_2243b35d_fk_approvals FOREIGN KEY (request_id) REFERENCES public.approvals_approvalrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_ranking
    ADD CONSTRAINT selection_ranking_vacancy_id_4632f851_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_recusal
    ADD CONSTRAINT selection_recusal_candidate_id_db93480e_fk_selection FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_recusal
    ADD CONSTRAINT selection_recusal_imposed_by_id_fk FOREIGN KEY (imposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_recusal
    ADD CONSTRAINT selection_recusal_member_id_e3d1f2d8_fk_vacancies FOREIGN KEY (member_id) REFERENCES public.vacancies_panelmember(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_score
    ADD CONSTRAINT selection_score_candidate_id_b373b73d_fk_selection_candidate_id FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_score
    ADD CONSTRAINT selection_score_component_id_05fdbd0d_fk_vacancies FOREIGN KEY (component_id) REFERENCES public.vacancies_scorecomponent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_score
    ADD CONSTRAINT selection_score_entered_by_id_5c62210b_fk_accounts_user_id FOREIGN KEY (entered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_score
    ADD CONSTRAINT selection_score_sheet_id_7c5e374d_fk_selection_scoresheet_id FOREIGN KEY (sheet_id) REFERENCES public.selection_scoresheet(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scorechange
    ADD CONSTRAINT selection_scorechang_changed_by_id_03fd5e84_fk_accounts_ FOREIGN KEY (changed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scorechange
    ADD CONSTRAINT selection_scorechang_meeting_id_b8d43606_fk_selection FOREIGN KEY (meeting_id) REFERENCES public.selection_calibrationstep(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scorechange
    ADD CONSTRAINT selection_scorechange_score_id_f31a7684_fk_selection_score_id FOREIGN KEY (score_id) REFERENCES public.selection_score(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scorecorrection
    ADD CONSTRAINT selection_scorecorre_proposed_by_id_324b0ded_fk_accounts_ FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scorecorrection
    ADD CONSTRAINT selection_scorecorre_score_id_b477dcd0_fk_selection FOREIGN KEY (score_id) REFERENCES public.selection_score(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scorelock
    ADD CONSTRAINT selection_scorelock_locked_by_id_fa9deabf_fk_accounts_user_id FOREIGN KEY (locked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scorelock
    ADD CONSTRAINT selection_scorelock_vacancy_id_9f9381bf_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scoresheet
    ADD CONSTRAINT selection_scoresheet_candidate_id_03ee8da2_fk_selection FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_scoresheet
    ADD CONSTRAINT selection_scoresheet_member_id_bb623aea_fk_vacancies FOREIGN KEY (member_id) REFERENCES public.vacancies_panelmember(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_sessionassessor
    ADD CONSTRAINT selection_sessionass_member_id_c3f201f0_fk_vacancies FOREIGN KEY (member_id) REFERENCES public.vacancies_panelmember(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_sessionassessor
    ADD CONSTRAINT selection_sessionass_session_id_c9c458e8_fk_selection FOREIGN KEY (session_id) REFERENCES public.selection_stagesession(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_sessionseat
    ADD CONSTRAINT selection_sessionsea_candidate_id_ed3f097b_fk_selection FOREIGN KEY (candidate_id) REFERENCES public.selection_candidate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_sessionseat
    ADD CONSTRAINT selection_sessionsea_session_id_c8b19401_fk_selection FOREIGN KEY (session_id) REFERENCES public.selection_stagesession(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_sessionseat
    ADD CONSTRAINT selection_sessionseat_marked_by_id_a908a3fe_fk_accounts_user_id FOREIGN KEY (marked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_shortfallanswer
    ADD CONSTRAINT selection_shortfalla_decided_by_id_586f173e_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_shortfallanswer
    ADD CONSTRAINT selection_shortfalla_ranking_id_0f8ae381_fk_selection FOREIGN KEY (ranking_id) REFERENCES public.selection_ranking(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_stagesession
    ADD CONSTRAINT selection_stagesessi_created_by_id_8826380f_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_stagesession
    ADD CONSTRAINT selection_stagesessi_vacancy_id_79aef72d_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_tieanswer
    ADD CONSTRAINT selection_tieanswer_decided_by_id_960862d3_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.selection_tieanswer
    ADD CONSTRAINT selection_tieanswer_ranking_id_ba97151a_fk_selection_ranking_id FOREIGN KEY (ranking_id) REFERENCES public.selection_ranking(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_boxthreshold
    ADD CONSTRAINT talent_boxthreshold_agency_id_7104f471_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_boxthreshold
    ADD CONSTRAINT talent_boxthreshold_set_by_id_52edd8c3_fk_accounts_user_id FOREIGN KEY (set_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_developmentitem
    ADD CONSTRAINT talent_developmentit_membership_id_a0f0db89_fk_talent_po FOREIGN KEY (membership_id) REFERENCES public.talent_poolmembership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_developmentitem
    ADD CONSTRAINT talent_developmentit_written_by_id_d8287472_fk_accounts_ FOREIGN KEY (written_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_importedassessment
    ADD CONSTRAINT talent_importedasses_employee_id_1444d346_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_importedassessment
    ADD CONSTRAINT talent_importedasses_imported_by_id_5174eed1_fk_accounts_ FOREIGN KEY (imported_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitation
    ADD CONSTRAINT talent_invitation_employee_id_8d56d647_fk_employees_employee_id FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitation
    ADD CONSTRAINT talent_invitation_invited_by_id_6d94a04f_fk_accounts_user_id FOREIGN KEY (invited_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitation
    ADD CONSTRAINT talent_invitation_letter_id_9cc47856_fk_core_letter_id FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitation
    ADD CONSTRAINT talent_invitation_vacancy_id_144f766e_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitationbatch
    ADD CONSTRAINT talent_invitationbat_invited_by_id_8c80b000_fk_accounts_ FOREIGN KEY (invited_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitationbatch
    ADD CONSTRAINT talent_invitationbat_vacancy_id_c91add16_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitationopening
    ADD CONSTRAINT talent_invitationope_invitation_id_95059cf1_fk_talent_in FOREIGN KEY (invitation_id) REFERENCES public.talent_invitation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitationpause
    ADD CONSTRAINT talent_invitationpau_employee_id_256b72f5_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_invitationpause
    ADD CONSTRAINT talent_invitationpause_agency_id_828c2d55_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_mappingperiod
    ADD CONSTRAINT talent_mappingperiod_agency_id_25b0fb98_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_mappingperiod
    ADD CONSTRAINT talent_mappingperiod_opened_by_id_94363508_fk_accounts_user_id FOREIGN KEY (opened_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_meritapproval
    ADD CONSTRAINT talent_meritapproval_agency_id_1ea14546_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_meritapproval
    ADD CONSTRAINT talent_meritapproval_recorded_by_id_52df1411_fk_accounts_ FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_placement
    ADD CONSTRAINT talent_placement_confirmed_by_id_1b6c51fb_fk_accounts_user_id FOREIGN KEY (confirmed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_placement
    ADD CONSTRAINT talent_placement_employee_id_fd7e0030_fk_employees_employee_id FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_placement
    ADD CONSTRAINT talent_placement_period_id_0adc0d4e_fk_talent_mappingperiod_id FOREIGN KEY (period_id) REFERENCES public.talent_mappingperiod(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_placementchange
    ADD CONSTRAINT talent_placementchan_changed_by_id_a715d815_fk_accounts_ FOREIGN KEY (changed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_placementchange
    ADD CONSTRAINT talent_placementchan_placement_id_9a5ca0e2_fk_talent_pl FOREIGN KEY (placement_id) REFERENCES public.talent_placement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolfill
    ADD CONSTRAINT talent_poolfill_approval_id_5a658229_fk_talent_meritapproval_id FOREIGN KEY (approval_id) REFERENCES public.talent_meritapproval(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolfill
    ADD CONSTRAINT talent_poolfill_created_by_id_c6a730a4_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolfill
    ADD CONSTRAINT talent_poolfill_letter_id_c39c87ed_fk_core_letter_id FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolfill
    ADD CONSTRAINT talent_poolfill_request_id_a4d5b0ae_fk_approvals FOREIGN KEY (request_id) REFERENCES public.approvals_approvalrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolfill
    ADD CONSTRAINT talent_poolfill_target_id_fe963674_fk_talent_targetpost_id FOREIGN KEY (target_id) REFERENCES public.talent_targetpost(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolfillcandidate
    ADD CONSTRAINT talent_poolfillcandi_membership_id_84fda56f_fk_talent_po FOREIGN KEY (membership_id) REFERENCES public.talent_poolmembership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolfillcandidate
    ADD CONSTRAINT talent_poolfillcandidate_fill_id_1b7a3c1e_fk_talent_poolfill_id FOREIGN KEY (fill_id) REFERENCES public.talent_poolfill(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolmembership
    ADD CONSTRAINT talent_poolmembershi_confirmed_by_id_1391060c_fk_accounts_ FOREIGN KEY (confirmed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolmembership
    ADD CONSTRAINT talent_poolmembershi_employee_id_bf7e1a79_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolmembership
    ADD CONSTRAINT talent_poolmembershi_placement_id_9bdf5bd1_fk_talent_pl FOREIGN KEY (placement_id) REFERENCES public.talent_placement(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolmembership
    ADD CONSTRAINT talent_poolmembershi_proposed_by_id_5b6a9640_fk_accounts_ FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_poolmembership
    ADD CONSTRAINT talent_poolmembership_agency_id_8705e284_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_savedsearch
    ADD CONSTRAINT talent_savedsearch_user_id_a7ec80d7_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_talentsearch
    ADD CONSTRAINT talent_talentsearch_agency_fk FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_talentsearch
    ADD CONSTRAINT talent_talentsearch_user_id_16e75356_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_talentsearch
    ADD CONSTRAINT talent_talentsearch_vacancy_id_47d3e60b_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_talentview
    ADD CONSTRAINT talent_talentview_agency_id_37e730ad_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_talentview
    ADD CONSTRAINT talent_talentview_user_id_93b00d99_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_talentview
    ADD CONSTRAINT talent_talentview_vacancy_id_e00eb4d5_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_targetpost
    ADD CONSTRAINT talent_targetpost_agency_id_6fb0f40f_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_targetpost
    ADD CONSTRAINT talent_targetpost_incumbent_id_db5c8f69_fk_employees FOREIGN KEY (incumbent_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_targetpost
    ADD CONSTRAINT talent_targetpost_registered_by_id_ad896c9e_fk_accounts_user_id FOREIGN KEY (registered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.talent_targetpost
    ADD CONSTRAINT talent_targetpost_vacancy_id_7edfc988_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_announcement
    ADD CONSTRAINT vacancies_announceme_published_by_id_a567aa13_fk_accounts_ FOREIGN KEY (published_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_announcement
    ADD CONSTRAINT vacancies_announceme_vacancy_id_46879b9a_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_announcement
    ADD CONSTRAINT vacancies_announcement_letter_id_fk FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_applicationevent
    ADD CONSTRAINT vacancies_applicatio_application_id_7753d3fb_fk_vacancies FOREIGN KEY (application_id) REFERENCES public.vacancies_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_applicationdocument
    ADD CONSTRAINT vacancies_applicatio_application_id_f33c4128_fk_vacancies FOREIGN KEY (application_id) REFERENCES public.vacancies_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT vacancies_applicatio_employee_id_eb7367e2_fk_employees FOREIGN KEY (employee_id) REFERENCES public.employees_employee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_applicationdocument
    ADD CONSTRAINT vacancies_applicatio_evidence_id_90ab54dc_fk_employees FOREIGN KEY (evidence_id) REFERENCES public.employees_evidencedocument(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_applicationdocument
    ADD CONSTRAINT vacancies_applicatio_request_id_747a55e2_fk_vacancies FOREIGN KEY (request_id) REFERENCES public.vacancies_documentrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT vacancies_applicatio_second_checked_by_id_5cabdbb0_fk_accounts_ FOREIGN KEY (second_checked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT vacancies_applicatio_vacancy_id_0ad5e5fc_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT vacancies_applicatio_verified_by_id_3cd9853b_fk_accounts_ FOREIGN KEY (verified_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_application
    ADD CONSTRAINT vacancies_application_receipt_id_a6f73e4f_fk_core_letter_id FOREIGN KEY (receipt_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_assessmentplan
    ADD CONSTRAINT vacancies_assessment_locked_by_id_bf5d095e_fk_accounts_ FOREIGN KEY (locked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_assessmentplan
    ADD CONSTRAINT vacancies_assessment_vacancy_id_b24cc330_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_competencyrequirement
    ADD CONSTRAINT vacancies_competency_vacancy_id_2e7705f0_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_documentcheck
    ADD CONSTRAINT vacancies_documentch_application_id_f9a30272_fk_vacancies FOREIGN KEY (application_id) REFERENCES public.vacancies_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_documentcheck
    ADD CONSTRAINT vacancies_documentch_checked_by_id_7f095051_fk_accounts_ FOREIGN KEY (checked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_documentrequest
    ADD CONSTRAINT vacancies_documentre_application_id_2d8945b6_fk_vacancies FOREIGN KEY (application_id) REFERENCES public.vacancies_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_documentrequest
    ADD CONSTRAINT vacancies_documentre_asked_by_id_37ad0b9e_fk_accounts_ FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_incidentrequest
    ADD CONSTRAINT vacancies_incidentre_answered_by_id_b95817ce_fk_accounts_ FOREIGN KEY (answered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_incidentrequest
    ADD CONSTRAINT vacancies_incidentre_asked_by_id_838ef732_fk_accounts_ FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_incidentrequest
    ADD CONSTRAINT vacancies_incidentre_extension_id_22ac047d_fk_vacancies FOREIGN KEY (extension_id) REFERENCES public.vacancies_registrationextension(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_incidentrequest
    ADD CONSTRAINT vacancies_incidentre_vacancy_id_7853aba0_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_objection
    ADD CONSTRAINT vacancies_objection_answered_by_id_fk FOREIGN KEY (answered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_objection
    ADD CONSTRAINT vacancies_objection_application_id_fk FOREIGN KEY (application_id) REFERENCES public.vacancies_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_objection
    ADD CONSTRAINT vacancies_objection_letter_id_fk FOREIGN KEY (letter_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_objectionattachment
    ADD CONSTRAINT vacancies_objectionattachment_document_id_fk FOREIGN KEY (document_id) REFERENCES public.vacancies_applicationdocument(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_objectionattachment
    ADD CONSTRAINT vacancies_objectionattachment_evidence_id_fk FOREIGN KEY (evidence_id) REFERENCES public.employees_evidencedocument(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_objectionattachment
    ADD CONSTRAINT vacancies_objectionattachment_objection_id_fk FOREIGN KEY (objection_id) REFERENCES public.vacancies_objection(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_panelmember
    ADD CONSTRAINT vacancies_panelmembe_panel_id_cfeecc77_fk_vacancies FOREIGN KEY (panel_id) REFERENCES public.vacancies_selectionpanel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_panelmember
    ADD CONSTRAINT vacancies_panelmember_user_id_ea69159a_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_preparedsending
    ADD CONSTRAINT vacancies_preparedsending_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.vacancies_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_preparedsending
    ADD CONSTRAINT vacancies_preparedsending_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_registrationextension
    ADD CONSTRAINT vacancies_registrati_decided_by_id_8bd5f570_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_registrationextension
    ADD CONSTRAINT vacancies_registrati_vacancy_id_88783c9a_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_requireddocument
    ADD CONSTRAINT vacancies_requireddo_vacancy_id_d57599cf_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_requirement
    ADD CONSTRAINT vacancies_requiremen_vacancy_id_4ce1d2cb_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_savedvacancy
    ADD CONSTRAINT vacancies_savedvacan_vacancy_id_e377e8e8_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_savedvacancy
    ADD CONSTRAINT vacancies_savedvacancy_user_id_0693a4fd_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_scorecomponent
    ADD CONSTRAINT vacancies_scorecompo_vacancy_id_7ab579d7_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_selectionpanel
    ADD CONSTRAINT vacancies_selectionp_vacancy_id_0d88ba4f_fk_vacancies FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_stage
    ADD CONSTRAINT vacancies_stage_vacancy_id_777bc3d7_fk_vacancies_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.vacancies_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_agency_id_1621dcd7_fk_accounts_agency_id FOREIGN KEY (agency_id) REFERENCES public.accounts_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_continue_request_id_5b6a21fa_fk_approvals FOREIGN KEY (continue_request_id) REFERENCES public.approvals_approvalrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_created_by_id_bbcf4453_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_plan_request_id_4f2d6567_fk_approvals FOREIGN KEY (plan_request_id) REFERENCES public.approvals_approvalrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_vacancy
    ADD CONSTRAINT vacancies_vacancy_region_id_813291fa_fk_accounts_region_code FOREIGN KEY (region_id) REFERENCES public.accounts_region(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_vacancyalert
    ADD CONSTRAINT vacancies_vacancyalert_user_id_1009d78d_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_withdrawnsubmission
    ADD CONSTRAINT vacancies_withdrawns_application_id_28d62e4e_fk_vacancies FOREIGN KEY (application_id) REFERENCES public.vacancies_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vacancies_withdrawnsubmission
    ADD CONSTRAINT vacancies_withdrawns_receipt_id_0bba816b_fk_core_lett FOREIGN KEY (receipt_id) REFERENCES public.core_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public.approvals_approvalrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY approvals_approvalrequest_sight ON public.approvals_approvalrequest USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (agency_id = ANY ((( SELECT NULLIF(current_setting('asnkarier.offices'::text, true), ''::text) AS "nullif"))::bigint[])) OR (sender_id = ( SELECT (NULLIF(current_setting('asnkarier.person'::text, true), ''::text))::bigint AS "nullif")) OR (id = ANY (( SELECT public.approvals_taken_part() AS approvals_taken_part)::bigint[]))));
ALTER TABLE public.approvals_approvalstep ENABLE ROW LEVEL SECURITY;
CREATE POLICY approvals_approvalstep_sight ON public.approvals_approvalstep USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (agency_id = ANY ((( SELECT NULLIF(current_setting('asnkarier.offices'::text, true), ''::text) AS "nullif"))::bigint[])) OR (holder_id = ( SELECT (NULLIF(current_setting('asnkarier.person'::text, true), ''::text))::bigint AS "nullif")) OR (EXISTS ( SELECT
   FROM public.approvals_approvalrequest r
  WHERE (r.id = approvals_approvalstep.request_id)))));
ALTER TABLE public.approvals_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY approvals_decision_sight ON public.approvals_decision USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (actor_id = ( SELECT (NULLIF(current_setting('asnkarier.person'::text, true), ''::text))::bigint AS "nullif")) OR (EXISTS ( SELECT
   FROM public.approvals_approvalstep s
  WHERE (s.id = approvals_decision.step_id)))));
ALTER TABLE public.approvals_documentask ENABLE ROW LEVEL SECURITY;
CREATE POLICY approvals_documentask_sight ON public.approvals_documentask USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.approvals_approvalstep s
  WHERE (s.id = approvals_documentask.step_id)))));
ALTER TABLE public.employees_assessmentrecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_assessmentrecord_sight ON public.employees_assessmentrecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_competencyrecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_competencyrecord_sight ON public.employees_competencyrecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_disciplinerecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_disciplinerecord_sight ON public.employees_disciplinerecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_educationrecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_educationrecord_sight ON public.employees_educationrecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_employee ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_employee_sight ON public.employees_employee USING (((id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_evidencedocument ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_evidencedocument_sight ON public.employees_evidencedocument USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_graderecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_graderecord_sight ON public.employees_graderecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_languagerecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_languagerecord_sight ON public.employees_languagerecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_ownrecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_ownrecord_sight ON public.employees_ownrecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_performancerecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_performancerecord_sight ON public.employees_performancerecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_positionrecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_positionrecord_sight ON public.employees_positionrecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.employees_trainingrecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY employees_trainingrecord_sight ON public.employees_trainingrecord USING (((employee_id = ANY (( SELECT public.employees_own_ids() AS employees_own_ids)::bigint[])) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text) OR (COALESCE(current_setting('asnkarier.offices'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.selection_entrydecision ENABLE ROW LEVEL SECURITY;
CREATE POLICY selection_entrydecision_sight ON public.selection_entrydecision USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.selection_candidate c
  WHERE ((c.id = selection_entrydecision.candidate_id) AND ((c.vacancy_id = ANY (( SELECT public.vacancies_in_reach() AS vacancies_in_reach)::bigint[])) OR (EXISTS ( SELECT
           FROM public.vacancies_application a
          WHERE (a.id = c.application_id)))))))));
ALTER TABLE public.selection_entryvalue ENABLE ROW LEVEL SECURITY;
CREATE POLICY selection_entryvalue_sight ON public.selection_entryvalue USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.selection_candidate c
  WHERE ((c.id = selection_entryvalue.candidate_id) AND ((c.vacancy_id = ANY (( SELECT public.vacancies_in_reach() AS vacancies_in_reach)::bigint[])) OR (EXISTS ( SELECT
           FROM public.vacancies_application a
          WHERE (a.id = c.application_id)))))))));
ALTER TABLE public.selection_lockedscore ENABLE ROW LEVEL SECURITY;
CREATE POLICY selection_lockedscore_sight ON public.selection_lockedscore USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.selection_candidate c
  WHERE ((c.id = selection_lockedscore.candidate_id) AND ((c.vacancy_id = ANY (( SELECT public.vacancies_in_reach() AS vacancies_in_reach)::bigint[])) OR (EXISTS ( SELECT
           FROM public.vacancies_application a
          WHERE (a.id = c.application_id)))))))));
ALTER TABLE public.selection_score ENABLE ROW LEVEL SECURITY;
CREATE POLICY selection_score_sight ON public.selection_score USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.selection_candidate c
  WHERE ((c.id = selection_score.candidate_id) AND ((c.vacancy_id = ANY (( SELECT public.vacancies_in_reach() AS vacancies_in_reach)::bigint[])) OR (EXISTS ( SELECT
           FROM public.vacancies_application a
          WHERE (a.id = c.application_id)))))))));
ALTER TABLE public.selection_scoresheet ENABLE ROW LEVEL SECURITY;
CREATE POLICY selection_scoresheet_sight ON public.selection_scoresheet USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.selection_candidate c
  WHERE ((c.id = selection_scoresheet.candidate_id) AND ((c.vacancy_id = ANY (( SELECT public.vacancies_in_reach() AS vacancies_in_reach)::bigint[])) OR (EXISTS ( SELECT
           FROM public.vacancies_application a
          WHERE (a.id = c.application_id)))))))));
ALTER TABLE public.talent_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY talent_invitation_sight ON public.talent_invitation USING (((vacancy_id IN ( SELECT unnest(public.vacancies_in_reach()) AS unnest)) OR (employee_id IN ( SELECT unnest(public.employees_own_ids()) AS unnest)) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.talent_invitationopening ENABLE ROW LEVEL SECURITY;
CREATE POLICY talent_invitationopening_sight ON public.talent_invitationopening USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.talent_invitation i
  WHERE (i.id = talent_invitationopening.invitation_id)))));
ALTER TABLE public.vacancies_application ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_application_sight ON public.vacancies_application USING (((vacancy_id IN ( SELECT unnest(public.vacancies_in_reach()) AS unnest)) OR (employee_id IN ( SELECT unnest(public.employees_own_ids()) AS unnest)) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.vacancies_applicationdocument ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_applicationdocument_sight ON public.vacancies_applicationdocument USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.vacancies_application a
  WHERE (a.id = vacancies_applicationdocument.application_id)))));
ALTER TABLE public.vacancies_applicationevent ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_applicationevent_sight ON public.vacancies_applicationevent USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.vacancies_application a
  WHERE (a.id = vacancies_applicationevent.application_id)))));
ALTER TABLE public.vacancies_documentcheck ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_documentcheck_sight ON public.vacancies_documentcheck USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.vacancies_application a
  WHERE (a.id = vacancies_documentcheck.application_id)))));
ALTER TABLE public.vacancies_documentrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_documentrequest_sight ON public.vacancies_documentrequest USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.vacancies_application a
  WHERE (a.id = vacancies_documentrequest.application_id)))));
ALTER TABLE public.vacancies_objection ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_objection_sight ON public.vacancies_objection USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.vacancies_application a
  WHERE (a.id = vacancies_objection.application_id)))));
ALTER TABLE public.vacancies_objectionattachment ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_objectionattachment_sight ON public.vacancies_objectionattachment USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.vacancies_objection o
  WHERE (o.id = vacancies_objectionattachment.objection_id)))));
ALTER TABLE public.vacancies_preparedsending ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_preparedsending_sight ON public.vacancies_preparedsending USING (((person_id = ( SELECT (NULLIF(current_setting('asnkarier.person'::text, true), ''::text))::bigint AS "nullif")) OR ( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text)))));
ALTER TABLE public.vacancies_withdrawnsubmission ENABLE ROW LEVEL SECURITY;
CREATE POLICY vacancies_withdrawnsubmission_sight ON public.vacancies_withdrawnsubmission USING ((( SELECT ((CURRENT_USER = ANY (ARRAY['asnkarier_worker'::name, 'asnkarier_auditor'::name])) OR (COALESCE(current_setting('asnkarier.reach'::text, true), ''::text) <> ''::text))) OR (EXISTS ( SELECT
   FROM public.vacancies_application a
  WHERE (a.id = vacancies_withdrawnsubmission.application_id)))));
INSERT INTO public.core_publication VALUES (1, 1, 0);
SELECT pg_catalog.setval('public.core_publication_id_seq', 1, false);
INSERT INTO public.django_migrations (app, name, applied) VALUES
    ('accounts', '0001_initial', now()),
    ('account', '0001_initial', now()),
    ('account', '0002_email_max_length', now()),
    ('account', '0003_alter_emailaddress_create_unique_verified_email', now()),
    ('account', '0004_alter_emailaddress_drop_unique_email', now()),
    ('account', '0005_emailaddress_idx_upper_email', now()),
    ('account', '0006_emailaddress_lower', now()),
    ('account', '0007_emailaddress_idx_email', now()),
    ('account', '0008_emailaddress_unique_primary_email_fixup', now()),
    ('account', '0009_emailaddress_unique_primary_email', now()),
    ('accounts', '0002_contact', now()),
    ('accounts', '0003_session_person', now()),
    ('accounts', '0004_acting', now()),
    ('accounts', '0005_session_seen', now()),
    ('accounts', '0006_session_of_person', now()),
    ('accounts', '0007_data_protection', now()),
    ('accounts', '0008_row_sight', now()),
    ('accounts', '0009_kept_sight', now()),
    ('core', '0001_initial', now()),
    ('core', '0002_trail', now()),
    ('core', '0003_applying', now()),
    ('core', '0004_publication', now()),
    ('core', '0005_digest', now()),
    ('core', '0006_delivery', now()),
    ('core', '0007_seals', now()),
    ('core', '0008_letters', now()),
    ('core', '0009_condition', now()),
    ('core', '0010_condition_decimals', now()),
    ('approvals', '0001_initial', now()),
    ('approvals', '0002_trail', now()),
    ('approvals', '0003_inbox', now()),
    ('approvals', '0004_delegation', now()),
    ('approvals', '0005_pause', now()),
    ('approvals', '0006_asks_reason', now()),
    ('approvals', '0007_decision_letter', now()),
    ('approvals', '0008_calendar', now()),
    ('approvals', '0009_national_inbox', now()),
    ('approvals', '0010_row_security', now()),
    ('approvals', '0011_last_decisions', now()),
    ('contenttypes', '0001_initial', now()),
    ('contenttypes', '0002_remove_content_type_name', now()),
    ('auth', '0001_initial', now()),
    ('auth', '0002_alter_permission_name_max_length', now()),
    ('auth', '0003_alter_user_email_max_length', now()),
    ('auth', '0004_alter_user_username_opts', now()),
    ('auth', '0005_alter_user_last_login_null', now()),
    ('auth', '0006_require_contenttypes_0002', now()),
    ('auth', '0007_alter_validators_add_error_messages', now()),
    ('auth', '0008_alter_user_username_max_length', now()),
    ('auth', '0009_alter_user_last_name_max_length', now()),
    ('auth', '0010_alter_group_name_max_length', now()),
    ('auth', '0011_update_proxy_permissions', now()),
    ('auth', '0012_alter_user_first_name_max_length', now()),
    ('core', '0011_file_keys', now()),
    ('core', '0012_fewer_indexes', now()),
    ('employees', '0001_initial', now()),
    ('employees', '0002_applying', now()),
    ('employees', '0003_reports', now()),
    ('employees', '0004_talent', now()),
    ('employees', '0005_province_index', now()),
    ('employees', '0006_import_line', now()),
    ('employees', '0007_no_talent_score', now()),
    ('employees', '0008_row_security', now()),
    ('employees', '0009_kept_own', now()),
    ('mfa', '0001_initial', now()),
    ('mfa', '0002_authenticator_timestamps', now()),
    ('mfa', '0003_authenticator_type_uniq', now()),
    ('privacy', '0001_initial', now()),
    ('vacancies', '0001_initial', now()),
    ('vacancies', '0002_trail', now()),
    ('vacancies', '0003_applying', now()),
    ('vacancies', '0004_publication', now()),
    ('vacancies', '0005_incident', now()),
    ('vacancies', '0006_after_sending', now()),
    ('vacancies', '0007_alert_feedback', now()),
    ('vacancies', '0008_draft_saving', now()),
    ('vacancies', '0009_public_order', now()),
    ('vacancies', '0010_sending_function', now()),
    ('vacancies', '0011_prepared_sending', now()),
    ('vacancies', '0012_sending_marks', now()),
    ('vacancies', '0013_assessment_plan', now()),
    ('vacancies', '0014_sending_order', now()),
    ('vacancies', '0015_snapshot_storage', now()),
    ('vacancies', '0016_announcement_letter', now()),
    ('vacancies', '0017_letters_in_marks', now()),
    ('vacancies', '0018_objections', now()),
    ('vacancies', '0019_taking_index', now()),
    ('vacancies', '0020_row_security', now()),
    ('selection', '0001_initial', now()),
    ('selection', '0002_trail', now()),
    ('selection', '0003_locked_scores', now()),
    ('selection', '0004_corrections', now()),
    ('selection', '0005_computer_test', now()),
    ('selection', '0006_scoring', now()),
    ('selection', '0007_closing', now()),
    ('selection', '0008_sessions', now()),
    ('selection', '0009_packet_storage', now()),
    ('selection', '0010_reason_of_choice', now()),
    ('selection', '0011_sealed_questions', now()),
    ('selection', '0012_kept_lists', now()),
    ('selection', '0013_row_security', now()),
    ('selection', '0014_session_words', now()),
    ('vacancies', '0021_sending_past_policies', now()),
    ('vacancies', '0022_fewer_indexes', now()),
    ('vacancies', '0023_kept_reach', now()),
    ('vacancies', '0024_counted_below_policies', now()),
    ('vacancies', '0025_counted_by_vacancy', now()),
    ('talent', '0001_initial', now()),
    ('talent', '0002_search_pages', now()),
    ('talent', '0003_nine_box', now()),
    ('talent', '0003_search_projection', now()),
    ('talent', '0004_invitations', now()),
    ('talent', '0005_pool_fill', now()),
    ('talent', '0006_search_ready', now()),
    ('talent', '0007_light_invitations', now()),
    ('talent', '0008_row_security', now()),
    ('talent', '0009_one_index_a_key', now()),
    ('talent', '0010_reach_looked_up', now()),
    ('talent', '0011_own_looked_up', now()),
    ('talent', '0012_reach_first', now()),
    ('vacancies', '0026_reach_first', now()),
    ('vacancies', '0027_sight_worked_out', now());
