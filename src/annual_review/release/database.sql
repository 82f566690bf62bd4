-- One row per code: its scheme, its label, what it covers and what it does not.
CREATE TABLE codes (
    code TEXT PRIMARY KEY,
    scheme TEXT NOT NULL,
    label TEXT NOT NULL,
    description TEXT NOT NULL,
    not_covered TEXT NOT NULL,
    articles TEXT NOT NULL,
    option TEXT NOT NULL
);

-- What the codes of subjects stand for.
CREATE TABLE subjects (subject TEXT PRIMARY KEY, name TEXT NOT NULL);

-- The questions of the forms, as they are printed.
CREATE TABLE questions (field TEXT PRIMARY KEY, name TEXT NOT NULL);

-- Every statement, measure, need and challenge once, whatever its years, to be searched.
CREATE TABLE passages (
    n INTEGER PRIMARY KEY, -- the rowid, which VACUUM may otherwise change
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    report_id TEXT NOT NULL REFERENCES reports(report_id),
    iso3 TEXT NOT NULL REFERENCES countries(iso3),
    subject TEXT NOT NULL REFERENCES subjects(subject),
    field TEXT NOT NULL REFERENCES questions(field),
    first_year INTEGER,
    last_year INTEGER,
    years TEXT NOT NULL,
    text TEXT NOT NULL,
    code TEXT REFERENCES codes(code)
);

-- The words of the passages, for full-text search. The row `search` of the table about has a query.
-- Endings of English words do not count.
CREATE VIRTUAL TABLE passages_fts USING fts5 (
    text, content="passages", content_rowid="n", tokenize="porter unicode61 remove_diacritics 2"
);

-- What these data are, how sure the codes are, how to cite, the licence and the Office's terms.
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);

-- What each table and view holds.
CREATE TABLE contents (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL
);

-- What each column of the tables holds.
CREATE TABLE columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (table_name, column_name)
);

-- Statements with words beside codes: one row per statement and year.
CREATE VIEW statements_with_labels AS
SELECT c.name AS country, c.region, t.year, s.name AS subject, q.name AS question, t.speaker,
       t.party, t.answer, t.text, t.page, t.statement_id, t.report_id, t.iso3, t.field
FROM statements t
LEFT JOIN countries c USING (iso3)
LEFT JOIN subjects s USING (subject)
LEFT JOIN questions q USING (field);

-- Measures with words beside codes: one row per measure and year, with its primary code.
CREATE VIEW measures_with_labels AS
SELECT c.name AS country, c.region, t.year, s.name AS subject, q.name AS question, k.label AS measure,
       t.text, t.measure_id, t.statement_id, t.report_id, t.iso3, t.field, t.code
FROM measures t
LEFT JOIN countries c USING (iso3)
LEFT JOIN subjects s USING (subject)
LEFT JOIN questions q USING (field)
LEFT JOIN codes k USING (code);

-- Needs with words beside codes: one row per need and year, with its primary code.
CREATE VIEW needs_with_labels AS
SELECT c.name AS country, c.region, t.year, s.name AS subject, t.direction, t.priority,
       k.label AS need, t.text, t.need_id, t.statement_id, t.report_id, t.iso3, t.code
FROM needs t
LEFT JOIN countries c USING (iso3)
LEFT JOIN subjects s USING (subject)
LEFT JOIN codes k USING (code);

-- Challenges with words beside codes: one row per challenge and year, with its primary code.
CREATE VIEW challenges_with_labels AS
SELECT c.name AS country, c.region, t.year, s.name AS subject, t.speaker, t.party,
       k.label AS challenge, t.text, t.challenge_id, t.statement_id, t.report_id, t.iso3, t.code
FROM challenges t
LEFT JOIN countries c USING (iso3)
LEFT JOIN subjects s USING (subject)
LEFT JOIN codes k USING (code);

-- Which codes count for an item, in each scheme: those that people settled on; otherwise those that
-- people gave; otherwise those of the program. What people say names no group has none.
CREATE VIEW codes_that_count AS
WITH ranked AS (
    SELECT item_id, scheme, code, score, sure, "primary",
           CASE WHEN coder = 'settled' THEN 2 WHEN method = 'manual' THEN 1 ELSE 0 END AS rank
    FROM codings
), best AS (
    SELECT item_id, scheme, max(rank) AS rank FROM ranked GROUP BY item_id, scheme
)
SELECT r.item_id, r.scheme, r.code, k.label, max(r.score) AS score, max(r.sure) AS sure,
       max(r."primary") AS "primary", r.rank > 0 AS by_people
