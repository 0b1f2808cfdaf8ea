import { joinedSince } from './shop.ts'

/** What of each table goes into a copy, as who knows the shop would write it. Parents first. */
export type Selects = Record<string, string>

const tables = [
  ...['country', 'category', 'supplier', 'employee', 'product'],
  ...['customer', 'address', 'orders', 'order_item', 'payment', 'review'],
]

export const everything: Selects = Object.fromEntries(
  tables.map((table) => [table, `select * from ${table}`]),
)

const joined = `customer c where c.joined >= '${joinedSince}'`
const ofCustomer = (columns: string, table: string) =>
  `select ${columns} from ${table} t join customer c on c.id = t.customer_id where c.joined >= '${joinedSince}'`
const ofOrder = (columns: string, table: string) =>
  `select ${columns} from ${table} t join orders o on o.id = t.order_id join customer c on c.id = o.customer_id where c.joined >= '${joinedSince}'`
/** Rows by their ids, and those above them. */
const withThoseAbove = (table: string, above: string, ids: string) =>
  `with recursive wanted as (select id, ${above} from ${table} where id in (${ids})
     union select p.id, p.${above} from wanted w join ${table} p on p.id = w.${above})
   select t.* from ${table} t join wanted using (id)`

const products = `${ofOrder('t.product_id', 'order_item')} union ${ofCustomer('t.product_id', 'review')}`
const customers = withThoseAbove('customer', 'referred_by', `select c.id from ${joined}`)
/** By itself, since the planner would look for all products anew for each row of what they belong to. */
const ofProducts = (column: string) =>
  `with picked as materialized (select distinct ${column} as id from product where id in (${products})) select id from picked`

/** The customers who joined since then, all that is theirs, and all that this refers to. */
export const aTenth: Selects = {
  country: `select * from country where id in (select country_id from (${customers}) c
     union ${ofCustomer('t.country_id', 'address')} union select country_id from supplier where id in (${ofProducts('supplier_id')}))`,
  category: withThoseAbove('category', 'parent_id', ofProducts('category_id')),
  supplier: `select * from supplier where id in (${ofProducts('supplier_id')})`,
  employee: withThoseAbove('employee', 'manager_id', ofCustomer('t.employee_id', 'orders')),
  product: `select * from product where id in (${products})`,
  customer: customers,
  address: ofCustomer('t.*', 'address'),
  orders: ofCustomer('t.*', 'orders'),
  order_item: ofOrder('t.*', 'order_item'),
  payment: ofOrder('t.*', 'payment'),
  review: ofCustomer('t.*', 'review'),
}
