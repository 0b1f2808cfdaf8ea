import { ask } from '../ask.ts'
import { among, date, each, grouped, pick, real, serial, table, whole, yearOf } from '../rows.ts'

const singers = table(18, {
  Singer_ID: serial(),
  Name: each(
    'Ada',
    'Bea',
    'Cleo',
    'Dora',
    'Elsa',
    'Fay',
    'Gwen',
    'Hope',
    'Ines',
    'Joan',
    'Kim',
    'Lea',
    'Mona',
    'Nell',
    'Olga',
    'Pam',
    'Rita',
    'Sue',
  ),
  Citizenship: among('Chile', 'Russia', 'Kenya', 'Japan'),
  Net_Worth_Millions: real(1, 40, 1),
  Birth_Year: whole(1941, 1999),
  Song_release_year: each('1992', '2002', '2008', '2014'),
})

export const music = [
  ask(
    'template',
    'What are the names and net worth of the singers? Show a bar chart, and order by the names in ascending please.',
    pick(singers, 'Name', 'Net_Worth_Millions'),
    { mark: 'bar', x: 'Name', y: 'Net_Worth_Millions', sort: 'x asc' },
  ),
  ask(
    'template',
    'Visualize a pie chart with what are the citizenships that are shared by singers and how many singers have each?',
    grouped(singers, ['Citizenship'], { count: ['count'] }),
    { mark: 'arc', x: 'Citizenship', y: 'count' },
  ),
  ask(
    'template',
    'Show me how many citizenship by citizenship in a histogram, and sort by the y-axis from low to high.',
    grouped(singers, ['Citizenship'], { count: ['count'] }),
    { mark: 'bar', x: 'Citizenship', y: 'count', sort: 'y asc' },
  ),
  ask(
    'template',
    'Scatter plot to show avg(net_worth_millions) on x axis and max(net_worth_millions) on y axis.',
    grouped(singers, ['Citizenship'], {
      'avg(net_worth_millions)': ['avg', 'Net_Worth_Millions'],
      'max(net_worth_millions)': ['max', 'Net_Worth_Millions'],
    }),
    { mark: 'point', x: 'avg(net_worth_millions)', y: 'max(net_worth_millions)', color: 'Citizenship' },
  ),
  ask('template', 'Line chart of how many birth year over the birth year.', pick(singers, 'Birth_Year'), {
    mark: 'line',
    x: 'Birth_Year',
    y: 'count',
    unit: 'year',
  }),
  ask(
    'reworded',
    'Depict the names of the vocalists along with their respective wealth by means of a bar graph, sorted by wealth from the richest to the poorest.',
    pick(singers, 'Name', 'Net_Worth_Millions'),
    { mark: 'bar', x: 'Name', y: 'Net_Worth_Millions', sort: 'y desc' },
  ),
  ask('plain', 'Are older singers richer?', pick(singers, 'Birth_Year', 'Net_Worth_Millions'), {
    mark: ['point', 'line'],
    x: 'Birth_Year',
    y: 'Net_Worth_Millions',
  }),
]

const wines = table(66, {
  winery: among('Alban', 'Bosque', 'Caiarossa', 'Darms', 'Estal'),
  grape: among('Syrah', 'Merlot', 'Pinot'),
  vintage: whole(2004, 2012),
  points_score: whole(80, 99),
  price_usd: whole(9, 130),
  cases: whole(100, 5_000),
})

export const cellar = [
  ask(
    'template',
    'How many wines are there for each grape? Show the result in a pie chart.',
    grouped(wines, ['grape'], { count: ['count'] }),
    { mark: 'arc', x: 'grape', y: 'count' },
  ),
  ask(
    'template',
    'For each vintage, show me a line chart of the average price.',
    grouped(wines, ['vintage'], { 'AVG(price_usd)': ['avg', 'price_usd'] }),
    { mark: 'line', x: 'vintage', y: 'AVG(price_usd)' },
  ),
  ask(
    'template',
    'Show winery and the maximum points score of each, colored by grape, with a stacked bar, list from high to low by the Winery.',
    grouped(wines, ['winery', 'grape'], { max: ['max', 'points_score'] }),
    { mark: 'bar', x: 'winery', y: 'max', color: 'grape', stack: 'stacked', sort: 'x desc' },
  ),
  ask(
    'template',
    'Draw a scatter chart for the relation of price_usd and points_score.',
    pick(wines, 'price_usd', 'points_score'),
    { mark: 'point', x: 'price_usd', y: 'points_score' },
  ),
  ask(
    'business',
    'which winery makes the most cases',
    grouped(wines, ['winery'], { total_cases: ['sum', 'cases'] }),
    { mark: 'bar', x: 'winery', y: 'total_cases', sort: 'y desc' },
  ),
  ask('terse', 'price distribution per grape', pick(wines, 'grape', 'price_usd'), {
    mark: 'boxplot',
    x: 'grape',
    y: 'price_usd',
  }),
  ask('no names', 'are good wines expensive', pick(wines, 'points_score', 'price_usd'), {
    mark: 'point',
    x: 'points_score',
    y: 'price_usd',
  }),
]

