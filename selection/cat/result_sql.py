"""The database counts every result again before it takes it: a result that does not follow from answers and paper is refused.

The same count as rules/order.py and rules/grading.py, in SQL over sets, so that a thousand results at the end of a session are
one statement. `tests/selection/cat/test_forged_results.py` holds both against each other.
"""

COUNT_SQL = """
CREATE FUNCTION selection_exam_outcomes(p_sittings bigint[])
RETURNS TABLE (sitting_id bigint, points bigint, max_points bigint, answered bigint, value numeric, answers_sha256 text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
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

-- Tables of a session's own (pg_temp) come last, also for the functions made before: none of them stands in for ours.
ALTER FUNCTION selection_refuse_late_answer() SET search_path = public, pg_temp;
ALTER FUNCTION selection_exam_value(bigint, bigint) SET search_path = public, pg_temp;
ALTER FUNCTION selection_refuse_exam_score() SET search_path = public, pg_temp;

CREATE FUNCTION selection_refuse_forged_result() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER selection_examresult_counted AFTER INSERT ON selection_examresult
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION selection_refuse_forged_result();

CREATE FUNCTION selection_refuse_other_text() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')
        IS DISTINCT FROM (SELECT i.sha256 FROM selection_examitem i WHERE i.id = NEW.item_id) THEN
        RAISE EXCEPTION 'not the question that was drawn: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER selection_examitemtext_same BEFORE INSERT ON selection_examitemtext
    FOR EACH ROW EXECUTE FUNCTION selection_refuse_other_text();

-- Whose place it is and in which order the questions stood is fixed from the planning on.
CREATE FUNCTION selection_refuse_other_order() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a place of a computer test keeps person, number and order: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER selection_examsitting_kept BEFORE UPDATE ON selection_examsitting
    FOR EACH ROW WHEN ((OLD.session_id, OLD.candidate_id, OLD.user_id, OLD.number, OLD.seed)
        IS DISTINCT FROM (NEW.session_id, NEW.candidate_id, NEW.user_id, NEW.number, NEW.seed))
    EXECUTE FUNCTION selection_refuse_other_order();

-- A sealed question keeps its content and its two keys; only out of use it can go.
CREATE FUNCTION selection_refuse_unsealing() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a sealed question keeps its content: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER selection_examquestion_sealed BEFORE UPDATE ON selection_examquestion
    FOR EACH ROW WHEN (OLD.first_key_id IS NOT NULL AND (OLD.sealed_text, OLD.sha256, OLD.units, OLD.max_points, OLD.competency,
        OLD.kind, OLD.difficulty, OLD.is_practice, OLD.first_key_id, OLD.second_key_id) IS DISTINCT FROM (NEW.sealed_text,
        NEW.sha256, NEW.units, NEW.max_points, NEW.competency, NEW.kind, NEW.difficulty, NEW.is_practice, NEW.first_key_id,
        NEW.second_key_id))
    EXECUTE FUNCTION selection_refuse_unsealing();

-- Nobody decides an annulment of their own.
CREATE FUNCTION selection_refuse_own_annulment() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.decided_by_id = (SELECT a.proposed_by_id FROM selection_examannulment a WHERE a.id = NEW.annulment_id) THEN
        RAISE EXCEPTION 'an annulment takes two people: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER selection_examannulmentverdict_second BEFORE INSERT ON selection_examannulmentverdict
    FOR EACH ROW EXECUTE FUNCTION selection_refuse_own_annulment();
"""
