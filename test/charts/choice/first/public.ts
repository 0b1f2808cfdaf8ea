import { ask } from '../ask.ts'
import { among, date, each, grouped, monthOf, pick, real, serial, table, whole, yearOf } from '../rows.ts'

const museums = table(16, {
  Museum_ID: serial(),
  Museum_Name: each(
    'Glass',
    'Clocks',
    'Ships',
    'Coins',
    'Dolls',
    'Maps',
    'Bridges',
    'Bees',
    'Salt',
    'Silk',
    'Steam',
    'Stamps',
    'Tea',
    'Trams',
    'Violins',
    'Wool',
  ),
  Num_of_Staff: whole(4, 80),
  Open_Year: each(
    1901,
    1954,
    1988,
    1999,
    2003,
    2003,
    2010,
    2011,
    1988,
    1999,
    1999,
    2015,
    1954,
    2011,
    2010,
    1999,
  ),
  City: among('Lyon', 'Turin', 'Porto'),
})

export const heritage = [
  ask(
    'template',
    'List the names and number of staff of all museums with a bar chart, show from high to low by the bars.',
    pick(museums, 'Museum_Name', 'Num_of_Staff'),
    {
      mark: 'bar',
      x: 'Museum_Name',
      y: 'Num_of_Staff',
      sort: ['y desc', 'x desc'],
    },
  ),
  ask(
    'template',
    'Bin the open year into year interval and draw a line chart to show the average number of staff.',
    pick(museums, 'Open_Year', 'Num_of_Staff'),
    {
      mark: 'line',
      x: 'Open_Year',
      y: 'mean(Num_of_Staff)',
      unit: 'year',
    },
  ),
  ask(
    'template',
    'Draw a pie chart about the proportion of City and the total of Num_of_Staff.',
    grouped(museums, ['City'], { 'sum(Num_of_Staff)': ['sum', 'Num_of_Staff'] }),
    {
      mark: 'arc',
      x: 'City',
      y: 'sum(Num_of_Staff)',
    },
  ),
  ask(
    'template',
    'Scatter plot to show Museum_ID on x axis and Num_of_Staff on y axis.',
    pick(museums, 'Museum_ID', 'Num_of_Staff'),
    {
      mark: 'point',
      x: 'Museum_ID',
      y: 'Num_of_Staff',
    },
  ),
  ask(
    'reworded',
    'For every city, what quantity of museums does it possess? Please sort the cities in reverse alphabetical order.',
    grouped(museums, ['City'], { 'COUNT(*)': ['count'] }),
    {
      mark: 'bar',
      x: 'City',
      y: 'COUNT(*)',
      sort: 'x desc',
    },
  ),
  ask('plain', 'Which museum employs the fewest people?', pick(museums, 'Museum_Name', 'Num_of_Staff'), {
    mark: 'bar',
    x: 'Museum_Name',
    y: 'Num_of_Staff',
  }),
]

const budget = table(40, {
  department: each('Health', 'Education', 'Transport', 'Defence', 'Culture'),
  fiscal_year: (at) => 2015 + Math.floor(at / 5),
  spending_mio: real(40, 900, 1),
  headcount: whole(200, 9_000),
})

