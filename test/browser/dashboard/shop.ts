/** A source of two schemas: five tables, one of them a view, and four foreign keys. */
export const shop = `
  create schema shop; create schema crm;
  create type shop.state as enum ('open', 'paid', 'sent');
  create table crm.customers (id int primary key, name text not null, referrer int references crm.customers);
  create table shop.orders (id int generated always as identity primary key,
    customer_id int not null references crm.customers on delete cascade, state shop.state not null default 'open',
    note text check (note <> ''));
  create table shop.invoices (order_id int primary key references shop.orders, number text unique);
  create table shop.lines (order_id int references shop.orders, line int, primary key (order_id, line));
  create view shop.sent as select * from shop.orders where state = 'sent';
  comment on table shop.orders is 'What customers bought';
  comment on column shop.orders.note is 'Of the customer <script>alert(1)</script>';
  create index orders_by_state on shop.orders (state)`
