CREATE TABLE airlines (code char(2) PRIMARY KEY, name text NOT NULL, low_cost boolean NOT NULL);
CREATE TABLE airports (iata char(3) PRIMARY KEY, name text NOT NULL, city text NOT NULL, country text NOT NULL);
CREATE TABLE flights (flight_id int PRIMARY KEY, airline char(2) NOT NULL REFERENCES airlines, departure_airport char(3) NOT NULL REFERENCES airports,
  arrival_airport char(3) NOT NULL REFERENCES airports, scheduled_departure timestamptz NOT NULL, actual_departure timestamptz, status text NOT NULL, distance_km int NOT NULL, delay_minutes int);
CREATE TABLE passengers (passenger_id int PRIMARY KEY, name text NOT NULL, nationality text NOT NULL, date_of_birth date NOT NULL, frequent_flyer boolean NOT NULL);
CREATE TABLE bookings (booking_id int PRIMARY KEY, passenger_id int NOT NULL REFERENCES passengers, booked_at timestamptz NOT NULL, total_amount numeric(8,2) NOT NULL, channel text NOT NULL);
CREATE TABLE tickets (ticket_no int PRIMARY KEY, booking_id int NOT NULL REFERENCES bookings, flight_id int NOT NULL REFERENCES flights, fare_class text NOT NULL, price numeric(8,2) NOT NULL, seat text);
INSERT INTO airlines VALUES ('KX', 'Kestrel', false), ('ZJ', 'ZipJet', true), ('NA', 'Nordair', false);
INSERT INTO airports VALUES ('OSL', 'Gardermoen', 'Oslo', 'Norway'), ('BCN', 'El Prat', 'Barcelona', 'Spain'), ('MAD', 'Barajas', 'Madrid', 'Spain'), ('VIE', 'Schwechat', 'Vienna', 'Austria'), ('GVA', 'Cointrin', 'Geneva', 'Switzerland');
INSERT INTO flights SELECT n, (ARRAY['KX','ZJ','NA'])[n % 3 + 1], (ARRAY['OSL','BCN','MAD','VIE','GVA'])[n % 5 + 1], (ARRAY['OSL','BCN','MAD','VIE','GVA'])[(n * 2 + 1) % 5 + 1], timestamptz '2025-01-01 05:00+00' + n * interval '17 hours',
  CASE WHEN n % 12 > 0 THEN timestamptz '2025-01-01 05:10+00' + n * interval '17 hours' END, CASE WHEN n % 12 = 0 THEN 'cancelled' WHEN n % 5 = 0 THEN 'delayed' ELSE 'landed' END, 300 + (n * 131) % 2400, CASE WHEN n % 12 > 0 THEN (n * 7) % 180 END FROM generate_series(1, 240) n;
INSERT INTO passengers SELECT n, 'Passenger ' || n, (ARRAY['Norwegian','Spanish','Swiss'])[n % 3 + 1], date '1950-01-01' + n * 200, n % 4 = 0 FROM generate_series(1, 100) n;
INSERT INTO bookings SELECT n, (n * 7) % 97 + 1, timestamptz '2024-11-01' + n * interval '19 hours', 60 + (n * 37) % 900, (ARRAY['web','app','agency'])[n % 3 + 1] FROM generate_series(1, 300) n;
INSERT INTO tickets SELECT n, (n * 3) % 298 + 1, (n * 11) % 235 + 1, (ARRAY['economy','business','first','economy'])[n % 4 + 1], 40 + (n * 17) % 600, CASE WHEN n % 6 > 0 THEN n % 30 || 'C' END FROM generate_series(1, 600) n;
