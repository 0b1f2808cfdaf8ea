CREATE TYPE visit_status AS ENUM ('booked', 'attended', 'cancelled', 'no_show');
CREATE TABLE insurers (insurer_id int PRIMARY KEY, name text NOT NULL, kind text NOT NULL);
CREATE TABLE doctors (doctor_id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, specialty text NOT NULL,
  hired_on date NOT NULL, active boolean NOT NULL);
CREATE TABLE patients (patient_id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, birth_date date NOT NULL,
  gender char(1) NOT NULL, city text NOT NULL, email text, insurer_id int REFERENCES insurers, registered_at timestamptz NOT NULL);
CREATE TABLE appointments (appointment_id int PRIMARY KEY, patient_id int NOT NULL REFERENCES patients,
  doctor_id int NOT NULL REFERENCES doctors, scheduled_at timestamptz NOT NULL, status visit_status NOT NULL,
  duration_minutes int NOT NULL, fee numeric(8,2) NOT NULL);
CREATE TABLE medications (medication_id int PRIMARY KEY, name text NOT NULL, manufacturer text NOT NULL, controlled boolean NOT NULL,
  unit_price numeric(8,2) NOT NULL);
CREATE TABLE prescriptions (prescription_id int PRIMARY KEY, appointment_id int NOT NULL REFERENCES appointments,
  medication_id int NOT NULL REFERENCES medications, dosage_mg int NOT NULL, refills int NOT NULL, prescribed_on date NOT NULL);
INSERT INTO insurers VALUES (1, 'Helvita', 'public'), (2, 'Nordcare', 'private'), (3, 'Sanitas Plus', 'private');
INSERT INTO doctors SELECT n, (ARRAY['Maria','John','Aisha','Peter','Lena','Omar'])[n], (ARRAY['Keller','Smith','Khan','Novak','Berg','Haddad'])[n],
  (ARRAY['cardiology','dermatology','pediatrics','cardiology','neurology','dermatology'])[n], date '2012-03-01' + n * 400, n <> 4
  FROM generate_series(1, 6) n;
INSERT INTO patients SELECT n, (ARRAY['Anna','Ben','Carla','David','Eva'])[n % 5 + 1], 'Patient' || n, date '1935-01-15' + n * 900,
  CASE WHEN n % 2 = 0 THEN 'F' ELSE 'M' END, (ARRAY['Basel','Zurich','Bern'])[n % 3 + 1], CASE WHEN n % 4 > 0 THEN 'p' || n || '@example.org' END,
  CASE WHEN n % 5 > 0 THEN n % 3 + 1 END, timestamptz '2021-01-05 10:00+00' + n * interval '41 days' FROM generate_series(1, 40) n;
INSERT INTO appointments SELECT n, (n * n) % 37 + 1, n % 5 + 1, timestamptz '2023-01-02 08:00+00' + n * interval '77 hours',
  (ARRAY['booked','attended','attended','cancelled','no_show']::visit_status[])[n % 5 + 1], 15 + (n * 7) % 90, 40 + (n * 13) % 260 FROM generate_series(1, 300) n;
INSERT INTO medications VALUES (1, 'Amoxil', 'Pharmax', false, 12.5), (2, 'Morphex', 'Novagen', true, 88), (3, 'Dolorin', 'Pharmax', false, 4.2),
  (4, 'Codeline', 'Novagen', true, 31), (5, 'Vitamax', 'Bioform', false, 9.9);
INSERT INTO prescriptions SELECT n, (n * 3) % 300 + 1, n % 4 + 1, (n % 8 + 1) * 50, n % 4, date '2023-01-05' + n * 5 FROM generate_series(1, 160) n;
