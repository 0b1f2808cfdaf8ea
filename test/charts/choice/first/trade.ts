import { ask } from '../ask.ts'
import {
  among,
  date,
  each,
  grouped,
  moment,
  monthOf,
  pick,
  real,
  serial,
  table,
  whole,
  yearOf,
} from '../rows.ts'

const orders = table(140, {
  order_id: serial(50_001),
  order_date: date('2021-02-01', '2023-11-30'),
  ship_country: among('Germany', 'France', 'Spain', 'Poland', 'Italy', 'Norway'),
  channel: among('web', 'app', 'store'),
  order_total: real(5, 900),
  item_qty: whole(1, 12),
  payment_method_code: among('CC', 'PP', 'INV'),
})

export const shop = [
  ask(
    'template',
    'List the total order amount of each ship country with a bar chart, and rank total number from low to high order.',
    grouped(orders, ['ship_country'], { sum: ['sum', 'order_total'] }),
    {
      mark: 'bar',
      x: 'ship_country',
      y: 'sum',
      sort: 'y asc',
    },
  ),
  ask(
    'template',
    'Show me the trend of the number of orders over order_date, bin order_date by year interval.',
    pick(orders, 'order_date'),
    {
      mark: 'line',
      x: 'order_date',
      y: 'count',
      unit: 'year',
    },
  ),
  ask(
    'template',
    'Return a line chart on how many orders were placed over time, grouped by channel and binned by year.',
    pick(orders, 'order_date', 'channel'),
    {
      mark: 'line',
      x: 'order_date',
      y: 'count',
      unit: 'year',
      color: 'channel',
    },
  ),
  ask(
    'template',
    'Bar chart of payment_method_code and the number of payment_method_code colored by channel, and list in asc by the x axis.',
    grouped(orders, ['payment_method_code', 'channel'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'payment_method_code',
      y: 'count',
      color: 'channel',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'Find the order date and the average of order total, bin order_date by weekday, and visualize them by a bar chart, display in desc by the Y.',
    pick(orders, 'order_date', 'order_total'),
    {
      mark: 'bar',
      x: 'order_date',
      y: 'mean(order_total)',
      unit: 'day',
      sort: 'y desc',
    },
  ),
  ask('business', 'How did revenue develop, quarter by quarter?', pick(orders, 'order_date', 'order_total'), {
    mark: 'line',
    x: 'order_date',
    y: 'sum(order_total)',
    unit: 'yearquarter',
  }),
  ask(
    'business',
    'sales per channel and country, stacked',
    grouped(orders, ['ship_country', 'channel'], { sales: ['sum', 'order_total'] }),
    {
      mark: 'bar',
      x: 'channel',
      y: 'sales',
      color: 'ship_country',
      stack: 'stacked',
    },
  ),
  ask(
    'business',
    'What does the channel mix look like in every country, in percent?',
    grouped(orders, ['ship_country', 'channel'], { orders: ['count'] }),
    {
      mark: 'bar',
      x: 'ship_country',
      y: 'orders',
      color: 'channel',
      stack: 'percent',
    },
  ),
  ask(
    'terse',
    'basket size by channel',
    pick(orders, 'channel', 'item_qty'),
    { mark: ['bar', 'boxplot'], x: 'channel', y: 'mean(item_qty)' },
    'quantities are added up unless a word says otherwise',
  ),
  ask(
    'terse',
    'monthly revenue',
    grouped(orders, [['month', monthOf('order_date')]], { revenue: ['sum', 'order_total'] }),
    {
      mark: 'line',
      x: 'month',
      y: 'revenue',
    },
  ),
  ask(
    'typos',
    'numbr of ordres per contry, descnding',
    grouped(orders, ['ship_country'], { order_count: ['count'] }),
    {
      mark: 'bar',
      x: 'ship_country',
      y: 'order_count',
      sort: 'y desc',
    },
  ),
  ask(
    'no names',
    'How do our customers prefer to pay?',
    grouped(orders, ['payment_method_code'], { cnt: ['count'] }),
    {
      mark: ['bar', 'arc'],
      x: 'payment_method_code',
      y: 'cnt',
    },
  ),
  ask(
    'polite',
    'Hello, I would really appreciate it if you could put together a graph of the mean order value for each month of the year, because I suspect that there is a season. Many thanks!',
    pick(orders, 'order_date', 'order_total'),
    {
      mark: ['bar', 'line'],
      x: 'order_date',
      y: 'mean(order_total)',
      unit: 'month',
    },
  ),
  ask(
    'reworded',
    'Illustrate how the count of purchases evolved year after year by means of a line graph.',
    grouped(orders, [['YEAR(order_date)', yearOf('order_date')]], { 'count(*)': ['count'] }),
    {
      mark: 'line',
      x: 'YEAR(order_date)',
      y: 'count(*)',
    },
  ),
]

const reviews = table(160, {
  product: among('Kettle', 'Toaster', 'Blender', 'Lamp', 'Fan', 'Iron', 'Heater'),
  stars: whole(1, 5),
  reviewed_at: moment('2023-01-01', '2023-12-31'),
  helpful_votes: whole(0, 60),
})

export const feedback = [
  ask(
    'template',
    'For each product, what is the average number of stars? Show a bar chart, and I want to sort by the Y-axis in desc.',
    grouped(reviews, ['product'], { avg: ['avg', 'stars'] }),
    {
      mark: 'bar',
      x: 'product',
      y: 'avg',
      sort: 'y desc',
    },
  ),
  ask('plain', 'How many reviews have one, two, three, four or five stars?', pick(reviews, 'stars'), {
    mark: 'bar',
    x: 'stars',
    y: 'count',
  }),
  ask(
    'business',
    'best rated products first',
    grouped(reviews, ['product'], { avg_stars: ['avg', 'stars'] }),
    {
      mark: 'bar',
      x: 'product',
      y: 'avg_stars',
      sort: 'y desc',
    },
  ),
  ask(
    'business',
    'ratings per product: how many of each star',
    grouped(reviews, ['product', 'stars'], { n: ['count'] }),
    {
      mark: 'bar',
      x: 'product',
      y: 'n',
      color: 'stars',
    },
  ),
  ask('terse', 'reviews over time', pick(reviews, 'reviewed_at'), {
    mark: 'line',
    x: 'reviewed_at',
    y: 'count',
    unit: ['yearweek', 'yearmonth'],
  }),
  ask(
    'reworded',
    'Present the highest quantity of helpful votes received by every product in a pie.',
    grouped(reviews, ['product'], { max: ['max', 'helpful_votes'] }),
    {
      mark: 'arc',
      x: 'product',
      y: 'max',
    },
  ),
]

const transactions = table(130, {
  txn_id: serial(1),
  txn_dt: moment('2019-01-01', '2022-12-31'),
  amt: real(-900, 2_400),
  txn_type_cd: among('DEP', 'WDL', 'FEE', 'TRF'),
  branch_nm: among('Northgate', 'Market Sq', 'Riverside', 'Airport'),
  acct_id: whole(10_000, 10_030),
})

export const bank = [
  ask(
    'template',
    'Show the number of transactions from each transaction type code, and sort from high to low by the total number.',
    grouped(transactions, ['txn_type_cd'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'txn_type_cd',
      y: 'count',
      sort: 'y desc',
    },
  ),
  ask(
    'template',
    'Draw a line chart for how many transactions in different year, bin txn_dt by year.',
    pick(transactions, 'txn_dt'),
    {
      mark: 'line',
      x: 'txn_dt',
      y: 'count',
      unit: 'year',
    },
  ),
  ask('template', 'What is the relationship between amt and acct_id?', pick(transactions, 'amt', 'acct_id'), {
    mark: 'point',
    x: 'amt',
    y: 'acct_id',
  }),
  ask(
    'template',
    'Show me about the distribution of txn_type_cd and the sum of amt, and group by attribute txn_type_cd in a bar chart, and sort by the bar from high to low please.',
    grouped(transactions, ['txn_type_cd'], { 'sum(amt)': ['sum', 'amt'] }),
    {
      mark: 'bar',
      x: 'txn_type_cd',
      y: 'sum(amt)',
      sort: ['x desc', 'y desc'],
    },
  ),
  ask('business', 'Average transaction size at each branch', pick(transactions, 'branch_nm', 'amt'), {
    mark: 'bar',
    x: 'branch_nm',
    y: 'mean(amt)',
  }),
  ask('business', 'net flow by quarter, split by branch', pick(transactions, 'txn_dt', 'branch_nm', 'amt'), {
    mark: ['line', 'bar'],
    x: 'txn_dt',
    y: 'sum(amt)',
    unit: 'yearquarter',
    color: 'branch_nm',
  }),
  ask('terse', 'amt boxplot by type', pick(transactions, 'txn_type_cd', 'amt'), {
    mark: 'boxplot',
    x: 'txn_type_cd',
    y: 'amt',
  }),
  ask('plain', 'On what days of the week do people come to the bank?', pick(transactions, 'txn_dt'), {
    mark: 'bar',
    x: 'txn_dt',
    y: 'count',
    unit: 'day',
  }),
  ask(
    'reworded',
    'Construct a stacked column chart that displays the tally of transactions at every branch, with the segments representing the transaction type.',
    grouped(transactions, ['branch_nm', 'txn_type_cd'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'branch_nm',
      y: 'count',
      color: 'txn_type_cd',
      stack: 'stacked',
    },
  ),
]

const restaurants = table(22, {
  name: each(
    'Alder',
    'Basil',
    'Clove',
    'Dill',
    'Endive',
    'Fennel',
    'Ginger',
    'Hazel',
    'Iris',
    'Juniper',
    'Kale',
    'Lime',
    'Mint',
    'Nutmeg',
    'Olive',
    'Pepper',
    'Quince',
    'Rye',
    'Sage',
    'Thyme',
    'Ume',
    'Verbena',
  ),
  cuisine: among('Thai', 'Italian', 'Mexican', 'French'),
  seats: whole(12, 140),
  avg_check: real(11, 96),
  opened: whole(1988, 2022),
  price_level: among('$', '$$', '$$$'),
})

export const dining = [
  ask(
    'template',
    'What are the names and seats of all restaurants opened after 2010? Visualize by bar chart, order by the seats in descending.',
    pick(
      restaurants.filter(({ opened }) => (opened as number) > 2010),
      'name',
      'seats',
    ),
    {
      mark: 'bar',
      x: 'name',
      y: 'seats',
      sort: 'y desc',
    },
  ),
  ask(
    'template',
    'Show the number of restaurants opened in each year with a line chart.',
    pick(restaurants, 'opened'),
    { mark: 'line', x: 'opened', y: 'count', unit: 'year' },
  ),
  ask(
    'template',
    'Show the average and maximum check for each cuisine in a scatter chart.',
    grouped(restaurants, ['cuisine'], { avg: ['avg', 'avg_check'], max: ['max', 'avg_check'] }),
    {
      mark: 'point',
      x: 'avg',
      y: 'max',
      color: 'cuisine',
    },
  ),
  ask(
    'plain',
    'Which cuisine has the most seats in total?',
    grouped(restaurants, ['cuisine'], { total_seats: ['sum', 'seats'] }),
    {
      mark: 'bar',
      x: 'cuisine',
      y: 'total_seats',
    },
  ),
  ask('terse', 'cuisine breakdown', grouped(restaurants, ['cuisine'], { count: ['count'] }), {
    mark: ['arc', 'bar'],
    x: 'cuisine',
    y: 'count',
  }),
  ask('no names', 'how pricey is each kind of kitchen?', pick(restaurants, 'cuisine', 'avg_check'), {
    mark: ['bar', 'boxplot'],
    x: 'cuisine',
    y: 'mean(avg_check)',
  }),
]