FROM ranked r
JOIN best USING (item_id, scheme, rank)
LEFT JOIN codes k ON k.code = r.code
WHERE r.code <> 'group.none'
GROUP BY r.item_id, r.scheme, r.code;

-- Items whose primary code the program is unsure of, the least sure first: one row per item.
CREATE VIEW unsure_codes AS
SELECT c.name AS country, p.years, q.name AS question, p.kind, p.text, k.label, t.code, t.score,
       t.item_id
FROM codings t
JOIN passages p ON p.id = t.item_id AND p.code = t.code
LEFT JOIN countries c USING (iso3)
LEFT JOIN questions q USING (field)
LEFT JOIN codes k ON k.code = t.code
WHERE t."primary" AND NOT t.sure
ORDER BY t.score, t.item_id;

-- What the last report on each instrument says of its ratification: one row per country and
-- instrument.
CREATE VIEW latest_ratification AS
SELECT c.name AS country, c.region, r.instrument, r.year, r.status, r.intention, r.text,
       r.report_id, r.iso3
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY iso3, instrument ORDER BY year DESC, report_id DESC
    ) AS place
    FROM ratification
) r
LEFT JOIN countries c USING (iso3)
WHERE r.place = 1
ORDER BY c.name, r.instrument;

-- The years that each report speaks for. A baseline is printed again with the next year's answers: of
-- two that cover a year, the later one counts.
CREATE VIEW years_of_reports AS
WITH RECURSIVE every (report_id, iso3, subject, last_year, year) AS (
    SELECT report_id, iso3, subject, last_year, first_year FROM reports
    UNION ALL
    SELECT report_id, iso3, subject, last_year, year + 1 FROM every WHERE year < last_year
)
SELECT c.name AS country, e.year, s.name AS subject, e.report_id, e.iso3
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY iso3, subject, year ORDER BY last_year DESC, report_id DESC
    ) AS place
    FROM every
) e
LEFT JOIN countries c USING (iso3)
LEFT JOIN subjects s USING (subject)
WHERE e.place = 1
ORDER BY country, e.year, s.subject;

-- How many needs each country names, by year, subject and kind of help (primary code).
CREATE VIEW needs_by_country_and_year AS
SELECT c.name AS country, t.year, s.name AS subject, t.direction, k.label AS need,
       count(*) AS needs, t.iso3, t.code
FROM needs t
LEFT JOIN countries c USING (iso3)
LEFT JOIN subjects s USING (subject)
LEFT JOIN codes k USING (code)
WHERE (t.report_id, t.year) IN (SELECT report_id, year FROM years_of_reports)
   OR t.year IS NULL AND t.report_id IN (SELECT report_id FROM years_of_reports)
GROUP BY t.iso3, t.year, t.subject, t.direction, t.code
ORDER BY country, t.year, s.subject, t.direction, t.code;

-- Which countries ask the ILO for each kind of help (primary code), on each subject, and when.
-- Needs without a year count, but have no part in the years.
CREATE VIEW who_asks_for_what AS
SELECT s.name AS subject, k.label AS need, count(*) AS countries,
       group_concat(a.country, '; ') AS which, min(a.first_year) AS first_year,
       max(a.last_year) AS last_year, a.code
FROM (
    SELECT n.subject, n.code, c.name AS country, min(n.year) AS first_year, max(n.year) AS last_year
    FROM needs n
    JOIN countries c USING (iso3)
    WHERE n.direction = 'request' AND (
        (n.report_id, n.year) IN (SELECT report_id, year FROM years_of_reports)
        OR n.year IS NULL AND n.report_id IN (SELECT report_id FROM years_of_reports)
    )
    GROUP BY n.subject, n.code, n.iso3
    ORDER BY n.subject, n.code, c.name
) a
LEFT JOIN subjects s USING (subject)
LEFT JOIN codes k USING (code)
GROUP BY a.subject, a.code
ORDER BY a.subject, countries DESC, a.code;

-- How many countries gave each kind of answer to each question, by subject and year. Statements
-- without a year have rows of their own.
CREATE VIEW answers_by_question AS
SELECT s.name AS subject, q.name AS question, t.year, t.party, t.answer,
       count(DISTINCT t.iso3) AS countries, t.field
FROM statements t
LEFT JOIN subjects s USING (subject)
LEFT JOIN questions q USING (field)
WHERE (t.report_id, t.year) IN (SELECT report_id, year FROM years_of_reports)
   OR t.year IS NULL AND t.report_id IN (SELECT report_id FROM years_of_reports)
GROUP BY t.subject, t.field, t.year, t.party, t.answer
ORDER BY t.subject, t.field, t.year, t.party, t.answer;
