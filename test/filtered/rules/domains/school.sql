CREATE TABLE houses (id int PRIMARY KEY, name text NOT NULL, motto text);
CREATE TABLE teachers (id int PRIMARY KEY, full_name text NOT NULL, department text NOT NULL, joined date NOT NULL, salary int NOT NULL, on_leave boolean NOT NULL);
CREATE TABLE students (id int PRIMARY KEY, full_name text NOT NULL, grade_level int NOT NULL, enrolled_on date NOT NULL, gpa numeric(3,2) NOT NULL,
  is_international boolean NOT NULL, house_id int REFERENCES houses, nationality text NOT NULL);
CREATE TABLE courses (id int PRIMARY KEY, title text NOT NULL, level text NOT NULL, credits int NOT NULL, teacher_id int NOT NULL REFERENCES teachers);
CREATE TABLE enrollments (student_id int NOT NULL REFERENCES students, course_id int NOT NULL REFERENCES courses, enrolled_at date NOT NULL,
  final_mark numeric(4,1), dropped_at date, PRIMARY KEY (student_id, course_id));
CREATE TABLE exams (id int PRIMARY KEY, course_id int NOT NULL REFERENCES courses, held_on date NOT NULL, room text NOT NULL, max_points int NOT NULL);
INSERT INTO houses VALUES (1, 'Falcon', 'Fly high'), (2, 'Otter', NULL), (3, 'Badger', 'Dig in');
INSERT INTO teachers SELECT n, (ARRAY['Ruth Stone','Paul Weber','Ingrid Lund','Tom Reed','Sara Mills','Hugo Blanc','Nina Petrova'])[n],
  (ARRAY['Mathematics','History','Science','Mathematics','Languages','Science','History'])[n], date '2005-08-15' + n * 700, 38000 + n * 4500, n IN (3, 6) FROM generate_series(1, 7) n;
INSERT INTO students SELECT n, 'Student ' || n, 7 + n % 6, date '2018-09-01' + n * 30, 2 + (n * 37 % 200) / 100.0, n % 4 = 0, CASE WHEN n % 7 > 0 THEN n % 3 + 1 END,
  (ARRAY['Swiss','Brazilian','Indian','Swiss','Kenyan'])[n % 5 + 1] FROM generate_series(1, 80) n;
INSERT INTO courses SELECT n, (ARRAY['Algebra I','World History','Physics','Calculus','French','Chemistry','Ancient Rome','Spanish','Statistics','Astronomy'])[n],
  (ARRAY['beginner','intermediate','advanced'])[n % 3 + 1], 2 + n % 4, n % 6 + 1 FROM generate_series(1, 10) n;
INSERT INTO enrollments SELECT s, c, date '2022-09-01' + (s * c) % 900, CASE WHEN (s + c) % 5 > 0 THEN 40 + (s * c * 7) % 61 END,
  CASE WHEN (s + c) % 11 = 0 THEN date '2025-03-01' END FROM generate_series(1, 76) s, generate_series(1, 9) c WHERE (s * c) % 3 = 0 OR s % 9 = c;
INSERT INTO exams SELECT n, n % 8 + 1, date '2024-01-10' + n * 9, (ARRAY['A1','B2','Aula'])[n % 3 + 1], 50 + n % 3 * 25 FROM generate_series(1, 60) n;
