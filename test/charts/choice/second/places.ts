import { ask } from '../ask.ts'
import { among, date, each, grouped, moment, pick, real, serial, table, whole, yearOf } from '../rows.ts'

const cars = table(80, {
  model: (at) => `M${100 + at}`,
  maker: among('Auda', 'Fiesto', 'Renolt', 'Toyata'),
  mpg: real(9, 46, 1),
  horsepower: whole(46, 230),
  weight_lbs: whole(1_600, 5_100),
  cylinders: among(4, 6, 8),
  model_year: whole(1970, 1982),
  origin_country: among('Japan', 'USA', 'Germany'),
})

export const garage = [
  ask(
    'template',
    'Show the relationship of weight_lbs and mpg by a scatter plot, group by origin_country.',
    pick(cars, 'weight_lbs', 'mpg', 'origin_country'),
    { mark: 'point', x: 'weight_lbs', y: 'mpg', color: 'origin_country' },
  ),
  ask(
    'template',
    'What is the average horsepower of the cars in each model year? Plot as a line chart.',
    grouped(cars, ['model_year'], { avg: ['avg', 'horsepower'] }),
    { mark: 'line', x: 'model_year', y: 'avg' },
  ),
  ask(
    'template',
    'List the number of car models that are produced by each maker in a bar chart, and show in descending by the maker.',
    grouped(cars, ['maker'], { count: ['count'] }),
    { mark: 'bar', x: 'maker', y: 'count', sort: 'x desc' },
  ),
  ask(
    'template',
    'How many cars have each number of cylinders? Show a bar chart.',
    grouped(cars, ['cylinders'], { count: ['count'] }),
    { mark: 'bar', x: 'cylinders', y: 'count' },
  ),
  ask(
    'template',
    'Show the sum of weight over the model year, and group by maker, in a line chart.',
    grouped(cars, ['model_year', 'maker'], { 'sum(weight_lbs)': ['sum', 'weight_lbs'] }),
    { mark: 'line', x: 'model_year', y: 'sum(weight_lbs)', color: 'maker' },
  ),
  ask(
    'plain',
    'Did engines become weaker over the years?',
    grouped(cars, ['model_year'], { avg_hp: ['avg', 'horsepower'] }),
    { mark: 'line', x: 'model_year', y: 'avg_hp' },
  ),
  ask('terse', 'mpg by cylinders', pick(cars, 'cylinders', 'mpg'), {
    mark: ['bar', 'boxplot'],
    x: 'cylinders',
    y: 'mean(mpg)',
  }),
  ask('typos', 'scatterplott of wieght and mpg', pick(cars, 'weight_lbs', 'mpg'), {
    mark: 'point',
    x: 'weight_lbs',
    y: 'mpg',
  }),
]

const stations = table(14, {
  station_name: each(
    'Avon',
    'Bath',
    'Crewe',
    'Derby',
    'Ely',
    'Fife',
    'Goole',
    'Hull',
    'Ilkley',
    'Kent',
    'Leeds',
    'Mold',
    'Neath',
    'Oban',
  ),
  Main_Services: among('Express', 'Regional', 'Freight'),
  total_passengers: real(0.5, 40, 3),
  annual_interchanges: real(0, 9, 3),
  Number_of_Platforms: whole(1, 18),
})

export const railway = [
  ask(
    'template',
    'Show the names and total passengers for all train stations not in Kent with a bar chart, could you rank in desc by the total passengers?',
    pick(stations, 'station_name', 'total_passengers'),
    { mark: 'bar', x: 'station_name', y: 'total_passengers', sort: 'y desc' },
  ),
  ask(
    'template',
    'Find the minimum and maximum number of platforms for each main service. Show scatter chart.',
    grouped(stations, ['Main_Services'], {
      'min(Number_of_Platforms)': ['min', 'Number_of_Platforms'],
      'max(Number_of_Platforms)': ['max', 'Number_of_Platforms'],
    }),
    { mark: 'point', x: 'min(Number_of_Platforms)', y: 'max(Number_of_Platforms)', color: 'Main_Services' },
  ),
  ask(
    'template',
    'Give me the proportion of total passengers for each main services.',
    grouped(stations, ['Main_Services'], { sum: ['sum', 'total_passengers'] }),
    { mark: 'arc', x: 'Main_Services', y: 'sum' },
  ),
  ask('business', 'busiest stations first', pick(stations, 'station_name', 'total_passengers'), {
    mark: 'bar',
    x: 'station_name',
    y: 'total_passengers',
    sort: 'y desc',
  }),
  ask(
    'no names',
    'are bigger ones used by more people?',
    pick(stations, 'Number_of_Platforms', 'total_passengers'),
    { mark: 'point', x: 'Number_of_Platforms', y: 'total_passengers' },
  ),
  ask(
    'reworded',
    'Furnish a bar graph that conveys the count of platforms at every station, with the horizontal axis sorted in ascending alphabetical order.',
    pick(stations, 'station_name', 'Number_of_Platforms'),
    { mark: 'bar', x: 'station_name', y: 'Number_of_Platforms', sort: 'x asc' },
  ),
]

