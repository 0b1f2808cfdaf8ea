export const viewsSql = /* sql */ `
CREATE VIEW shop.customer_spending AS
SELECT customers.customer_id, customers.full_name, customers.country_code,
       count(orders.order_id) AS orders, coalesce(sum(orders.total), 0) AS spent,
       max(orders.ordered_at) AS last_ordered_at
FROM shop.customers
LEFT JOIN shop.orders ON orders.customer_id = customers.customer_id AND orders.status <> 'cancelled'
GROUP BY customers.customer_id;

CREATE VIEW stock.stock_levels AS
SELECT books.book_id, books.title, count(inventory.warehouse_id) AS warehouses,
       coalesce(sum(inventory.available), 0) AS available,
       coalesce(bool_or(inventory.on_hand < inventory.reorder_level), false) AS to_reorder
FROM stock.books
LEFT JOIN stock.inventory ON inventory.book_id = books.book_id
GROUP BY books.book_id;

CREATE MATERIALIZED VIEW shop.monthly_sales AS
SELECT date_trunc('month', orders.ordered_at AT TIME ZONE 'UTC')::date AS month, books.category_id,
       sum(order_items.quantity) AS copies, sum(order_items.line_total) AS revenue
FROM shop.orders
JOIN shop.order_items ON order_items.order_id = orders.order_id
JOIN stock.books ON books.book_id = order_items.book_id
WHERE orders.status <> 'cancelled'
GROUP BY 1, 2;

CREATE UNIQUE INDEX monthly_sales_by_month ON shop.monthly_sales (month, category_id);
`
