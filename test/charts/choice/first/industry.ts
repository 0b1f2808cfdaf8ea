import { ask } from '../ask.ts'
import {
  among,
  date,
  each,
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

const staff = table(100, {
  emp_no: serial(200),
  dept_nm: among('Sales', 'R&D', 'Legal', 'Finance', 'Support'),
  emp_sal: whole(28_000, 145_000),
  hire_dt: date('2009-01-01', '2023-06-30'),
  gender: among('female', 'male', 'diverse'),
  job_title: among('Analyst', 'Manager', 'Engineer', 'Clerk'),
  perf_rating: whole(1, 5),
  manager_id: whole(1, 9),
})

export const people = [
  ask(
    'template',
    'For all employees in the Sales department, find hire_dt and the average of emp_sal bin hire_dt by weekday, and visualize them by a bar chart, list in ascending by the Y please.',
    pick(
      staff.filter(({ dept_nm }) => dept_nm === 'Sales'),
      'hire_dt',
      'emp_sal',
    ),
    {
      mark: 'bar',
      x: 'hire_dt',
      y: 'mean(emp_sal)',
      unit: 'day',
      sort: 'y asc',
    },
  ),
  ask(
    'template',
    'For those employees who do not work in departments with managers that have ids between 100 and 200, show me the comparison about the sum of manager_id over the job_title, and group by attribute job_title by a bar chart, and display X-axis from high to low order.',
    grouped(staff, ['job_title'], { 'sum(manager_id)': ['sum', 'manager_id'] }),
    {
      mark: 'bar',
      x: 'job_title',
      y: 'sum(manager_id)',
      sort: 'x desc',
    },
  ),
  ask(
    'template',
    'Show hire_dt and the sum of manager_id, bin hire_dt by weekday in a bar chart, and I want to show in desc by the Y.',
    pick(staff, 'hire_dt', 'manager_id'),
    {
      mark: 'bar',
      x: 'hire_dt',
      y: 'sum(manager_id)',
      unit: 'day',
      sort: 'y desc',
    },
  ),
  ask(
    'template',
    'Give me the trend about emp_no over hire_dt with a line chart, and list x-axis in ascending order.',
    pick(staff.slice(0, 30), 'hire_dt', 'emp_no'),
    {
      mark: 'line',
      x: 'hire_dt',
      y: 'emp_no',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'What is the total salary in each department? Draw a bar chart, and sort the bars by the department in ascending order.',
    grouped(staff, ['dept_nm'], { 'SUM(emp_sal)': ['sum', 'emp_sal'] }),
    {
      mark: 'bar',
      x: 'dept_nm',
      y: 'SUM(emp_sal)',
      sort: 'x asc',
    },
  ),
  ask(
    'business',
    'headcount by department and gender',
    grouped(staff, ['dept_nm', 'gender'], { headcount: ['count'] }),
    { mark: 'bar', x: 'dept_nm', y: 'headcount', color: 'gender' },
  ),
  ask(
    'business',
    'gender pay gap by job title',
    grouped(staff, ['job_title', 'gender'], { avg_salary: ['avg', 'emp_sal'] }),
    {
      mark: 'bar',
      x: 'job_title',
      y: 'avg_salary',
      color: 'gender',
      stack: 'side by side',
    },
  ),
  ask('business', 'New hires per year', pick(staff, 'hire_dt'), {
    mark: ['line', 'bar'],
    x: 'hire_dt',
    y: 'count',
    unit: 'year',
  }),
  ask('terse', 'sal by dept', pick(staff, 'dept_nm', 'emp_sal'), {
    mark: ['bar', 'boxplot'],
    x: 'dept_nm',
    y: 'mean(emp_sal)',
  }),
  ask('terse', 'max sal per title asc', pick(staff, 'job_title', 'emp_sal'), {
    mark: 'bar',
    x: 'job_title',
    y: 'max(emp_sal)',
    sort: 'y asc',
  }),
  ask(
    'typos',
    'averge salry for eahc departement as a bar graph sortd descending',
    grouped(staff, ['dept_nm'], { avg: ['avg', 'emp_sal'] }),
    { mark: 'bar', x: 'dept_nm', y: 'avg', sort: 'y desc' },
  ),
  ask('plain', 'Do we pay those better who get better reviews?', pick(staff, 'perf_rating', 'emp_sal'), {
    mark: ['point', 'bar', 'boxplot'],
    x: 'perf_rating',
    y: 'emp_sal',
  }),
  ask(
    'polite',
    'Could you please be so nice and show me, if it is not too much work, what our people earn in the different departments: the lowest, I mean?',
    pick(staff, 'dept_nm', 'emp_sal'),
    { mark: 'bar', x: 'dept_nm', y: 'min(emp_sal)' },
  ),
]

const readings = table(150, {
  reading_ts: moment('2023-01-01', '2023-12-31'),
  source: among('solar', 'wind', 'gas', 'hydro'),
  output_mwh: real(2, 480, 1),
  plant_code: among('P01', 'P02', 'P03', 'P04', 'P05'),
})

export const energy = [
  ask(
    'template',
    'Show the average of output_mwh over reading_ts with a line chart, bin reading_ts by month.',
    pick(readings, 'reading_ts', 'output_mwh'),
    {
      mark: 'line',
      x: 'reading_ts',
      y: 'mean(output_mwh)',
      unit: ['yearmonth', 'month'],
    },
  ),
  ask(
    'template',
    'Return a pie chart about the proportion of source and output_mwh.',
    grouped(readings, ['source'], { output_mwh: ['sum', 'output_mwh'] }),
    { mark: 'arc', x: 'source', y: 'output_mwh' },
  ),
  ask(
    'business',
    'monthly output by source as stacked area',
    grouped(readings, [['month', monthOf('reading_ts')], 'source'], { output: ['sum', 'output_mwh'] }),
    {
      mark: 'area',
      x: 'month',
      y: 'output',
      color: 'source',
      stack: 'stacked',
    },
  ),
  ask(
    'business',
    'Which plants produced the least?',
    grouped(readings, ['plant_code'], { total_output: ['sum', 'output_mwh'] }),
    { mark: 'bar', x: 'plant_code', y: 'total_output', sort: 'y asc' },
  ),
  ask(
    'terse',
    'output by hour of day',
    pick(readings, 'reading_ts', 'output_mwh'),
    { mark: ['bar', 'line'], x: 'reading_ts', y: 'mean(output_mwh)', unit: 'hours' },
    'an output is added up unless a word says otherwise',
  ),
  ask(
    'no names',
    'how much comes from the sun, the wind and the rest',
    pick(readings, 'source', 'output_mwh'),
    { mark: ['bar', 'arc'], x: 'source', y: 'sum(output_mwh)' },
  ),
]

const sensors = table(96, {
  ts: (at) => new Date(Date.UTC(2024, 2, 1, at)).toISOString(),
  device_id: each('dev-01', 'dev-02'),
  temp_c: real(15, 29, 1),
  humidity_pct: real(25, 70, 1),
  battery: whole(20, 100),
})

export const devices = [
  ask('plain', 'How did the temperature change?', pick(sensors.slice(0, 48), 'ts', 'temp_c'), {
    mark: 'line',
    x: 'ts',
    y: 'temp_c',
  }),
  ask('plain', 'How are temperature and humidity correlated?', pick(sensors, 'temp_c', 'humidity_pct'), {
    mark: 'point',
    x: 'temp_c',
    y: 'humidity_pct',
  }),
  ask('terse', 'temp per device over time', pick(sensors, 'ts', 'device_id', 'temp_c'), {
    mark: 'line',
    x: 'ts',
    y: 'temp_c',
    color: 'device_id',
  }),
  ask('terse', 'humidity daily avg', pick(sensors, 'ts', 'humidity_pct'), {
    mark: 'line',
    x: 'ts',
    y: 'mean(humidity_pct)',
    unit: 'yearmonthdate',
  }),
  ask(
    'business',
    'lowest battery level of each device',
    grouped(sensors, ['device_id'], { min_battery: ['min', 'battery'] }),
    { mark: 'bar', x: 'device_id', y: 'min_battery' },
  ),
]

const claims = table(85, {
  claim_no: serial(9_000),
  policyType: among('home', 'car', 'travel', 'life'),
  filed_on: date('2020-01-01', '2023-12-31'),
  claim_amt: whole(80, 46_000),
  status: among('open', 'paid', 'rejected'),
  region_code: among('N', 'S', 'E', 'W'),
})

export const insurance = [
  ask(
    'template',
    'Show the number of claims filed in each day, bin filed date by weekday and group by status with a stacked bar chart.',
    pick(claims, 'filed_on', 'status'),
    {
      mark: 'bar',
      x: 'filed_on',
      y: 'count',
      unit: 'day',
      color: 'status',
      stack: 'stacked',
    },
  ),
  ask(
    'template',
    'What are the different policy types, and what is the average claim amount of each? Show the proportion.',
    grouped(claims, ['policyType'], { avg: ['avg', 'claim_amt'] }),
    { mark: 'arc', x: 'policyType', y: 'avg' },
  ),
  ask(
    'template',
    'Please use a bar chart to compare the number of claims of each filed date, note that you should bin filed date into year interval, and list the y axis in ascending order.',
    pick(claims, 'filed_on'),
    {
      mark: 'bar',
      x: 'filed_on',
      y: 'count',
      unit: 'year',
      sort: 'y asc',
    },
  ),
  ask(
    'business',
    'rejection is rising? claims by status per year',
    grouped(claims, [['year', yearOf('filed_on')], 'status'], { claims: ['count'] }),
    { mark: ['line', 'bar'], x: 'year', y: 'claims', color: 'status' },
  ),
  ask('business', 'how are claim amounts distributed?', pick(claims, 'claim_amt'), {
    mark: 'bar',
    x: 'claim_amt',
    y: 'count',
    bins: true,
  }),
  ask(
    'terse',
    'claims by region & type',
    grouped(claims, ['region_code', 'policyType'], { cnt: ['count'] }),
    { mark: ['bar', 'rect'], x: 'region_code', y: 'cnt', color: 'policyType' },
  ),
  ask(
    'reworded',
    'Produce a column diagram of the overall sum claimed for every kind of policy. Arrange the vertical axis in a descending manner.',
    grouped(claims, ['policyType'], { sum: ['sum', 'claim_amt'] }),
    { mark: 'bar', x: 'policyType', y: 'sum', sort: 'y desc' },
  ),
  ask('typos', 'pie of claims by staus', pick(claims, 'status'), { mark: 'arc', x: 'status', y: 'count' }),
]

const homes = table(70, {
  listing: serial(1),
  sqft: whole(380, 4_200),
  price: whole(90_000, 1_500_000),
  bedrooms: whole(1, 6),
  neighborhood: among('Docks', 'Hillside', 'Old Mill', 'Parkside', 'University'),
  year_built: whole(1890, 2022),
  property_type: among('flat', 'house', 'loft'),
})

export const housing = [
  ask(
    'template',
    'Draw a scatter chart about the correlation between sqft and price.',
    pick(homes, 'sqft', 'price'),
    { mark: 'point', x: 'sqft', y: 'price' },
  ),
  ask(
    'template',
    'Show all bedrooms and the number of listings with each bedrooms in a bar chart, and order bars in desc order.',
    grouped(homes, ['bedrooms'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'bedrooms',
      y: 'count',
      sort: ['x desc', 'y desc'],
    },
  ),
  ask('business', 'median price in every neighbourhood', pick(homes, 'neighborhood', 'price'), {
    mark: 'bar',
    x: 'neighborhood',
    y: 'median(price)',
  }),
  ask('business', 'price range by property type, with outliers', pick(homes, 'property_type', 'price'), {
    mark: 'boxplot',
    x: 'property_type',
    y: 'price',
  }),
  ask('plain', 'Are newer homes more expensive?', pick(homes, 'year_built', 'price'), {
    mark: ['point', 'line'],
    x: 'year_built',
    y: 'price',
  }),
  ask('terse', 'listings by neighborhood/type', pick(homes, 'neighborhood', 'property_type'), {
    mark: 'bar',
    x: 'neighborhood',
    y: 'count',
    color: 'property_type',
  }),
  ask(
    'no names',
    'which part of town is dearest',
    grouped(homes, ['neighborhood'], { 'avg(price)': ['avg', 'price'] }),
    { mark: 'bar', x: 'neighborhood', y: 'avg(price)', sort: 'y desc' },
  ),
]

const loans = table(100, {
  loan_date: date('2022-01-01', '2023-12-31'),
  branch: among('Central', 'Eastside', 'Harbor'),
  book_genre: among('crime', 'romance', 'science', 'travel'),
  days_out: whole(1, 60),
})

export const library = [
  ask(
    'template',
    'Return the number of loans of each branch in a bar chart, rank by the names in ascending.',
    grouped(loans, ['branch'], { count: ['count'] }),
    { mark: 'bar', x: 'branch', y: 'count', sort: 'x asc' },
  ),
  ask(
    'business',
    'compare genres across the branches',
    grouped(loans, ['branch', 'book_genre'], { loans: ['count'] }),
    { mark: 'bar', x: 'branch', y: 'loans', color: 'book_genre', stack: 'side by side' },
  ),
  ask(
    'plain',
    'What is the average number of days a book is out, by genre?',
    pick(loans, 'book_genre', 'days_out'),
    { mark: 'bar', x: 'book_genre', y: 'mean(days_out)' },
  ),
  ask(
    'polite',
    'Please, may I have a line diagram with the loans of each month, one colour per branch? Thanks a lot in advance!',
    pick(loans, 'loan_date', 'branch'),
    {
      mark: 'line',
      x: 'loan_date',
      y: 'count',
      unit: 'yearmonth',
      color: 'branch',
    },
  ),
]

const weather = firstOfEach(
  table(60, {
    date: (at) => new Date(Date.UTC(2023, 0, 1 + at * 3)).toISOString().slice(0, 10),
    max_temperature_f: whole(20, 95),
    mean_humidity: whole(30, 95),
    precipitation_inches: real(0, 2.5),
    events: among('Rain', 'Fog', 'Snow', 'Clear'),
  }),
  'date',
)

export const climate = [
  ask(
    'template',
    'Show me the line chart of max temperature over date.',
    pick(weather, 'date', 'max_temperature_f'),
    { mark: 'line', x: 'date', y: 'max_temperature_f' },
  ),
  ask(
    'template',
    'Bin all date by month and show the total precipitation inches with a bar chart.',
    pick(weather, 'date', 'precipitation_inches'),
    { mark: 'bar', x: 'date', y: 'sum(precipitation_inches)', unit: ['month', 'yearmonth'] },
  ),
  ask('plain', 'how often was it foggy, rainy, snowy or clear?', pick(weather, 'events'), {
    mark: ['bar', 'arc'],
    x: 'events',
    y: 'count',
  }),
  ask(
    'terse',
    'humidity x temperature by event',
    pick(weather, 'mean_humidity', 'max_temperature_f', 'events'),
    { mark: 'point', x: 'mean_humidity', y: 'max_temperature_f', color: 'events' },
  ),
]

const single = [{ total_revenue: 1_284_311.5 }]

export const figures = [
  ask('business', 'What was our total revenue?', single, { mark: 'text', y: 'total_revenue' }),
  ask('plain', 'How many customers do we have?', [{ count: 48_211 }], { mark: 'text', y: 'count' }),
]
