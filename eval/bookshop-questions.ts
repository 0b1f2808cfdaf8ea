/** Questions over the sample bookshop with the queries that answer them: something of each kind of chart. */
export const bookshopQuestions: { question: string; sql: string }[] = [
  {
    question: 'What was the total revenue?',
    sql: 'SELECT sum(amount) AS total_revenue_eur FROM shop.payments WHERE refunded_at IS NULL',
  },
  {
    question: 'Revenue by month',
    sql: 'SELECT month, sum(revenue) AS revenue FROM shop.monthly_sales GROUP BY month',
  },
  {
    question: 'How did the number of orders develop over the last year?',
    sql: `SELECT date_trunc('week', ordered_at)::date AS week, count(*) AS orders FROM shop.orders
          WHERE ordered_at >= '2025-07-01' GROUP BY 1`,
  },
  {
    question: 'Number of orders by country',
    sql: `SELECT countries.name AS country, count(*) AS orders
          FROM shop.orders JOIN shop.customers USING (customer_id) JOIN shop.countries USING (country_code)
          GROUP BY countries.name`,
  },
  {
    question: 'Top 10 books by copies sold',
    sql: `SELECT title, sum(quantity) AS copies FROM shop.order_items JOIN stock.books USING (book_id) GROUP BY title`,
  },
  {
    question: 'Share of orders by status',
    sql: 'SELECT status, count(*) AS orders FROM shop.orders GROUP BY status',
  },
  {
    question: 'Pie chart of payments by method',
    sql: 'SELECT method, sum(amount) AS amount FROM shop.payments GROUP BY method',
  },
  {
    question: 'Orders by weekday',
    sql: 'SELECT ordered_at FROM shop.orders',
  },
  {
    question: 'At which hour of the day do customers order?',
    sql: 'SELECT ordered_at FROM shop.orders',
  },
  {
    question: 'Heat map of orders by weekday and hour',
    sql: `SELECT to_char(ordered_at AT TIME ZONE 'UTC', 'Dy') AS weekday,
                 extract(hour FROM ordered_at AT TIME ZONE 'UTC')::int AS hour, count(*) AS orders
          FROM shop.orders GROUP BY 1, 2`,
  },
  {
    question: 'Distribution of order totals',
    sql: 'SELECT total FROM shop.orders',
  },
  {
    question: 'Is there a relationship between the pages of a book and its price?',
    sql: 'SELECT pages, list_price FROM stock.books',
  },
  {
    question: 'Scatter plot of pages against list price, coloured by format',
    sql: 'SELECT pages, list_price, format FROM stock.books WHERE book_id % 6 = 0',
  },
  {
    question: 'Box plot of list price by format',
    sql: 'SELECT format, list_price FROM stock.books',
  },
  {
    question: 'Average price per category',
    sql: `SELECT categories.name AS category, round(avg(list_price), 2) AS avg_price_eur
          FROM stock.books JOIN stock.categories USING (category_id) GROUP BY categories.name`,
  },
  {
    question: 'Stacked bars of copies sold by quarter and format',
    sql: `SELECT date_trunc('quarter', ordered_at)::date AS quarter, format, sum(quantity) AS copies
          FROM shop.order_items JOIN shop.orders USING (order_id) JOIN stock.books USING (book_id)
          WHERE ordered_at >= '2024-01-01' GROUP BY 1, 2`,
  },
  {
    question: 'Area chart of revenue by month and format',
    sql: `SELECT date_trunc('month', ordered_at)::date AS month, format, sum(line_total) AS revenue
          FROM shop.order_items JOIN shop.orders USING (order_id) JOIN stock.books USING (book_id)
          WHERE ordered_at >= '2024-07-01' AND ordered_at < '2026-07-01' GROUP BY 1, 2`,
  },
  {
    question: 'Line chart of orders per month by country',
    sql: `SELECT date_trunc('month', ordered_at)::date AS month, country_code AS country, count(*) AS orders
          FROM shop.orders JOIN shop.customers USING (customer_id)
          WHERE ordered_at >= '2025-01-01' AND ordered_at < '2026-07-01' GROUP BY 1, 2`,
  },
  {
    question: 'How many customers joined each year?',
    sql: 'SELECT extract(year FROM joined_at)::int AS year, count(*) AS customers FROM shop.customers GROUP BY 1',
  },
  {
    question: 'New customers per month, as bars',
    sql: `SELECT joined_at FROM shop.customers WHERE joined_at >= '2025-01-01'`,
  },
  {
    question: 'How many customers read the newsletter?',
    sql: 'SELECT newsletter, count(*) AS customers FROM shop.customers GROUP BY newsletter',
  },
  {
    question: 'How many reviews are there for each rating?',
    sql: 'SELECT rating, count(*) AS reviews FROM shop.reviews GROUP BY rating',
  },
  {
    question: 'Average rating by category, from low to high',
    sql: `SELECT categories.name AS category, avg(rating) AS average_rating
          FROM shop.reviews JOIN stock.books USING (book_id) JOIN stock.categories USING (category_id)
          GROUP BY categories.name`,
  },
  {
    question: 'Reasons of returns',
    sql: 'SELECT reason, count(*) AS returns FROM shop.returns GROUP BY reason',
  },
  {
    question: 'Compare on hand and reserved by warehouse',
    sql: `SELECT city, sum(on_hand) AS on_hand, sum(reserved) AS reserved
          FROM stock.inventory JOIN stock.warehouses USING (warehouse_id) GROUP BY city`,
  },
  {
    question: '100 % stacked bars of orders by country and status',
    sql: `SELECT country_code AS country, status, count(*) AS orders
          FROM shop.orders JOIN shop.customers USING (customer_id) GROUP BY 1, 2`,
  },
  {
    question: 'How long does delivery take?',
    sql: `SELECT extract(epoch FROM delivered_at - ordered_at) / 86400 AS delivery_days
          FROM shop.orders WHERE delivered_at IS NOT NULL`,
  },
  {
    question: 'Average delivery time by country',
    sql: `SELECT country_code AS country, round(avg(extract(epoch FROM delivered_at - ordered_at) / 3600)::numeric, 1) AS avg_delivery_hours
          FROM shop.orders JOIN shop.customers USING (customer_id) WHERE delivered_at IS NOT NULL GROUP BY 1`,
  },
  {
    question: 'Lead time of each supplier',
    sql: 'SELECT name AS supplier, lead_time_days FROM stock.suppliers',
  },
  {
    question: 'Books per publisher',
    sql: `SELECT publishers.name AS publisher, count(*) AS books
          FROM stock.books JOIN stock.publishers USING (publisher_id) GROUP BY publishers.name`,
  },
  {
    question: 'How many books were published each year?',
    sql: 'SELECT published_on FROM stock.books',
  },
  {
    question: 'How many deliveries arrived late?',
    sql: `SELECT CASE WHEN received_at IS NULL THEN 'on its way'
                      WHEN received_at::date > expected_on THEN 'late' ELSE 'in time' END AS arrival, count(*) AS deliveries
          FROM stock.deliveries GROUP BY 1`,
  },
  {
    question: 'Discount of coupons over time',
    sql: 'SELECT valid_from, percent_off FROM shop.coupons',
  },
  {
    question: 'Sales with and without a coupon, by month',
    sql: `SELECT date_trunc('month', ordered_at)::date AS month,
                 CASE WHEN coupon_code IS NULL THEN 'without' ELSE 'with' END AS coupon, sum(total) AS sales
          FROM shop.orders WHERE ordered_at >= '2025-07-01' AND ordered_at < '2026-07-01' GROUP BY 1, 2`,
  },
  {
    question: 'Change of revenue on the year before, by month',
    sql: `SELECT now.month, round(100 * (now.revenue / before.revenue - 1), 1) AS change_percent
          FROM (SELECT month, sum(revenue) AS revenue FROM shop.monthly_sales GROUP BY 1) AS now
          JOIN (SELECT month, sum(revenue) AS revenue FROM shop.monthly_sales GROUP BY 1) AS before
            ON before.month = now.month - interval '1 year'
          WHERE now.month >= '2025-07-01' AND now.month < '2026-07-01'`,
  },
  {
    question: 'Heat map of copies sold by category and quarter',
    sql: `SELECT categories.name AS category, to_char(month, 'YYYY "Q"Q') AS quarter, sum(copies) AS copies
          FROM shop.monthly_sales JOIN stock.categories USING (category_id)
          WHERE month >= '2025-01-01' AND month < '2026-07-01' GROUP BY 1, 2`,
  },
  {
    question: 'How much did each customer spend?',
    sql: 'SELECT full_name AS customer, spent FROM shop.customer_spending WHERE spent > 0',
  },
  {
    question: 'Relationship between orders and spending of customers',
    sql: 'SELECT orders, spent FROM shop.customer_spending WHERE orders > 0',
  },
  {
    question: 'How old are our customers?',
    sql: `SELECT extract(year FROM age('2026-07-01'::date, born_on))::int AS age FROM shop.customers WHERE born_on IS NOT NULL`,
  },
  {
    question: 'Available stock by warehouse and format, grouped bars',
    sql: `SELECT city AS warehouse, format, sum(available) AS available
          FROM stock.inventory JOIN stock.books USING (book_id) JOIN stock.warehouses USING (warehouse_id) GROUP BY 1, 2`,
  },
]
