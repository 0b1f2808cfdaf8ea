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

const invoices = table(120, {
  invoiceNo: serial(2_200),
  issued: date('2022-01-01', '2023-12-31'),
  due_in_days: whole(7, 60),
  netAmount: real(40, 9_500),
  client: among('Acorn', 'Birchway', 'Cobalt', 'Dune', 'Ember', 'Flint'),
  state: among('paid', 'overdue', 'open'),
})

export const billing = [
  ask(
    'business',
    'Which client owes us the most?',
    grouped(
      invoices.filter(({ state }) => state !== 'paid'),
      ['client'],
      { outstanding: ['sum', 'netAmount'] },
    ),
    { mark: 'bar', x: 'client', y: 'outstanding', sort: 'y desc' },
  ),
  ask(
    'business',
    'monthly invoicing 2023 compared to 2022',
    grouped(invoices, [['month', monthOf('issued')]], { invoiced: ['sum', 'netAmount'] }),
    { mark: ['line', 'bar'], x: 'month', y: 'invoiced' },
  ),
  ask(
    'business',
    'invoice volume by client and state (stacked bars)',
    pick(invoices, 'client', 'state', 'netAmount'),
    { mark: 'bar', x: 'client', y: 'sum(netAmount)', color: 'state', stack: 'stacked' },
  ),
  ask(
    'business',
    'What percentage of our invoices is overdue?',
    grouped(invoices, ['state'], { invoices: ['count'] }),
    { mark: 'arc', x: 'state', y: 'invoices' },
  ),
  ask('terse', 'net amount by quarter', pick(invoices, 'issued', 'netAmount'), {
    mark: ['line', 'bar'],
    x: 'issued',
    y: 'sum(netAmount)',
    unit: 'yearquarter',
  }),
  ask('terse', 'invoices / weekday', pick(invoices, 'issued'), {
    mark: 'bar',
    x: 'issued',
    y: 'count',
    unit: 'day',
  }),
  ask('plain', 'Do bigger invoices get longer payment terms?', pick(invoices, 'netAmount', 'due_in_days'), {
    mark: 'point',
    x: 'netAmount',
    y: 'due_in_days',
  }),
  ask('no names', 'how much did we bill each of them?', pick(invoices, 'client', 'netAmount'), {
    mark: 'bar',
    x: 'client',
    y: 'sum(netAmount)',
  }),
  ask(
    'typos',
    'monthly revnue trned',
    grouped(invoices, [['mnth', monthOf('issued')]], { revenue: ['sum', 'netAmount'] }),
    { mark: 'line', x: 'mnth', y: 'revenue' },
  ),
]

const runs = table(90, {
  started: moment('2024-02-01', '2024-04-30'),
  pipeline: among('build', 'test', 'deploy'),
  duration_s: whole(20, 1_400),
  result: among('passed', 'failed', 'aborted'),
  runner: among('r1', 'r2', 'r3', 'r4'),
})

export const pipelines = [
  ask('business', 'failure rate per pipeline', grouped(runs, ['pipeline', 'result'], { runs: ['count'] }), {
    mark: 'bar',
    x: 'pipeline',
    y: 'runs',
    color: 'result',
  }),
  ask(
    'business',
    'How long do runs take, per pipeline, including outliers?',
    pick(runs, 'pipeline', 'duration_s'),
    { mark: 'boxplot', x: 'pipeline', y: 'duration_s' },
  ),
  ask('business', 'runs a day', pick(runs, 'started'), {
    mark: ['line', 'bar'],
    x: 'started',
    y: 'count',
    unit: 'yearmonthdate',
  }),
  ask('terse', 'avg duration by week', pick(runs, 'started', 'duration_s'), {
    mark: 'line',
    x: 'started',
    y: 'mean(duration_s)',
    unit: 'yearweek',
  }),
  ask('terse', 'median duration runner horizontal', pick(runs, 'runner', 'duration_s'), {
    mark: 'bar',
    x: 'runner',
    y: 'median(duration_s)',
    horizontal: true,
  }),
  ask(
    'plain',
    'Which pipeline is the slowest?',
    grouped(runs, ['pipeline'], { mean_duration: ['avg', 'duration_s'] }),
    { mark: 'bar', x: 'pipeline', y: 'mean_duration', sort: 'y desc' },
  ),
  ask(
    'polite',
    'Dear team, kindly draw the distribution of run durations for me, as a histogram if possible.',
    pick(runs, 'duration_s'),
    { mark: 'bar', x: 'duration_s', y: 'count', bins: true },
  ),
]

