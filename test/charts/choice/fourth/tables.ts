import { ask } from '../ask.ts'
import { among, date, each, grouped, moment, pick, real, serial, table, whole } from '../rows.ts'

const workers = table(70, {
  EMP_ID: serial(100),
  FIRST_NM: (at) => `N${at}`,
  LAST_NM: (at) => `L${at}`,
  HIRED_ON: date('1990-01-01', '2002-12-31'),
  SALARY: whole(2_000, 24_000),
  COMMISSION: real(0, 0.4, 2),
  DEPT_ID: among(10, 50, 80, 100),
  JOB_CD: among('AC_MGR', 'PU_CLERK', 'SH_CLERK', 'MK_MAN'),
})

export const clerks = [
  ask(
    'template',
    'For those workers who did not have any job in the past, show me about the distribution of job_cd and the amount of job_cd, and group by attribute job_cd in a bar chart, sort by the Y in desc.',
    grouped(workers, ['JOB_CD'], { count: ['count'] }),
    { mark: 'bar', x: 'JOB_CD', y: 'count', sort: 'y desc' },
  ),
  ask(
    'template',
    'For all workers who have the letters D or S in their first name, find hired_on and the sum of salary bin hired_on by weekday, and visualize them by a bar chart, I want to order by the total number in ascending.',
    pick(workers, 'HIRED_ON', 'SALARY'),
    { mark: 'bar', x: 'HIRED_ON', y: 'sum(SALARY)', unit: 'day', sort: 'y asc' },
  ),
  ask(
    'template',
    'For those workers whose commission is not null or department number does not equal to 40, draw a line chart about the change of dept_id over hired_on.',
    pick(workers.slice(0, 28), 'HIRED_ON', 'DEPT_ID'),
    { mark: 'line', x: 'HIRED_ON', y: 'DEPT_ID' },
  ),
  ask(
    'template',
    'For those workers whose salary is in the range of 8000 and 12000, what is the relationship between dept_id and commission?',
    pick(workers, 'DEPT_ID', 'COMMISSION'),
    { mark: 'point', x: 'DEPT_ID', y: 'COMMISSION' },
  ),
  ask(
    'template',
    'Give me the comparison about commission over the last_nm, could you sort y axis from high to low order?',
    pick(workers.slice(0, 18), 'LAST_NM', 'COMMISSION'),
    { mark: 'bar', x: 'LAST_NM', y: 'COMMISSION', sort: 'y desc' },
  ),
  ask(
    'template',
    'Find hired_on and the average of dept_id bin hired_on by time, and visualize them by a bar chart, order in asc by the Y.',
    pick(workers, 'HIRED_ON', 'DEPT_ID'),
    { mark: 'bar', x: 'HIRED_ON', y: 'mean(DEPT_ID)', unit: ['year', 'month', 'yearmonth'], sort: 'y asc' },
  ),
  ask(
    'reworded',
    'In relation to those workers lacking prior employment, generate a bar graph of the job codes with their respective mean salaries, arranged on the vertical axis in ascending order.',
    grouped(workers, ['JOB_CD'], { avg: ['avg', 'SALARY'] }),
    { mark: 'bar', x: 'JOB_CD', y: 'avg', sort: 'y asc' },
  ),
  ask(
    'reworded',
    'Please provide the variation of salary over the date of hiring in a line graph, and list the X-axis in descending order.',
    pick(workers, 'HIRED_ON', 'SALARY').slice(0, 30),
    { mark: 'line', x: 'HIRED_ON', y: 'SALARY', sort: 'x desc' },
  ),
]

const teams = table(40, {
  Team_Name: among('Comets', 'Hawks', 'Tigers', 'Sharks'),
  School: (at) => `School ${at % 9}`,
  All_Games: each('20-4', '18-6', '11-13', '9-15', '22-2'),
  Home_Pct: real(0.2, 0.98, 3),
  ACC_Home: among('7-1', '6-2', '4-4'),
  Founded: whole(1850, 1975),
  Affiliation: among('Public', 'Private'),
  Enrollment: whole(1_500, 46_000),
})

