import { ask } from '../ask.ts'
import { among, date, each, grouped, pick, real, serial, table, whole, yearOf } from '../rows.ts'

const flights = table(120, {
  flight_no: serial(100),
  carrier: among('AirNova', 'BlueJet', 'CloudLine', 'DeltaWing'),
  origin: among('OSL', 'CDG', 'FCO', 'MAD', 'ZRH'),
  dest: among('LHR', 'JFK', 'DXB', 'SIN'),
  flight_date: date('2022-01-01', '2022-12-31'),
  dep_delay: whole(-10, 180),
  distance_km: whole(300, 11_000),
})

export const aviation = [
  ask(
    'template',
    'How many flights depart from each origin? Return the result with a bar chart, and rank from low to high by the X.',
    grouped(flights, ['origin'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'origin',
      y: 'count',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'Show the relationship between distance_km and dep_delay, and group by attribute carrier.',
    pick(flights, 'distance_km', 'dep_delay', 'carrier'),
    {
      mark: 'point',
      x: 'distance_km',
      y: 'dep_delay',
      color: 'carrier',
    },
  ),
  ask(
    'template',
    'For those flights whose destination is JFK, give me the trend about dep_delay over flight_date.',
    pick(
      flights.filter(({ dest }) => dest === 'JFK'),
      'flight_date',
      'dep_delay',
    ),
    {
      mark: 'line',
      x: 'flight_date',
      y: 'dep_delay',
      unit: ['yearmonthdate', 'yearmonth', 'yearweek'],
    },
  ),
  ask(
    'template',
    'Show the number of flights in each month, bin flight_date by month in a bar chart.',
    pick(flights, 'flight_date'),
    {
      mark: 'bar',
      x: 'flight_date',
      y: 'count',
      unit: ['month', 'yearmonth'],
    },
  ),
  ask(
    'business',
    'Which carrier is the least punctual?',
    grouped(flights, ['carrier'], { 'avg(dep_delay)': ['avg', 'dep_delay'] }),
    {
      mark: 'bar',
      x: 'carrier',
      y: 'avg(dep_delay)',
    },
  ),
  ask('business', 'average delay per weekday', pick(flights, 'flight_date', 'dep_delay'), {
    mark: 'bar',
    x: 'flight_date',
    y: 'mean(dep_delay)',
    unit: 'day',
  }),
  ask(
    'business',
    'routes matrix: origins against destinations, number of flights',
    grouped(flights, ['origin', 'dest'], { flights: ['count'] }),
    {
      mark: 'rect',
      x: 'origin',
      y: 'flights',
      color: 'dest',
    },
  ),
  ask('terse', 'delay by carrier, median', pick(flights, 'carrier', 'dep_delay'), {
    mark: 'bar',
    x: 'carrier',
    y: 'median(dep_delay)',
  }),
  ask('plain', 'Are there outliers among the delays?', pick(flights, 'dep_delay'), {
    mark: 'boxplot',
    y: 'dep_delay',
  }),
  ask('typos', 'flihgts by carier pei chart', grouped(flights, ['carrier'], { flights: ['count'] }), {
    mark: 'arc',
    x: 'carrier',
    y: 'flights',
  }),
]

const matches = table(64, {
  match_id: serial(),
  season: (at) => 2016 + (at % 8),
  home_team: each('Rovers', 'United', 'Athletic', 'Wanderers'),
  goals: whole(0, 6),
  attendance: whole(900, 38_000),
  referee: among('Hill', 'Ortiz', 'Bauer'),
})

export const football = [
  ask(
    'template',
    'I want to see the trend of the total attendance over season by home_team.',
    grouped(matches, ['season', 'home_team'], { sum: ['sum', 'attendance'] }),
    {
      mark: 'line',
      x: 'season',
      y: 'sum',
      color: 'home_team',
    },
  ),
  ask(
    'template',
    'Stack bar chart of how many home team vs referee based on home team, and display in ascending by the home team.',
    grouped(matches, ['home_team', 'referee'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'home_team',
      y: 'count',
      color: 'referee',
      stack: 'stacked',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'Show the minimum attendance of each home team by a pie chart.',
    grouped(matches, ['home_team'], { min: ['min', 'attendance'] }),
    { mark: 'arc', x: 'home_team', y: 'min' },
  ),
  ask(
    'template',
    'Give me a line chart of season and average goals.',
    grouped(matches, ['season'], { 'avg(goals)': ['avg', 'goals'] }),
    { mark: 'line', x: 'season', y: 'avg(goals)' },
  ),
  ask('business', 'goals in total by team, most first', pick(matches, 'home_team', 'goals'), {
    mark: 'bar',
    x: 'home_team',
    y: 'sum(goals)',
    sort: 'y desc',
  }),
  ask('plain', 'Do more people come when more goals are scored?', pick(matches, 'goals', 'attendance'), {
    mark: 'point',
    x: 'goals',
    y: 'attendance',
  }),
  ask('terse', 'matches per season', pick(matches, 'season'), {
    mark: ['bar', 'line'],
    x: 'season',
    y: 'count',
    unit: 'year',
  }),
]

const players = table(26, {
  PlayerName: each(
    'Ali',
    'Berg',
    'Cruz',
    'Diaz',
    'Eto',
    'Fink',
    'Gray',
    'Hart',
    'Ivic',
    'Jung',
    'Kane',
    'Lopez',
    'Mbeki',
    'Nunez',
    'Otto',
    'Park',
    'Quist',
    'Ruiz',
    'Silva',
    'Toth',
    'Ural',
    'Vega',
    'Wolf',
    'Xu',
    'Yilmaz',
    'Zola',
  ),
  Position: among('GK', 'DF', 'MF', 'FW'),
  Club: among('Rovers', 'United', 'Athletic'),
  MarketValue: whole(200_000, 60_000_000),
  Age: whole(17, 38),
  Height_cm: whole(165, 202),
})

export const squad = [
  ask(
    'template',
    'Bar graph to show age from different player name, sort bar in descending order.',
    pick(players, 'PlayerName', 'Age'),
    {
      mark: 'bar',
      x: 'PlayerName',
      y: 'Age',
      sort: ['x desc', 'y desc'],
    },
  ),
  ask(
    'template',
    'Compute the average market value across position as a pie chart.',
    grouped(players, ['Position'], { 'AVG(MarketValue)': ['avg', 'MarketValue'] }),
    {
      mark: 'arc',
      x: 'Position',
      y: 'AVG(MarketValue)',
    },
  ),
  ask(
    'template',
    'Show the average age and average height of players for each position. Plot them as scatter chart.',
    grouped(players, ['Position'], { 'avg(Age)': ['avg', 'Age'], 'avg(Height_cm)': ['avg', 'Height_cm'] }),
    {
      mark: 'point',
      x: 'avg(Age)',
      y: 'avg(Height_cm)',
      color: 'Position',
    },
  ),
  ask('business', 'the ten most valuable players', pick(players, 'PlayerName', 'MarketValue'), {
    mark: 'bar',
    x: 'PlayerName',
    y: 'MarketValue',
    top: 10,
    sort: 'y desc',
  }),
  ask(
    'business',
    'value against age, coloured by position',
    pick(players, 'Age', 'MarketValue', 'Position'),
    { mark: 'point', x: 'Age', y: 'MarketValue', color: 'Position' },
  ),
  ask('plain', 'How tall are the players of each club?', pick(players, 'Club', 'Height_cm'), {
    mark: ['bar', 'boxplot'],
    x: 'Club',
    y: 'mean(Height_cm)',
  }),
  ask(
    'no names',
    'who plays where: head count per role and team',
    grouped(players, ['Club', 'Position'], { count: ['count'] }),
    { mark: 'bar', x: 'Club', y: 'count', color: 'Position' },
  ),
  ask(
    'reworded',
    'Showcase the association that exists between the stature and the age of the footballers, utilising a dot plot.',
    pick(players, 'Height_cm', 'Age'),
    { mark: 'point', x: 'Height_cm', y: 'Age' },
  ),
]

const films = table(44, {
  film_title: (at) => `Film ${String.fromCharCode(65 + (at % 26))}${Math.floor(at / 26)}`,
  director: among('Amari', 'Bell', 'Chen', 'Dahl', 'Evans'),
  genre: among('Drama', 'Comedy', 'Horror', 'Action'),
  release_date: date('1996-01-01', '2020-12-31'),
  gross_mio: real(0.4, 320, 1),
  budget_mio: real(0.2, 150, 1),
  imdb_rating: real(3.1, 9.2, 1),
  rated: among('G', 'PG', 'PG-13', 'R'),
})

export const cinema = [
  ask(
    'template',
    'Which directors have made films with a rating above 5, and count them by a bar chart, sort in desc by the total number.',
    grouped(films, ['director'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'director',
      y: 'count',
      sort: 'y desc',
    },
  ),
  ask(
    'template',
    'Visualize a scatter chart about the correlation between budget_mio and gross_mio, and group by attribute genre.',
    pick(films, 'budget_mio', 'gross_mio', 'genre'),
    {
      mark: 'point',
      x: 'budget_mio',
      y: 'gross_mio',
      color: 'genre',
    },
  ),
  ask(
    'template',
    'Show how many films were released, bin the release date by year, with a line chart, and order X-axis in desc order.',
    pick(films, 'release_date'),
    {
      mark: 'line',
      x: 'release_date',
      y: 'count',
      unit: 'year',
      sort: 'x desc',
    },
  ),
  ask(
    'template',
    'Find the highest rating of films in each genre and rated, visualize by a stacked bar chart.',
    grouped(films, ['genre', 'rated'], { max: ['max', 'imdb_rating'] }),
    {
      mark: 'bar',
      x: 'genre',
      y: 'max',
      color: 'rated',
      stack: 'stacked',
    },
  ),
  ask('business', 'does a bigger budget bring in more money?', pick(films, 'budget_mio', 'gross_mio'), {
    mark: 'point',
    x: 'budget_mio',
    y: 'gross_mio',
  }),
  ask(
    'business',
    'average gross and average budget per genre next to each other',
    grouped(films, ['genre'], { avg_gross: ['avg', 'gross_mio'], avg_budget: ['avg', 'budget_mio'] }),
    {
      mark: 'bar',
      x: 'genre',
      y: ['avg_gross', 'avg_budget'],
    },
  ),
  ask('terse', '5 worst rated films', pick(films, 'film_title', 'imdb_rating'), {
    mark: 'bar',
    x: 'film_title',
    y: 'imdb_rating',
    top: 5,
    sort: 'y asc',
  }),
  ask(
    'terse',
    'films by decade',
    grouped(films, [['decade', (row) => Math.floor(yearOf('release_date')(row) / 10) * 10]], {
      films: ['count'],
    }),
    {
      mark: ['bar', 'line'],
      x: 'decade',
      y: 'films',
    },
  ),
  ask('plain', 'What is the spread of ratings for each genre?', pick(films, 'genre', 'imdb_rating'), {
    mark: 'boxplot',
    x: 'genre',
    y: 'imdb_rating',
  }),
  ask(
    'reworded',
    'What fraction of the movies belongs to each genre? Depict it through a doughnut.',
    grouped(films, ['genre'], { count: ['count'] }),
    { mark: 'arc', x: 'genre', y: 'count' },
  ),
]
