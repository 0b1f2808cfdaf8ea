import { withClient } from './client.ts'

/** Tables of the shop; they have so many rows together as were asked for, a tenth of which hangs on a tenth of the customers. */
export type Shop = { connectionString: string; rows: number; counts: Map<string, number> }

/** The customers that joined in the last year are a tenth of all. */
export const joinedSince = '2025-04-01'
const joinedFrom = '2016-04-03'
const days = 3650

const shares = { customer: 0.05, address: 0.05, orders: 0.15, payment: 0.15, review: 0.1, product: 0.01 }
const few = { country: 60, category: 400, supplier: 1_000, employee: 300 }

const definitions = `
create table country (id integer not null, code text not null, name text not null);
create table category (id integer not null, parent_id integer, name text not null);
create table supplier (id integer not null, country_id integer not null, name text not null, contact text);
create table employee (id integer not null, manager_id integer, name text not null, hired date not null);
create table product (id integer not null, category_id integer not null, supplier_id integer not null, sku text not null,
  title text not null, price numeric(10,2) not null, discontinued boolean not null);
create table customer (id integer not null, referred_by integer, country_id integer not null, email text not null, name text not null,
  joined timestamptz not null, newsletter boolean not null);
create table address (id integer not null, customer_id integer not null, country_id integer not null, street text not null, city text not null, zip text);
create table orders (id bigint not null, customer_id integer not null, address_id integer not null, employee_id integer not null,
  placed timestamptz not null, status text not null, total numeric(12,2) not null);
create table order_item (order_id bigint not null, no integer not null, product_id integer not null, quantity integer not null,
  price numeric(10,2) not null, discount real not null);
create table payment (id bigint not null, order_id bigint not null, method text not null, amount numeric(12,2) not null, paid timestamptz);
create table review (id integer not null, product_id integer not null, customer_id integer not null, stars smallint not null, body text, written timestamptz not null);`

const keys = `
alter table country add primary key (id); alter table category add primary key (id); alter table supplier add primary key (id);
alter table employee add primary key (id); alter table product add primary key (id); alter table customer add primary key (id);
alter table address add primary key (id); alter table orders add primary key (id); alter table order_item add primary key (order_id, no);
alter table payment add primary key (id); alter table review add primary key (id);
alter table country add unique (code); alter table product add unique (sku); alter table customer add unique (email);
create index on customer (joined); create index on customer (referred_by); create index on address (customer_id);
create index on orders (customer_id); create index on orders (placed); create index on order_item (product_id);
create index on payment (order_id); create index on review (product_id); create index on review (customer_id);
create index on product (category_id);
alter table category add foreign key (parent_id) references category;
alter table supplier add foreign key (country_id) references country;
alter table employee add foreign key (manager_id) references employee;
alter table product add foreign key (category_id) references category, add foreign key (supplier_id) references supplier;
alter table customer add foreign key (referred_by) references customer, add foreign key (country_id) references country;
alter table address add foreign key (customer_id) references customer, add foreign key (country_id) references country;
alter table orders add foreign key (customer_id) references customer, add foreign key (address_id) references address,
  add foreign key (employee_id) references employee;
alter table order_item add foreign key (order_id) references orders, add foreign key (product_id) references product;
alter table payment add foreign key (order_id) references orders;
alter table review add foreign key (product_id) references product, add foreign key (customer_id) references customer;`

/** Fills an empty database with about `rows` rows: those of a customer lie all over the tables, as they do where all buy at all times. */
export async function makeShop(connectionString: string, rows: number): Promise<Shop> {
  const count = (name: keyof typeof shares) => Math.max(1, Math.round(rows * shares[name]))
  const [customers, products, orders] = [count('customer'), count('product'), count('orders')]
  const others = Object.values(shares).reduce((sum, share) => sum + share, 0)
  const items =
    Math.round(rows * (1 - others)) - Object.values(few).reduce((sum, fewRows) => sum + fewRows, 0)
  /** One of so many, each as likely, the same in every run; `salt` tells choices for the same row apart. */
  const oneOf = (many: number, salt: number) =>
    `1 + (hashint8extended(i, ${salt}) & 9223372036854775807) % ${many}`
  const at = (salt: number) =>
    `timestamptz '${joinedFrom}' + interval '1 second' * ((hashint8extended(i, ${salt}) & 9223372036854775807) % ${days * 86_400})`
  const fill: Record<string, [number, string]> = {
    country: [few.country, `i, 'C' || i, 'Country ' || i`],
    category: [few.category, `i, nullif(i / 8, 0), 'Category ' || i`],
    supplier: [
      few.supplier,
      `i, ${oneOf(few.country, 1)}, 'Supplier ' || i, 'contact@supplier' || i || '.test'`,
    ],
    employee: [few.employee, `i, nullif(i / 6, 0), 'Employee ' || i, date '2015-01-01' + i::int`],
    product: [
      products,
      `i, ${oneOf(few.category, 1)}, ${oneOf(few.supplier, 2)}, 'SKU-' || i, 'Product number ' || i, (i % 5000) / 7.0 + 1, i % 12 = 0`,
    ],
    customer: [
      customers,
      `i, case when i > 1 and i % 5 = 0 then 1 + (hashint8extended(i, 1) & 9223372036854775807) % (i - 1) end, ${oneOf(few.country, 2)},
       'customer' || i || '@mail.test', 'Customer ' || i, ${at(3)}, i % 3 = 0`,
    ],
    address: [
      customers,
      `i, i, ${oneOf(few.country, 1)}, i % 300 || ' Long Street', 'City ' || i % 997, 'Z' || i % 9999`,
    ],
    orders: [
      orders,
      `i, c, c, ${oneOf(few.employee, 2)}, timestamptz '${joinedFrom}' + interval '1 day' * ${days} * (i::float8 / ${orders}),
       (array['OPEN', 'PAID', 'SHIPPED', 'RETURNED'])[1 + i % 4], (i % 90000) / 9.0`,
    ],
    order_item: [
      items,
      `1 + (i - 1) * ${orders} / ${items}, i - ((i - 1) * ${orders} / ${items} * ${items} + ${orders - 1}) / ${orders}, ${oneOf(products, 1)},
       1 + i % 5, (i % 5000) / 7.0 + 1, (i % 10) / 100.0`,
    ],
    payment: [
      orders,
      `i, i, (array['CARD', 'BANK', 'CASH'])[1 + i % 3], (i % 90000) / 9.0, case when i % 9 > 0 then ${at(1)} end`,
    ],
    review: [
      count('review'),
      `i, ${oneOf(products, 1)}, ${oneOf(customers, 2)}, 1 + i % 5, repeat('words of review ' || i || '. ', 1 + (i % 4)::int), ${at(3)}`,
    ],
  }
  await withClient(connectionString, async (client) => {
    await client.query(definitions)
    for (const [table, [many, values]] of Object.entries(fill)) {
      const from =
        table === 'orders'
          ? `(select i, ${oneOf(customers, 1)} as c from generate_series(1::bigint, ${many}) i) o`
          : `generate_series(1::bigint, ${many}) i`
      await client.query(`insert into ${table} select ${values} from ${from}`)
    }
    await client.query(`set maintenance_work_mem = '256MB'; ${keys}`)
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  })
  const counts = new Map(Object.entries(fill).map(([table, [many]]) => [table, many]))
  return { connectionString, rows: [...counts.values()].reduce((sum, many) => sum + many, 0), counts }
}