export const league = [
  ask(
    'template',
    'Give me a pie chart showing the proportion of ACC_Home and the amount of ACC_Home.',
    grouped(teams, ['ACC_Home'], { count: ['count'] }),
    { mark: 'arc', x: 'ACC_Home', y: 'count' },
  ),
  ask(
    'template',
    'A bar chart shows the distribution of All_Games and the average of Home_Pct, and group by attribute All_Games, rank from high to low by the X-axis.',
    grouped(teams, ['All_Games'], { avg: ['avg', 'Home_Pct'] }),
    { mark: 'bar', x: 'All_Games', y: 'avg', sort: 'x desc' },
  ),
  ask(
    'template',
    'Show the number of teams founded in each year with a line chart, bin founded by year.',
    pick(teams, 'Founded'),
    { mark: 'line', x: 'Founded', y: 'count', unit: 'year' },
  ),
  ask(
    'template',
    'Compute the total enrollment across affiliation and team name as a stacked bar chart, and could you sort from low to high by the affiliation?',
    grouped(teams, ['Affiliation', 'Team_Name'], { sum: ['sum', 'Enrollment'] }),
    { mark: 'bar', x: 'Affiliation', y: 'sum', color: 'Team_Name', stack: 'stacked', sort: 'x asc' },
  ),
  ask(
    'template',
    'Let affiliation be the X-axis and the maximum enrollment be the Y-axis, show it with a bar chart.',
    grouped(teams, ['Affiliation'], { max: ['max', 'Enrollment'] }),
    { mark: 'bar', x: 'Affiliation', y: 'max' },
  ),
  ask(
    'template',
    'What is the proportion of the enrollment for each affiliation?',
    grouped(teams, ['Affiliation'], { Enrollment: ['sum', 'Enrollment'] }),
    { mark: 'arc', x: 'Affiliation', y: 'Enrollment' },
  ),
  ask(
    'reworded',
    'Offer a comparison of the number of teams per affiliation through a bar graph in which the tallest bar stands first.',
    grouped(teams, ['Affiliation'], { count: ['count'] }),
    { mark: 'bar', x: 'Affiliation', y: 'count', sort: 'y desc' },
  ),
]

const incidents = table(64, {
  perp_id: serial(1),
  incident_date: date('1968-01-01', '1999-12-31'),
  weapon: among('axe', 'gun', 'knife'),
  killed: whole(0, 50),
  injured: whole(0, 30),
  country_nm: among('China', 'Congo', 'Korea', 'Norway'),
  yr: whole(1968, 1999),
})

export const crimes = [
  ask(
    'template',
    'How many killed and injured are there? Show me the relationship with a scatter chart.',
    pick(incidents, 'killed', 'injured'),
    { mark: 'point', x: 'killed', y: 'injured' },
  ),
  ask(
    'template',
    'Show the average killed for each country, and list from low to high by the y axis.',
    grouped(incidents, ['country_nm'], { 'avg(killed)': ['avg', 'killed'] }),
    { mark: 'bar', x: 'country_nm', y: 'avg(killed)', sort: 'y asc' },
  ),
  ask(
    'template',
    'Show the sum of killed over the year of incident, and group by weapon, in a line chart.',
    grouped(incidents, ['yr', 'weapon'], { sum: ['sum', 'killed'] }),
    { mark: 'line', x: 'yr', y: 'sum', color: 'weapon' },
  ),
  ask(
    'template',
    'Show the number of incidents by incident date, bin incident date by year interval, grouped by country name as a stacked bar.',
    pick(incidents, 'incident_date', 'country_nm'),
    { mark: 'bar', x: 'incident_date', y: 'count', unit: 'year', color: 'country_nm', stack: 'stacked' },
  ),
  ask(
    'template',
    'Count the weapon and group by weapon in a histogram, and sort X in descending.',
    grouped(incidents, ['weapon'], { count: ['count'] }),
    { mark: 'bar', x: 'weapon', y: 'count', sort: 'x desc' },
  ),
  ask(
    'template',
    'Please show the weapon and the minimum injured for each weapon with a pie.',
    grouped(incidents, ['weapon'], { 'MIN(injured)': ['min', 'injured'] }),
    { mark: 'arc', x: 'weapon', y: 'MIN(injured)' },
  ),
  ask(
    'reworded',
    'What is the frequency of every weapon? Display it with bars, from the most frequent to the least frequent.',
    grouped(incidents, ['weapon'], { frequency: ['count'] }),
    { mark: 'bar', x: 'weapon', y: 'frequency', sort: 'y desc' },
  ),
  ask(
    'reworded',
    'Illustrate the total fatalities per nation, ordering the nations in the reverse of the alphabet.',
    grouped(incidents, ['country_nm'], { sum: ['sum', 'killed'] }),
    { mark: 'bar', x: 'country_nm', y: 'sum', sort: 'x desc' },
  ),
]

