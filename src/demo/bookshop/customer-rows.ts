import { COUNTRY, CUSTOMER_COUNTRIES, personName } from './countries.ts'
import { DAY, day, instant } from './notation.ts'
import { type Random, seeded, times } from './random.ts'
import { STREETS, WAYS, WISHLISTS } from './words.ts'

export function customerRows(now: number, categories: { slug: string }[]) {
  const random = seeded('customers')
  const ages = times(3000, () => random.skewed(6 * 365 * DAY, 2)).sort((a, b) => b - a)
  const namesakes = new Map<string, number>()
  return ages.map((age, i) => {
    const country_code = random.pick(CUSTOMER_COUNTRIES)
    const name = personName(random, country_code)
    const mailbox = plain(`${name.given_name}.${name.family_name}`)
    const namesake = (namesakes.get(mailbox) ?? 0) + 1
    namesakes.set(mailbox, namesake)
    return {
      customer_id: i + 1,
      email: `${mailbox}${namesake > 1 ? namesake : ''}@${random.pick(['example.com', 'example.net', 'example.org'])}`,
      ...name,
      country_code,
      born_on: random.chance(0.6) ? day(now - random.between(18 * 365, 85 * 365) * DAY) : null,
      joined_at: instant(now - age),
      referred_by: i > 0 && random.chance(0.15) ? random.between(1, i) : null,
      newsletter: random.chance(0.4),
      active: random.chance(0.93),
      preferences: {
        gift_wrap: random.chance(0.2),
        favourites: [...new Set(times(random.below(3), () => random.pick(categories).slug))],
      },
    }
  })
}

/** The name without its accents, in the letters a mailbox may have everywhere. */
function plain(name: string): string {
  const folded = name
    .toLowerCase()
    .replace(/[ıłøß]/g, (letter) => ({ ı: 'i', ł: 'l', ø: 'o', ß: 'ss' })[letter]!)
  return folded.normalize('NFD').replace(/[^a-z.]/g, '')
}

export function addressRows(customers: { customer_id: number; country_code: string }[]) {
  const random = seeded('addresses')
  const theirs = customers.flatMap((customer) => {
    const count = random.pick([1, 1, 1, 1, 1, 1, 2, 2, 3])
    return times(count, (i) => ({ ...customer, is_default: i === 0 }))
  })
  return theirs.map(({ customer_id, country_code, is_default }, i) => {
    const country = COUNTRY.get(
      is_default || random.chance(0.9) ? country_code : random.pick(CUSTOMER_COUNTRIES),
    )!
    return {
      address_id: i + 1,
      customer_id,
      is_default,
      street: `${random.between(1, 160)} ${random.pick(STREETS)} ${random.pick(WAYS)}`,
      postcode: country.postcode.replace(/[A9]/g, (sign) =>
        random.pick(sign === 'A' ? 'ABCEHKLMNPRT' : '0123456789'),
      ),
      city: random.pick(country.cities),
      country_code: country.code,
    }
  })
}

export function wishlistRows(now: number, customers: { customer_id: number; joined_at: string }[]) {
  const random = seeded('wishlists')
  const owners = customers.filter(() => random.chance(0.22))
  return owners.map(({ customer_id, joined_at }, i) => ({
    wishlist_id: i + 1,
    customer_id,
    name: random.pick(WISHLISTS),
    is_public: random.chance(0.3),
    created_at: instant(later(random, joined_at, now)),
  }))
}

export function wishlistItemRows(
  now: number,
  wishlists: { wishlist_id: number; created_at: string }[],
  books: { book_id: number }[],
) {
  const random = seeded('wishlist items')
  return wishlists.flatMap(({ wishlist_id, created_at }) => {
    const wanted = new Set(times(random.skewed(20, 2), () => random.pick(books).book_id))
    return [...wanted].map((book_id) => ({
      wishlist_id,
      book_id,
      added_at: instant(later(random, created_at, now)),
    }))
  })
}

function later(random: Random, since: string, now: number): number {
  const start = Date.parse(since)
  return start + random.below(now - start)
}
