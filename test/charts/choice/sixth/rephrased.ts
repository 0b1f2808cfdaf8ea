import { ask } from '../ask.ts'
import { among, date, each, grouped, moment, pick, real, serial, table, whole, yearOf } from '../rows.ts'

const gas = table(22, {
  Company: (at) => `Petrol ${at}`,
  Headquarters: among('France', 'Brazil', 'Japan', 'Norway'),
  Main_Industry: among('Oil and gas', 'Banking', 'Conglomerate'),
  Assets_billion: real(90, 2_600, 1),
  Market_Value: real(50, 420, 1),
  Manager_Name: among('Lee', 'Ruiz', 'Stone'),
  Rank_2010: whole(1, 22),
})

export const companies = [
  ask(
    'reworded',
    'Present a bar graph depicting the quantity of companies belonging to each primary industry, arranged in descending order according to the Y-axis, please.',
    grouped(gas, ['Main_Industry'], { count: ['count'] }),
    { mark: 'bar', x: 'Main_Industry', y: 'count', sort: 'y desc' },
  ),
  ask(
    'reworded',
    'Generate a scatter chart illustrating the correlation between market value and assets, while grouping the data by the attribute "headquarters".',
    pick(gas, 'Market_Value', 'Assets_billion', 'Headquarters'),
    { mark: 'point', x: 'Market_Value', y: 'Assets_billion', color: 'Headquarters' },
  ),
  ask(
    'reworded',
    'Provide me with a pie chart illustrating the distribution of companies across the countries of their headquarters.',
    grouped(gas, ['Headquarters'], { count: ['count'] }),
    { mark: 'arc', x: 'Headquarters', y: 'count' },
  ),
  ask(
    'reworded',
    'Kindly exhibit the mean worth on the market for every principal industry, and organise the X-axis alphabetically in reverse.',
    grouped(gas, ['Main_Industry'], { avg: ['avg', 'Market_Value'] }),
    { mark: 'bar', x: 'Main_Industry', y: 'avg', sort: 'x desc' },
  ),
  ask(
    'reworded',
    'Create a stacked bar chart displaying the number of companies per manager, further divided by main industry, with the managers listed in ascending order.',
    grouped(gas, ['Manager_Name', 'Main_Industry'], { count: ['count'] }),
    { mark: 'bar', x: 'Manager_Name', y: 'count', color: 'Main_Industry', stack: 'stacked', sort: 'x asc' },
  ),
  ask(
    'reworded',
    'What are the company names along with their assets in billions? Kindly represent them in a bar chart arranged from the lowest to the highest on the Y-axis.',
    pick(gas.slice(0, 12), 'Company', 'Assets_billion'),
    { mark: 'bar', x: 'Company', y: 'Assets_billion', sort: 'y asc' },
  ),
]

const policies = table(60, {
  Policy_ID: serial(1),
  Policy_Type_Code: among('Deputy', 'Uniform', 'Normal'),
  Start_Date: moment('2015-01-01', '2018-12-31'),
  Amount_Settled: whole(100, 2_000),
  Customer_Details: among('Dwyer', 'Ortiz', 'Kim', 'Vance', 'Moss'),
  Channel: among('phone', 'mail', 'agent'),
})

export const settlements = [
  ask(
    'reworded',
    'Display the count of policies initiated within each weekday using a bar chart. Please order the counts from the highest to the lowest.',
    pick(policies, 'Start_Date'),
    { mark: 'bar', x: 'Start_Date', y: 'count', unit: 'day', sort: 'y desc' },
  ),
  ask(
    'reworded',
    'Show the count of policies that started on each date. Categorize the start dates by year and group them by policy type code using a stacked bar chart.',
    pick(policies, 'Start_Date', 'Policy_Type_Code'),
    { mark: 'bar', x: 'Start_Date', y: 'count', unit: 'year', color: 'Policy_Type_Code', stack: 'stacked' },
  ),
  ask(
    'reworded',
    'Provide a line graph that visualizes the shift in the number of policies over the years of the start date.',
    pick(policies, 'Start_Date'),
    { mark: 'line', x: 'Start_Date', y: 'count', unit: 'year' },
  ),
  ask(
    'reworded',
    'Calculate the sum of settled amounts for each policy type and depict the proportions in a pie diagram.',
    grouped(policies, ['Policy_Type_Code'], { sum: ['sum', 'Amount_Settled'] }),
    { mark: 'arc', x: 'Policy_Type_Code', y: 'sum' },
  ),
  ask(
    'reworded',
    'Tell me the total settled amount of every client, sorted by the customer details in ascending alphabetical order.',
    grouped(policies, ['Customer_Details'], { sum: ['sum', 'Amount_Settled'] }),
    { mark: 'bar', x: 'Customer_Details', y: 'sum', sort: 'x asc' },
  ),
  ask(
    'reworded',
    'Depict with bars the average amount settled in every quarter in which policies start.',
    pick(policies, 'Start_Date', 'Amount_Settled'),
    { mark: 'bar', x: 'Start_Date', y: 'mean(Amount_Settled)', unit: ['yearquarter', 'quarter'] },
  ),
  ask(
    'reworded',
    'Could you please plot, for each channel, how many policies there are of every type, placing the bars of a channel side by side?',
    grouped(policies, ['Channel', 'Policy_Type_Code'], { count: ['count'] }),
    { mark: 'bar', x: 'Channel', y: 'count', color: 'Policy_Type_Code', stack: 'side by side' },
  ),
]