const festivals = table(30, {
  Festival_Name: (at) => `Fest ${at}`,
  Category: among('Best Song', 'Best Artist', 'Best Mix'),
  Result: among('Awarded', 'Nominated'),
  Held: whole(2003, 2012),
  Artist: among('Nox', 'Pluto', 'Rune', 'Sol'),
  Weeks_on_Top: whole(1, 14),
})

export const stage = [
  ask(
    'template',
    'What are the categories of music festivals and how many festivals does each have? Show in ascending by the bar.',
    grouped(festivals, ['Category'], { count: ['count'] }),
    { mark: 'bar', x: 'Category', y: 'count', sort: ['x asc', 'y asc'] },
  ),
  ask(
    'template',
    'Plot the artist and the average weeks on top as a bar chart, show in asc by the artist.',
    grouped(festivals, ['Artist'], { avg: ['avg', 'Weeks_on_Top'] }),
    { mark: 'bar', x: 'Artist', y: 'avg', sort: 'x asc' },
  ),
  ask(
    'template',
    'Show the number of results by the year held in a line chart and group by result.',
    grouped(festivals, ['Held', 'Result'], { count: ['count'] }),
    { mark: 'line', x: 'Held', y: 'count', color: 'Result' },
  ),
  ask(
    'template',
    'I want to know the proportion of the number of each result.',
    grouped(festivals, ['Result'], { count: ['count'] }),
    { mark: 'arc', x: 'Result', y: 'count' },
  ),
  ask(
    'template',
    'Show me a stacked bar chart about the number of artists by category and result, and list the category in desc please.',
    grouped(festivals, ['Category', 'Result'], { count: ['count'] }),
    { mark: 'bar', x: 'Category', y: 'count', color: 'Result', stack: 'stacked', sort: 'x desc' },
  ),
  ask(
    'reworded',
    'Could you depict the quantity of nominated and awarded artists in every category, the bars standing next to one another?',
    grouped(festivals, ['Category', 'Result'], { count: ['count'] }),
    { mark: 'bar', x: 'Category', y: 'count', color: 'Result', stack: 'side by side' },
  ),
]

const aircraft = table(34, {
  aid: serial(1),
  aircraft_model: (at) => `A${at}`,
  cruise_range: whole(400, 8_500),
  max_gross_weight_lb: whole(2_000, 600_000),
  flight_price: real(90, 990),
  origin_city: among('Chicago', 'Boston', 'Dallas', 'Denver'),
  departs: moment('2023-01-01', '2023-12-31'),
  airline_code: among('UA', 'DL', 'AA'),
})

