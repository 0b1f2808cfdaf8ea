CREATE TABLE artist (artist_id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE album (album_id int PRIMARY KEY, title text NOT NULL, artist_id int NOT NULL REFERENCES artist, release_date date NOT NULL);
CREATE TABLE genre (genre_id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE media_type (media_type_id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE track (track_id int PRIMARY KEY, name text NOT NULL, album_id int REFERENCES album, media_type_id int NOT NULL REFERENCES media_type, genre_id int REFERENCES genre,
  composer text, milliseconds int NOT NULL, bytes int NOT NULL, unit_price numeric(5,2) NOT NULL);
CREATE TABLE employee (employee_id int PRIMARY KEY, last_name text NOT NULL, first_name text NOT NULL, title text NOT NULL, reports_to int REFERENCES employee, hire_date timestamp NOT NULL, city text NOT NULL);
CREATE TABLE customer (customer_id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, company text, city text NOT NULL, state text, country text NOT NULL, phone text, support_rep_id int REFERENCES employee);
CREATE TABLE invoice (invoice_id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, invoice_date timestamp NOT NULL, billing_city text NOT NULL, billing_country text NOT NULL, total numeric(8,2) NOT NULL);
CREATE TABLE invoice_line (invoice_line_id int PRIMARY KEY, invoice_id int NOT NULL REFERENCES invoice, track_id int NOT NULL REFERENCES track, unit_price numeric(5,2) NOT NULL, quantity int NOT NULL);
CREATE TABLE playlist (playlist_id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE playlist_track (playlist_id int REFERENCES playlist, track_id int REFERENCES track, PRIMARY KEY (playlist_id, track_id));
INSERT INTO artist SELECT n, (ARRAY['Los Faros','Grey Heron','Mira Dole','The Lanterns','Ostinato','Velvet Mile','Quiet Engines'])[n] FROM generate_series(1, 7) n;
INSERT INTO album SELECT n, 'Album ' || n, n % 6 + 1, date '1990-04-01' + n * 500 FROM generate_series(1, 20) n;
INSERT INTO genre VALUES (1, 'Rock'), (2, 'Jazz'), (3, 'Metal'), (4, 'Hip Hop/Rap'), (5, 'Classical');
INSERT INTO media_type VALUES (1, 'MPEG audio file'), (2, 'AAC audio file'), (3, 'MPEG-4 video file');
INSERT INTO track SELECT n, 'Song ' || n, CASE WHEN n % 17 > 0 THEN n % 19 + 1 END, n % 3 + 1, CASE WHEN n % 13 > 0 THEN n % 5 + 1 END, CASE WHEN n % 4 > 0 THEN (ARRAY['A. Rojas','M. Dole','J. Finch'])[n % 3 + 1] END, 90000 + (n * 7919) % 420000, 2000000 + n * 10007, CASE WHEN n % 3 = 2 THEN 1.99 ELSE 0.99 END FROM generate_series(1, 200) n;
INSERT INTO employee VALUES (1,'Adams','Andrea','General Manager',NULL,'2009-08-14','Edmonton'), (2,'Ellis','Nora','Sales Manager',1,'2010-05-01','Calgary'), (3,'Pike','Jane','Sales Support Agent',2,'2011-04-01','Calgary'),
  (4,'Park','Margo','Sales Support Agent',2,'2012-05-03','Calgary'), (5,'Mitch','Mike','IT Manager',1,'2013-10-17','Calgary'), (6,'King','Rob','IT Staff',5,'2014-01-02','Lethbridge');
INSERT INTO customer SELECT n, (ARRAY['Luis','Leonie','Frank','Bjorn','Helena'])[n % 5 + 1], 'Fam' || n, CASE WHEN n % 4 = 0 THEN 'Firm ' || n END, (ARRAY['Prague','Paris','Berlin','Toronto','Chicago'])[n % 5 + 1], CASE WHEN n % 5 = 3 THEN 'ON' WHEN n % 5 = 4 THEN 'IL' END,
  (ARRAY['Czech Republic','France','Germany','Canada','USA'])[n % 5 + 1], CASE WHEN n % 6 > 0 THEN '+' || n END, CASE WHEN n % 9 > 0 THEN n % 2 + 3 END FROM generate_series(1, 50) n;
INSERT INTO invoice SELECT n, (n * 7) % 47 + 1, timestamp '2021-01-02 10:00' + n * interval '4 days', 'Town', (ARRAY['France','Germany','USA'])[n % 3 + 1], 1 + (n * 37) % 25 FROM generate_series(1, 300) n;
INSERT INTO invoice_line SELECT n, (n * 11) % 300 + 1, (n * 7) % 180 + 1, CASE WHEN n % 3 = 2 THEN 1.99 ELSE 0.99 END, 1 + n % 3 FROM generate_series(1, 900) n;
INSERT INTO playlist VALUES (1, 'Morning'), (2, 'Workout'), (3, 'Empty One'), (4, 'Evening Jazz');
INSERT INTO playlist_track SELECT p, t FROM generate_series(1, 4) p, generate_series(1, 160) t WHERE p <> 3 AND (p * t) % 7 = 1;
