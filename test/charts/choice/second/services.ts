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

const bookings = table(110, {
  booking_id: serial(3_000),
  room_type: among('single', 'double', 'suite', 'family'),
  check_in_date: date('2021-04-01', '2023-10-31'),
  nights: whole(1, 14),
  rate_eur: real(60, 420),
  guest_nationality: among('Dutch', 'Danish', 'Czech', 'Irish', 'Greek'),
  cancelled: among(true, false, false),
})

export const hotel = [
  ask(
    'template',
    'How many bookings does each room type have? Give me a bar chart, and sort the y-axis from high to low.',
    grouped(bookings, ['room_type'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'room_type',
      y: 'count',
      sort: 'y desc',
    },
  ),
  ask(
    'template',
    'Show the average rate for each guest nationality, and I want to rank by the guest nationality in ascending.',
    grouped(bookings, ['guest_nationality'], { avg: ['avg', 'rate_eur'] }),
    {
      mark: 'bar',
      x: 'guest_nationality',
      y: 'avg',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'Bin the check in date by weekday and count the bookings, then group by room type in a stacked bar chart.',
    pick(bookings, 'check_in_date', 'room_type'),
    {
      mark: 'bar',
      x: 'check_in_date',
      y: 'count',
      unit: 'day',
      color: 'room_type',
      stack: 'stacked',
    },
  ),
  ask(
    'reworded',
    'Exhibit the tally of reservations categorised by nationality, with hues that stand for the kind of room, as piled-up bars.',
    grouped(bookings, ['guest_nationality', 'room_type'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'guest_nationality',
      y: 'count',
      color: 'room_type',
      stack: 'stacked',
    },
  ),
  ask('business', 'occupancy: nights sold per month', pick(bookings, 'check_in_date', 'nights'), {
    mark: 'line',
    x: 'check_in_date',
    y: 'sum(nights)',
    unit: 'yearmonth',
  }),
  ask(
    'plain',
    'What percentage of bookings was cancelled?',
    grouped(bookings, ['cancelled'], { bookings: ['count'] }),
    { mark: 'arc', x: 'cancelled', y: 'bookings' },
  ),
  ask('terse', 'rate vs nights, by room type', pick(bookings, 'nights', 'rate_eur', 'room_type'), {
    mark: 'point',
    x: 'nights',
    y: 'rate_eur',
    color: 'room_type',
  }),
]

const tickets = table(130, {
  ticket_no: serial(1),
  createdAt: moment('2023-01-02', '2023-12-30'),
  priority: among('low', 'normal', 'high', 'urgent'),
  assignee: among('Ana', 'Bo', 'Cem', 'Dee'),
  resolution_hrs: real(0.2, 90, 1),
  csat: whole(1, 5),
})

export const support = [
  ask(
    'template',
    'Compute the number of tickets across priority as a pie chart.',
    grouped(tickets, ['priority'], { count: ['count'] }),
    { mark: 'arc', x: 'priority', y: 'count' },
  ),
  ask(
    'template',
    'Draw a line chart for the number of tickets created at, bin created at by month, and group by priority.',
    pick(tickets, 'createdAt', 'priority'),
    {
      mark: 'line',
      x: 'createdAt',
      y: 'count',
      unit: ['yearmonth', 'month'],
      color: 'priority',
    },
  ),
  ask(
    'business',
    'Who closes tickets fastest on average?',
    grouped(tickets, ['assignee'], { avg_hours: ['avg', 'resolution_hrs'] }),
    { mark: 'bar', x: 'assignee', y: 'avg_hours', sort: 'y asc' },
  ),
  ask('business', 'tickets per week, broken down by priority', pick(tickets, 'createdAt', 'priority'), {
    mark: ['line', 'bar', 'area'],
    x: 'createdAt',
    y: 'count',
    unit: 'yearweek',
    color: 'priority',
  }),
  ask('terse', 'csat by assignee', pick(tickets, 'assignee', 'csat'), {
    mark: ['bar', 'boxplot'],
    x: 'assignee',
    y: 'mean(csat)',
  }),
  ask('no names', 'are the urgent ones solved sooner?', pick(tickets, 'priority', 'resolution_hrs'), {
    mark: ['bar', 'boxplot'],
    x: 'priority',
    y: 'mean(resolution_hrs)',
  }),
  ask('typos', 'nubmer of tickts per asignee, sorted acsending', pick(tickets, 'assignee'), {
    mark: 'bar',
    x: 'assignee',
    y: 'count',
    sort: 'y asc',
  }),
]

const sessions = table(90, {
  visit_date: (at) => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10),
  utm_source: each('google', 'newsletter', 'direct'),
  sessions: whole(120, 2_300),
  bounce_rate: real(0.2, 0.8, 3),
  conversions: whole(0, 90),
  device_category: among('mobile', 'desktop', 'tablet'),
})

export const web = [
  ask(
    'business',
    'Traffic by source, please',
    grouped(sessions, ['utm_source'], { sessions: ['sum', 'sessions'] }),
    { mark: ['bar', 'arc'], x: 'utm_source', y: 'sessions' },
  ),
  ask('business', 'daily sessions', pick(sessions, 'visit_date', 'sessions'), {
    mark: 'line',
    x: 'visit_date',
    y: 'sessions',
  }),
  ask(
    'business',
    'sessions and conversions over time',
    pick(sessions, 'visit_date', 'sessions', 'conversions'),
    { mark: 'line', x: 'visit_date', y: ['sessions', 'conversions'] },
  ),
  ask(
    'plain',
    'Does a higher bounce rate mean fewer conversions?',
    pick(sessions, 'bounce_rate', 'conversions'),
    { mark: 'point', x: 'bounce_rate', y: 'conversions' },
  ),
  ask('terse', 'device split', grouped(sessions, ['device_category'], { n: ['count'] }), {
    mark: ['arc', 'bar'],
    x: 'device_category',
    y: 'n',
  }),
  ask(
    'reworded',
    'Render the mean bounce rate for every traffic origin in a columnar graph, starting from the smallest value.',
    grouped(sessions, ['utm_source'], { 'avg(bounce_rate)': ['avg', 'bounce_rate'] }),
    { mark: 'bar', x: 'utm_source', y: 'avg(bounce_rate)', sort: 'y asc' },
  ),
]

const trips = table(150, {
  pickup_datetime: moment('2022-05-01', '2022-05-31'),
  fare_amount: real(4, 85),
  tip_amount: real(0, 18),
  trip_miles: real(0.4, 22, 1),
  payment: among('card', 'cash'),
  borough: among('Queens', 'Bronx', 'Brooklyn'),
  passenger_cnt: whole(1, 6),
})

export const taxis = [
  ask(
    'template',
    'Show the correlation between trip_miles and fare_amount, group by payment.',
    pick(trips, 'trip_miles', 'fare_amount', 'payment'),
    { mark: 'point', x: 'trip_miles', y: 'fare_amount', color: 'payment' },
  ),
  ask(
    'template',
    'Give me a bar chart of the total fare amount of each borough, and could you list y axis in asc order?',
    grouped(trips, ['borough'], { sum: ['sum', 'fare_amount'] }),
    { mark: 'bar', x: 'borough', y: 'sum', sort: 'y asc' },
  ),
  ask('business', 'rides per hour of the day', pick(trips, 'pickup_datetime'), {
    mark: ['bar', 'line'],
    x: 'pickup_datetime',
    y: 'count',
    unit: 'hours',
  }),
  ask('business', 'how many rides on each day in May', pick(trips, 'pickup_datetime'), {
    mark: ['line', 'bar'],
    x: 'pickup_datetime',
    y: 'count',
    unit: 'yearmonthdate',
  }),
  ask('plain', 'Do people tip more when they pay by card?', pick(trips, 'payment', 'tip_amount'), {
    mark: ['bar', 'boxplot'],
    x: 'payment',
    y: 'mean(tip_amount)',
  }),
  ask('terse', 'fare histogram, 20 bins', pick(trips, 'fare_amount'), {
    mark: 'bar',
    x: 'fare_amount',
    y: 'count',
    bins: true,
  }),
  ask('terse', 'avg tip weekday', pick(trips, 'pickup_datetime', 'tip_amount'), {
    mark: 'bar',
    x: 'pickup_datetime',
    y: 'mean(tip_amount)',
    unit: 'day',
  }),
  ask('no names', 'how full are the cabs?', pick(trips, 'passenger_cnt'), {
    mark: 'bar',
    x: 'passenger_cnt',
    y: 'count',
  }),
]

const calls = table(80, {
  agent: among('Mia', 'Noel', 'Ola', 'Pia', 'Rex'),
  call_start: moment('2023-09-01', '2023-11-30'),
  dur_sec: whole(20, 1_900),
  topic: among('billing', 'delivery', 'returns'),
  resolved: among('yes', 'no'),
})

export const callCenter = [
  ask(
    'template',
    'What are the topics and the number of calls for each topic? Show the proportion.',
    grouped(calls, ['topic'], { count: ['count'] }),
    { mark: 'arc', x: 'topic', y: 'count' },
  ),
  ask(
    'template',
    'Show the number of calls for each agent and color by resolved in a stacked bar chart, and order the agent from Z to A.',
    grouped(calls, ['agent', 'resolved'], { count: ['count'] }),
    { mark: 'bar', x: 'agent', y: 'count', color: 'resolved', stack: 'stacked', sort: 'x desc' },
  ),
  ask('business', 'average handling time per agent', pick(calls, 'agent', 'dur_sec'), {
    mark: 'bar',
    x: 'agent',
    y: 'mean(dur_sec)',
  }),
  ask(
    'business',
    'resolution rate by topic as 100% stacked bars',
    grouped(calls, ['topic', 'resolved'], { calls: ['count'] }),
    { mark: 'bar', x: 'topic', y: 'calls', color: 'resolved', stack: 'percent' },
  ),
  ask(
    'polite',
    'Sorry to bother you, but could I have a chart with the longest call of every agent, ordered by that length, biggest on top? Cheers',
    pick(calls, 'agent', 'dur_sec'),
    { mark: 'bar', x: 'agent', y: 'max(dur_sec)', sort: 'y desc' },
  ),
  ask('typos', 'callls by topc pie', grouped(calls, ['topic'], { calls: ['count'] }), {
    mark: 'arc',
    x: 'topic',
    y: 'calls',
  }),
  ask(
    'reworded',
    'Generate a multi-line graph depicting how the volume of calls fluctuated from month to month for every topic.',
    grouped(calls, [['month', monthOf('call_start')], 'topic'], { volume: ['count'] }),
    { mark: 'line', x: 'month', y: 'volume', color: 'topic' },
  ),
]

const complaints = table(60, {
  complaint_id: serial(1),
  complaint_type_code: among('Product Failure', 'Product Unusable', 'Late Delivery'),
  complaint_status_code: among('New', 'Open', 'Closed'),
  date_complaint_raised: moment('2014-01-01', '2018-12-31'),
  customer_state: among('Alabama', 'Oregon', 'Utah', 'Maine'),
  staff_nr: whole(110, 118),
})

export const desk = [
  ask(
    'template',
    'Group and count the complaint type code for all complaints whose status is "Open", using a bar graph.',
    grouped(complaints, ['complaint_type_code'], { count: ['count'] }),
    { mark: 'bar', x: 'complaint_type_code', y: 'count' },
  ),
  ask(
    'template',
    'Just show the complaint type code and complaint status code with the number of each in a group bar chart.',
    grouped(complaints, ['complaint_type_code', 'complaint_status_code'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'complaint_type_code',
      y: 'count',
      color: 'complaint_status_code',
      stack: 'side by side',
    },
  ),
  ask(
    'template',
    'How many complaints were raised in each year? Bin date complaint raised by year with a bar chart, and rank the x axis in descending order.',
    pick(complaints, 'date_complaint_raised'),
    { mark: 'bar', x: 'date_complaint_raised', y: 'count', unit: 'year', sort: 'x desc' },
  ),
  ask(
    'template',
    'Show the number of customers from each customer state.',
    grouped(complaints, ['customer_state'], { count: ['count'] }),
    { mark: ['bar', 'arc'], x: 'customer_state', y: 'count' },
  ),
  ask(
    'reworded',
    'For each state, provide the number of grievances and arrange the result alphabetically by the state, from last to first.',
    grouped(complaints, ['customer_state'], { count: ['count'] }),
    { mark: 'bar', x: 'customer_state', y: 'count', sort: 'x desc' },
  ),
]
const subscribers = table(72, {
  yr_mon: (at) => `${2021 + Math.floor(at / 36)}-${String((Math.floor(at / 3) % 12) + 1).padStart(2, '0')}`,
  plan_tier: each('bronze', 'silver', 'gold'),
  mrr: whole(4_000, 90_000),
  churn_pct: real(0.5, 9, 1),
})

export const subscriptions = [
  ask('business', 'MRR development by plan', subscribers, {
    mark: ['line', 'area'],
    x: 'yr_mon',
    y: 'mrr',
    color: 'plan_tier',
  }),
  ask('business', 'churn per tier over time', pick(subscribers, 'yr_mon', 'plan_tier', 'churn_pct'), {
    mark: 'line',
    x: 'yr_mon',
    y: 'churn_pct',
    color: 'plan_tier',
  }),
  ask('terse', 'mrr by year', grouped(subscribers, [['year', yearOf('yr_mon')]], { mrr: ['sum', 'mrr'] }), {
    mark: ['bar', 'line'],
    x: 'year',
    y: 'mrr',
  }),
]
