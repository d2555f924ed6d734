"""A ranking keeps every word of itself, a participant keeps selection and number, and the lock of scores looks at both ends.

Whoever writes SQL as the web role could rewrite a stored packet, or take a score, or its participant, into a selection without
a lock, change it there, and bring it back. The function names its schema, so that no temporary table stands in for the lock.
Nor does one person both propose and accept a correction, or decide between two keyings one of which is the person's own.
"""

from django.db import migrations

LOCKED = """
CREATE OR REPLACE FUNCTION selection_refuse_locked() RETURNS trigger LANGUAGE plpgsql SET search_path TO 'public', 'pg_temp' AS $$
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
"""

# A list of columns, no comparison: a packet may be a hundred megabytes long. Only the request it was sent with is written later.
KEPT = """
CREATE TRIGGER selection_ranking_written_once BEFORE UPDATE OF
    id, public_id, vacancy_id, lock_id, version, computed_by_id, computed_at, reason, cut, flags, packet, sha256
    ON selection_ranking FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER selection_candidate_kept BEFORE UPDATE ON selection_candidate FOR EACH ROW
    WHEN (OLD.vacancy_id <> NEW.vacancy_id OR OLD.application_id <> NEW.application_id OR OLD.number <> NEW.number)
    EXECUTE FUNCTION core_refuse_change();
"""

SECOND = """
CREATE FUNCTION selection_refuse_own_verdict() RETURNS trigger LANGUAGE plpgsql SET search_path TO 'public', 'pg_temp' AS $$
BEGIN
    IF NEW.decided_by_id = (SELECT c.proposed_by_id FROM selection_scorecorrection c WHERE c.id = NEW.correction_id) THEN
        RAISE EXCEPTION 'a correction takes two people: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER selection_correctionverdict_second BEFORE INSERT ON selection_correctionverdict
    FOR EACH ROW EXECUTE FUNCTION selection_refuse_own_verdict();
CREATE FUNCTION selection_refuse_own_keying() RETURNS trigger LANGUAGE plpgsql SET search_path TO 'public', 'pg_temp' AS $$
BEGIN
    IF EXISTS (SELECT FROM selection_entryvalue e WHERE e.candidate_id = NEW.candidate_id AND e.component_id = NEW.component_id
        AND e.keyed_by_id = NEW.decided_by_id) THEN
        RAISE EXCEPTION 'two keyings are decided by a third person: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER selection_entrydecision_third BEFORE INSERT ON selection_entrydecision
    FOR EACH ROW EXECUTE FUNCTION selection_refuse_own_keying();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0011_sealed_questions")]

    operations = [
        migrations.RunSQL(LOCKED, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        migrations.RunSQL(SECOND, migrations.RunSQL.noop),
    ]
