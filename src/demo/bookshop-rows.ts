/**
 * The rows of the sample bookshop, made up from the word lists below: a function a table, each of which draws from a
 * random sequence of its own, so that a change to one table leaves the others as they were. Keys are counted from 1.
 * Prices are in euros; days are written `YYYY-MM-DD`, instants in full, both in UTC, so that they compare as text.
 */

type Row = Record<string, unknown>

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Given names / family names. */
const NAMES: Record<string, string> = {
  czech: 'Jiří Kateřina Ondřej Tereza Vojtěch Zdeňka / Beneš Dvořák Horák Krejčí Němec Růžička',
  dutch: 'Anouk Bram Femke Joost Maaike Sjoerd / Bakker Hoekstra Mulder Smit Visser Zijlstra',
  english: `Amelia Charlotte Edward Grace Henry Isla Oliver Ruby Samuel Thomas /
    Ashworth Bennett Carter Doyle Fletcher Hughes Marlowe Pritchard Sinclair Whitaker`,
  french: `Amélie Benoît Chloé Étienne Geneviève Hélène Jérôme Léa Mathieu Océane /
    Beaumont Côté Deschênes Fournier Gagné Lefèvre Mercier Rousselle Séguin Tremblay`,
  german: `Anneliese Björn Franziska Günther Jürgen Käthe Lukas Maren Sören Ursula /
    Bäcker Fröhlich Grünwald Hoffmann Köhler Lindner Möller Schäfer Vogel Weiß`,
  indian: `Aarav Ananya Deepa Ishaan Kavya Meera Nikhil Priya Rohan Vikram /
    Banerjee Chatterjee Deshpande Iyer Kapoor Menon Nair Patel Rao Sharma`,
  italian: 'Alessia Beatrice Davide Giulia Lorenzo Niccolò / Bianchi Colombo Ferraro Lombardi Nicolò Ricci',
  japanese: 'Aiko Haruto Kenji Naoko Takumi Yūki / Fujimoto Hayashi Kobayashi Nakamura Ōta Yamamoto',
  nigerian: 'Adaeze Babatunde Chidi Funmilayo Kelechi Ngozi / Adeyemi Balogun Eze Nwosu Okafor Olawale',
  nordic: `Åsa Astrid Bjørn Eirik Freja Håkon Ingrid Jørgen Linnéa Mikkel /
    Åkesson Bergström Dahl Ekström Lindqvist Nygård Østergaard Sandberg Sjöberg Solheim`,
  polish:
    'Agnieszka Bartłomiej Elżbieta Łukasz Małgorzata Zofia / Jabłoński Kowalczyk Nowak Wójcik Zając Żurek',
  portuguese:
    'Antônio Conceição Fábio Inês João Luísa / Araújo Brandão Gonçalves Magalhães Simões Vasconcelos',
  spanish: `Andrés Beatriz Diego Inés Joaquín Lucía Martín Raúl Sofía Ximena /
    Álvarez Castaño Domínguez Gutiérrez Ibáñez Márquez Núñez Ortega Peña Vázquez`,
  turkish: 'Ayşe Barış Çiğdem Gökhan Murat Özge / Aydın Çelik Demir Kılıç Öztürk Şahin',
}
const LANGUAGES = Object.keys(NAMES)

/** Code, name, currency, customers in a hundred, names that are common, the form of a postcode, cities. */
const COUNTRIES = `
AT|Austria|EUR|2|german|9999|Graz,Innsbruck,Linz,Wien
AU|Australia|AUD|5|english|9999|Adelaide,Brisbane,Hobart,Perth
BR|Brazil|BRL|3|portuguese|99999-999|Belém,Curitiba,Recife,São Paulo
CA|Canada|CAD|9|english french|A9A 9A9|Halifax,Montréal,Ottawa,Vancouver
CH|Switzerland|CHF|2|german french italian|9999|Basel,Genève,Lugano,Zürich
CZ|Czechia|CZK|1|czech|999 99|Brno,Olomouc,Plzeň,Praha
DE|Germany|EUR|11|german german turkish|99999|Bremen,Hamburg,Köln,Leipzig,München
DK|Denmark|DKK|2|nordic|9999|Aarhus,København,Odense
ES|Spain|EUR|5|spanish|99999|Bilbao,Granada,Madrid,València
FR|France|EUR|8|french|99999|Bordeaux,Lille,Lyon,Nantes,Paris
GB|United Kingdom|GBP|17|english english indian nigerian|AA9 9AA|Bristol,Cardiff,Edinburgh,Leeds,London
IE|Ireland|EUR|4|english|A99 AA99|Cork,Dublin,Galway
IN|India|INR|3|indian|999999|Bengaluru,Chennai,Kolkata,Pune
IT|Italy|EUR|4|italian|99999|Bologna,Genova,Palermo,Torino
JP|Japan|JPY|2|japanese|999-9999|Fukuoka,Kyōto,Nagoya,Sapporo
MX|Mexico|MXN|2|spanish|99999|Guadalajara,Mérida,Puebla
NG|Nigeria|NGN|1|nigerian|999999|Abuja,Ibadan,Lagos
NL|Netherlands|EUR|3|dutch|9999 AA|Groningen,Leiden,Utrecht
NO|Norway|NOK|1|nordic|9999|Bergen,Oslo,Tromsø
PL|Poland|PLN|3|polish|99-999|Gdańsk,Kraków,Łódź,Wrocław
PT|Portugal|EUR|2|portuguese|9999-999|Braga,Coimbra,Lisboa
SE|Sweden|SEK|2|nordic|999 99|Göteborg,Malmö,Umeå
US|United States|USD|8|english english spanish|99999|Austin,Boston,Chicago,Portland,Seattle`
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', name = '', currency = '', weight, languages = '', postcode = '', cities = ''] =
      line.split('|')
    return {
      code,
      name,
      currency,
      weight: Number(weight),
      languages: words(languages),
      postcode,
      cities: cities.split(','),
    }
  })
