-- Definitions that came with PostgreSQL 16, 17 and 18.
CREATE EXTENSION btree_gist;
CREATE COLLATION ruled (PROVIDER = icu, LOCALE = 'und', RULES = '&V << w <<< W');
CREATE COLLATION built_in (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE DOMAIN named AS text CONSTRAINT must_be NOT NULL CONSTRAINT not_empty CHECK (VALUE <> '');
CREATE TABLE virtual (a int CONSTRAINT a_is_there NOT NULL, b int GENERATED ALWAYS AS (a * 2) VIRTUAL, c int GENERATED ALWAYS AS (a * 3) STORED, d text STORAGE MAIN COLLATE ruled);
CREATE TABLE parted (id int GENERATED ALWAYS AS IDENTITY (START 40), at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE parted_a PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE parted_b (at date CONSTRAINT b_at NOT NULL, id int NOT NULL); ALTER TABLE parted ATTACH PARTITION parted_b FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE base (x int CONSTRAINT only_here NOT NULL NO INHERIT, y int NOT NULL, z int);
CREATE TABLE derived (w int, CONSTRAINT own_y NOT NULL y) INHERITS (base);
ALTER TABLE ONLY derived ADD CONSTRAINT derived_x NOT NULL x;
INSERT INTO base VALUES (1, 1, NULL); ALTER TABLE base ADD CONSTRAINT later NOT NULL z NOT VALID;
CREATE TABLE unchecked (id int PRIMARY KEY, v int, CONSTRAINT wishful CHECK (v > 0) NOT ENFORCED, up int);
INSERT INTO unchecked VALUES (1, -1, 7); ALTER TABLE unchecked ADD CONSTRAINT up_there FOREIGN KEY (up) REFERENCES unchecked NOT ENFORCED;
CREATE TABLE room (id int, during tstzrange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE stay (room int, during tstzrange, FOREIGN KEY (room, PERIOD during) REFERENCES room (id, PERIOD during));
CREATE TABLE refers (id int, at date); ALTER TABLE parted ADD COLUMN ref int; ALTER TABLE parted ADD CONSTRAINT not_yet FOREIGN KEY (ref) REFERENCES unchecked NOT VALID;
INSERT INTO parted (at) VALUES ('2020-02-02'), ('2021-02-02'); INSERT INTO virtual (a) VALUES (1);
