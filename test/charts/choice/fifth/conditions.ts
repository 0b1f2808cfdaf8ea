import { ask } from '../ask.ts'
import { among, date, each, grouped, moment, pick, real, serial, table, whole, yearOf } from '../rows.ts'

const scholars = table(54, {
  SID: serial(1),
  FName: (at) => `F${at}`,
  MajorName: among('History', 'Line Design', 'Accounting', 'Bar Studies'),
  AgeYears: whole(17, 27),
  AdvisorID: whole(1_100, 1_120),
  HomeTown: among('Boston', 'Fall River', 'Salem'),
  Sex: among('M', 'F'),
})

export const college = [
  ask(
    'template',
    'Find the number of students whose major is "History" from each home town, and show by the total number in descending.',
    grouped(
      scholars.filter((row) => row.MajorName === 'History'),
      ['HomeTown'],
      { count: ['count'] },
    ),
    { mark: 'bar', x: 'HomeTown', y: 'count', sort: 'y desc' },
  ),
  ask(
    'template',
    "What are the home towns of the students who took the course 'Trends in Change' in the Fall semester, and how many are they? Give me a bar chart, and order by the home town from A to Z.",
    grouped(scholars, ['HomeTown'], { count: ['count'] }),
    { mark: 'bar', x: 'HomeTown', y: 'count', sort: 'x asc' },
  ),
  ask(
    'template',
    'Find the average age of students in each major, only for majors with at least 5 students, in descending order of the average.',
    grouped(scholars, ['MajorName'], { avg: ['avg', 'AgeYears'] }),
    { mark: 'bar', x: 'MajorName', y: 'avg', sort: 'y desc' },
  ),
  ask(
    'template',
    'Show the youngest age for each home town, and list by the town name in ascending order.',
    grouped(scholars, ['HomeTown'], { 'min(AgeYears)': ['min', 'AgeYears'] }),
    { mark: 'bar', x: 'HomeTown', y: 'min(AgeYears)', sort: 'x asc' },
  ),
  ask(
    'template',
    'How many students are there for each age? Visualize by a bar chart and sort from low to high by the X.',
    grouped(scholars, ['AgeYears'], { count: ['count'] }),
    { mark: 'bar', x: 'AgeYears', y: 'count', sort: 'x asc' },
  ),
  ask(
    'template',
    'For each major, show the number of students of each sex, with a stacked bar chart.',
    grouped(scholars, ['MajorName', 'Sex'], { count: ['count'] }),
    { mark: 'bar', x: 'MajorName', y: 'count', color: 'Sex', stack: 'stacked' },
  ),
  ask(
    'reworded',
    'Amongst the pupils whose advisor has an id greater than 1110, what number hails from every town? Portray it as a pie.',
    grouped(scholars, ['HomeTown'], { count: ['count'] }),
    { mark: 'arc', x: 'HomeTown', y: 'count' },
  ),
]

const purchases = table(66, {
  purchase_id: serial(1),
  paid_on: moment('2007-01-01', '2011-12-31'),
  supplier_nm: among('Lidd', 'Tesko', 'Aldo', 'Spaar'),
  unit_price: real(1, 90),
  quantity: whole(1, 60),
  order_status: among('Cancelled', 'Paid', 'Part Shipped'),
  product_kind: among('Clothes', 'Hardware', 'Toys'),
})