const coffee = table(100, {
  sold_at: moment('2023-05-01', '2023-07-31'),
  drink: among('Espresso', 'Latte', 'Mocha', 'Chai', 'Cortado'),
  size: among('small', 'medium', 'large'),
  price: real(2, 6),
  shop: among('Quay', 'Mill', 'Park'),
  loyalty: among('yes', 'no'),
})

export const cafe = [
  ask('business', 'bestsellers', grouped(coffee, ['drink'], { sold: ['count'] }), {
    mark: 'bar',
    x: 'drink',
    y: 'sold',
    sort: 'y desc',
  }),
  ask('business', 'When is rush hour?', pick(coffee, 'sold_at'), {
    mark: ['bar', 'line'],
    x: 'sold_at',
    y: 'count',
    unit: 'hours',
  }),
  ask(
    'business',
    'Which sizes do people take, drink by drink?',
    grouped(coffee, ['drink', 'size'], { n: ['count'] }),
    { mark: 'bar', x: 'drink', y: 'n', color: 'size' },
  ),
  ask('business', 'takings per shop', pick(coffee, 'shop', 'price'), {
    mark: 'bar',
    x: 'shop',
    y: 'sum(price)',
  }),
  ask('terse', 'drinks x shops heat map', grouped(coffee, ['drink', 'shop'], { n: ['count'] }), {
    mark: 'rect',
    x: 'drink',
    y: 'n',
    color: 'shop',
  }),
  ask('terse', 'loyalty share', grouped(coffee, ['loyalty'], { customers: ['count'] }), {
    mark: 'arc',
    x: 'loyalty',
    y: 'customers',
  }),
  ask(
    'template',
    'Show the average price of each size in a bar chart, sorted from small to large prices.',
    grouped(coffee, ['size'], { avg: ['avg', 'price'] }),
    { mark: 'bar', x: 'size', y: 'avg', sort: 'y asc' },
  ),
  ask('no names', 'what do they drink on which day of the week', pick(coffee, 'sold_at', 'drink'), {
    mark: ['bar', 'rect', 'line'],
    x: 'sold_at',
    y: 'count',
    unit: 'day',
    color: 'drink',
  }),
]

const stocks = table(60, {
  trading_day: (at) => new Date(Date.UTC(2024, 0, 2 + Math.floor(at / 3))).toISOString().slice(0, 10),
  ticker: each('ABX', 'CDY', 'EFZ'),
  close_usd: real(20, 180),
  vol: whole(10_000, 900_000),
  sector: each('Energy', 'Tech', 'Health'),
})

export const markets = [
  ask('business', 'closing price of the three stocks', pick(stocks, 'trading_day', 'ticker', 'close_usd'), {
    mark: 'line',
    x: 'trading_day',
    y: 'close_usd',
    color: 'ticker',
  }),
  ask('business', 'Is there a link between volume and price?', pick(stocks, 'vol', 'close_usd'), {
    mark: 'point',
    x: 'vol',
    y: 'close_usd',
  }),
  ask('terse', 'total vol by sector', grouped(stocks, ['sector'], { total_vol: ['sum', 'vol'] }), {
    mark: 'bar',
    x: 'sector',
    y: 'total_vol',
  }),
  ask(
    'reworded',
    'Sketch a line chart in which every security has its own line, depicting the closing quotation through time.',
    pick(stocks, 'trading_day', 'ticker', 'close_usd'),
    { mark: 'line', x: 'trading_day', y: 'close_usd', color: 'ticker' },
  ),
]