const series = table(24, {
  Episode: (at) => `Part ${at + 1}`,
  Air_Date: date('2007-09-01', '2009-05-31'),
  Viewers_m: real(2.1, 9.8, 2),
  Share: whole(4, 15),
  Channel: among('One', 'Two', 'Seven'),
  Weekly_Rank: whole(1, 60),
})

export const television = [
  ask(
    'template',
    'For each episode show the share in a bar chart, and I want to display by the share from high to low.',
    pick(series, 'Episode', 'Share'),
    { mark: 'bar', x: 'Episode', y: 'Share', sort: 'y desc' },
  ),
  ask(
    'template',
    'Show the change of viewers_m over air_date as a line chart, display x-axis in ascending order.',
    pick(series, 'Air_Date', 'Viewers_m'),
    { mark: 'line', x: 'Air_Date', y: 'Viewers_m', sort: 'x asc' },
  ),
  ask(
    'template',
    'Show the relationship between Share and Weekly_Rank.',
    pick(series, 'Share', 'Weekly_Rank'),
    { mark: 'point', x: 'Share', y: 'Weekly_Rank' },
  ),
  ask(
    'template',
    'Find the number of episodes aired on each weekday, bin air date by weekday, in a bar chart, and rank by the total number from high to low.',
    pick(series, 'Air_Date'),
    { mark: 'bar', x: 'Air_Date', y: 'count', unit: 'day', sort: 'y desc' },
  ),
  ask('business', 'audience by channel, average', pick(series, 'Channel', 'Viewers_m'), {
    mark: 'bar',
    x: 'Channel',
    y: 'mean(Viewers_m)',
  }),
  ask(
    'plain',
    'When were the most episodes broadcast: on which days of the week?',
    pick(series, 'Air_Date'),
    { mark: 'bar', x: 'Air_Date', y: 'count', unit: 'day' },
  ),
]

const books = table(40, {
  title: (at) => `Volume ${at + 1}`,
  publisher: among('Quill', 'Lantern', 'Harbour Press'),
  publication_date: date('2005-01-01', '2012-12-31'),
  price: real(4, 60),
  pages: whole(80, 900),
  writer: among('Arden', 'Brook', 'Clay', 'Dunn'),
  issues: whole(1, 10),
})

export const publishing = [
  ask(
    'template',
    'Show different publishers together with the number of publications they have, and rank X-axis in desc order.',
    grouped(books, ['publisher'], { count: ['count'] }),
    { mark: 'bar', x: 'publisher', y: 'count', sort: 'x desc' },
  ),
  ask(
    'template',
    'A bar chart for what are the number of the publication dates with a price greater than 20?',
    pick(books, 'publication_date'),
    {
      mark: 'bar',
      x: 'publication_date',
      y: 'count',
      unit: ['year', 'yearmonth', 'month', 'day', 'yearquarter'],
    },
  ),
  ask(
    'template',
    'Bar chart x axis writer y axis sum issues, sort in ascending by the y-axis.',
    grouped(books, ['writer'], { 'sum(issues)': ['sum', 'issues'] }),
    { mark: 'bar', x: 'writer', y: 'sum(issues)', sort: 'y asc' },
  ),
  ask(
    'template',
    'Plot publisher and the average of price with a bar chart, display by the bars in asc.',
    grouped(books, ['publisher'], { 'avg(price)': ['avg', 'price'] }),
    { mark: 'bar', x: 'publisher', y: 'avg(price)', sort: ['x asc', 'y asc'] },
  ),
  ask(
    'business',
    'how many titles did each publisher bring out every year',
    grouped(books, [['year', yearOf('publication_date')], 'publisher'], { titles: ['count'] }),
    { mark: ['line', 'bar'], x: 'year', y: 'titles', color: 'publisher' },
  ),
  ask('terse', 'pages vs price', pick(books, 'pages', 'price'), { mark: 'point', x: 'pages', y: 'price' }),
  ask('plain', 'How thick are the books usually?', pick(books, 'pages'), {
    mark: ['bar', 'boxplot'],
    x: 'pages',
    y: 'count',
    bins: true,
  }),
  ask(
    'reworded',
    'What was the total quantity of issues penned by each author? Represent the outcome with a ring-shaped chart.',
    grouped(books, ['writer'], { sum: ['sum', 'issues'] }),
    { mark: 'arc', x: 'writer', y: 'sum' },
  ),
]