export const ledger = [
  ask(
    'template',
    "Return the date of the purchases with status 'Paid' in the range of 2007 and 2011, and count them by a line chart, bin paid_on by year.",
    pick(
      purchases.filter((row) => row.order_status === 'Paid'),
      'paid_on',
    ),
    { mark: 'line', x: 'paid_on', y: 'count', unit: 'year' },
  ),
  ask(
    'template',
    'What is the average unit price of products of kind "Clothes" or "Toys" whose quantity is more than 10 percent of the stock, for each supplier?',
    grouped(purchases, ['supplier_nm'], { avg: ['avg', 'unit_price'] }),
    { mark: 'bar', x: 'supplier_nm', y: 'avg' },
  ),
  ask(
    'template',
    'Show the number of purchases that are linked to each supplier, in ascending order by the number.',
    grouped(purchases, ['supplier_nm'], { count: ['count'] }),
    { mark: 'bar', x: 'supplier_nm', y: 'count', sort: 'y asc' },
  ),
  ask(
    'template',
    'For each product kind, list the total quantity, and group by order status in a stacked bar chart. Order by the product kind in descending order.',
    grouped(purchases, ['product_kind', 'order_status'], { sum: ['sum', 'quantity'] }),
    { mark: 'bar', x: 'product_kind', y: 'sum', color: 'order_status', stack: 'stacked', sort: 'x desc' },
  ),
  ask(
    'template',
    'Show the purchase dates, bin the paid_on by weekday, and the average quantity, in a bar chart, from high to low by the Y axis.',
    pick(purchases, 'paid_on', 'quantity'),
    { mark: 'bar', x: 'paid_on', y: 'mean(quantity)', unit: 'day', sort: 'y desc' },
  ),
  ask(
    'template',
    'Show the minimum and maximum unit price of each product kind that has the most expensive product. Give a scatter plot.',
    grouped(purchases, ['product_kind'], { min: ['min', 'unit_price'], max: ['max', 'unit_price'] }),
    { mark: 'point', x: 'min', y: 'max', color: 'product_kind' },
  ),
  ask(
    'reworded',
    'Which kinds of product were bought, and how frequently? Plot it as a column chart with descending columns.',
    grouped(purchases, ['product_kind'], { count: ['count'] }),
    { mark: 'bar', x: 'product_kind', y: 'count', sort: 'y desc' },
  ),
  ask(
    'reworded',
    'Compute, for each year, the overall quantity purchased, and link the values with a line.',
    grouped(purchases, [['year', yearOf('paid_on')]], { sum: ['sum', 'quantity'] }),
    { mark: 'line', x: 'year', y: 'sum' },
  ),
]

const ships = table(38, {
  Ship_Name: (at) => `Vessel ${at}`,
  Ship_Type: among('Brig', 'Corvette', 'Line-of-battle'),
  Lost_in_battle: among(1, 2, 3, 4, 5, 6),
  Tonnage_t: whole(300, 46_000),
  Built: each(1860, 1871, 1884, 1892, 1899, 1903, 1911),
  Disposition: among('Captured', 'Sunk', 'Scuttled'),
  Captain: among('Adm. Box', 'Adm. Pie', 'Adm. Point'),
})

export const navy = [
  ask(
    'template',
    'How many ships were built in each year? Show me the trend.',
    grouped(ships, ['Built'], { count: ['count'] }),
    { mark: 'line', x: 'Built', y: 'count' },
  ),
  ask(
    'template',
    'What is the average tonnage of the ships of each type that were lost in battle at most 3 times? Rank by the ship type.',
    grouped(ships, ['Ship_Type'], { avg: ['avg', 'Tonnage_t'] }),
    { mark: 'bar', x: 'Ship_Type', y: 'avg', sort: 'x asc' },
  ),
  ask(
    'template',
    'Show the number of ships for every disposition and type, stacked by type.',
    grouped(ships, ['Disposition', 'Ship_Type'], { count: ['count'] }),
    { mark: 'bar', x: 'Disposition', y: 'count', color: 'Ship_Type', stack: 'stacked' },
  ),
  ask(
    'template',
    'For all ships whose captain is "Adm. Pie", give me the comparison about tonnage over the ship name, and display the bars in descending order of tonnage.',
    pick(ships.slice(0, 12), 'Ship_Name', 'Tonnage_t'),
    { mark: 'bar', x: 'Ship_Name', y: 'Tonnage_t', sort: 'y desc' },
  ),
  ask(
    'template',
    'Show the tonnage of ships over the year built, grouped by disposition, with a scatter chart.',
    pick(ships, 'Built', 'Tonnage_t', 'Disposition'),
    { mark: 'point', x: 'Built', y: 'Tonnage_t', color: 'Disposition' },
  ),
  ask(
    'plain',
    'Which captain commanded the fewest ships?',
    grouped(ships, ['Captain'], { ships: ['count'] }),
    { mark: 'bar', x: 'Captain', y: 'ships', sort: 'y asc' },
  ),
  ask(
    'reworded',
    'Depict the fate of the vessels proportionally.',
    grouped(ships, ['Disposition'], { count: ['count'] }),
    { mark: 'arc', x: 'Disposition', y: 'count' },
  ),
]

