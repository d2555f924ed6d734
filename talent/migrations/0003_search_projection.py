"""Tables, triggers and functions of talent search (docs/talent-search.md).

The projection is partitioned by score, which Django's models do not know; a rebuild makes the same tables anew beside these.
"""

import itertools

import django.contrib.postgres.fields
from django.db import migrations, models

from core.create_together import ByStatements

STOP_WORDS = "yang dan di ke dari pada untuk dengan dalam oleh atau tahun sebagai serta para antar bagi kepada secara tentang the of and in for to"
# Stems of one phrase. Words in capitals inside mixed writing are acronyms and stay as they are, marked "a=".
LEXEMES = f"""
CREATE FUNCTION talent_lexemes(phrase text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT lexeme), '{{}}') FROM (
        SELECT CASE
            WHEN word = upper(word) AND word <> lower(word) AND phrase <> upper(phrase) THEN 'a=' || lower(word)
            ELSE coalesce((ts_lexize('pg_catalog.indonesian_stem', lower(word)))[1], lower(word)) END AS lexeme
        FROM regexp_split_to_table(phrase, '[^[:alnum:]]+') AS word
        WHERE length(word) > 1 AND lower(word) <> ALL (ARRAY[{", ".join(f"'{word}'" for word in STOP_WORDS.split())}])
    ) AS words
$$;
"""  # noqa: S608 - own constants
# The SQL of talent/rules/study_fields.py: number of the field in its order, 0 when no programme is known.
STUDY = r"""
CREATE FUNCTION talent_study(program text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
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
"""
MERGED = """
CREATE AGGREGATE talent_merged(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '', PARALLEL = SAFE);
"""
COLUMNS = """
    id bigint NOT NULL, score smallint NOT NULL, agency integer NOT NULL, province smallint NOT NULL, level smallint NOT NULL, field smallint NOT NULL, grade smallint NOT NULL, education smallint NOT NULL,
    study smallint NOT NULL, box smallint NOT NULL, performance smallint NOT NULL, cpns date NOT NULL, languages smallint NOT NULL, trainings smallint NOT NULL, ready smallint NOT NULL,
    m01 smallint NOT NULL, m02 smallint NOT NULL, m03 smallint NOT NULL, m04 smallint NOT NULL, m05 smallint NOT NULL, m06 smallint NOT NULL, m07 smallint NOT NULL, m08 smallint NOT NULL, s01 smallint NOT NULL, doc tsvector NOT NULL
"""
BOUNDS = (0, 200, 300, 400, 500, 600, 700, 800, 1001)
BANDS = [
    f"CREATE TABLE talent_searchrow_{n} PARTITION OF talent_searchrow FOR VALUES FROM ({low}) TO ({high});"
    f" ALTER TABLE talent_searchrow_{n} ALTER doc SET STATISTICS 1000;"
    f" CREATE INDEX ON talent_searchrow_{n} USING gin (doc) WITH (fastupdate = off);"
    f" CREATE INDEX ON talent_searchrow_{n} (score, id);"
    f" CREATE INDEX ON talent_searchrow_{n} (agency);"
    f" CREATE INDEX ON talent_searchrow_{n} (id);"
    for n, (low, high) in enumerate(itertools.pairwise(BOUNDS))
]
# Whoever changes the register leaves the person's number here; bulk loads say so and rebuild afterwards instead.
NOTE = """
CREATE FUNCTION talent_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('asnkarier.bulk_load', true), '') = 'on' THEN RETURN NULL; END IF;
    IF TG_TABLE_NAME = 'employees_employee' THEN
        INSERT INTO talent_searchchange (employee_id) SELECT id FROM changed;
    ELSE
        INSERT INTO talent_searchchange (employee_id) SELECT DISTINCT employee_id FROM changed;
    END IF;
    RETURN NULL;
END $$;
"""
REGISTER = (
    "employees_employee",
    "employees_positionrecord",
    "employees_educationrecord",
    "employees_trainingrecord",
    "employees_performancerecord",
    "employees_assessmentrecord",
    "employees_languagerecord",
    "employees_competencyrecord",
)
TRIGGERS = [
    f"CREATE TRIGGER {table}_search_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} TABLE AS changed"
    f" FOR EACH STATEMENT EXECUTE FUNCTION talent_note_change();"
    for table in REGISTER
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
]
STATEMENTS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm;",
    'CREATE TABLE "talent_searchchange" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,'
    ' "employee_id" bigint NOT NULL);',
    'CREATE TABLE "talent_searchfresh" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,'
    ' "employee_id" bigint NOT NULL);',
    'CREATE TABLE "talent_nameword" ("word" varchar(150) NOT NULL PRIMARY KEY, "people" integer NOT NULL CHECK ("people" >= 0));',
    'CREATE INDEX "talent_nameword_begins" ON "talent_nameword" ("word" varchar_pattern_ops);',
    'CREATE INDEX "talent_nameword_alike" ON "talent_nameword" USING gin ("word" gin_trgm_ops);',
    'CREATE TABLE "talent_searchbuild" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,'
    ' "started_at" timestamp with time zone NOT NULL, "finished_at" timestamp with time zone NULL, "since" bigint NOT NULL,'
    ' "bounds" smallint[] NOT NULL, "done" jsonb NOT NULL, "people" integer NOT NULL CHECK ("people" >= 0),'
    ' "folder" varchar(200) NOT NULL, "is_current" boolean NOT NULL);',
    'CREATE UNIQUE INDEX "one_current_build" ON "talent_searchbuild" ("is_current") WHERE "is_current";',
    LEXEMES,
    STUDY,
    MERGED,
    f"CREATE TABLE talent_searchrow ({COLUMNS}) PARTITION BY RANGE (score);",
    *BANDS,
    "CREATE TABLE talent_searchsample (LIKE talent_searchrow);",
    "CREATE INDEX ON talent_searchsample USING gin (doc) WITH (fastupdate = off);",
    "CREATE INDEX ON talent_searchsample (id);",
    NOTE,
    *TRIGGERS,
    # People who are there already are noted, so that the follower brings them in.
    "INSERT INTO talent_searchchange (employee_id) SELECT id FROM employees_employee;",
]


class Migration(migrations.Migration):
    dependencies = [
        ("employees", "0004_talent"),
        ("talent", "0003_nine_box"),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.CreateModel(
                    name="NameWord",
                    fields=[
                        ("word", models.CharField(max_length=150, primary_key=True, serialize=False)),
                        ("people", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchBuild",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("since", models.BigIntegerField(help_text="Nomor SearchFresh terakhir sebelum pembangunan dimulai")),
                        (
                            "bounds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=list,
                                help_text="Batas bawah pita nilai, naik",
                                size=None,
                            ),
                        ),
                        (
                            "done",
                            models.JSONField(default=list, help_text="Langkah yang sudah selesai, supaya dapat diteruskan"),
                        ),
                        ("people", models.PositiveIntegerField(default=0)),
                        (
                            "folder",
                            models.CharField(
                                blank=True,
                                help_text="Berkas kolom untuk hitungan, kosong bila tidak dibuat",
                                max_length=200,
                            ),
                        ),
                        ("is_current", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_current", True)), fields=("is_current",), name="one_current_build"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("employee_id", models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchFresh",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("employee_id", models.BigIntegerField()),
                    ],
                ),
            ],
        ),
    ]