export const government = [
  ask(
    'template',
    'Give me a line chart of the spending over the fiscal year by department.',
    pick(budget, 'fiscal_year', 'department', 'spending_mio'),
    {
      mark: 'line',
      x: 'fiscal_year',
      y: 'spending_mio',
      color: 'department',
    },
  ),
  ask(
    'template',
    'Show the total spending of each department in a bar chart that is sorted by the department name in descending order.',
    grouped(budget, ['department'], { sum: ['sum', 'spending_mio'] }),
    {
      mark: 'bar',
      x: 'department',
      y: 'sum',
      sort: 'x desc',
    },
  ),
  ask(
    'business',
    'What did each department spend in 2022, and what part of the whole is that?',
    pick(
      budget.filter(({ fiscal_year }) => fiscal_year === 2022),
      'department',
      'spending_mio',
    ),
    {
      mark: ['arc', 'bar'],
      x: 'department',
      y: 'spending_mio',
    },
  ),
  ask(
    'business',
    'headcount development of all departments',
    pick(budget, 'fiscal_year', 'department', 'headcount'),
    {
      mark: 'line',
      x: 'fiscal_year',
      y: 'headcount',
      color: 'department',
    },
  ),
  ask('terse', 'spend vs headcount', pick(budget, 'spending_mio', 'headcount'), {
    mark: 'point',
    x: 'spending_mio',
    y: 'headcount',
  }),
  ask(
    'terse',
    'total spend by yr',
    grouped(budget, ['fiscal_year'], { total_spend: ['sum', 'spending_mio'] }),
    { mark: ['line', 'bar'], x: 'fiscal_year', y: 'total_spend' },
  ),
  ask(
    'no names',
    'show me as areas on top of each other where the money went over the years',
    pick(budget, 'fiscal_year', 'department', 'spending_mio'),
    {
      mark: 'area',
      x: 'fiscal_year',
      y: 'spending_mio',
      color: 'department',
      stack: 'stacked',
    },
  ),
]

const votes = table(30, {
  constituency: each('Ashdown', 'Brook', 'Calder', 'Dene', 'Elm', 'Forth', 'Glen', 'Holm', 'Ings', 'Kyle'),
  party: (at) => ['Green', 'Centre', 'Labour'][Math.floor(at / 10)],
  votes: whole(800, 24_000),
  turnout_pct: real(41, 83, 1),
})

export const elections = [
  ask(
    'template',
    'Show the total number of votes for each party, and I want to display by the total number of votes in ascending order.',
    grouped(votes, ['party'], { sum: ['sum', 'votes'] }),
    {
      mark: 'bar',
      x: 'party',
      y: 'sum',
      sort: 'y asc',
    },
  ),
  ask('business', 'Share of the vote by party', grouped(votes, ['party'], { votes: ['sum', 'votes'] }), {
    mark: 'arc',
    x: 'party',
    y: 'votes',
  }),
  ask(
    'business',
    'Votes of the parties in each constituency, side by side',
    pick(votes, 'constituency', 'party', 'votes'),
    {
      mark: 'bar',
      x: 'constituency',
      y: 'votes',
      color: 'party',
      stack: 'side by side',
    },
  ),
  ask('terse', 'heatmap votes party constituency', pick(votes, 'constituency', 'party', 'votes'), {
    mark: 'rect',
    x: 'constituency',
    y: 'votes',
    color: 'party',
  }),
  ask(
    'plain',
    'In which places was turnout lowest?',
    grouped(votes, ['constituency'], { avg_turnout: ['avg', 'turnout_pct'] }),
    {
      mark: 'bar',
      x: 'constituency',
      y: 'avg_turnout',
      sort: 'y asc',
    },
  ),
]

const students = table(75, {
  stu_id: serial(7_000),
  stuMajor: among('Physics', 'History', 'Biology', 'Law', 'Music', 'Art'),
  gpa: real(1.6, 4, 2),
  enrolled: date('2016-09-01', '2021-09-30'),
  credits_earned: whole(0, 180),
  sex: among('f', 'm'),
  yr: among('freshman', 'sophomore', 'junior', 'senior'),
})

