export const foreignKeysSql = /* sql */ `
ALTER TABLE stock.publishers ADD FOREIGN KEY (country_code) REFERENCES shop.countries;
ALTER TABLE stock.categories ADD FOREIGN KEY (parent_id) REFERENCES stock.categories DEFERRABLE;
ALTER TABLE stock.authors ADD FOREIGN KEY (country_code) REFERENCES shop.countries ON DELETE SET NULL;
ALTER TABLE stock.books
  ADD FOREIGN KEY (category_id) REFERENCES stock.categories ON DELETE RESTRICT,
  ADD FOREIGN KEY (publisher_id) REFERENCES stock.publishers ON DELETE SET NULL;
ALTER TABLE stock.book_authors
  ADD FOREIGN KEY (book_id) REFERENCES stock.books ON DELETE CASCADE,
  ADD FOREIGN KEY (author_id) REFERENCES stock.authors;
ALTER TABLE stock.warehouses ADD FOREIGN KEY (country_code) REFERENCES shop.countries;
ALTER TABLE stock.inventory
  ADD FOREIGN KEY (warehouse_id) REFERENCES stock.warehouses,
  ADD FOREIGN KEY (book_id) REFERENCES stock.books;
ALTER TABLE stock.suppliers ADD FOREIGN KEY (country_code) REFERENCES shop.countries;
ALTER TABLE stock.deliveries
  ADD FOREIGN KEY (supplier_id) REFERENCES stock.suppliers,
  ADD FOREIGN KEY (warehouse_id) REFERENCES stock.warehouses;
ALTER TABLE stock.delivery_items
  ADD FOREIGN KEY (delivery_id) REFERENCES stock.deliveries ON DELETE CASCADE,
  ADD FOREIGN KEY (book_id) REFERENCES stock.books;
ALTER TABLE shop.customers
  ADD FOREIGN KEY (country_code) REFERENCES shop.countries,
  ADD FOREIGN KEY (referred_by) REFERENCES shop.customers ON DELETE SET NULL;
ALTER TABLE shop.addresses
  ADD FOREIGN KEY (customer_id) REFERENCES shop.customers ON DELETE CASCADE,
  ADD FOREIGN KEY (country_code) REFERENCES shop.countries;
ALTER TABLE shop.orders
  ADD FOREIGN KEY (customer_id) REFERENCES shop.customers,
  ADD FOREIGN KEY (billing_address_id) REFERENCES shop.addresses,
  ADD FOREIGN KEY (shipping_address_id) REFERENCES shop.addresses,
  ADD FOREIGN KEY (coupon_code) REFERENCES shop.coupons ON UPDATE CASCADE;
ALTER TABLE shop.order_items
  ADD FOREIGN KEY (order_id) REFERENCES shop.orders ON DELETE CASCADE,
  ADD FOREIGN KEY (book_id) REFERENCES stock.books,
  ADD FOREIGN KEY (warehouse_id, book_id) REFERENCES stock.inventory;
ALTER TABLE shop.payments ADD FOREIGN KEY (order_id) REFERENCES shop.orders;
ALTER TABLE shop.returns ADD FOREIGN KEY (order_id, line_no) REFERENCES shop.order_items;
ALTER TABLE shop.reviews
  ADD FOREIGN KEY (book_id) REFERENCES stock.books,
  ADD FOREIGN KEY (customer_id) REFERENCES shop.customers ON DELETE CASCADE;
ALTER TABLE shop.wishlists ADD FOREIGN KEY (customer_id) REFERENCES shop.customers ON DELETE CASCADE;
ALTER TABLE shop.wishlist_items
  ADD FOREIGN KEY (wishlist_id) REFERENCES shop.wishlists ON DELETE CASCADE,
  ADD FOREIGN KEY (book_id) REFERENCES stock.books;
`

export const indexesSql = /* sql */ `
CREATE INDEX books_by_category ON stock.books (category_id);
CREATE INDEX books_by_publisher ON stock.books (publisher_id);
CREATE INDEX books_by_title_word ON stock.books USING gin (to_tsvector('simple', title));
CREATE INDEX books_on_sale_by_price ON stock.books (list_price) WHERE discontinued_on IS NULL;
CREATE INDEX book_authors_by_author ON stock.book_authors (author_id);
CREATE INDEX inventory_by_book ON stock.inventory (book_id);
CREATE INDEX inventory_to_reorder ON stock.inventory (book_id) WHERE on_hand < reorder_level;
CREATE INDEX deliveries_awaited ON stock.deliveries (expected_on) WHERE received_at IS NULL;
CREATE INDEX delivery_items_by_book ON stock.delivery_items (book_id);
CREATE UNIQUE INDEX customers_by_lower_email ON shop.customers (lower(email));
CREATE INDEX customers_by_lower_name ON shop.customers (lower(family_name), lower(given_name));
CREATE INDEX customers_by_joined_at ON shop.customers (joined_at);
CREATE INDEX addresses_by_customer ON shop.addresses (customer_id);
CREATE UNIQUE INDEX addresses_one_default ON shop.addresses (customer_id) WHERE is_default;
CREATE INDEX orders_by_customer ON shop.orders (customer_id, ordered_at DESC);
CREATE INDEX orders_by_ordered_at ON shop.orders (ordered_at);
CREATE INDEX orders_open ON shop.orders (status, ordered_at) WHERE status NOT IN ('delivered', 'cancelled');
CREATE INDEX order_items_by_book ON shop.order_items (book_id) INCLUDE (quantity);
CREATE INDEX payments_by_order ON shop.payments (order_id);
CREATE INDEX reviews_by_book ON shop.reviews (book_id, rating);
CREATE INDEX wishlists_by_customer ON shop.wishlists (customer_id);
CREATE INDEX wishlist_items_by_book ON shop.wishlist_items (book_id);
`
