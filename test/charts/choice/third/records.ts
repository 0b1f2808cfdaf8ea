import { ask } from '../ask.ts'
import {
  among,
  date,
  each,
  firstOfEach,
  grouped,
  moment,
  pick,
  real,
  serial,
  table,
  whole,
  yearOf,
} from '../rows.ts'

const apartments = table(48, {
  apt_number: (at) => `Suite ${100 + at}`,
  apt_type_code: among('Flat', 'Duplex', 'Studio'),
  bathroom_count: whole(1, 3),
  bedroom_count: whole(1, 6),
  room_count: among(3, 4, 5, 6, 7, 8, 9),
  booking_start_date: moment('2016-01-01', '2017-12-31'),
  booking_status_code: among('Confirmed', 'Provisional'),
})

export const rentals = [
  ask(
    'template',
    'What is the average number of bedrooms of apartments in each type code? Show me a bar chart, and I want to order by the Y-axis in desc.',
    grouped(apartments, ['apt_type_code'], { avg: ['avg', 'bedroom_count'] }),
    { mark: 'bar', x: 'apt_type_code', y: 'avg', sort: 'y desc' },
  ),
  ask(
    'template',
    'Show the booking start dates of the apartments with type code "Duplex", and count them by a line chart, could you list from low to high by the booking_start_date?',
    pick(
      apartments.filter((row) => row.apt_type_code === 'Duplex'),
      'booking_start_date',
    ),
    {
      mark: 'line',
      x: 'booking_start_date',
      y: 'count',
      unit: ['yearmonth', 'year', 'yearquarter', 'yearweek', 'month'],
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'Give me a bar chart for the number of booking status code of each booking status code, order in descending by the bars.',
    grouped(apartments, ['booking_status_code'], { count: ['count'] }),
    { mark: 'bar', x: 'booking_status_code', y: 'count', sort: ['x desc', 'y desc'] },
  ),
  ask(
    'template',
    'Show the number of apartments booked in different booking start date. Bin booking start date by month and group by booking status code with a stacked bar chart.',
    pick(apartments, 'booking_start_date', 'booking_status_code'),
    {
      mark: 'bar',
      x: 'booking_start_date',
      y: 'count',
      unit: ['month', 'yearmonth'],
      color: 'booking_status_code',
      stack: 'stacked',
    },
  ),
  ask(
    'template',
    'Show the relationship between the bathroom count and the average room count.',
    grouped(apartments, ['bathroom_count'], { avg: ['avg', 'room_count'] }),
    { mark: 'point', x: 'bathroom_count', y: 'avg' },
  ),
  ask(
    'reworded',
    'For each apartment category, what is the total quantity of rooms? Kindly present the answer as a pie chart.',
    grouped(apartments, ['apt_type_code'], { sum: ['sum', 'room_count'] }),
    { mark: 'arc', x: 'apt_type_code', y: 'sum' },
  ),
  ask(
    'reworded',
    'Determine the quantity of apartments for every bedroom count, using a bar chart whose X-axis runs from low to high.',
    grouped(apartments, ['bedroom_count'], { count: ['count'] }),
    { mark: 'bar', x: 'bedroom_count', y: 'count', sort: 'x asc' },
  ),
]

const counties = table(20, {
  county_name: each(
    'Amador',
    'Butte',
    'Colusa',
    'Del Norte',
    'Fresno',
    'Glenn',
    'Inyo',
    'Kern',
    'Lake',
    'Marin',
    'Napa',
    'Orange',
    'Placer',
    'Solano',
    'Tulare',
    'Yolo',
    'Yuba',
    'Modoc',
    'Mono',
    'Sierra',
  ),
  Zip_code: (at) => String(20_700 + at * 13),
  Population: real(4_000, 66_000, 0),
  police_officers: whole(17, 250),
  residents_per_officer: whole(180, 1_200),
  crime_rate: whole(30, 330),
  location: among('East', 'West', 'South'),
  police_force: among('Toledo City', 'State', 'Sheriff'),
})

export const police = [
  ask(
    'template',
    'Show all locations and the total number of police officers in each location. Visualize with a pie chart.',
    grouped(counties, ['location'], { sum: ['sum', 'police_officers'] }),
    { mark: 'arc', x: 'location', y: 'sum' },
  ),
  ask(
    'template',
    'What are the names and populations of the counties? Show a bar chart, sort x axis in descending order.',
    pick(counties, 'county_name', 'Population'),
    { mark: 'bar', x: 'county_name', y: 'Population', sort: 'x desc' },
  ),
  ask(
    'template',
    'Find the relationship between the average crime rate and the minimum crime rate of each police force.',
    grouped(counties, ['police_force'], { avg: ['avg', 'crime_rate'], min: ['min', 'crime_rate'] }),
    { mark: 'point', x: 'avg', y: 'min', color: 'police_force' },
  ),
  ask(
    'template',
    'Draw a stacked bar chart of the number of counties for each location, and group by police force, rank by the location in desc.',
    grouped(counties, ['location', 'police_force'], { count: ['count'] }),
    { mark: 'bar', x: 'location', y: 'count', color: 'police_force', stack: 'stacked', sort: 'x desc' },
  ),
  ask(
    'business',
    'Crime rate against officers, please mark the force',
    pick(counties, 'police_officers', 'crime_rate', 'police_force'),
    { mark: 'point', x: 'police_officers', y: 'crime_rate', color: 'police_force' },
  ),
  ask(
    'plain',
    'Which five counties have the highest crime rate?',
    pick(counties, 'county_name', 'crime_rate'),
    { mark: 'bar', x: 'county_name', y: 'crime_rate', top: 5, sort: 'y desc' },
  ),
]

const documents = table(45, {
  doc_id: serial(1),
  doc_type_cd: among('CV', 'BK', 'FM', 'PR'),
  access_cnt: whole(100, 9_000),
  date_stored: moment('1975-01-01', '2011-12-31'),
  shelf_mark: among('a', 'b', 'c', 'd'),
})

export const archive = [
  ask(
    'template',
    'Return the total access count of documents for each document type code in a bar chart, could you display Y in desc order?',
    grouped(documents, ['doc_type_cd'], { sum: ['sum', 'access_cnt'] }),
    { mark: 'bar', x: 'doc_type_cd', y: 'sum', sort: 'y desc' },
  ),
  ask(
    'template',
    'Plot how many documents are stored by date stored and shelf mark, binned by weekday, as a stacked bar.',
    pick(documents, 'date_stored', 'shelf_mark'),
    { mark: 'bar', x: 'date_stored', y: 'count', unit: 'day', color: 'shelf_mark', stack: 'stacked' },
  ),
  ask(
    'template',
    'How many documents are stored in each year? Bin the date stored into the year interval, and draw a line chart.',
    pick(documents, 'date_stored'),
    { mark: 'line', x: 'date_stored', y: 'count', unit: 'year' },
  ),
  ask(
    'template',
    'Bar chart of date stored vs how many date stored, bin by month, sort by the y axis in asc order.',
    pick(documents, 'date_stored'),
    { mark: 'bar', x: 'date_stored', y: 'count', unit: 'month', sort: 'y asc' },
  ),
  ask(
    'template',
    'What are all shelf marks and how many documents has each one? Rank in ascending by the shelf mark.',
    grouped(documents, ['shelf_mark'], { 'COUNT(*)': ['count'] }),
    { mark: 'bar', x: 'shelf_mark', y: 'COUNT(*)', sort: 'x asc' },
  ),
  ask(
    'reworded',
    'Illustrate the count of stored documents for each weekday by means of bars, in descending order of the count.',
    pick(documents, 'date_stored'),
    { mark: 'bar', x: 'date_stored', y: 'count', unit: 'day', sort: 'y desc' },
  ),
  ask('terse', 'docs by type, pie', pick(documents, 'doc_type_cd'), {
    mark: 'arc',
    x: 'doc_type_cd',
    y: 'count',
  }),
]

const faculty = table(60, {
  FacID: serial(1_000),
  Lname: (at) => `F${at}`,
  Rank: among('Professor', 'AsstProf', 'AssocProf', 'Instructor'),
  Sex: among('F', 'M'),
  Building: among('NEB', 'Barton', 'Krieger'),
  Room: whole(100, 400),
  YearsEmployed: whole(0, 35),
})

export const faculties = [
  ask(
    'template',
    'Show the number of faculty for each rank with different sex in a stacked bar chart, and sort by the Y-axis from low to high.',
    grouped(faculty, ['Rank', 'Sex'], { count: ['count'] }),
    { mark: 'bar', x: 'Rank', y: 'count', color: 'Sex', stack: 'stacked', sort: 'y asc' },
  ),
  ask(
    'template',
    'How many faculty members do we have for each rank and gender? Group by rank with a grouped bar chart.',
    grouped(faculty, ['Rank', 'Sex'], { count: ['count'] }),
    { mark: 'bar', x: 'Sex', y: 'count', color: 'Rank', stack: 'side by side' },
  ),
  ask(
    'template',
    'Show all the ranks and the number of male and female faculty for each rank in a group bar chart.',
    grouped(faculty, ['Rank', 'Sex'], { count: ['count'] }),
    { mark: 'bar', x: 'Rank', y: 'count', color: 'Sex', stack: 'side by side' },
  ),
  ask(
    'template',
    'Give me a pie chart for the number of faculty in each building.',
    grouped(faculty, ['Building'], { count: ['count'] }),
    { mark: 'arc', x: 'Building', y: 'count' },
  ),
  ask(
    'template',
    'Show the building and the average of years employed, and group by attribute sex, with a grouped bar.',
    grouped(faculty, ['Building', 'Sex'], { avg: ['avg', 'YearsEmployed'] }),
    { mark: 'bar', x: 'Building', y: 'avg', color: 'Sex', stack: 'side by side' },
  ),
  ask('plain', 'How long have our professors been with us?', pick(faculty, 'YearsEmployed'), {
    mark: ['bar', 'boxplot'],
    x: 'YearsEmployed',
    y: 'count',
    bins: true,
  }),
  ask('typos', 'numbr of faculty by buidling, dscending', grouped(faculty, ['Building'], { n: ['count'] }), {
    mark: 'bar',
    x: 'Building',
    y: 'n',
    sort: 'y desc',
  }),
]

const machines = table(28, {
  machine_series: among('RS125', 'RSW250', 'Honda NSR'),
  machine_class: among('125cc', '250cc'),
  team_nm: among('Aprilia', 'Kiefer', 'Honda', 'Gresini'),
  value_points: whole(50, 390),
  quality_rank: whole(1, 10),
  made_in: whole(1995, 2010),
})

export const workshop = [
  ask(
    'template',
    'Find the number of machines of each team, and visualize by a bar chart, rank total number from high to low order.',
    grouped(machines, ['team_nm'], { count: ['count'] }),
    { mark: 'bar', x: 'team_nm', y: 'count', sort: 'y desc' },
  ),
  ask(
    'template',
    'Compare the average value points of the machine series by a bar chart, list by the names in asc.',
    grouped(machines, ['machine_series'], { avg: ['avg', 'value_points'] }),
    { mark: 'bar', x: 'machine_series', y: 'avg', sort: 'x asc' },
  ),
  ask(
    'template',
    'Show the trend of the sum of value points over the year made in.',
    grouped(machines, ['made_in'], { sum: ['sum', 'value_points'] }),
    { mark: 'line', x: 'made_in', y: 'sum' },
  ),
  ask(
    'template',
    'Scatter chart. What are the quality ranks and value points of all machines?',
    pick(machines, 'quality_rank', 'value_points'),
    { mark: 'point', x: 'quality_rank', y: 'value_points' },
  ),
  ask(
    'template',
    'Group by machine class and show the number of machines, colored by team, in a stacked bar chart.',
    grouped(machines, ['machine_class', 'team_nm'], { count: ['count'] }),
    { mark: 'bar', x: 'machine_class', y: 'count', color: 'team_nm', stack: 'stacked' },
  ),
  ask(
    'no names',
    'who builds the best quality',
    grouped(machines, ['team_nm'], { avg_rank: ['avg', 'quality_rank'] }),
    { mark: 'bar', x: 'team_nm', y: 'avg_rank' },
  ),
]

const customers = table(56, {
  customer_id: serial(1),
  date_became_customer: moment('2016-01-01', '2018-12-31'),
  outstanding_balance: real(0, 5_000),
  state_province_county: among('Nevada', 'Iowa', 'Texas', 'Ohio'),
  payment_cd: among('Cash', 'Visa', 'Amex'),
  age_grp: among('18-29', '30-44', '45-64', '65+'),
})

export const registry = [
  ask(
    'template',
    'When did customers become customers? Bin the date became customer by quarter and count them in a bar chart.',
    pick(customers, 'date_became_customer'),
    { mark: 'bar', x: 'date_became_customer', y: 'count', unit: ['yearquarter', 'quarter'] },
  ),
  ask(
    'template',
    'Show date became customer and the maximum outstanding balance, bin date became customer by year in a bar chart, and show X from high to low.',
    pick(customers, 'date_became_customer', 'outstanding_balance'),
    { mark: 'bar', x: 'date_became_customer', y: 'max(outstanding_balance)', unit: 'year', sort: 'x desc' },
  ),
  ask(
    'template',
    'Show the proportion of the sum of outstanding balance for each payment code.',
    grouped(customers, ['payment_cd'], { sum: ['sum', 'outstanding_balance'] }),
    { mark: 'arc', x: 'payment_cd', y: 'sum' },
  ),
  ask(
    'template',
    'Which states do customers live in, and how many of them? List in ascending by the total number.',
    grouped(customers, ['state_province_county'], { count: ['count'] }),
    { mark: 'bar', x: 'state_province_county', y: 'count', sort: 'y asc' },
  ),
  ask(
    'business',
    'age structure of the customers',
    grouped(customers, ['age_grp'], { customers: ['count'] }),
    { mark: 'bar', x: 'age_grp', y: 'customers' },
  ),
  ask(
    'business',
    'New customers per year and payment method',
    grouped(customers, [['year', yearOf('date_became_customer')], 'payment_cd'], {
      new_customers: ['count'],
    }),
    { mark: ['bar', 'line'], x: 'year', y: 'new_customers', color: 'payment_cd' },
  ),
  ask(
    'reworded',
    'Could you furnish a graph with bars showing the mean unpaid balance in every state, the state with the lowest mean coming first?',
    grouped(customers, ['state_province_county'], { avg: ['avg', 'outstanding_balance'] }),
    { mark: 'bar', x: 'state_province_county', y: 'avg', sort: 'y asc' },
  ),
]

const reports = table(14, {
  journalist: each(
    'Adair',
    'Blum',
    'Cole',
    'Dray',
    'Eze',
    'Frey',
    'Gill',
    'Hoff',
    'Ikeda',
    'Joss',
    'Kemp',
    'Ladd',
    'Moss',
    'Nash',
  ),
  yrs_working: whole(1, 25),
  nationality: among('England', 'Wales', 'Scotland'),
  event_attendance: whole(400, 34_000),
})

export const newsroom = [
  ask(
    'template',
    'List the journalist and years working of all journalists with a bar chart, and rank in descending by the years working.',
    pick(reports, 'journalist', 'yrs_working'),
    { mark: 'bar', x: 'journalist', y: 'yrs_working', sort: 'y desc' },
  ),
  ask(
    'template',
    'Show the different nationalities and the number of journalists of each nationality, and show the names in desc.',
    grouped(reports, ['nationality'], { count: ['count'] }),
    { mark: 'bar', x: 'nationality', y: 'count', sort: 'x desc' },
  ),
  ask(
    'template',
    'For all journalists, show the correlation of yrs_working and event_attendance with nationality as color.',
    pick(reports, 'yrs_working', 'event_attendance', 'nationality'),
    { mark: 'point', x: 'yrs_working', y: 'event_attendance', color: 'nationality' },
  ),
  ask(
    'reworded',
    'Visualise, through a pie, what portion of reporters comes from every country.',
    grouped(reports, ['nationality'], { count: ['count'] }),
    { mark: 'arc', x: 'nationality', y: 'count' },
  ),
  ask(
    'polite',
    'Would you mind plotting the experience of each journalist in years, please? From the least experienced to the most experienced would be great.',
    firstOfEach(pick(reports, 'journalist', 'yrs_working'), 'journalist'),
    { mark: 'bar', x: 'journalist', y: 'yrs_working', sort: 'y asc' },
  ),
]

const rooms = table(12, {
  roomName: each(
    'Abbey',
    'Bower',
    'Cabin',
    'Den',
    'Eyrie',
    'Foyer',
    'Gable',
    'Hall',
    'Ivory',
    'Jade',
    'Keep',
    'Loft',
  ),
  beds: whole(1, 2),
  basePrice: whole(75, 250),
  decor: among('modern', 'rustic', 'traditional'),
  bedType: among('King', 'Queen', 'Double'),
  checkInDate: date('2010-01-01', '2010-12-31'),
})

export const inn = [
  ask(
    'template',
    'Find the average and minimum price of the rooms in different decor. Show me a scatter plot.',
    grouped(rooms, ['decor'], { avg: ['avg', 'basePrice'], min: ['min', 'basePrice'] }),
    { mark: 'point', x: 'avg', y: 'min', color: 'decor' },
  ),
  ask(
    'template',
    'A pie chart about the number of rooms for each bed type.',
    grouped(rooms, ['bedType'], { count: ['count'] }),
    { mark: 'arc', x: 'bedType', y: 'count' },
  ),
  ask(
    'template',
    'List the name and base price of all rooms, and sort by base price, from low to high, in a bar chart.',
    pick(rooms, 'roomName', 'basePrice'),
    { mark: 'bar', x: 'roomName', y: 'basePrice', sort: 'y asc' },
  ),
  ask(
    'template',
    'Show the number of rooms checked in for each decor and colored by bed type in a bar chart, and could you show the y axis from high to low?',
    grouped(rooms, ['decor', 'bedType'], { count: ['count'] }),
    { mark: 'bar', x: 'decor', y: 'count', color: 'bedType', sort: 'y desc' },
  ),
]
