import { asked } from './asked.ts'

const items = 'FROM shop.order_items i JOIN shop.orders o USING (order_id) JOIN stock.books b USING (book_id)'

export const bookshop = asked([
  ['orders by status', 'SELECT status, count(*) FROM shop.orders GROUP BY 1'],
  ['how many books are there in each format', 'SELECT format, count(*) FROM stock.books GROUP BY 1'],
  [
    'monthly revenue in 2025',
    `SELECT date_trunc('month', ordered_at)::date, sum(total) FROM shop.orders WHERE ordered_at >= '2025-01-01' AND ordered_at < '2026-01-01' GROUP BY 1`,
  ],
  [
    'revenue by book category',
    `SELECT c.name, sum(line_total) ${items} JOIN stock.categories c USING (category_id) GROUP BY 1`,
  ],
  [
    'top 10 best selling books',
    `SELECT b.title, sum(i.quantity) ${items} GROUP BY b.book_id, b.title ORDER BY 2 DESC, 1 LIMIT 10`,
  ],
  [
    'average rating per category',
    `SELECT c.name, avg(rating) FROM shop.reviews JOIN stock.books USING (book_id) JOIN stock.categories c USING (category_id) GROUP BY 1`,
  ],
  ['number of reviews by rating', 'SELECT rating, count(*) FROM shop.reviews GROUP BY 1'],
  ['payments by method', 'SELECT method, count(*) FROM shop.payments GROUP BY 1'],
  ['amount paid by payment method', 'SELECT method, sum(amount) FROM shop.payments GROUP BY 1'],
  [
    'how many customers joined per year?',
    `SELECT date_trunc('year', joined_at)::date, count(*) FROM shop.customers GROUP BY 1`,
  ],
  ['returns by reason', 'SELECT reason, count(*) FROM shop.returns GROUP BY 1'],
  [
    'number of customers per country',
    'SELECT n.name, count(*) FROM shop.customers JOIN shop.countries n USING (country_code) GROUP BY 1',
  ],
  [
    'books per author',
    `SELECT full_name || CASE WHEN count(*) OVER (PARTITION BY full_name) > 1 THEN ' (' || author_id || ')' ELSE '' END, books
     FROM (SELECT author_id, count(*) AS books FROM stock.book_authors GROUP BY 1) b JOIN stock.authors USING (author_id)`,
  ],
  ['list price vs pages', 'SELECT list_price, pages FROM stock.books'],
  [
    'units on hand per warehouse',
    'SELECT w.code, sum(on_hand) FROM stock.inventory JOIN stock.warehouses w USING (warehouse_id) GROUP BY 1',
  ],
  [
    'average delivery quantity by supplier',
    'SELECT s.name, avg(quantity) FROM stock.delivery_items JOIN stock.deliveries USING (delivery_id) JOIN stock.suppliers s USING (supplier_id) GROUP BY 1',
  ],
  ['gross margin per book', null, ['gross']],
])
