CREATE TYPE member_role AS ENUM ('owner', 'admin', 'member');
CREATE TABLE plans (code text PRIMARY KEY, name text NOT NULL, monthly_price_cents int NOT NULL, trial_days int NOT NULL);
CREATE TABLE accounts (id bigint PRIMARY KEY, company text NOT NULL, country_code char(2) NOT NULL, plan_code text NOT NULL REFERENCES plans,
  seats int NOT NULL, created_at timestamptz NOT NULL, churned_at timestamptz);
CREATE TABLE users (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts, email text NOT NULL, role member_role NOT NULL,
  email_verified boolean NOT NULL, two_factor_enabled boolean NOT NULL, last_login_at timestamptz, created_at timestamptz NOT NULL);
CREATE TABLE agents (id int PRIMARY KEY, name text NOT NULL, team text NOT NULL);
CREATE TABLE invoices (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts, number text NOT NULL, issued_on date NOT NULL,
  due_on date NOT NULL, paid_at timestamptz, total numeric(10,2) NOT NULL, currency char(3) NOT NULL, status text NOT NULL);
CREATE TABLE tickets (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts, opened_by bigint NOT NULL REFERENCES users,
  assigned_to int REFERENCES agents, priority text NOT NULL, subject text NOT NULL, opened_at timestamptz NOT NULL, closed_at timestamptz);
INSERT INTO plans VALUES ('free', 'Free', 0, 0), ('starter', 'Starter', 1900, 14), ('pro', 'Professional', 4900, 14), ('ent', 'Enterprise', 19900, 30);
INSERT INTO accounts SELECT n, 'Company ' || n, (ARRAY['US','DE','FR','GB','JP'])[n % 5 + 1], (ARRAY['free','starter','pro','ent'])[n % 4 + 1],
  1 + (n * 17) % 120, timestamptz '2020-02-01 09:00+00' + n * interval '33 days', CASE WHEN n % 6 = 0 THEN timestamptz '2025-01-10' + n * interval '2 days' END
  FROM generate_series(1, 60) n;
INSERT INTO users SELECT n, (n * n) % 59 + 1, 'user' || n || '@mail.example', (ARRAY['owner','admin','member','member']::member_role[])[n % 4 + 1], n % 5 > 0, n % 3 = 0,
  CASE WHEN n % 7 > 0 THEN timestamptz '2025-09-01' - n * interval '31 hours' END, timestamptz '2023-01-01' + n * interval '55 hours' FROM generate_series(1, 200) n;
INSERT INTO agents VALUES (1, 'Kim Park', 'billing'), (2, 'Luis Ortega', 'technical'), (3, 'Zoe Adler', 'technical');
INSERT INTO invoices SELECT n, (n * 7) % 57 + 1, 'INV-' || 1000 + n, date '2023-06-01' + n * 2, date '2023-07-01' + n * 2,
  CASE WHEN n % 4 > 0 THEN (date '2023-06-20' + n * 2)::timestamptz END, 20 + (n * 31) % 1500, (ARRAY['USD','EUR','GBP'])[n % 3 + 1],
  CASE WHEN n % 4 > 0 THEN 'paid' WHEN n % 8 = 0 THEN 'overdue' ELSE 'open' END FROM generate_series(1, 400) n;
INSERT INTO tickets SELECT n, (n * 5) % 53 + 1, n % 190 + 1, CASE WHEN n % 6 > 0 THEN n % 3 + 1 END, (ARRAY['low','normal','high','urgent'])[n % 4 + 1],
  'Ticket about thing ' || n, timestamptz '2025-01-01' + n * interval '26 hours', CASE WHEN n % 3 > 0 THEN timestamptz '2025-01-02' + n * interval '29 hours' END
  FROM generate_series(1, 220) n;