const songs = table(42, {
  song_title: (at) => `Tune ${at}`,
  artist_country: among('Chad', 'Peru', 'Nepal'),
  resolution: among(320, 480, 512, 720, 1080),
  rating: whole(1, 10),
  genre_is: among('rock', 'folk', 'tagore', 'modern'),
  file_size_mb: real(2, 9, 2),
  releasedate: date('2000-01-01', '2010-12-31'),
})

export const radio = [
  ask(
    'template',
    'Find the average rating of the songs of each genre, whose resolution is higher than 500. Show it in a pie chart.',
    grouped(songs, ['genre_is'], { avg: ['avg', 'rating'] }),
    { mark: 'arc', x: 'genre_is', y: 'avg' },
  ),
  ask(
    'template',
    'What is the highest file size of the songs of each artist country, sorted by the maximum from low to high?',
    grouped(songs, ['artist_country'], { max: ['max', 'file_size_mb'] }),
    { mark: 'bar', x: 'artist_country', y: 'max', sort: 'y asc' },
  ),
  ask(
    'template',
    'Return the number of songs for each resolution in a bar chart.',
    grouped(songs, ['resolution'], { count: ['count'] }),
    { mark: 'bar', x: 'resolution', y: 'count' },
  ),
  ask(
    'template',
    'Show how many songs were released, over releasedate by year, with one line for each genre.',
    pick(songs, 'releasedate', 'genre_is'),
    { mark: 'line', x: 'releasedate', y: 'count', unit: 'year', color: 'genre_is' },
  ),
  ask(
    'template',
    'Draw a bar chart of the rating and the average file size, list by the rating in desc.',
    grouped(songs, ['rating'], { avg: ['avg', 'file_size_mb'] }),
    { mark: 'bar', x: 'rating', y: 'avg', sort: 'x desc' },
  ),
  ask(
    'template',
    'Is there a relation between the rating and the file size of songs with the rating of at least 3?',
    pick(songs, 'rating', 'file_size_mb'),
    { mark: 'point', x: 'rating', y: 'file_size_mb' },
  ),
  ask(
    'typos',
    'bar grpah, numer of songs per gnre, lowset first',
    grouped(songs, ['genre_is'], { n: ['count'] }),
    { mark: 'bar', x: 'genre_is', y: 'n', sort: 'y asc' },
  ),
]

const buildings = table(24, {
  Building_Name: (at) => `Tower ${at}`,
  City_Name: among('Tokyo', 'Osaka', 'Kobe'),
  Height_m: whole(90, 340),
  Floors: whole(20, 70),
  Completed: whole(1985, 2015),
  Status: among('in progress', 'completed', 'on hold'),
})

