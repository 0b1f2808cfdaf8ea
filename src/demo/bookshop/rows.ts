import { COUNTRIES } from './countries.ts'
import { addressRows, customerRows, wishlistItemRows, wishlistRows } from './customer-rows.ts'
import {
  basketRows,
  couponRows,
  orderItemRows,
  orderRows,
  paymentRows,
  returnRows,
  reviewRows,
} from './order-rows.ts'
import {
  authorRows,
  bookAuthorRows,
  bookRows,
  categoryRows,
  deliveryItemRows,
  deliveryRows,
  inventoryRows,
  publisherRows,
  supplierRows,
  warehouseRows,
} from './stock-rows.ts'

type Row = Record<string, unknown>

/**
 * The whole bookshop as it stands at `asOf`, which no instant in it is later than (days to come are announced). Its
 * tables are made up by a function each, which draws from a random sequence of its own, so that a change to one table
 * leaves the others as they were. Keys are counted from 1.
 */
export function bookshopRows(asOf: Date): Map<string, Row[]> {
  const now = asOf.getTime()
  const publishers = publisherRows()
  const categories = categoryRows()
  const authors = authorRows(now)
  const books = bookRows(now, publishers.length, categories)
  const warehouses = warehouseRows(now)
  const inventory = inventoryRows(now, books, warehouses.length)
  const suppliers = supplierRows()
  const deliveries = deliveryRows(now, suppliers, warehouses.length)
  const coupons = couponRows(now)
  const customers = customerRows(now, categories)
  const addresses = addressRows(customers)
  const baskets = basketRows(now, customers, addresses, coupons)
  const items = orderItemRows(baskets, books, coupons, inventory)
  const orders = orderRows(baskets, items)
  const wishlists = wishlistRows(now, customers)
  return new Map<string, Row[]>([
    ['shop.countries', COUNTRIES.map(({ code, name, currency }) => ({ country_code: code, name, currency }))],
    ['stock.publishers', publishers],
    ['stock.categories', categories],
    ['stock.authors', authors],
    ['stock.books', books],
    ['stock.book_authors', bookAuthorRows(books, authors.length)],
    ['stock.warehouses', warehouses],
    ['stock.inventory', inventory],
    ['stock.suppliers', suppliers],
    ['stock.deliveries', deliveries],
    ['stock.delivery_items', deliveryItemRows(deliveries, books)],
    ['shop.coupons', coupons],
    ['shop.customers', customers],
    ['shop.addresses', addresses],
    ['shop.orders', orders],
    ['shop.order_items', items],
    ['shop.payments', paymentRows(now, orders)],
    ['shop.returns', returnRows(now, orders, items)],
    ['shop.reviews', reviewRows(now, orders, items)],
    ['shop.wishlists', wishlists],
    ['shop.wishlist_items', wishlistItemRows(now, wishlists, books)],
  ])
}