const trees = table(80, {
  tree_id: serial(1),
  spc_common: among('maple', 'oak', 'linden', 'ash', 'plane'),
  trunk_diam_cm: whole(4, 120),
  health: among('Good', 'Fair', 'Poor'),
  planted_yr: whole(1950, 2020),
  park_name: among('Castle', 'Meadow', 'Lakeside', 'Grove'),
})

export const parks = [
  ask(
    'plain',
    'Which parks have which trees?',
    grouped(trees, ['park_name', 'spc_common'], { trees: ['count'] }),
    { mark: ['bar', 'rect'], x: 'park_name', y: 'trees', color: 'spc_common' },
  ),
  ask(
    'plain',
    'How healthy are the trees in the different parks? Show shares.',
    grouped(trees, ['park_name', 'health'], { trees: ['count'] }),
    { mark: 'bar', x: 'park_name', y: 'trees', color: 'health', stack: 'percent' },
  ),
  ask('plain', 'Are old trees thicker?', pick(trees, 'planted_yr', 'trunk_diam_cm'), {
    mark: ['point', 'line'],
    x: 'planted_yr',
    y: 'trunk_diam_cm',
  }),
  ask('terse', 'diam by species', pick(trees, 'spc_common', 'trunk_diam_cm'), {
    mark: ['bar', 'boxplot'],
    x: 'spc_common',
    y: 'mean(trunk_diam_cm)',
  }),
  ask(
    'template',
    'Show the number of trees planted in each year in a bar chart, and order the planted_yr in desc.',
    grouped(trees, ['planted_yr'], { count: ['count'] }),
    { mark: 'bar', x: 'planted_yr', y: 'count', sort: 'x desc' },
  ),
  ask(
    'reworded',
    'Provide a chart that lists, for every species, how many specimens exist, with the rarest one first.',
    grouped(trees, ['spc_common'], { specimens: ['count'] }),
    { mark: 'bar', x: 'spc_common', y: 'specimens', sort: 'y asc' },
  ),
]

const survey = table(84, {
  respondent: serial(1),
  satisfaction: among('very bad', 'bad', 'fair', 'good', 'very good'),
  age_band: among('18-24', '25-34', '35-49', '50+'),
  nps: whole(0, 10),
  answered_on: date('2024-01-01', '2024-01-31'),
  region: among('Nord', 'Ost', 'West'),
})

export const polls = [
  ask(
    'business',
    'How satisfied are people, by age band?',
    grouped(survey, ['age_band', 'satisfaction'], { answers: ['count'] }),
    { mark: 'bar', x: 'age_band', y: 'answers', color: 'satisfaction' },
  ),
  ask('business', 'answers per day in January', pick(survey, 'answered_on'), {
    mark: ['line', 'bar'],
    x: 'answered_on',
    y: 'count',
    unit: 'yearmonthdate',
  }),
  ask(
    'business',
    'average NPS per region, best first',
    grouped(survey, ['region'], { avg_nps: ['avg', 'nps'] }),
    { mark: 'bar', x: 'region', y: 'avg_nps', sort: 'y desc' },
  ),
  ask('terse', 'nps histogram', pick(survey, 'nps'), { mark: 'bar', x: 'nps', y: 'count', bins: true }),
  ask('terse', 'satisfaction pct pie', grouped(survey, ['satisfaction'], { n: ['count'] }), {
    mark: 'arc',
    x: 'satisfaction',
    y: 'n',
  }),
  ask('plain', 'How many people gave which answer?', grouped(survey, ['satisfaction'], { n: ['count'] }), {
    mark: 'bar',
    x: 'satisfaction',
    y: 'n',
  }),
]

const shipments = table(96, {
  shp_id: serial(1),
  ship_dt: date('2020-01-01', '2023-12-31'),
  orig_port: among('Rotterdam', 'Busan', 'Santos'),
  dest_port: among('Oakland', 'Durban', 'Genoa', 'Lagos'),
  teu: whole(1, 400),
  carrier_cd: among('MSK', 'CMA', 'HPL'),
  transit_days: whole(6, 48),
})