const COUNTRY = new Map(COUNTRIES.map((country) => [country.code, country]))
const CUSTOMER_COUNTRIES = COUNTRIES.flatMap(({ code, weight }) => Array<string>(weight).fill(code))

/** Paths into the tree of subjects; each but the last part of a path has a line of its own. */
const CATEGORIES = `
Fiction;Fiction/Literary Fiction;Fiction/Crime;Fiction/Crime/Cosy Crime;Fiction/Crime/Noir;Fiction/Science Fiction
Fiction/Fantasy;Fiction/Historical Fiction;Fiction/Short Stories;Fiction/Romance;Children;Children/Picture Books
Children/Early Readers;Children/Adventure;Science;Science/Astronomy;Science/Biology;Science/Mathematics
Science/Physics;History;History/Ancient History;History/Maritime History;History/Local History;Arts
Arts/Architecture;Arts/Music;Arts/Photography;Home;Home/Cookery;Home/Cookery/Baking;Home/Gardening;Home/Crafts
Travel;Travel/Walking Guides;Travel/Travel Writing;Society;Society/Economics;Society/Philosophy;Society/Politics
Computing;Computing/Databases;Computing/Programming;Poetry`
  .trim()
  .split(/[;\n]/)

const ADJECTIVES = words(`
  Amber Borrowed Broken Careful Distant Drowned Empty Forgotten Gentle Gilded Hidden Hollow Hungry Invisible
  Last Lost Midnight Northern Paper Patient Quiet Restless Salt Scarlet Second Silver Sleeping Slow Stolen
  Tangled Unfinished Velvet Wandering Whispering Wild Winter`)
const NOUNS = words(`
  Archive Atlas Bell Bridge Cartographer Cathedral Clock Compass Daughter Door Echo Ferry Forest Garden
  Ghost Harbour Heron House Island Key Lantern Letter Library Lighthouse Map Mirror Mountain Orchard Owl
  Piano River Road Secret Shadow Shore Station Storm Thief Tide Tower Train Village Violin Voyage Watchmaker
  Well Window`)
const THEMES = words(`
  Bees Bread Bridges Clocks Clouds Colour Coral Deserts Fire Forests Glass Gravity Ice Ink Islands Light
  Maps Markets Memory Moss Numbers Paper Rain Rivers Salt Silence Silk Stars Stone Tea Tides Time Trade Wool`)
const STREETS = words(`
  Castle Church Garden Harbour Hill Lake Library Linden Market Mill Orchard River School Station`)
const WAYS = words('Street Road Lane Avenue Square Terrace')
const HOUSES = words(`
  Alder Beacon Cobalt Drift Ember Fathom Gannet Hazel Inkwell Juniper Kestrel Lantern Meridian Nightjar
  Osprey Pelagic Quill Rookery Saltmarsh Thistle`)
const CAMPAIGNS = words(`
  LONGREADS SUMMERSHELF HARVEST FIRESIDE NEWLEAF SPRINGPAGES BEACHBAG BACKTOBOOKS WINTERTALES FRESHINK
  GARDENREAD HOLIDAY`)
const READERS = words('Anxious Careful Curious Hopeful Impatient Patient Restless Sceptical Sleepless Wise')
const WISHLISTS = ['Birthday', 'For the holidays', 'Gifts', 'Some day', 'Summer reading', 'Wishlist']
const METHODS = ['card', 'card', 'card', 'wallet', 'bank transfer']
/** What reviewers say, by rating from 1 to 5. */
const OPINIONS = [
  ['Not for me', 'Could not finish it', 'Fell apart in the post'],
  ['Too long by half', 'Disappointing', 'Good idea, poorly told'],
  ['Fine for a train journey', 'Uneven', 'Good in parts'],
  ['Well worth reading', 'Warm and clever', 'Better than the last one'],
  ['Could not put it down', 'A new favourite', 'Bought a second copy to give away'],
]

/** The whole bookshop as it stands at `asOf`, which no instant in it is later than (days to come are announced). */
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

