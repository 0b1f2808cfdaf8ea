import { cents, DAY, day, HOUR, instant } from './notation.ts'
import { type Random, seeded, shuffled, times } from './random.ts'
import { type Book, isOnSale } from './stock-rows.ts'
import { CAMPAIGNS, METHODS, OPINIONS } from './words.ts'

export function couponRows(now: number) {
  const random = seeded('coupons')
  return CAMPAIGNS.map((campaign, i) => {
    const age = (CAMPAIGNS.length - i) * 110 - 60
    const percent_off = random.pick([5, 10, 15, 20])
    return {
      code: `${campaign}${percent_off}`,
      percent_off,
      valid_from: day(now - age * DAY),
      valid_until: day(now - (age - random.between(10, 60)) * DAY),
    }
  })
}

type Coupon = ReturnType<typeof couponRows>[number]

/**
 * Orders before anything is put into them, in the order of their times. Three in ten customers never order, and
 * nobody more often than every eight days on average.
 */
export function basketRows(
  now: number,
  customers: { customer_id: number; joined_at: string }[],
  addresses: { customer_id: number; address_id: number }[],
  coupons: Coupon[],
) {
  const random = seeded('orders')
  const homes = Map.groupBy(addresses, (address) => address.customer_id)
  const visits = customers.flatMap(({ customer_id, joined_at }) => {
    const joined = Date.parse(joined_at)
    const most = 1 + Math.floor((now - joined) / (8 * DAY))
    const count = random.chance(0.3) ? 0 : 1 + random.skewed(250, 6)
    return times(Math.min(count, most), () => ({ customer_id, at: joined + random.below(now - joined) }))
  })
  return visits
    .sort((a, b) => a.at - b.at)
    .map(({ customer_id, at }, i) => {
      const [home, ...others] = homes.get(customer_id)!
      const elsewhere = others.length > 0 && random.chance(0.4) ? random.pick(others) : home!
      const ordered_at = instant(at)
      const coupon = coupons.find((one) => one.valid_from <= ordered_at && ordered_at < one.valid_until)
      return {
        order_id: i + 1,
        customer_id,
        billing_address_id: home!.address_id,
        shipping_address_id: elsewhere.address_id,
        coupon_code: coupon && random.chance(0.3) ? coupon.code : null,
        gift: random.chance(elsewhere === home ? 0.03 : 0.35),
        ordered_at,
        ...fulfilment(random, now, at),
      }
    })
}

/** How far an order placed at `at` has come by `now`. */
function fulfilment(random: Random, now: number, at: number) {
  const shipped = at + random.between(1, 96) * HOUR
  const delivered = shipped + random.between(30, 260) * HOUR
  const cancelled = random.chance(0.05)
  const waiting = now - at < DAY ? 'pending' : now - at < 2 * DAY ? 'paid' : 'packed'
  const moving = delivered < now ? 'delivered' : shipped < now ? 'shipped' : waiting
  return {
    status: cancelled ? 'cancelled' : moving,
    shipped_at: !cancelled && shipped < now ? instant(shipped) : null,
    delivered_at: !cancelled && delivered < now ? instant(delivered) : null,
  }
}

type Basket = ReturnType<typeof basketRows>[number]

export function orderItemRows(
  baskets: Basket[],
  books: Book[],
  coupons: Coupon[],
  inventory: { warehouse_id: number; book_id: number }[],
) {
  const random = seeded('order items')
  const ranking = shuffled(random, books)
  const discounts = new Map(coupons.map((coupon) => [coupon.code, coupon.percent_off]))
  const shelves = Map.groupBy(inventory, (shelf) => shelf.book_id)
  return baskets.flatMap(({ order_id, ordered_at, coupon_code, shipped_at }) => {
    const lines = random.pick([1, 1, 1, 1, 1, 2, 2, 2, 3, 4])
    const chosen = new Set<Book>()
    while (chosen.size < lines) {
      const book = ranking[random.skewed(ranking.length, 3)]!
      if (isOnSale(book, ordered_at)) chosen.add(book)
    }
    return [...chosen].map(({ book_id, list_price }, i) => ({
      order_id,
      line_no: i + 1,
      book_id,
      warehouse_id: shipped_at ? random.pick(shelves.get(book_id)!).warehouse_id : null,
      quantity: random.chance(0.85) ? 1 : 2 + random.skewed(20, 4),
      unit_price: cents(list_price * (100 - (discounts.get(coupon_code ?? '') ?? 0))),
    }))
  })
}