export const freight = [
  ask(
    'business',
    'TEU shipped a year, one line for each carrier',
    pick(shipments, 'ship_dt', 'carrier_cd', 'teu'),
    { mark: 'line', x: 'ship_dt', y: 'sum(teu)', unit: 'year', color: 'carrier_cd' },
  ),
  ask(
    'business',
    'average transit time by destination, slowest on top',
    grouped(shipments, ['dest_port'], { avg_days: ['avg', 'transit_days'] }),
    { mark: 'bar', x: 'dest_port', y: 'avg_days', sort: 'y desc' },
  ),
  ask(
    'terse',
    'shipments orig vs dest matrix',
    grouped(shipments, ['orig_port', 'dest_port'], { cnt: ['count'] }),
    { mark: 'rect', x: 'orig_port', y: 'cnt', color: 'dest_port' },
  ),
  ask('terse', 'top 2 dest by teu', grouped(shipments, ['dest_port'], { teu: ['sum', 'teu'] }), {
    mark: 'bar',
    x: 'dest_port',
    y: 'teu',
    top: 2,
    sort: 'y desc',
  }),
  ask(
    'template',
    'Show the number of shipments for each carrier code and group by origin port in a stacked bar chart, and list from low to high by the X.',
    grouped(shipments, ['carrier_cd', 'orig_port'], { count: ['count'] }),
    { mark: 'bar', x: 'carrier_cd', y: 'count', color: 'orig_port', stack: 'stacked', sort: 'x asc' },
  ),
  ask(
    'template',
    'Give me the comparison about the average of transit_days over the dest_port by a bar chart, display bars from high to low order.',
    grouped(shipments, ['dest_port'], { avg: ['avg', 'transit_days'] }),
    { mark: 'bar', x: 'dest_port', y: 'avg', sort: ['x desc', 'y desc'] },
  ),
  ask(
    'typos',
    'shipmnts per carier by yaer line chart',
    grouped(shipments, [['year', yearOf('ship_dt')], 'carrier_cd'], { shipments: ['count'] }),
    { mark: 'line', x: 'year', y: 'shipments', color: 'carrier_cd' },
  ),
]

const pupils = table(50, {
  StuName: (at) => `Pupil ${at}`,
  grade: whole(5, 12),
  club: among('Chess', 'Choir', 'Robotics', 'Tennis'),
  hrs_per_week: whole(1, 12),
  final_score: whole(40, 100),
})

export const school = [
  ask(
    'template',
    'For each grade, what is the number of pupils? Show a bar chart and order from low to high by the grade.',
    grouped(pupils, ['grade'], { count: ['count'] }),
    { mark: 'bar', x: 'grade', y: 'count', sort: 'x asc' },
  ),
  ask(
    'template',
    'Return the average final score for each club as a histogram, sort the bars by the score in ascending order.',
    grouped(pupils, ['club'], { avg: ['avg', 'final_score'] }),
    { mark: 'bar', x: 'club', y: 'avg', sort: 'y asc' },
  ),
  ask(
    'template',
    'Show the sum of hrs_per_week over club, and group by attribute club, by a pie chart.',
    grouped(pupils, ['club'], { sum: ['sum', 'hrs_per_week'] }),
    { mark: 'arc', x: 'club', y: 'sum' },
  ),
  ask(
    'plain',
    'Does practising more hours lead to a better score?',
    pick(pupils, 'hrs_per_week', 'final_score'),
    { mark: 'point', x: 'hrs_per_week', y: 'final_score' },
  ),
  ask(
    'plain',
    'How many pupils of each grade are in each club?',
    grouped(pupils, ['grade', 'club'], { n: ['count'] }),
    { mark: ['bar', 'rect'], x: 'grade', y: 'n', color: 'club' },
  ),
  ask('terse', 'score by club box', pick(pupils, 'club', 'final_score'), {
    mark: 'boxplot',
    x: 'club',
    y: 'final_score',
  }),
]
