import { ask } from '../ask.ts'
import {
  among,
  date,
  firstOfEach,
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

const leads = table(95, {
  lead_id: serial(1),
  created_date: date('2023-01-01', '2024-06-30'),
  lead_source: among('fair', 'web', 'referral', 'ads'),
  deal_value: whole(500, 90_000),
  stage: among('new', 'qualified', 'won', 'lost'),
  owner_name: among('Kim', 'Lars', 'Mona', 'Noor'),
  days_to_close: whole(2, 190),
})

export const sales = [
  ask('business', 'pipeline value by stage', pick(leads, 'stage', 'deal_value'), {
    mark: 'bar',
    x: 'stage',
    y: 'sum(deal_value)',
  }),
  ask(
    'business',
    'Where do our leads come from? In percent please',
    grouped(leads, ['lead_source'], { leads: ['count'] }),
    { mark: 'arc', x: 'lead_source', y: 'leads' },
  ),
  ask(
    'business',
    'average days to close by owner, quickest first',
    grouped(leads, ['owner_name'], { avg_days: ['avg', 'days_to_close'] }),
    { mark: 'bar', x: 'owner_name', y: 'avg_days', sort: 'y asc' },
  ),
  ask(
    'business',
    'won and lost deals of each owner, grouped',
    grouped(
      leads.filter(({ stage }) => stage === 'won' || stage === 'lost'),
      ['owner_name', 'stage'],
      { deals: ['count'] },
    ),
    { mark: 'bar', x: 'owner_name', y: 'deals', color: 'stage', stack: 'side by side' },
  ),
  ask(
    'business',
    'lead growth month over month by source',
    grouped(leads, [['month', monthOf('created_date')], 'lead_source'], { leads: ['count'] }),
    { mark: ['line', 'area'], x: 'month', y: 'leads', color: 'lead_source' },
  ),
  ask('terse', 'deals > 1 yr trend', pick(leads, 'created_date'), {
    mark: 'line',
    x: 'created_date',
    y: 'count',
    unit: ['yearmonth', 'yearweek'],
  }),
  ask('terse', 'deal value distr', pick(leads, 'deal_value'), {
    mark: 'bar',
    x: 'deal_value',
    y: 'count',
    bins: true,
  }),
  ask('plain', 'Do large deals take longer?', pick(leads, 'deal_value', 'days_to_close'), {
    mark: 'point',
    x: 'deal_value',
    y: 'days_to_close',
  }),
  ask(
    'no names',
    'who brings in the most money',
    grouped(leads, ['owner_name'], { total_value: ['sum', 'deal_value'] }),
    { mark: 'bar', x: 'owner_name', y: 'total_value', sort: 'y desc' },
  ),
]

const water = table(84, {
  meter: among('M-1', 'M-2', 'M-3'),
  read_at: moment('2023-06-01', '2023-08-31'),
  litres: real(20, 900, 1),
  zone_nr: among(1, 2, 3, 4, 5),
  leak: among('yes', 'no'),
})

export const utilities = [
  ask('business', 'water use per zone', pick(water, 'zone_nr', 'litres'), {
    mark: 'bar',
    x: 'zone_nr',
    y: 'sum(litres)',
  }),
  ask(
    'business',
    'consumption per day, one colour for each meter',
    pick(water, 'read_at', 'meter', 'litres'),
    { mark: ['line', 'bar', 'area'], x: 'read_at', y: 'sum(litres)', unit: 'yearmonthdate', color: 'meter' },
  ),
  ask('plain', 'How much water flows at what time of the day?', pick(water, 'read_at', 'litres'), {
    mark: ['bar', 'line'],
    x: 'read_at',
    y: 'sum(litres)',
    unit: 'hours',
  }),
  ask('terse', 'litres boxplot per meter', pick(water, 'meter', 'litres'), {
    mark: 'boxplot',
    x: 'meter',
    y: 'litres',
  }),
  ask(
    'terse',
    'leaks by zone',
    pick(
      water.filter(({ leak }) => leak === 'yes'),
      'zone_nr',
    ),
    { mark: 'bar', x: 'zone_nr', y: 'count' },
  ),
]

const exams = table(88, {
  candidate: (at) => `C${at}`,
  subject: among('Maths', 'French', 'Physics', 'Music'),
  mark: whole(20, 100),
  exam_date: date('2022-05-01', '2024-07-15'),
  hours_studied: whole(1, 80),
  passed: among('yes', 'yes', 'no'),
})

export const exam = [
  ask('plain', 'Does studying pay off?', pick(exams, 'hours_studied', 'mark'), {
    mark: 'point',
    x: 'hours_studied',
    y: 'mark',
  }),
  ask(
    'plain',
    'Which subject is the hardest, going by the average mark?',
    grouped(exams, ['subject'], { average_mark: ['avg', 'mark'] }),
    { mark: 'bar', x: 'subject', y: 'average_mark' },
  ),
  ask(
    'plain',
    'What share of the candidates passed in each subject?',
    grouped(exams, ['subject', 'passed'], { candidates: ['count'] }),
    { mark: 'bar', x: 'subject', y: 'candidates', color: 'passed', stack: 'percent' },
  ),
  ask('business', 'distribution of marks by subject', pick(exams, 'subject', 'mark'), {
    mark: 'boxplot',
    x: 'subject',
    y: 'mark',
  }),
  ask(
    'terse',
    'avg mark / yr',
    grouped(exams, [['yr', yearOf('exam_date')]], { avg_mark: ['avg', 'mark'] }),
    { mark: ['line', 'bar'], x: 'yr', y: 'avg_mark' },
  ),
  ask(
    'typos',
    'avrage mark for eech subjct, form high to low',
    grouped(exams, ['subject'], { avg_mark: ['avg', 'mark'] }),
    { mark: 'bar', x: 'subject', y: 'avg_mark', sort: 'y desc' },
  ),
  ask(
    'polite',
    'I hope that you are well. Please could you draw the marks against the hours studied, and tell the subjects apart by colour?',
    pick(exams, 'hours_studied', 'mark', 'subject'),
    { mark: 'point', x: 'hours_studied', y: 'mark', color: 'subject' },
  ),
]

const bikes = table(140, {
  rentalStart: moment('2024-04-01', '2024-09-30'),
  stationName: among('Dom', 'Hafen', 'Zoo', 'Uni', 'Messe'),
  userType: among('member', 'casual'),
  minutes: whole(3, 120),
  bikeKind: among('classic', 'electric', 'cargo'),
  kmRidden: real(0.3, 24, 1),
})

export const rides = [
  ask('business', 'rentals per month and user type', pick(bikes, 'rentalStart', 'userType'), {
    mark: ['line', 'bar', 'area'],
    x: 'rentalStart',
    y: 'count',
    unit: 'yearmonth',
    color: 'userType',
  }),
  ask('business', 'busiest stations', grouped(bikes, ['stationName'], { rentals: ['count'] }), {
    mark: 'bar',
    x: 'stationName',
    y: 'rentals',
    sort: 'y desc',
  }),
  ask('business', 'weekdays versus weekend: rides on each day of the week', pick(bikes, 'rentalStart'), {
    mark: 'bar',
    x: 'rentalStart',
    y: 'count',
    unit: 'day',
  }),
  ask(
    'business',
    'km ridden against minutes by kind of bike',
    pick(bikes, 'minutes', 'kmRidden', 'bikeKind'),
    { mark: 'point', x: 'minutes', y: 'kmRidden', color: 'bikeKind' },
  ),
  ask('plain', 'Do members ride longer than casual users?', pick(bikes, 'userType', 'minutes'), {
    mark: ['bar', 'boxplot'],
    x: 'userType',
    y: 'mean(minutes)',
  }),
  ask(
    'plain',
    'Which kinds of bikes are taken at which station?',
    grouped(bikes, ['stationName', 'bikeKind'], { rides: ['count'] }),
    { mark: ['bar', 'rect'], x: 'stationName', y: 'rides', color: 'bikeKind' },
  ),
  ask('terse', 'km by kind total', pick(bikes, 'bikeKind', 'kmRidden'), {
    mark: 'bar',
    x: 'bikeKind',
    y: 'sum(kmRidden)',
  }),
  ask('terse', 'rides line weekly', pick(bikes, 'rentalStart'), {
    mark: 'line',
    x: 'rentalStart',
    y: 'count',
    unit: 'yearweek',
  }),
  ask('no names', 'are the electric ones used for longer trips', pick(bikes, 'bikeKind', 'kmRidden'), {
    mark: ['bar', 'boxplot'],
    x: 'bikeKind',
    y: 'mean(kmRidden)',
  }),
]

const grants = table(26, {
  project_title: (at) => `Project ${at}`,
  institution: among('ETH', 'TUM', 'KTH', 'DTU'),
  grant_amt_eur: whole(20_000, 900_000),
  start_yr: whole(2012, 2021),
  field: among('Physics', 'Biology', 'Law'),
  team_size: whole(2, 40),
})

export const research = [
  ask(
    'template',
    'Show the total grant amount of each institution with a bar chart, and order by the institution in descending order.',
    grouped(grants, ['institution'], { total: ['sum', 'grant_amt_eur'] }),
    { mark: 'bar', x: 'institution', y: 'total', sort: 'x desc' },
  ),
  ask(
    'template',
    'Show how the average team size changes over start year in a line chart.',
    grouped(grants, ['start_yr'], { avg: ['avg', 'team_size'] }),
    { mark: 'line', x: 'start_yr', y: 'avg' },
  ),
  ask(
    'business',
    'ten biggest grants',
    firstOfEach(pick(grants, 'project_title', 'grant_amt_eur'), 'project_title'),
    { mark: 'bar', x: 'project_title', y: 'grant_amt_eur', top: 10, sort: 'y desc' },
  ),
  ask(
    'business',
    'funding by field and institution as a heat map',
    grouped(grants, ['field', 'institution'], { funding: ['sum', 'grant_amt_eur'] }),
    { mark: 'rect', x: 'field', y: 'funding', color: 'institution' },
  ),
  ask('plain', 'Do larger teams get larger grants?', pick(grants, 'team_size', 'grant_amt_eur'), {
    mark: 'point',
    x: 'team_size',
    y: 'grant_amt_eur',
  }),
  ask(
    'reworded',
    'Tally the projects of every scientific field and visualise the outcome in a doughnut diagram.',
    grouped(grants, ['field'], { projects: ['count'] }),
    { mark: 'arc', x: 'field', y: 'projects' },
  ),
]

const apps = table(50, {
  appName: (at) => `App ${at}`,
  category: among('Games', 'Tools', 'Health'),
  installs: whole(100, 900_000),
  stars: real(1, 5, 1),
  priceTier: among('free', 'paid'),
  sizeMb: real(2, 400, 1),
  lastUpdate: date('2020-01-01', '2024-05-31'),
})

export const store = [
  ask(
    'business',
    'installs per category, free vs paid',
    grouped(apps, ['category', 'priceTier'], { installs: ['sum', 'installs'] }),
    { mark: 'bar', x: 'category', y: 'installs', color: 'priceTier' },
  ),
  ask('business', 'Are big apps rated worse?', pick(apps, 'sizeMb', 'stars'), {
    mark: 'point',
    x: 'sizeMb',
    y: 'stars',
  }),
  ask('business', 'When were apps last updated? per quarter', pick(apps, 'lastUpdate'), {
    mark: ['line', 'bar'],
    x: 'lastUpdate',
    y: 'count',
    unit: 'yearquarter',
  }),
  ask('terse', 'stars histogram', pick(apps, 'stars'), { mark: 'bar', x: 'stars', y: 'count', bins: true }),
  ask('terse', 'top 8 apps installs', pick(apps, 'appName', 'installs'), {
    mark: 'bar',
    x: 'appName',
    y: 'installs',
    top: 8,
    sort: 'y desc',
  }),
  ask('typos', 'instals by categroy as pie', grouped(apps, ['category'], { installs: ['sum', 'installs'] }), {
    mark: 'arc',
    x: 'category',
    y: 'installs',
  }),
  ask(
    'reworded',
    'Arrange the app categories by their mean rating, the best rated at the left.',
    grouped(apps, ['category'], { mean_rating: ['avg', 'stars'] }),
    { mark: 'bar', x: 'category', y: 'mean_rating', sort: 'y desc' },
  ),
]