export const university = [
  ask(
    'template',
    'What are the majors and how many students are in each major? Return a histogram, sort from low to high by the how many students.',
    grouped(students, ['stuMajor'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'stuMajor',
      y: 'count',
      sort: 'y asc',
    },
  ),
  ask(
    'template',
    'A stacked bar chart showing the number of students in each major, colored by sex, and show the x-axis in descending order.',
    grouped(students, ['stuMajor', 'sex'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'stuMajor',
      y: 'count',
      color: 'sex',
      stack: 'stacked',
      sort: 'x desc',
    },
  ),
  ask(
    'template',
    'For each major, show me the relationship between the minimum and the average gpa.',
    grouped(students, ['stuMajor'], { 'min(gpa)': ['min', 'gpa'], 'avg(gpa)': ['avg', 'gpa'] }),
    {
      mark: 'point',
      x: 'min(gpa)',
      y: 'avg(gpa)',
      color: 'stuMajor',
    },
  ),
  ask(
    'template',
    'Plot the number of students by grouped by enrolled year as a line chart.',
    grouped(students, [['year', yearOf('enrolled')]], { count: ['count'] }),
    {
      mark: 'line',
      x: 'year',
      y: 'count',
    },
  ),
  ask('plain', 'Are grades and credits connected?', pick(students, 'gpa', 'credits_earned'), {
    mark: 'point',
    x: 'gpa',
    y: 'credits_earned',
  }),
  ask(
    'plain',
    'How many students are there in each year of study?',
    grouped(students, ['yr'], { number_of_students: ['count'] }),
    {
      mark: 'bar',
      x: 'yr',
      y: 'number_of_students',
    },
  ),
  ask('typos', 'scater plot of gpa agianst credits earned', pick(students, 'gpa', 'credits_earned'), {
    mark: 'point',
    x: 'gpa',
    y: 'credits_earned',
  }),
  ask('terse', 'gpa distribution', pick(students, 'gpa'), { mark: 'bar', x: 'gpa', y: 'count', bins: true }),
  ask(
    'reworded',
    'What is the gender ratio within our student body? Kindly display it in a circular graph.',
    grouped(students, ['sex'], { count: ['count'] }),
    { mark: 'arc', x: 'sex', y: 'count' },
  ),
]

const sightings = table(110, {
  species: among('lynx', 'otter', 'heron', 'adder', 'badger', 'kestrel'),
  observed: date('2018-01-01', '2023-12-31'),
  habitat: among('forest', 'wetland', 'meadow'),
  number_seen: whole(1, 14),
  latitude: real(46, 48, 4),
  longitude: real(7, 10, 4),
})

export const wildlife = [
  ask(
    'template',
    'What is the number of sightings of each species? Show a bar chart and order by the species from A to Z.',
    grouped(sightings, ['species'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'species',
      y: 'count',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'Find the number of animals seen in each habitat, and group by species, in a stacked bar chart.',
    grouped(sightings, ['habitat', 'species'], { sum: ['sum', 'number_seen'] }),
    {
      mark: 'bar',
      x: 'habitat',
      y: 'sum',
      color: 'species',
      stack: 'stacked',
    },
  ),
  ask(
    'business',
    'how many lynx did we see every year?',
    grouped(
      sightings.filter(({ species }) => species === 'lynx'),
      [['yr', yearOf('observed')]],
      { seen: ['sum', 'number_seen'] },
    ),
    {
      mark: ['line', 'bar'],
      x: 'yr',
      y: 'seen',
    },
  ),
  ask('plain', 'Where were they seen?', pick(sightings, 'latitude', 'longitude'), {
    mark: 'point',
    x: 'longitude',
    y: 'latitude',
  }),
  ask('plain', 'Is there a season for sightings?', pick(sightings, 'observed'), {
    mark: ['bar', 'line'],
    x: 'observed',
    y: 'count',
    unit: 'month',
  }),
  ask('no names', 'which animals live where', grouped(sightings, ['species', 'habitat'], { n: ['count'] }), {
    mark: ['bar', 'rect'],
    x: 'species',
    y: 'n',
    color: 'habitat',
  }),
  ask(
    'reworded',
    'Kindly generate a visual representation of monthly sightings, employing a line, categorised by habitat.',
    grouped(sightings, [['month', monthOf('observed')], 'habitat'], { count: ['count'] }),
    {
      mark: 'line',
      x: 'month',
      y: 'count',
      color: 'habitat',
    },
  ),
]
