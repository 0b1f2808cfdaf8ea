import { CUSTOMER_COUNTRIES, personName } from './countries.ts'
import { cents, DAY, day, instant } from './notation.ts'
import { type Random, seeded, shuffled, times } from './random.ts'
import { ADJECTIVES, CATEGORIES, HOUSES, NOUNS, READERS, THEMES } from './words.ts'

export function publisherRows() {
  const random = seeded('publishers')
  return times(60, (i) => ({
    publisher_id: i + 1,
    name: `${HOUSES[i % 20]} ${['Press', 'Books', '& Daughters'][Math.floor(i / 20)]}`,
    country_code: random.pick(CUSTOMER_COUNTRIES),
    founded: random.between(1780, 2015),
    active: random.chance(0.9),
  }))
}

export function categoryRows() {
  return CATEGORIES.map((path, i) => {
    const parent = CATEGORIES.indexOf(path.slice(0, Math.max(path.lastIndexOf('/'), 0)))
    const name = path.slice(path.lastIndexOf('/') + 1)
    return {
      category_id: i + 1,
      parent_id: parent < 0 ? null : parent + 1,
      name,
      slug: name.toLowerCase().replaceAll(' ', '-'),
    }
  })
}

export function authorRows(now: number) {
  const random = seeded('authors')
  return times(700, (i) => {
    const country = random.pick(CUSTOMER_COUNTRIES)
    return {
      author_id: i + 1,
      ...personName(random, country),
      country_code: random.chance(0.85) ? country : null,
      born_on: random.chance(0.7) ? day(now - random.between(50 * 365, 110 * 365) * DAY) : null,
    }
  })
}

export function bookRows(now: number, publishers: number, categories: ReturnType<typeof categoryRows>) {
  const random = seeded('books')
  const titles = new Set<string>()
  const narrower = new Set(categories.map((category) => category.parent_id))
  const subjects = shuffled(
    random,
    categories.filter((category) => !narrower.has(category.category_id)),
  )
  return times(2000, (i) => {
    const age = random.skewed(11_000, 2) - 40
    const format = random.pick(['hardback', 'paperback', 'paperback', 'paperback', 'large print'])
    const subject = subjects[random.skewed(subjects.length, 2)]!
    const dropped = age > 400 && random.chance(0.1)
    const price = random.between(6, 19) + (format === 'paperback' ? 0 : 9) + random.skewed(60, 4)
    return {
      book_id: i + 1,
      isbn: isbn(i + 1),
      title: fresh(titles, () => title(random, CATEGORIES[subject.category_id - 1]!)),
      category_id: subject.category_id,
      publisher_id: random.chance(0.96) ? 1 + random.skewed(publishers, 2) : null,
      format,
      pages: 24 + 8 * random.between(4, 70),
      list_price: cents(price * 100 + random.pick([50, 90, 95, 99])),
      published_on: day(now - age * DAY),
      in_print: !random.chance(dropped ? 0.7 : 0.05),
      discontinued_on: dropped ? day(now - random.between(1, Math.min(age - 200, 1000)) * DAY) : null,
      keywords: [...new Set(times(random.below(4), () => random.pick(THEMES).toLowerCase()))],
    }
  })
}

export type Book = ReturnType<typeof bookRows>[number]

export function isOnSale({ published_on, discontinued_on }: Book, when: string): boolean {
  return published_on <= when && (discontinued_on === null || when < discontinued_on)
}

/** What `make` makes, from the first try that is not in `taken`, where it is put. */
function fresh(taken: Set<string>, make: () => string): string {
  let made = make()
  while (taken.has(made)) made = make()
  taken.add(made)
  return made
}

function title(random: Random, subject: string): string {
  const [adjective, noun, other] = [random.pick(ADJECTIVES), random.pick(NOUNS), random.pick(NOUNS)]
  const [theme, field] = [random.pick(THEMES), subject.slice(subject.lastIndexOf('/') + 1)]
  const imagined = [
    `The ${adjective} ${noun}`,
    `The ${noun} of ${theme}`,
    `The ${noun} and the ${adjective} ${other}`,
    `Letters from the ${adjective} ${noun}`,
    `Beyond the ${adjective} ${noun}`,
  ]
  const learned = [
    `${field} in ${random.between(7, 99)} Lessons`,
    `${field} for the ${random.pick(READERS)}`,
    `On ${theme} and ${field}`,
    `The ${adjective} ${noun}: Essays on ${field}`,
    `${theme}: A Reader in ${field}`,
  ]
  return random.pick(/^(Fiction|Children|Poetry)/.test(subject) ? imagined : learned)
}