const coaches = table(28, {
  Coach_name: (at) => `Coach ${at}`,
  Nationality: among('Spain', 'Serbia', 'Greece'),
  Age: whole(28, 66),
  Salary_k: whole(40, 900),
  club_since: whole(1998, 2022),
  Gender: among('F', 'M'),
})

export const coaching = [
  ask(
    'reworded',
    'In a bar chart, place the nationality along the X-axis and the number of coaches along the Y-axis; rank from highest to lowest by the Y-axis.',
    grouped(coaches, ['Nationality'], { count: ['count'] }),
    { mark: 'bar', x: 'Nationality', y: 'count', sort: 'y desc' },
  ),
  ask(
    'reworded',
    'Examine the interrelation of age and salary among the coaches by means of a scatter diagram.',
    pick(coaches, 'Age', 'Salary_k'),
    { mark: 'point', x: 'Age', y: 'Salary_k' },
  ),
  ask(
    'reworded',
    'For all coaches older than 40, compare their salaries by name in a bar chart in descending order of the names.',
    pick(coaches.slice(0, 14), 'Coach_name', 'Salary_k'),
    { mark: 'bar', x: 'Coach_name', y: 'Salary_k', sort: 'x desc' },
  ),
  ask(
    'reworded',
    'Trace, using a line chart, the number of coaches who joined in each year.',
    grouped(coaches, ['club_since'], { count: ['count'] }),
    { mark: 'line', x: 'club_since', y: 'count' },
  ),
  ask(
    'reworded',
    'What is the youngest age of the coaches of each nationality? Let the columns run from small to large.',
    grouped(coaches, ['Nationality'], { min: ['min', 'Age'] }),
    { mark: 'bar', x: 'Nationality', y: 'min', sort: 'y asc' },
  ),
  ask(
    'reworded',
    'Give the ratio of female to male coaches.',
    grouped(coaches, ['Gender'], { count: ['count'] }),
    { mark: 'arc', x: 'Gender', y: 'count' },
  ),
  ask(
    'template',
    'Show average salary by nationality and gender in a stacked bar chart, and rank by the y axis in descending.',
    grouped(coaches, ['Nationality', 'Gender'], { avg: ['avg', 'Salary_k'] }),
    { mark: 'bar', x: 'Nationality', y: 'avg', color: 'Gender', stack: 'stacked', sort: 'y desc' },
  ),
]

const trains = table(46, {
  Train_Number: serial(11_400),
  Origin: among('Chennai', 'Delhi', 'Kochi', 'Pune'),
  Destination: among('Agra', 'Goa', 'Surat'),
  Departs_at: moment('2024-03-01', '2024-03-31'),
  Interval_min: among(15, 30, 45, 60),
  Delay_min: whole(0, 95),
})

export const timetable = [
  ask(
    'reworded',
    'Illustrate the number of trains leaving in every hour of the day through a bar chart.',
    pick(trains, 'Departs_at'),
    { mark: 'bar', x: 'Departs_at', y: 'count', unit: 'hours' },
  ),
  ask(
    'reworded',
    'Use a line to show how the average delay changes from day to day.',
    pick(trains, 'Departs_at', 'Delay_min'),
    { mark: 'line', x: 'Departs_at', y: 'mean(Delay_min)', unit: 'yearmonthdate' },
  ),
  ask(
    'reworded',
    'How many trains run from each origin to each destination? A grid coloured by the number would be helpful.',
    grouped(trains, ['Origin', 'Destination'], { trains: ['count'] }),
    { mark: 'rect', x: 'Origin', y: 'trains', color: 'Destination' },
  ),
  ask(
    'reworded',
    'Report the longest delay for each point of origin, in a bar chart in ascending order by the longest delay.',
    grouped(trains, ['Origin'], { max: ['max', 'Delay_min'] }),
    { mark: 'bar', x: 'Origin', y: 'max', sort: 'y asc' },
  ),
  ask(
    'plain',
    'Which destination suffers the longest delays on average?',
    grouped(trains, ['Destination'], { avg_delay: ['avg', 'Delay_min'] }),
    { mark: 'bar', x: 'Destination', y: 'avg_delay', sort: 'y desc' },
  ),
  ask('business', 'delays: spread by origin', pick(trains, 'Origin', 'Delay_min'), {
    mark: 'boxplot',
    x: 'Origin',
    y: 'Delay_min',
  }),
  ask(
    'business',
    'departures per day with one colour per origin, stacked',
    pick(trains, 'Departs_at', 'Origin'),
    {
      mark: ['bar', 'area'],
      x: 'Departs_at',
      y: 'count',
      unit: 'yearmonthdate',
      color: 'Origin',
      stack: 'stacked',
    },
  ),
]

