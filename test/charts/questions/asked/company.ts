import { asked } from './asked.ts'

export const company = asked([
  ['customers by city', 'SELECT city, count(*) FROM customers GROUP BY 1'],
  ['show me the number of customers per status', 'SELECT status, count(*) FROM customers GROUP BY 1'],
  [
    'revenue per product category',
    `SELECT c.name, sum(l.quantity * l.unit_price) FROM order_lines l JOIN products p ON p.id = l.product_id JOIN categories c ON c.id = category_id GROUP BY 1`,
  ],
  [
    'total order value by customer city',
    'SELECT city, sum(total) FROM orders o JOIN customers c ON c.id = customer_id GROUP BY 1',
  ],
  [
    'orders per employee in the last 6 months',
    `SELECT e.name, count(*) FROM orders JOIN employees e ON e.id = employee_id WHERE ordered_at >= '2025-04-15 12:00' AND ordered_at <= '2025-10-15 12:00' GROUP BY 1`,
  ],
  [
    'hours worked per employee',
    'SELECT e.name, sum(hours) FROM shifts JOIN employees e ON e.id = employee_id GROUP BY 1',
  ],
  [
    'average order total of active customers by month',
    `SELECT date_trunc('month', ordered_at)::date, avg(total) FROM orders o JOIN customers c ON c.id = customer_id WHERE status = 'active' GROUP BY 1`,
  ],
  ['products by price', 'SELECT title, price FROM products'],
  ['how many customers are there?', 'SELECT count(*) FROM customers'],
  [
    'how many orders were shipped each month',
    `SELECT date_trunc('month', shipped_at)::date, count(*) FROM orders WHERE shipped_at IS NOT NULL GROUP BY 1`,
  ],
  ['customer lifetime by colour', null, ['lifetime', 'colour']],
])