const wrestlers = table(20, {
  Wrestler: each(
    'Bear',
    'Viper',
    'Titan',
    'Comet',
    'Blade',
    'Storm',
    'Hawk',
    'Rock',
    'Lion',
    'Bull',
    'Wolf',
    'Flash',
    'Razor',
    'Giant',
    'Saint',
    'Duke',
    'Baron',
    'Count',
    'King',
    'Prince',
  ),
  Team: among('Red', 'Blue', 'Gold'),
  Days_held: whole(1, 400),
  Elimination_Move: among('Kick', 'Drop', 'Slam'),
  Entered: whole(1, 30),
})

export const ring = [
  ask(
    'template',
    'Bar chart of how many team from each team, could you show in desc by the bar?',
    grouped(wrestlers, ['Team'], { count: ['count'] }),
    { mark: 'bar', x: 'Team', y: 'count', sort: ['x desc', 'y desc'] },
  ),
  ask(
    'template',
    'For each team, how many wrestlers use each elimination move? Visualize by a stacked bar chart with x axis team.',
    grouped(wrestlers, ['Team', 'Elimination_Move'], { count: ['count'] }),
    { mark: 'bar', x: 'Team', y: 'count', color: 'Elimination_Move', stack: 'stacked' },
  ),
  ask(
    'template',
    'Return a scatter chart about the correlation between Entered and Days_held, and group by attribute Team.',
    pick(wrestlers, 'Entered', 'Days_held', 'Team'),
    { mark: 'point', x: 'Entered', y: 'Days_held', color: 'Team' },
  ),
  ask('business', 'three longest reigns', pick(wrestlers, 'Wrestler', 'Days_held'), {
    mark: 'bar',
    x: 'Wrestler',
    y: 'Days_held',
    top: 3,
    sort: 'y desc',
  }),
]

const climbers = table(15, {
  climber: each(
    'Aoki',
    'Bauer',
    'Costa',
    'Durand',
    'Eriksen',
    'Fontana',
    'Gruber',
    'Hansen',
    'Ivanov',
    'Jensen',
    'Keller',
    'Lopez',
    'Meier',
    'Novak',
    'Olsen',
  ),
  Country: among('Norway', 'Italy', 'Nepal'),
  peak_height_m: whole(3_000, 8_800),
  time_in_hours: real(6, 40, 1),
})

export const mountains = [
  ask(
    'template',
    'Show all countries and the number of climbers from each with a bar chart, order from high to low by the Y-axis.',
    grouped(climbers, ['Country'], { count: ['count'] }),
    { mark: 'bar', x: 'Country', y: 'count', sort: 'y desc' },
  ),
  ask(
    'template',
    'List the climber and time of all climbers by a bar chart, and sort by time from low to high.',
    pick(climbers, 'climber', 'time_in_hours'),
    { mark: 'bar', x: 'climber', y: 'time_in_hours', sort: 'y asc' },
  ),
  ask('plain', 'Does it take longer to climb higher?', pick(climbers, 'peak_height_m', 'time_in_hours'), {
    mark: 'point',
    x: 'peak_height_m',
    y: 'time_in_hours',
  }),
  ask(
    'polite',
    'Please be so good as to compare the mean climbing time of the countries in a chart with lying bars.',
    grouped(climbers, ['Country'], { mean_time: ['avg', 'time_in_hours'] }),
    { mark: 'bar', x: 'Country', y: 'mean_time', horizontal: true },
  ),
]
