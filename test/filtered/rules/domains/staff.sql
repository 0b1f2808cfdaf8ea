CREATE TABLE departments (dept_no char(4) PRIMARY KEY, dept_name text NOT NULL, location text NOT NULL);
CREATE TABLE employees (emp_no int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, gender text NOT NULL, birth_date date NOT NULL,
  hire_date date NOT NULL, manager_no int REFERENCES employees, dept_no char(4) NOT NULL REFERENCES departments, job_title text NOT NULL, salary numeric(10,2) NOT NULL,
  employment_type text NOT NULL, terminated_on date);
CREATE TABLE skills (skill_id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE employee_skills (emp_no int REFERENCES employees, skill_id int REFERENCES skills, level int NOT NULL, PRIMARY KEY (emp_no, skill_id));
CREATE TABLE projects (project_id int PRIMARY KEY, name text NOT NULL, budget numeric(12,2) NOT NULL, start_date date NOT NULL, end_date date, status text NOT NULL);
CREATE TABLE assignments (emp_no int REFERENCES employees, project_id int REFERENCES projects, hours numeric(6,1) NOT NULL, role text NOT NULL, PRIMARY KEY (emp_no, project_id));
CREATE TABLE leave_requests (request_id int PRIMARY KEY, emp_no int NOT NULL REFERENCES employees, kind text NOT NULL, status text NOT NULL, from_date date NOT NULL, days int NOT NULL, requested_at timestamp NOT NULL);
INSERT INTO departments VALUES ('d001', 'Engineering', 'Berlin'), ('d002', 'Human Resources', 'Berlin'), ('d003', 'Sales', 'Madrid'), ('d004', 'Legal', 'Paris');
INSERT INTO employees SELECT n, (ARRAY['Alex','Bea','Chris','Dora','Emil'])[n % 5 + 1], 'Name' || n, (ARRAY['M','F'])[n % 2 + 1], date '1960-02-01' + n * 250, date '2008-04-01' + n * 95,
  CASE WHEN n > 4 THEN n % 4 + 1 END, 'd00' || n % 3 + 1, (ARRAY['Software Engineer','Recruiter','Account Executive','Engineering Manager','Data Analyst'])[n % 5 + 1], 30000 + (n * 3711) % 90000,
  (ARRAY['full-time','part-time','contractor'])[n % 3 + 1], CASE WHEN n % 9 = 0 THEN date '2024-01-01' + n END FROM generate_series(1, 70) n;
INSERT INTO skills VALUES (1, 'Python'), (2, 'SQL'), (3, 'Negotiation'), (4, 'Rust');
INSERT INTO employee_skills SELECT e, s, (e * s) % 5 + 1 FROM generate_series(1, 66) e, generate_series(1, 4) s WHERE (e + s) % 3 = 0;
INSERT INTO projects SELECT n, (ARRAY['Apollo','Borealis','Cobalt','Dune','Ember','Fjord'])[n], n * 45000, date '2023-01-01' + n * 100, CASE WHEN n % 2 = 0 THEN date '2024-06-01' + n * 50 END, (ARRAY['planned','running','finished'])[n % 3 + 1] FROM generate_series(1, 6) n;
INSERT INTO assignments SELECT e, p, 10 + (e * p * 3) % 200, (ARRAY['lead','developer','reviewer'])[(e + p) % 3 + 1] FROM generate_series(1, 60) e, generate_series(1, 5) p WHERE (e + p) % 4 = 0 OR e % 7 = p;
INSERT INTO leave_requests SELECT n, n % 68 + 1, (ARRAY['vacation','sick','parental'])[n % 3 + 1], (ARRAY['approved','pending','rejected','approved'])[n % 4 + 1], date '2024-01-01' + n * 3, n % 15 + 1, timestamp '2023-12-01 09:00' + n * interval '3 days' FROM generate_series(1, 150) n;
