import { asked } from './asked.ts'

export const flights = asked([
  [
    'flights per airline',
    'SELECT a.name, count(*) FROM flights JOIN airlines a ON a.code = airline GROUP BY 1',
  ],
  [
    'average delay by airline',
    'SELECT a.name, avg(delay_minutes) FROM flights JOIN airlines a ON a.code = airline GROUP BY 1',
  ],
  ['share of cancelled, delayed and landed flights', 'SELECT status, count(*) FROM flights GROUP BY 1'],
  ['flights per status', 'SELECT status, count(*) FROM flights GROUP BY 1'],
  [
    'number of flights by departure airport',
    'SELECT a.name, count(*) FROM flights JOIN airports a ON a.iata = departure_airport GROUP BY 1',
  ],
  ['ticket revenue by fare class', 'SELECT fare_class, sum(price) FROM tickets GROUP BY 1'],
  [
    'bookings per channel and month',
    `SELECT channel, date_trunc('month', booked_at)::date, count(*) FROM bookings GROUP BY 1, 2`,
  ],
  ['delay vs distance', 'SELECT delay_minutes, distance_km FROM flights'],
  [
    'flights per hour of the day',
    `SELECT extract(hour FROM scheduled_departure)::int, count(*) FROM flights GROUP BY 1`,
  ],
  ['fuel burned per airline', null, ['fuel']],
])

export const library = asked([
  ['books by genre', 'SELECT g.name, count(*) FROM books JOIN genres g USING (genre_id) GROUP BY 1'],
  ['loans per month', `SELECT date_trunc('month', loaned_on)::date, count(*) FROM loans GROUP BY 1`],
  ['total fines by branch', null, ['branch']],
  [
    'total fines by branch of the member',
    `SELECT b.name, sum(amount) FROM fines JOIN loans USING (loan_id) JOIN members USING (member_id) JOIN branches b USING (branch_id) GROUP BY 1`,
  ],
  ['average number of pages by language', 'SELECT language, avg(pages) FROM books GROUP BY 1'],
  ['members by status', 'SELECT status, count(*) FROM members GROUP BY 1'],
  [
    'number of books per author country',
    'SELECT country, count(DISTINCT book_id) FROM book_authors JOIN authors USING (author_id) GROUP BY 1',
  ],
  [
    'copies by condition and branch',
    'SELECT condition, b.name, count(*) FROM copies JOIN branches b USING (branch_id) GROUP BY 1, 2',
  ],
  ['number of books published per decade', null, ['decade']],
])

export const school = asked([
  [
    'students per house',
    'SELECT h.name, count(*) FROM students s LEFT JOIN houses h ON h.id = house_id GROUP BY 1',
  ],
  [
    'average final mark per course',
    'SELECT title, avg(final_mark) FROM enrollments JOIN courses c ON c.id = course_id GROUP BY 1',
  ],
  ['average gpa by grade level', 'SELECT grade_level, avg(gpa) FROM students GROUP BY 1'],
  ['teacher salaries by department', 'SELECT department, avg(salary) FROM teachers GROUP BY 1'],
  [
    'enrollments per course level',
    'SELECT level, count(*) FROM enrollments JOIN courses c ON c.id = course_id GROUP BY 1',
  ],
  [
    'number of international students by nationality',
    'SELECT nationality, count(*) FROM students WHERE is_international GROUP BY 1',
  ],
  ['exams per room', 'SELECT room, count(*) FROM exams GROUP BY 1'],
])

export const geo = asked([
  [
    'population by continent',
    'SELECT n.name, sum(population) FROM country JOIN continent n ON n.id = continent_id GROUP BY 1',
  ],
  [
    'number of countries per continent',
    'SELECT n.name, count(*) FROM country JOIN continent n ON n.id = continent_id GROUP BY 1',
  ],
  ['gdp vs population of countries', 'SELECT gdp, population FROM country'],
  ['top 5 countries by population', 'SELECT name, population FROM country ORDER BY 2 DESC LIMIT 5'],
  [
    'cities per country',
    'SELECT c.name, count(*) FROM city JOIN country c ON c.code = country_code GROUP BY 1',
  ],
  [
    'number of rivers by country',
    'SELECT c.name, count(*) FROM river_country JOIN country c ON c.code = country_code GROUP BY 1',
  ],
  [
    'average surface area by form of government',
    'SELECT government_form, avg(surface_area) FROM country GROUP BY 1',
  ],
])

export const forum = asked([
  [
    'questions asked per month',
    `SELECT date_trunc('month', asked_at)::date, count(*) FROM questions GROUP BY 1`,
  ],
  [
    'number of questions per tag',
    'SELECT t.name, count(*) FROM question_tags JOIN tags t ON t.id = tag_id GROUP BY 1',
  ],
  ['badges by level', 'SELECT level, count(*) FROM badges GROUP BY 1'],
  [
    'average score of answers by author location',
    'SELECT location, avg(score) FROM answers JOIN users u ON u.id = author_id GROUP BY 1',
  ],
  ['users by location', 'SELECT location, count(*) FROM users GROUP BY 1'],
  ['views vs score of questions', 'SELECT view_count, score FROM questions'],
  ['mean karma by country', null, ['karma', 'country']],
])

export const logistics = asked([
  [
    'shipments per driver',
    `SELECT "FirstName" || ' ' || "LastName", count(*) FROM "Shipment" LEFT JOIN "Driver" USING ("DriverId") GROUP BY "DriverId", 1`,
  ],
  [
    'total weight by destination warehouse',
    `SELECT w."Name", sum("WeightKg") FROM "Shipment" JOIN "Warehouse" w ON w."WarehouseId" = "DestinationWarehouseId" GROUP BY 1`,
  ],
  ['vehicles by fuel type', `SELECT "FuelType", count(*) FROM "Vehicle" GROUP BY 1`],
  [
    'average mileage per carrier',
    `SELECT c."Name", avg("MileageKm") FROM "Vehicle" JOIN "Carrier" c USING ("CarrierId") GROUP BY 1`,
  ],
  [
    'shipments delivered per month',
    `SELECT date_trunc('month', "DeliveredAt")::date, count(*) FROM "Shipment" WHERE "DeliveredAt" IS NOT NULL GROUP BY 1`,
  ],
  ['declared value against weight', `SELECT "DeclaredValue", "WeightKg" FROM "Shipment"`],
  ['carbon footprint per carrier', null, ['carbon', 'footprint']],
])
