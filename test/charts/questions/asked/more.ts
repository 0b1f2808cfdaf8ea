import { asked } from './asked.ts'

/** Further questions about databases that have a file of their own. */

export const moreOfCompany = asked([
  [
    'customers per city excluding Oslo',
    `SELECT city, count(*) FROM customers WHERE city <> 'Oslo' GROUP BY 1`,
  ],
  [
    'customers without orders by city',
    'SELECT city, count(*) FROM customers c WHERE NOT EXISTS (SELECT FROM orders o WHERE o.customer_id = c.id) GROUP BY 1',
  ],
  [
    'order totals by employee and month',
    `SELECT e.name, date_trunc('month', ordered_at)::date, sum(total) FROM orders o JOIN employees e ON e.id = employee_id GROUP BY 1, 2`,
  ],
  [
    'which employee handled the most orders',
    'SELECT e.name, count(*) FROM orders JOIN employees e ON e.id = employee_id GROUP BY 1',
  ],
  [
    'orders by customer city where the total is above 500',
    'SELECT city, count(*) FROM orders o JOIN customers c ON c.id = customer_id WHERE total > 500 GROUP BY 1',
  ],
  ['orders per day of the week', `SELECT to_char(ordered_at, 'Dy'), count(*) FROM orders GROUP BY 1`],
  ['newsletter subscribers by city', 'SELECT city, count(*) FROM customers WHERE newsletter GROUP BY 1'],
  ['compare Bern and Oslo by number of customers in the last 12 months', null, ['by number of']],
  [
    'customers who ordered in March 2025 by city',
    `SELECT city, count(*) FROM customers c WHERE EXISTS (SELECT FROM orders o WHERE o.customer_id = c.id
       AND ordered_at >= '2025-03-01' AND ordered_at < '2025-04-01') GROUP BY 1`,
  ],
  [
    'hours per employee per month',
    `SELECT e.name, date_trunc('month', worked_on)::date, sum(hours) FROM shifts JOIN employees e ON e.id = employee_id GROUP BY 1, 2`,
  ],
  [
    'stock per category',
    'SELECT c.name, sum(units_in_stock) FROM products JOIN categories c ON c.id = category_id GROUP BY 1',
  ],
  ['revenue', 'SELECT sum(total) FROM orders'],
  ['loyal customers per city', null, ['loyal']],
  ['percentage of shipped orders per month', null, ['shipped']],
  ['cumulative revenue by month', null, ['cumulative']],
  ['average revenue per city', null, ['average']],
  ['average basket size', null, ['basket']],
  ['top customer', null, ['top']],
  ['orders', null, ['orders']],
  ['customers by shoe size', null, ['shoe']],
])

export const moreOfClinic = asked([
  [
    'appointments per month by status',
    `SELECT date_trunc('month', scheduled_at)::date, status, count(*) FROM appointments GROUP BY 1, 2`,
  ],
  ['number of female patients per city', `SELECT city, count(*) FROM patients WHERE gender = 'F' GROUP BY 1`],
  [
    'patients older than 60 by city',
    `SELECT city, count(*) FROM patients WHERE birth_date < '1965-07-01' GROUP BY 1`,
  ],
  [
    'minimum, maximum and average fee by specialty',
    'SELECT specialty, min(fee), max(fee), avg(fee) FROM appointments JOIN doctors USING (doctor_id) GROUP BY 1',
  ],
  [
    'average number of appointments per patient by city',
    'SELECT city, count(*)::numeric / count(DISTINCT patient_id) FROM appointments JOIN patients USING (patient_id) GROUP BY 1',
  ],
  [
    'which medication is prescribed most often',
    'SELECT name, count(*) FROM prescriptions JOIN medications USING (medication_id) GROUP BY 1',
  ],
  [
    'appointments by doctor in the first quarter of 2024',
    `SELECT d.first_name || ' ' || d.last_name, count(*) FROM appointments JOIN doctors d USING (doctor_id)
     WHERE scheduled_at >= '2024-01-01' AND scheduled_at < '2024-04-01' GROUP BY 1`,
  ],
  ['busiest days of the week', null, ['busiest']],
  ['revenue per doctor', null, ['revenue']],
])

export const moreOfMusic = asked([
  [
    'compare sales in Germany and France by month',
    `SELECT date_trunc('month', invoice_date)::date, billing_country, sum(total) FROM invoice
     WHERE billing_country IN ('Germany', 'France') GROUP BY 1, 2`,
  ],
  [
    'top 2 genres by revenue per year',
    `WITH lines AS (SELECT genre_id, date_trunc('year', invoice_date)::date AS year, l.unit_price * l.quantity AS worth
       FROM invoice_line l JOIN invoice USING (invoice_id) JOIN track USING (track_id)),
     best AS (SELECT genre_id FROM lines GROUP BY 1 ORDER BY sum(worth) DESC LIMIT 2)
     SELECT g.name, year, sum(worth) FROM lines JOIN best USING (genre_id) JOIN genre g USING (genre_id) GROUP BY 1, 2`,
  ],
  [
    'total revenue of rock tracks by month',
    `SELECT date_trunc('month', invoice_date)::date, sum(l.unit_price * l.quantity) FROM invoice_line l JOIN invoice USING (invoice_id)
     JOIN track USING (track_id) JOIN genre g USING (genre_id) WHERE g.name = 'Rock' GROUP BY 1`,
  ],
  [
    'best selling genres',
    'SELECT g.name, sum(quantity) FROM invoice_line JOIN track USING (track_id) LEFT JOIN genre g USING (genre_id) GROUP BY 1',
  ],
  [
    'number of tracks longer than 5 minutes per genre',
    'SELECT g.name, count(*) FROM track LEFT JOIN genre g USING (genre_id) WHERE milliseconds > 300000 GROUP BY 1',
  ],
  [
    'average number of tracks per album',
    'SELECT count(album_id)::numeric / count(DISTINCT album_id) FROM track',
  ],
  [
    'median invoice total per year',
    `SELECT date_trunc('year', invoice_date)::date, percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FROM invoice GROUP BY 1`,
  ],
  ['composers by number of tracks', 'SELECT composer, count(*) FROM track GROUP BY 1'],
  ['share of genres', null, ['share']],
  ['album releases per year', null, ['releases']],
])

