CREATE SCHEMA "My Shop";
CREATE TABLE "My Shop"."We""ird; DROP TABLE" (id int PRIMARY KEY, "na""me; --" text NOT NULL, "select" text);
CREATE TABLE regions (code text, land text, label text NOT NULL, PRIMARY KEY (code, land));
CREATE TABLE people (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, boss_id int REFERENCES people, region text, land text, credit numeric NOT NULL,
  FOREIGN KEY (region, land) REFERENCES regions (code, land));
CREATE TABLE things (id int PRIMARY KEY, title text NOT NULL UNIQUE, price int NOT NULL, cost money NOT NULL);
CREATE TABLE tags (id int PRIMARY KEY, name text NOT NULL, kind text NOT NULL);
CREATE TABLE thing_tags (thing_id int REFERENCES things, tag_id int REFERENCES tags, PRIMARY KEY (thing_id, tag_id));
CREATE TABLE orders (id int PRIMARY KEY, person_id int REFERENCES people, at timestamptz NOT NULL, plain timestamp NOT NULL, day date NOT NULL, open time NOT NULL,
  weird_id int REFERENCES "My Shop"."We""ird; DROP TABLE");
CREATE TABLE lines (order_id int REFERENCES orders, no int, thing_id int NOT NULL REFERENCES things, quantity int NOT NULL, PRIMARY KEY (order_id, no));
CREATE TABLE payments (id int NOT NULL, person_id int NOT NULL, paid date NOT NULL, amount numeric NOT NULL) PARTITION BY RANGE (paid);
CREATE TABLE payments_1 PARTITION OF payments FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE payments_2 PARTITION OF payments FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE payments_1 ADD FOREIGN KEY (person_id) REFERENCES people;
CREATE TABLE places (id int PRIMARY KEY, name text NOT NULL, size text NOT NULL);
CREATE TABLE capitals (since int) INHERITS (places);
CREATE TABLE an_extraordinarily_long_name_of_a_table_that_nobody_would_use_ (id int PRIMARY KEY, an_extraordinarily_long_name_of_a_column_that_nobody_would_use_ int NOT NULL);

INSERT INTO "My Shop"."We""ird; DROP TABLE" VALUES (1, 'o''ne', 'a'), (2, 'two', NULL);
INSERT INTO regions VALUES ('N', 'CH', 'North'), ('S', 'CH', 'South');
INSERT INTO people VALUES (1, 'Ann', 'Lee', NULL, 'N', 'CH', 100), (2, 'Bo', 'Ray', 1, 'N', 'CH', 50), (3, 'Ann', 'Lee', 1, 'S', 'CH', 25), (4, 'Di', 'Moe', 2, NULL, NULL, 10);
INSERT INTO things VALUES (1, 'Pen', 100000, 1.5), (2, 'Ink', 7, 2.25), (3, 'Pad', 9, 4);
INSERT INTO tags VALUES (1, 'blue', 'colour'), (2, 'red', 'colour'), (3, 'new', 'state');
INSERT INTO thing_tags VALUES (1, 1), (1, 2), (1, 3), (2, 2);
INSERT INTO orders VALUES
  (1, 1, '2024-01-31 23:30+00', '2024-01-31 23:30', '2024-01-31', '09:15', 1),
  (2, 1, '2024-02-01 00:30+00', '2024-02-01 00:30', '2024-02-01', '09:45', 1),
  (3, 2, '2024-02-29 12:00+00', '2024-02-29 12:00', '2024-02-29', '17:00', 2),
  (4, 3, '2024-12-30 10:00+00', '2024-12-30 10:00', '2024-12-30', '17:59', NULL),
  (5, NULL, '2025-01-05 22:00+00', '2025-01-05 22:00', '2025-01-05', '00:00', NULL);
INSERT INTO lines VALUES (1, 1, 1, 40000), (1, 2, 2, 3), (2, 1, 2, 1), (3, 1, 3, 2), (3, 2, 1, 1), (4, 1, 2, 5), (5, 1, 3, 1);
INSERT INTO payments VALUES (1, 1, '2024-05-01', 10), (2, 2, '2024-06-01', 20), (3, 1, '2025-05-01', 5), (4, 2, '2025-06-01', 7);
INSERT INTO places VALUES (1, 'Thun', 'small'), (2, 'Biel', 'large');
INSERT INTO capitals VALUES (3, 'Bern', 'large', 1848);
