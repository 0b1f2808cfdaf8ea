CREATE TABLE branches (branch_id int PRIMARY KEY, name text NOT NULL, city text NOT NULL);
CREATE TABLE genres (genre_id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE authors (author_id int PRIMARY KEY, name text NOT NULL, born int, country text NOT NULL);
CREATE TABLE books (book_id int PRIMARY KEY, title text NOT NULL, genre_id int NOT NULL REFERENCES genres, published_year int NOT NULL, pages int NOT NULL,
  language text NOT NULL, isbn text UNIQUE);
CREATE TABLE book_authors (book_id int REFERENCES books, author_id int REFERENCES authors, PRIMARY KEY (book_id, author_id));
CREATE TABLE copies (copy_id int PRIMARY KEY, book_id int NOT NULL REFERENCES books, branch_id int NOT NULL REFERENCES branches, condition text NOT NULL, acquired_on date NOT NULL);
CREATE TABLE members (member_id int PRIMARY KEY, name text NOT NULL, member_since date NOT NULL, status text NOT NULL, branch_id int NOT NULL REFERENCES branches, phone text);
CREATE TABLE loans (loan_id int PRIMARY KEY, copy_id int NOT NULL REFERENCES copies, member_id int NOT NULL REFERENCES members, loaned_on date NOT NULL,
  due_on date NOT NULL, returned_on date);
CREATE TABLE fines (fine_id int PRIMARY KEY, loan_id int NOT NULL REFERENCES loans, amount numeric(6,2) NOT NULL, paid boolean NOT NULL);
INSERT INTO branches VALUES (1, 'Central', 'Leeds'), (2, 'Riverside', 'Leeds'), (3, 'Hilltop', 'York');
INSERT INTO genres VALUES (1, 'Fantasy'), (2, 'Crime'), (3, 'Poetry'), (4, 'Science Fiction'), (5, 'Biography');
INSERT INTO authors SELECT n, (ARRAY['Ann Lee','Bo Marsh','Cy Dunn','Di Flores','Ed Huber','Fay Ono','Gus Ivanov','Hana Sato'])[n], CASE WHEN n <> 3 THEN 1920 + n * 9 END, (ARRAY['Japan','Russia','United Kingdom','Japan'])[n % 4 + 1] FROM generate_series(1, 8) n;
INSERT INTO books SELECT n, 'Book ' || n, n % 5 + 1, 1950 + (n * 7) % 75, 80 + (n * 53) % 900, (ARRAY['English','German','Spanish'])[n % 3 + 1], '978-' || n FROM generate_series(1, 60) n;
UPDATE books SET title = (ARRAY['The Silent Tide','Glass Harbour','Winter Keys'])[book_id] WHERE book_id <= 3;
INSERT INTO book_authors SELECT n, n % 7 + 1 FROM generate_series(1, 60) n UNION SELECT n, (n * 2) % 7 + 1 FROM generate_series(3, 60, 3) n;
INSERT INTO copies SELECT n, (n * 11) % 57 + 1, n % 3 + 1, (ARRAY['new','good','worn','damaged'])[n % 4 + 1], date '2015-01-01' + n * 13 FROM generate_series(1, 150) n;
INSERT INTO members SELECT n, 'Member ' || n, date '2014-06-01' + n * 55, (ARRAY['active','suspended','expired','active'])[n % 4 + 1], n % 3 + 1, CASE WHEN n % 5 > 0 THEN '555-' || n END FROM generate_series(1, 50) n;
INSERT INTO loans SELECT n, (n * 17) % 148 + 1, (n * 5) % 47 + 1, date '2023-01-01' + n * 2, date '2023-01-22' + n * 2, CASE WHEN n % 8 > 0 THEN date '2023-01-05' + n * 2 + n % 30 END FROM generate_series(1, 400) n;
INSERT INTO fines SELECT n, n * 3, 1 + (n * 7) % 25, n % 3 > 0 FROM generate_series(1, 120) n;