export const skyline = [
  ask(
    'template',
    'For buildings whose status is in progress, list the name and the floors in a bar chart, in desc by the floors.',
    pick(buildings.slice(0, 10), 'Building_Name', 'Floors'),
    { mark: 'bar', x: 'Building_Name', y: 'Floors', sort: 'y desc' },
  ),
  ask(
    'template',
    'Show the average and the maximum height of the buildings of each city in a scatter plot.',
    grouped(buildings, ['City_Name'], {
      'avg(Height_m)': ['avg', 'Height_m'],
      'max(Height_m)': ['max', 'Height_m'],
    }),
    { mark: 'point', x: 'avg(Height_m)', y: 'max(Height_m)', color: 'City_Name' },
  ),
  ask(
    'template',
    'Show the number of buildings completed in each year since 1990 for each city, in a line chart.',
    grouped(buildings, ['Completed', 'City_Name'], { count: ['count'] }),
    { mark: 'line', x: 'Completed', y: 'count', color: 'City_Name' },
  ),
  ask('plain', 'Do more floors mean more height?', pick(buildings, 'Floors', 'Height_m'), {
    mark: 'point',
    x: 'Floors',
    y: 'Height_m',
  }),
  ask('terse', 'tallest 5 towers', pick(buildings, 'Building_Name', 'Height_m'), {
    mark: 'bar',
    x: 'Building_Name',
    y: 'Height_m',
    top: 5,
    sort: 'y desc',
  }),
  ask('terse', 'height by city', pick(buildings, 'City_Name', 'Height_m'), {
    mark: ['bar', 'boxplot'],
    x: 'City_Name',
    y: 'mean(Height_m)',
  }),
  ask(
    'business',
    'status of the buildings per city, as shares',
    grouped(buildings, ['City_Name', 'Status'], { buildings: ['count'] }),
    { mark: 'bar', x: 'City_Name', y: 'buildings', color: 'Status', stack: 'percent' },
  ),
]

const stays = table(70, {
  HospitalName: among('St Mary', 'Hope', 'Mercy'),
  admitDate: date('2019-01-01', '2022-12-31'),
  LOSdays: whole(1, 30),
  dx_code: among('I10', 'E11', 'J45'),
  age_group: among('0-17', '18-39', '40-64', '65+'),
  chargeUSD: real(300, 22_000),
})

export const claimsData = [
  ask(
    'business',
    'admissions by age group, youngest first',
    grouped(stays, ['age_group'], { admissions: ['count'] }),
    { mark: 'bar', x: 'age_group', y: 'admissions', sort: ['x asc'] },
  ),
  ask(
    'business',
    'total charges per quarter by hospital',
    pick(stays, 'admitDate', 'HospitalName', 'chargeUSD'),
    {
      mark: ['line', 'bar', 'area'],
      x: 'admitDate',
      y: 'sum(chargeUSD)',
      unit: 'yearquarter',
      color: 'HospitalName',
    },
  ),
  ask('business', 'Which diagnosis keeps people the longest?', pick(stays, 'dx_code', 'LOSdays'), {
    mark: ['bar', 'boxplot'],
    x: 'dx_code',
    y: 'mean(LOSdays)',
  }),
  ask('terse', 'LOS vs charge', pick(stays, 'LOSdays', 'chargeUSD'), {
    mark: 'point',
    x: 'LOSdays',
    y: 'chargeUSD',
  }),
  ask('terse', 'dx code x age group counts', pick(stays, 'dx_code', 'age_group'), {
    mark: ['bar', 'rect'],
    x: 'dx_code',
    y: 'count',
    color: 'age_group',
  }),
  ask('plain', 'In which months are most people admitted?', pick(stays, 'admitDate'), {
    mark: ['bar', 'line'],
    x: 'admitDate',
    y: 'count',
    unit: 'month',
  }),
  ask(
    'polite',
    'Could I kindly ask you for a chart of what the hospitals charge on average, beginning with the most expensive one?',
    grouped(stays, ['HospitalName'], { avg_charge: ['avg', 'chargeUSD'] }),
    { mark: 'bar', x: 'HospitalName', y: 'avg_charge', sort: 'y desc' },
  ),
  ask('no names', 'what does a stay usually cost them', pick(stays, 'HospitalName', 'chargeUSD'), {
    mark: ['bar', 'boxplot'],
    x: 'HospitalName',
    y: 'mean(chargeUSD)',
  }),
]