function publisherRows() {
  const random = seeded('publishers')
  return times(60, (i) => ({
    publisher_id: i + 1,
    name: `${HOUSES[i % 20]} ${['Press', 'Books', '& Daughters'][Math.floor(i / 20)]}`,
    country_code: random.pick(CUSTOMER_COUNTRIES),
    founded: random.between(1780, 2015),
    active: random.chance(0.9),
  }))
}

function categoryRows() {
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

function authorRows(now: number) {
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

function bookRows(now: number, publishers: number, categories: ReturnType<typeof categoryRows>) {
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

type Book = ReturnType<typeof bookRows>[number]

function isOnSale({ published_on, discontinued_on }: Book, when: string): boolean {
  return published_on <= when && (discontinued_on === null || when < discontinued_on)
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

function bookAuthorRows(books: { book_id: number }[], authors: number) {
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

function warehouseRows(now: number) {
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

function inventoryRows(now: number, books: Book[], warehouses: number) {
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

function supplierRows() {
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

function deliveryRows(
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

function deliveryItemRows(deliveries: { delivery_id: number; ordered_on: string }[], books: Book[]) {
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

function couponRows(now: number) {
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

function customerRows(now: number, categories: { slug: string }[]) {
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

function addressRows(customers: { customer_id: number; country_code: string }[]) {
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

type Coupon = ReturnType<typeof couponRows>[number]

/**
 * Orders before anything is put into them, in the order of their times. Three in ten customers never order, and
 * nobody more often than every eight days on average.
 */
function basketRows(
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

function orderItemRows(
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

function orderRows(baskets: Basket[], items: Item[]) {
  const contents = Map.groupBy(items, (item) => item.order_id)
  return baskets.map((basket) => {
    const lines = contents.get(basket.order_id)!
    const total = lines.reduce((sum, line) => sum + Math.round(line.unit_price * 100) * line.quantity, 0)
    return { ...basket, total: cents(total) }
  })
}

type Order = ReturnType<typeof orderRows>[number]

/** Some orders are paid in two parts, some not yet; what was paid for a cancelled one is paid back. */
function paymentRows(now: number, orders: Order[]) {
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

function returnRows(now: number, orders: Order[], items: Item[]) {
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
function reviewRows(now: number, orders: Order[], items: Item[]) {
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

function wishlistRows(now: number, customers: { customer_id: number; joined_at: string }[]) {
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

function wishlistItemRows(
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

function personName(random: Random, country: string) {
  const language = random.chance(0.85) ? random.pick(COUNTRY.get(country)!.languages) : random.pick(LANGUAGES)
  const [given = '', family = ''] = NAMES[language]!.split('/')
  return { given_name: random.pick(words(given)), family_name: random.pick(words(family)) }
}

type Random = ReturnType<typeof seeded>

/** Mulberry32 by Tommy Ettinger, which is in the public domain, started from the FNV-1a hash of `name`. */
function seeded(name: string) {
  let state = 0x811c9dc5
  for (const byte of Buffer.from(name)) state = Math.imul(state ^ byte, 0x01000193)
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(fraction() * limit)
  return {
    chance: (probability: number) => fraction() < probability,
    /** A whole number from 0 to `limit` - 1. */
    below,
    between: (first: number, last: number) => first + below(last - first + 1),
    pick: <T>(list: ArrayLike<T>) => list[below(list.length)] as T,
    /** As `below`, but a product of `factors` fractions: the more of them, the rarer a large number. */
    skewed: (limit: number, factors: number) =>
      Math.floor(times(factors, fraction).reduce((product, factor) => product * factor, limit)),
  }
}

/** What `make` makes, from the first try that is not in `taken`, where it is put. */
function fresh(taken: Set<string>, make: () => string): string {
  let made = make()
  while (taken.has(made)) made = make()
  taken.add(made)
  return made
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}

function later(random: Random, since: string, now: number): number {
  const start = Date.parse(since)
  return start + random.below(now - start)
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/** A made-up ISBN of 13 digits, the last of which checks the others (ISO 2108). */
function isbn(serial: number): string {
  // An odd factor that 5 does not divide gives each serial number digits of its own.
  const digits = `9799${String((serial * 48_271) % 100_000_000).padStart(8, '0')}`
  const sum = Array.from(digits).reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return digits + ((10 - (sum % 10)) % 10)
}

/** The name without its accents, in the letters a mailbox may have everywhere. */
function plain(name: string): string {
  const folded = name
    .toLowerCase()
    .replace(/[ıłøß]/g, (letter) => ({ ı: 'i', ł: 'l', ø: 'o', ß: 'ss' })[letter]!)
  return folded.normalize('NFD').replace(/[^a-z.]/g, '')
}

function day(time: number): string {
  return instant(time).slice(0, 10)
}

function instant(time: number): string {
  return new Date(time).toISOString()
}

/** Euros from a number of cents, which it rounds to whole ones. */
function cents(count: number): number {
  return Math.round(count) / 100
}