/** A made-up ISBN of 13 digits, the last of which checks the others (ISO 2108). */
function isbn(serial: number): string {
  // An odd factor that 5 does not divide gives each serial number digits of its own.
  const digits = `9799${String((serial * 48_271) % 100_000_000).padStart(8, '0')}`
  const sum = Array.from(digits).reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return digits + ((10 - (sum % 10)) % 10)
}

export function bookAuthorRows(books: { book_id: number }[], authors: number) {
  const random = seeded('book authors')
  return books.flatMap(({ book_id }) => {
    const people = new Set(times(random.pick([1, 1, 1, 1, 1, 2, 2, 3]), () => 1 + random.skewed(authors, 2)))
    return [...people].map((author_id, i) => ({
      book_id,
      author_id,
      position: i + 1,
      role: i === 0 ? 'author' : random.pick(['author', 'author', 'illustrator', 'translator']),
    }))
  })
}

export function warehouseRows(now: number) {
  const places: [string, string, string][] = [
    ['BRS', 'Bristol', 'GB'],
    ['LEJ', 'Leipzig', 'DE'],
    ['LYS', 'Lyon', 'FR'],
    ['YHZ', 'Halifax', 'CA'],
    ['PDX', 'Portland', 'US'],
  ]
  return places.map(([code, city, country_code], i) => ({
    warehouse_id: i + 1,
    code,
    city,
    country_code,
    opened_on: day(now - (11 - i) * 400 * DAY),
  }))
}

export function inventoryRows(now: number, books: Book[], warehouses: number) {
  const random = seeded('inventory')
  return books.flatMap((book) => {
    const onSale = isOnSale(book, day(now))
    const places = new Set(times(random.pick([1, 2, 2, 3, 4]), () => random.between(1, warehouses)))
    return [...places].map((warehouse_id) => {
      const on_hand = onSale ? random.skewed(120, 2) : 0
      return {
        warehouse_id,
        book_id: book.book_id,
        on_hand,
        reserved: random.skewed(Math.min(on_hand, 9) + 1, 3),
        reorder_level: onSale ? random.pick([0, 2, 5, 10]) : 0,
      }
    })
  })
}

export function supplierRows() {
  const random = seeded('suppliers')
  return times(40, (i) => {
    const house = HOUSES[i % 20]!
    const kind = i < 20 ? 'Wholesale' : 'Distribution'
    return {
      supplier_id: i + 1,
      name: `${house} ${kind}`,
      contact_email: `orders@${house}-${kind}.example.com`.toLowerCase(),
      country_code: random.pick(CUSTOMER_COUNTRIES),
      lead_time_days: random.between(3, 28),
      active: random.chance(0.85),
    }
  })
}

export function deliveryRows(
  now: number,
  suppliers: { supplier_id: number; lead_time_days: number }[],
  warehouses: number,
) {
  const random = seeded('deliveries')
  const ages = times(600, () => random.between(0, 1100)).sort((a, b) => b - a)
  return ages.map((age, i) => {
    const { supplier_id, lead_time_days } = random.pick(suppliers)
    const arrival = now - (age - lead_time_days - random.skewed(12, 2)) * DAY - random.below(DAY)
    return {
      delivery_id: i + 1,
      supplier_id,
      warehouse_id: random.between(1, warehouses),
      ordered_on: day(now - age * DAY),
      expected_on: day(now - (age - lead_time_days) * DAY),
      received_at: arrival < now ? instant(arrival) : null,
    }
  })
}

export function deliveryItemRows(deliveries: { delivery_id: number; ordered_on: string }[], books: Book[]) {
  const random = seeded('delivery items')
  return deliveries.flatMap(({ delivery_id, ordered_on }) => {
    const range = books.filter((book) => isOnSale(book, ordered_on))
    const sorts = new Set(times(random.between(1, 10), () => random.pick(range)))
    return [...sorts].map(({ book_id, list_price }) => ({
      delivery_id,
      book_id,
      quantity: 5 * random.between(1, 20),
      unit_cost: cents(list_price * 100 * (0.4 + random.below(25) / 100)),
    }))
  })
}