export const moreOfHotel = asked([
  [
    'revenue per hotel',
    `SELECT h.name, sum(total_price) FROM reservations JOIN rooms USING (room_id) JOIN hotels h USING (hotel_id) GROUP BY 1`,
  ],
  [
    'total revenue of completed reservations by hotel',
    `SELECT h.name, sum(total_price) FROM reservations JOIN rooms USING (room_id) JOIN hotels h USING (hotel_id) WHERE status = 'completed' GROUP BY 1`,
  ],
  [
    'guests per country, only gold and platinum',
    `SELECT country, count(*) FROM guests WHERE loyalty_tier IN ('gold', 'platinum') GROUP BY 1`,
  ],
  ['number of reservations by number of nights', 'SELECT nights, count(*) FROM reservations GROUP BY 1'],
  ['average payment per method', 'SELECT method, avg(amount) FROM payments GROUP BY 1'],
  [
    'night shift staff per hotel',
    `SELECT h.name, count(*) FROM staff JOIN hotels h USING (hotel_id) WHERE shift = 'night' GROUP BY 1`,
  ],
  [
    'average nights per reservation by room type',
    'SELECT room_type, avg(nights) FROM reservations JOIN rooms USING (room_id) GROUP BY 1',
  ],
  ['hotels opened per decade', null, ['decade']],
  ['reservations by lead time', null, ['lead']],
])

export const moreOfBilling = asked([
  [
    'average revenue per account by plan',
    `SELECT p.name, sum(total) / count(DISTINCT account_id) FROM invoices JOIN accounts a ON a.id = account_id JOIN plans p ON p.code = plan_code GROUP BY 1`,
  ],
  [
    'invoice count and total by month',
    `SELECT date_trunc('month', issued_on)::date, count(*), sum(total) FROM invoices GROUP BY 1`,
  ],
  [
    'tickets closed per month',
    `SELECT date_trunc('month', closed_at)::date, count(*) FROM tickets WHERE closed_at IS NOT NULL GROUP BY 1`,
  ],
  [
    'open tickets per agent',
    'SELECT a.name, count(*) FROM tickets LEFT JOIN agents a ON a.id = assigned_to WHERE closed_at IS NULL GROUP BY 1',
  ],
  [
    'users with two factor enabled by role',
    'SELECT role, count(*) FROM users WHERE two_factor_enabled GROUP BY 1',
  ],
  [
    'accounts with more than 50 seats per plan',
    'SELECT p.name, count(*) FROM accounts JOIN plans p ON p.code = plan_code WHERE seats > 50 GROUP BY 1',
  ],
  ['mrr by plan', null, ['mrr']],
  ['number of active accounts per plan', null, ['active']],
])

export const moreOfBookshop = asked([
  [
    'Number of orders per customer country',
    'SELECT n.name, count(*) FROM shop.orders JOIN shop.customers USING (customer_id) JOIN shop.countries n USING (country_code) GROUP BY 1',
  ],
  [
    'copies sold per publisher',
    'SELECT p.name, sum(quantity) FROM shop.order_items JOIN stock.books USING (book_id) LEFT JOIN stock.publishers p USING (publisher_id) GROUP BY 1',
  ],
  [
    'average rating of books by publisher',
    'SELECT p.name, avg(rating) FROM shop.reviews JOIN stock.books USING (book_id) LEFT JOIN stock.publishers p USING (publisher_id) GROUP BY 1',
  ],
  [
    'paperback sales over time',
    `SELECT date_trunc('month', ordered_at)::date, sum(line_total) FROM shop.order_items JOIN shop.orders USING (order_id)
     JOIN stock.books USING (book_id) WHERE format = 'paperback' GROUP BY 1`,
  ],
  [
    'books published per year',
    `SELECT date_trunc('year', published_on)::date, count(*) FROM stock.books GROUP BY 1`,
  ],
  [
    'orders by billing country',
    `SELECT n.name, count(*) FROM shop.orders JOIN shop.addresses a ON a.address_id = billing_address_id JOIN shop.countries n USING (country_code) GROUP BY 1`,
  ],
  [
    'how many customers subscribe to the newsletter per country',
    'SELECT n.name, count(*) FROM shop.customers JOIN shop.countries n USING (country_code) WHERE newsletter GROUP BY 1',
  ],
  ['return rate by category', null, ['rate']],
  ['net revenue by month', null, ['net']],
  ['orders delivered late per month', null, ['late']],
  ['books per publisher founded before 1950', null, ['founded']],
])