type Item = ReturnType<typeof orderItemRows>[number]

export function orderRows(baskets: Basket[], items: Item[]) {
  const contents = Map.groupBy(items, (item) => item.order_id)
  return baskets.map((basket) => {
    const lines = contents.get(basket.order_id)!
    const total = lines.reduce((sum, line) => sum + Math.round(line.unit_price * 100) * line.quantity, 0)
    return { ...basket, total: cents(total) }
  })
}

type Order = ReturnType<typeof orderRows>[number]

/** Some orders are paid in two parts, some not yet; what was paid for a cancelled one is paid back. */
export function paymentRows(now: number, orders: Order[]) {
  const random = seeded('payments')
  const parts = orders.flatMap(({ order_id, status, total, ordered_at }) => {
    if (status === 'pending' || random.chance(status === 'cancelled' ? 0.6 : 0.03)) return []
    const at = Date.parse(ordered_at)
    const voucher = total > 25 && random.chance(0.08) ? random.pick([10, 20, 25]) : 0
    const paid = Math.min(at + random.skewed(6 * HOUR, 3), now)
    const part = { order_id, at: paid, refunded: status === 'cancelled' }
    const rest = { ...part, method: random.pick(METHODS), amount: cents((total - voucher) * 100) }
    return voucher > 0 ? [{ ...part, method: 'gift card', amount: voucher }, rest] : [rest]
  })
  return parts.map(({ order_id, method, amount, at, refunded }, i) => {
    const back = at + random.between(1, 120) * HOUR
    return {
      payment_id: i + 1,
      order_id,
      method,
      amount,
      paid_at: instant(at),
      refunded_at: refunded && back < now ? instant(back) : null,
    }
  })
}

export function returnRows(now: number, orders: Order[], items: Item[]) {
  const random = seeded('returns')
  const delivered = new Map(orders.map((order) => [order.order_id, order.delivered_at]))
  const sent = items.flatMap(({ order_id, line_no, quantity }) => {
    const arrival = delivered.get(order_id)
    const at = arrival ? Date.parse(arrival) + random.between(1, 30 * 24) * HOUR : now
    return at < now && random.chance(0.03)
      ? [{ order_id, line_no, quantity: random.between(1, quantity), at }]
      : []
  })
  return sent
    .sort((a, b) => a.at - b.at)
    .map(({ order_id, line_no, quantity, at }, i) => {
      const refunded = at + random.between(3, 21) * DAY
      return {
        return_id: i + 1,
        order_id,
        line_no,
        quantity,
        reason: random.pick(['damaged', 'wrong book', 'arrived late', 'changed mind', 'changed mind']),
        requested_at: instant(at),
        refunded_at: refunded < now ? instant(refunded) : null,
      }
    })
}

/** Customers review books that have reached them; a copy bought again is not reviewed again. */
export function reviewRows(now: number, orders: Order[], items: Item[]) {
  const random = seeded('reviews')
  const byId = new Map(orders.map((order) => [order.order_id, order]))
  const reviewed = new Set<string>()
  const opinions = items.flatMap(({ order_id, book_id }) => {
    const { customer_id, delivered_at } = byId.get(order_id)!
    const at = delivered_at ? Date.parse(delivered_at) + random.between(20, 90 * 24) * HOUR : now
    const pair = `${customer_id} ${book_id}`
    if (at >= now || reviewed.has(pair) || !random.chance(0.22)) return []
    reviewed.add(pair)
    return [{ book_id, customer_id, at }]
  })
  return opinions
    .sort((a, b) => a.at - b.at)
    .map(({ book_id, customer_id, at }, i) => {
      const rating = random.pick([5, 5, 5, 5, 4, 4, 4, 3, 3, 2, 1])
      const [headline, ...rest] = shuffled(random, OPINIONS[rating - 1]!)
      return {
        review_id: i + 1,
        book_id,
        customer_id,
        rating,
        headline,
        body: random.chance(0.6) ? `${rest.slice(0, random.between(1, 2)).join('. ')}.` : null,
        written_at: instant(at),
      }
    })
}