const dorms = table(12, {
  dorm_name: each(
    'Ash',
    'Birch',
    'Cedar',
    'Dale',
    'Elder',
    'Fir',
    'Grove',
    'Holly',
    'Ivy',
    'Juniper',
    'Knoll',
    'Larch',
  ),
  student_capacity: whole(40, 400),
  gender: among('F', 'M', 'X'),
  built: whole(1921, 2015),
})

export const campus = [
  ask(
    'template',
    'Show the total student capacity of dorms for each gender, and rank by the total student capacity in descending order.',
    grouped(dorms, ['gender'], { sum: ['sum', 'student_capacity'] }),
    { mark: 'bar', x: 'gender', y: 'sum', sort: 'y desc' },
  ),
  ask(
    'template',
    'What are the names and capacities of all dorms? Return a bar chart.',
    pick(dorms, 'dorm_name', 'student_capacity'),
    { mark: 'bar', x: 'dorm_name', y: 'student_capacity' },
  ),
  ask(
    'template',
    'Show the average student capacity by a pie chart for each gender.',
    grouped(dorms, ['gender'], { avg: ['avg', 'student_capacity'] }),
    { mark: 'arc', x: 'gender', y: 'avg' },
  ),
  ask('terse', 'capacity per dorm desc', pick(dorms, 'dorm_name', 'student_capacity'), {
    mark: 'bar',
    x: 'dorm_name',
    y: 'student_capacity',
    sort: 'y desc',
  }),
]

const staff = table(90, {
  EMPLOYEE_ID: serial(100),
  FIRST_NAME: (at) => `E${at}`,
  HIRE_DATE: date('1987-06-01', '2000-04-30'),
  SALARY: whole(2_100, 24_000),
  JOB_ID: among('IT_PROG', 'ST_CLERK', 'SA_REP', 'FI_ACCOUNT'),
  DEPARTMENT_ID: among(10, 20, 30, 60, 90, 110),
  MANAGER_ID: among(100, 101, 114, 120),
})

export const payroll = [
  ask(
    'template',
    'For all employees who have the letters D or S in their first name, a bar chart shows the distribution of hire_date and the average of department_id bin hire_date by weekday, and order by the y axis in descending.',
    pick(staff, 'HIRE_DATE', 'DEPARTMENT_ID'),
    { mark: 'bar', x: 'HIRE_DATE', y: 'mean(DEPARTMENT_ID)', unit: 'day', sort: 'y desc' },
  ),
  ask(
    'template',
    'For those employees whose salary is in the range of 8000 and 12000, give me the comparison about the average of salary over the job_id, and group by attribute job_id, sort total number from high to low order.',
    grouped(staff, ['JOB_ID'], { avg: ['avg', 'SALARY'] }),
    { mark: 'bar', x: 'JOB_ID', y: 'avg', sort: 'y desc' },
  ),
  ask(
    'template',
    'For those employees who did not have any job in the past, find first_name and manager_id, and visualize them by a bar chart, and display in asc by the total number.',
    pick(staff.slice(0, 14), 'FIRST_NAME', 'MANAGER_ID'),
    { mark: 'bar', x: 'FIRST_NAME', y: 'MANAGER_ID', sort: 'y asc' },
  ),
  ask(
    'template',
    'For those employees who was hired before 2002-06-21, return a scatter chart about the correlation between salary and department_id.',
    pick(staff, 'SALARY', 'DEPARTMENT_ID'),
    { mark: 'point', x: 'SALARY', y: 'DEPARTMENT_ID' },
  ),
  ask(
    'template',
    'For those employees whose first name does not contain the letter M, show me about the distribution of hire_date and the sum of salary bin hire_date by month in a bar chart, rank in asc by the y-axis.',
    pick(staff, 'HIRE_DATE', 'SALARY'),
    { mark: 'bar', x: 'HIRE_DATE', y: 'sum(SALARY)', unit: ['month'], sort: 'y asc' },
  ),
  ask(
    'template',
    'For employees with first names that end with the letter m, give me the trend about department_id over hire_date.',
    pick(staff.slice(0, 25), 'HIRE_DATE', 'DEPARTMENT_ID'),
    { mark: 'line', x: 'HIRE_DATE', y: 'DEPARTMENT_ID' },
  ),
  ask(
    'reworded',
    'For workers whose commission is not null, create a bar chart with the job id on the X-axis and the total of their manager ids on the Y-axis, arranged from the highest to the lowest total.',
    grouped(staff, ['JOB_ID'], { 'SUM(MANAGER_ID)': ['sum', 'MANAGER_ID'] }),
    { mark: 'bar', x: 'JOB_ID', y: 'SUM(MANAGER_ID)', sort: 'y desc' },
  ),
]

const farms = table(36, {
  farm: each('North', 'South', 'Lake', 'Hill'),
  harvest_yr: (at) => 2012 + Math.floor(at / 4),
  crop: among('wheat', 'barley', 'maize'),
  yield_t: real(12, 400, 1),
  rainfall_mm: whole(300, 1_100),
})