const donors = table(80, {
  donor: (at) => `D${at % 30}`,
  given_on: date('2020-01-01', '2023-12-31'),
  gift_eur: whole(5, 4_000),
  campaign: among('Winter', 'Summer', 'Emergency'),
  via: among('card', 'bank', 'cash'),
  first_time: among('yes', 'no'),
})

export const charity = [
  ask('business', 'donations raised per campaign', pick(donors, 'campaign', 'gift_eur'), {
    mark: 'bar',
    x: 'campaign',
    y: 'sum(gift_eur)',
  }),
  ask('business', 'average gift over time, quarterly', pick(donors, 'given_on', 'gift_eur'), {
    mark: 'line',
    x: 'given_on',
    y: 'mean(gift_eur)',
    unit: 'yearquarter',
  }),
  ask(
    'business',
    'What part of donors gives for the first time?',
    grouped(donors, ['first_time'], { donors: ['count'] }),
    { mark: 'arc', x: 'first_time', y: 'donors' },
  ),
  ask(
    'business',
    'gifts by campaign and payment way, in numbers',
    grouped(donors, ['campaign', 'via'], { gifts: ['count'] }),
    { mark: 'bar', x: 'campaign', y: 'gifts', color: 'via' },
  ),
  ask(
    'plain',
    'Who are our ten most generous donors?',
    grouped(donors, ['donor'], { total: ['sum', 'gift_eur'] }),
    { mark: 'bar', x: 'donor', y: 'total', top: 10, sort: 'y desc' },
  ),
  ask('plain', 'On which weekdays do people give?', pick(donors, 'given_on'), {
    mark: 'bar',
    x: 'given_on',
    y: 'count',
    unit: 'day',
  }),
  ask('terse', 'gift size histogram', pick(donors, 'gift_eur'), {
    mark: 'bar',
    x: 'gift_eur',
    y: 'count',
    bins: true,
  }),
  ask('terse', 'sum gifts yearly bars', pick(donors, 'given_on', 'gift_eur'), {
    mark: 'bar',
    x: 'given_on',
    y: 'sum(gift_eur)',
    unit: 'year',
  }),
  ask(
    'typos',
    'totl gift by campain, higest first',
    grouped(donors, ['campaign'], { total: ['sum', 'gift_eur'] }),
    { mark: 'bar', x: 'campaign', y: 'total', sort: 'y desc' },
  ),
  ask('no names', 'how do people pay?', grouped(donors, ['via'], { cnt: ['count'] }), {
    mark: ['bar', 'arc'],
    x: 'via',
    y: 'cnt',
  }),
  ask(
    'polite',
    'Hi there, if you have a minute: a chart of what came in year by year, split up by campaign, would help me a lot.',
    grouped(donors, [['year', yearOf('given_on')], 'campaign'], { amount: ['sum', 'gift_eur'] }),
    { mark: ['line', 'bar', 'area'], x: 'year', y: 'amount', color: 'campaign' },
  ),
]

const robots = table(50, {
  unit_id: each('U1', 'U2', 'U3', 'U4', 'U5'),
  logged: moment('2024-05-01', '2024-05-07'),
  cpuPct: real(2, 99, 1),
  memMb: whole(200, 8_000),
  fwVersion: among('1.2', '1.3', '2.0'),
  faults: whole(0, 9),
})

export const fleet = [
  ask('terse', 'faults by unit', pick(robots, 'unit_id', 'faults'), {
    mark: 'bar',
    x: 'unit_id',
    y: 'sum(faults)',
  }),
  ask('terse', 'cpu vs mem coloured by fw version', pick(robots, 'cpuPct', 'memMb', 'fwVersion'), {
    mark: 'point',
    x: 'cpuPct',
    y: 'memMb',
    color: 'fwVersion',
  }),
  ask('business', 'Does the new firmware have fewer faults?', pick(robots, 'fwVersion', 'faults'), {
    mark: ['bar', 'boxplot'],
    x: 'fwVersion',
    y: 'mean(faults)',
  }),
  ask(
    'business',
    'mean cpu load by unit, top 3',
    grouped(robots, ['unit_id'], { mean_cpu: ['avg', 'cpuPct'] }),
    { mark: 'bar', x: 'unit_id', y: 'mean_cpu', top: 3, sort: 'y desc' },
  ),
  ask('plain', 'How is memory use distributed?', pick(robots, 'memMb'), {
    mark: 'bar',
    x: 'memMb',
    y: 'count',
    bins: true,
  }),
]