export const hangar = [
  ask(
    'template',
    'Scatter plot to show cruise range on x axis and max gross weight on y axis.',
    pick(aircraft, 'cruise_range', 'max_gross_weight_lb'),
    { mark: 'point', x: 'cruise_range', y: 'max_gross_weight_lb' },
  ),
  ask(
    'template',
    'Show the average flight price of each origin city and airline code in a grouped bar chart, order by the origin city in asc.',
    grouped(aircraft, ['origin_city', 'airline_code'], { avg: ['avg', 'flight_price'] }),
    { mark: 'bar', x: 'origin_city', y: 'avg', color: 'airline_code', stack: 'side by side', sort: 'x asc' },
  ),
  ask(
    'template',
    'Bar chart of departs and the average of flight_price, bin departs by quarter.',
    pick(aircraft, 'departs', 'flight_price'),
    { mark: 'bar', x: 'departs', y: 'mean(flight_price)', unit: ['yearquarter', 'quarter'] },
  ),
  ask(
    'template',
    'List the aircraft model and cruise range of all aircraft with at least 3 flights in a bar chart, rank by the cruise range in descending.',
    pick(aircraft.slice(0, 16), 'aircraft_model', 'cruise_range'),
    { mark: 'bar', x: 'aircraft_model', y: 'cruise_range', sort: 'y desc' },
  ),
  ask(
    'template',
    'What is the maximum flight price for airlines with more than 5 flights? Plot them by a pie chart for each airline.',
    grouped(aircraft, ['airline_code'], { max: ['max', 'flight_price'] }),
    { mark: 'arc', x: 'airline_code', y: 'max' },
  ),
  ask(
    'reworded',
    'Exhibit, by way of a line graph, how the number of departures develops month by month.',
    pick(aircraft, 'departs'),
    { mark: 'line', x: 'departs', y: 'count', unit: 'yearmonth' },
  ),
]

const problems = table(52, {
  problem_id: serial(1),
  product_name: among('Alpha', 'Beta', 'Gamma', 'Delta'),
  problem_category_code: among('Middleware', 'GUI', 'Datatabase'),
  date_reported: moment('1978-01-01', '2012-12-31'),
  reported_by_staff_id: whole(1, 9),
  status_cd: among('reported', 'solved'),
})

export const helpdesk = [
  ask(
    'template',
    'Return the product name and the number of problems reported for each product name, and draw a bar chart, sort by the total number in ascending.',
    grouped(problems, ['product_name'], { count: ['count'] }),
    { mark: 'bar', x: 'product_name', y: 'count', sort: 'y asc' },
  ),
  ask(
    'template',
    'How many problems were reported in different date reported? Bin date reported by weekday, group by problem category code with a stacked bar chart, and show the X-axis in desc.',
    pick(problems, 'date_reported', 'problem_category_code'),
    {
      mark: 'bar',
      x: 'date_reported',
      y: 'count',
      unit: 'day',
      color: 'problem_category_code',
      stack: 'stacked',
      sort: 'x desc',
    },
  ),
  ask(
    'template',
    'How many problems did the product called "Gamma" have? Bin date reported by month in a bar chart.',
    pick(problems, 'date_reported'),
    { mark: 'bar', x: 'date_reported', y: 'count', unit: 'month' },
  ),
  ask(
    'template',
    'Show the number of problems by staff id. Show scatter chart.',
    grouped(problems, ['reported_by_staff_id'], { count: ['count'] }),
    { mark: 'point', x: 'reported_by_staff_id', y: 'count' },
  ),
  ask(
    'reworded',
    'Determine how often each status occurs and give the answer as a pie.',
    grouped(problems, ['status_cd'], { count: ['count'] }),
    { mark: 'arc', x: 'status_cd', y: 'count' },
  ),
  ask(
    'reworded',
    'Group the reported problems by product and by category, and put them into piled bars with the product along the bottom.',
    grouped(problems, ['product_name', 'problem_category_code'], { count: ['count'] }),
    { mark: 'bar', x: 'product_name', y: 'count', color: 'problem_category_code', stack: 'stacked' },
  ),
]