export const agriculture = [
  ask(
    'template',
    'Plot the yield over harvest year grouped by farm as a line chart.',
    pick(farms, 'harvest_yr', 'farm', 'yield_t'),
    { mark: 'line', x: 'harvest_yr', y: 'yield_t', color: 'farm' },
  ),
  ask('business', 'What did each farm bring in altogether?', pick(farms, 'farm', 'yield_t'), {
    mark: ['bar', 'arc'],
    x: 'farm',
    y: 'sum(yield_t)',
  }),
  ask('plain', 'Is there more to harvest when it rains more?', pick(farms, 'rainfall_mm', 'yield_t'), {
    mark: 'point',
    x: 'rainfall_mm',
    y: 'yield_t',
  }),
  ask('terse', 'crop mix per farm', pick(farms, 'farm', 'crop'), {
    mark: 'bar',
    x: 'farm',
    y: 'count',
    color: 'crop',
  }),
]

const cities = table(20, {
  city: each(
    'Oslo',
    'Rome',
    'Bern',
    'Kyiv',
    'Riga',
    'Baku',
    'Lima',
    'Doha',
    'Suva',
    'Male',
    'Bonn',
    'Nice',
    'Cork',
    'Bari',
    'Gent',
    'Lund',
    'Pisa',
    'Vigo',
    'Brno',
    'Graz',
  ),
  region: among('North', 'South', 'East'),
  population: whole(90_000, 3_000_000),
  area_km2: real(40, 1_300, 1),
  gdp_per_capita: whole(9_000, 80_000),
  lat: real(-20, 60, 2),
  lng: real(-70, 60, 2),
})

export const geography = [
  ask(
    'template',
    'Show the city and population of all cities in a bar chart, order by population from largest to smallest.',
    pick(cities, 'city', 'population'),
    { mark: 'bar', x: 'city', y: 'population', sort: 'y desc' },
  ),
  ask(
    'template',
    'Compare the average population of different regions using a bar graph, list x-axis in asc order.',
    grouped(cities, ['region'], { avg: ['avg', 'population'] }),
    { mark: 'bar', x: 'region', y: 'avg', sort: 'x asc' },
  ),
  ask(
    'business',
    'population share of the regions',
    grouped(cities, ['region'], { population: ['sum', 'population'] }),
    { mark: 'arc', x: 'region', y: 'population' },
  ),
  ask('plain', 'Show the cities on a map', pick(cities, 'city', 'lat', 'lng'), {
    mark: 'point',
    x: 'lng',
    y: 'lat',
  }),
  ask('plain', 'Are rich cities large?', pick(cities, 'gdp_per_capita', 'population'), {
    mark: 'point',
    x: 'gdp_per_capita',
    y: 'population',
  }),
  ask('terse', 'bottom 3 cities by area', pick(cities, 'city', 'area_km2'), {
    mark: 'bar',
    x: 'city',
    y: 'area_km2',
    top: 3,
    sort: 'y asc',
  }),
]

const patients = table(64, {
  trial_arm: among('placebo', 'low dose', 'high dose'),
  visit: among('baseline', 'week 4', 'week 8'),
  systolic_bp: whole(95, 180),
  bmi: real(17, 42, 1),
  enrolled_at: moment('2020-02-01', '2021-12-31'),
  site: among('Leeds', 'Turku', 'Basel'),
})

export const trials = [
  ask(
    'template',
    'Show the number of patients enrolled at each site with a pie.',
    grouped(patients, ['site'], { count: ['count'] }),
    { mark: 'arc', x: 'site', y: 'count' },
  ),
  ask(
    'template',
    'Show enrolled_at and the average of systolic_bp binned by quarter in a line chart.',
    pick(patients, 'enrolled_at', 'systolic_bp'),
    { mark: 'line', x: 'enrolled_at', y: 'mean(systolic_bp)', unit: ['yearquarter', 'quarter'] },
  ),
  ask('plain', 'How does blood pressure vary between the arms?', pick(patients, 'trial_arm', 'systolic_bp'), {
    mark: ['boxplot', 'bar'],
    x: 'trial_arm',
    y: 'mean(systolic_bp)',
  }),
  ask(
    'business',
    'recruitment per site and year',
    grouped(patients, [['year', yearOf('enrolled_at')], 'site'], { patients: ['count'] }),
    { mark: ['bar', 'line'], x: 'year', y: 'patients', color: 'site' },
  ),
  ask('terse', 'bmi boxplots by arm', pick(patients, 'trial_arm', 'bmi'), {
    mark: 'boxplot',
    x: 'trial_arm',
    y: 'bmi',
  }),
  ask(
    'reworded',
    'Demonstrate whether body mass index and systolic pressure are associated, differentiating the points by the study arm.',
    pick(patients, 'bmi', 'systolic_bp', 'trial_arm'),
    { mark: 'point', x: 'bmi', y: 'systolic_bp', color: 'trial_arm' },
  ),
]
