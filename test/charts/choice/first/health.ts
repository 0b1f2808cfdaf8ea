import { ask } from '../ask.ts'
import { among, date, each, firstOfEach, grouped, moment, pick, real, serial, table, whole } from '../rows.ts'

const admissions = table(90, {
  admission_id: serial(1001),
  ward: among('Cardiology', 'Oncology', 'Maternity', 'Surgery', 'Geriatrics'),
  admitted_on: date('2022-01-01', '2023-12-31'),
  length_of_stay: whole(1, 21),
  cost_usd: real(400, 32_000),
  outcome: among('discharged', 'transferred', 'deceased'),
  insurance_type: among('public', 'private', 'none'),
  patient_age: whole(0, 97),
})
const wards = grouped(admissions, ['ward'], { count: ['count'] })
const costs = grouped(admissions, ['ward'], { avg: ['avg', 'cost_usd'] })
const outcomes = grouped(admissions, ['ward', 'outcome'], { 'count(*)': ['count'] })

export const hospital = [
  ask(
    'template',
    'Compare the number of admissions for each ward using a bar chart, and order from high to low by the y-axis.',
    wards,
    {
      mark: 'bar',
      x: 'ward',
      y: 'count',
      sort: 'y desc',
    },
  ),
  ask('template', 'Show the proportion of admissions from each ward with a pie chart.', wards, {
    mark: 'arc',
    x: 'ward',
    y: 'count',
  }),
  ask('template', 'Find the average cost of each ward, and list by the ward in desc.', costs, {
    mark: 'bar',
    x: 'ward',
    y: 'avg',
    sort: 'x desc',
  }),
  ask(
    'template',
    'Stacked bar chart of how many outcome for with each outcome in each ward, and rank x-axis in asc order.',
    outcomes,
    {
      mark: 'bar',
      x: 'ward',
      y: 'count(*)',
      color: 'outcome',
      stack: 'stacked',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'How many patients are admitted? Bin the admission date by weekday with a bar chart, and sort by the y axis in ascending.',
    pick(admissions, 'admitted_on'),
    {
      mark: 'bar',
      x: 'admitted_on',
      y: 'count',
      unit: 'day',
      sort: 'y asc',
    },
  ),
  ask('business', 'Which wards cost us the most on average?', costs, {
    mark: 'bar',
    x: 'ward',
    y: 'avg',
    sort: 'y desc',
  }),
  ask('business', 'patients per month since last January', pick(admissions, 'admitted_on'), {
    mark: 'line',
    x: 'admitted_on',
    y: 'count',
    unit: 'yearmonth',
  }),
  ask('plain', 'Do older patients stay longer?', pick(admissions, 'patient_age', 'length_of_stay'), {
    mark: 'point',
    x: 'patient_age',
    y: 'length_of_stay',
  }),
  ask('plain', 'How is the length of stay spread in each ward?', pick(admissions, 'ward', 'length_of_stay'), {
    mark: 'boxplot',
    x: 'ward',
    y: 'length_of_stay',
  }),
  ask('terse', 'avg stay / ward', pick(admissions, 'ward', 'length_of_stay'), {
    mark: 'bar',
    x: 'ward',
    y: 'mean(length_of_stay)',
  }),
  ask(
    'no names',
    'where do people end up, for every kind of cover?',
    grouped(admissions, ['insurance_type', 'outcome'], { n: ['count'] }),
    {
      mark: 'bar',
      x: 'insurance_type',
      y: 'n',
      color: 'outcome',
    },
  ),
  ask(
    'reworded',
    'Provide me with a bar graph illustrating the total expenses incurred by every ward, arranged from the largest to the smallest.',
    grouped(admissions, ['ward'], { sum: ['sum', 'cost_usd'] }),
    {
      mark: 'bar',
      x: 'ward',
      y: 'sum',
      sort: 'y desc',
    },
  ),
]

const doctors = table(24, {
  doctor_id: serial(),
  doctor_name: each(
    'Abbott',
    'Baird',
    'Castro',
    'Dubois',
    'Egan',
    'Farouk',
    'Gomez',
    'Hahn',
    'Ito',
    'Jansen',
    'Kaur',
    'Lund',
    'Moreau',
    'Nowak',
    'Okafor',
    'Petrov',
    'Quinn',
    'Rossi',
    'Sato',
    'Tran',
    'Ueda',
    'Vogel',
    'Weiss',
    'Young',
  ),
  specialty: among('Neurology', 'Pediatrics', 'Dermatology', 'Orthopedics'),
  yrs_exp: whole(1, 38),
  consult_fee: whole(60, 350),
  gender: among('F', 'M'),
})

export const clinic = [
  ask(
    'template',
    'Give me a bar chart to show the doctor name and consult fee for all doctors whose specialty is "Neurology", and order x-axis in ascending order.',
    pick(
      doctors.filter(({ specialty }) => specialty === 'Neurology'),
      'doctor_name',
      'consult_fee',
    ),
    {
      mark: 'bar',
      x: 'doctor_name',
      y: 'consult_fee',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'A scatter plot of the correlation between yrs_exp and consult_fee, group by specialty.',
    pick(doctors, 'yrs_exp', 'consult_fee', 'specialty'),
    {
      mark: 'point',
      x: 'yrs_exp',
      y: 'consult_fee',
      color: 'specialty',
    },
  ),
  ask(
    'template',
    'What is the maximum consult fee for doctors of different specialties? Plot them as pie chart.',
    grouped(doctors, ['specialty'], { 'max(consult_fee)': ['max', 'consult_fee'] }),
    {
      mark: 'arc',
      x: 'specialty',
      y: 'max(consult_fee)',
    },
  ),
  ask(
    'template',
    'Show the number of doctors for each specialty and group by gender with a stacked bar chart.',
    grouped(doctors, ['specialty', 'gender'], { count: ['count'] }),
    {
      mark: 'bar',
      x: 'specialty',
      y: 'count',
      color: 'gender',
      stack: 'stacked',
    },
  ),
  ask(
    'plain',
    'Is experience related to what a consultation costs?',
    pick(doctors, 'yrs_exp', 'consult_fee'),
    {
      mark: 'point',
      x: 'yrs_exp',
      y: 'consult_fee',
    },
  ),
  ask(
    'typos',
    'avrage fee by speciality as bar chrat',
    grouped(doctors, ['specialty'], { avg_fee: ['avg', 'consult_fee'] }),
    {
      mark: 'bar',
      x: 'specialty',
      y: 'avg_fee',
    },
  ),
  ask(
    'polite',
    'Good morning! Would you be so kind as to draw for me how many doctors we have in each of our specialties, with the biggest group at the left? Thank you very much.',
    grouped(doctors, ['specialty'], { num_doctors: ['count'] }),
    {
      mark: 'bar',
      x: 'specialty',
      y: 'num_doctors',
      sort: 'y desc',
    },
  ),
]

const visits = table(120, {
  gym: among('Harbour', 'Old Town', 'Station'),
  checkIn: moment('2023-03-01', '2023-06-30'),
  membershipPlan: among('Basic', 'Plus', 'Gold'),
  minutesSpent: whole(15, 140),
  memberAge: whole(16, 75),
})

export const gyms = [
  ask(
    'template',
    'Show the number of visits in different checkIn. Bin checkIn by weekday and group by gym with a stacked bar chart.',
    pick(visits, 'checkIn', 'gym'),
    {
      mark: 'bar',
      x: 'checkIn',
      y: 'count',
      unit: 'day',
      color: 'gym',
      stack: 'stacked',
    },
  ),
  ask('business', 'At which hour of the day is it most crowded?', pick(visits, 'checkIn'), {
    mark: 'bar',
    x: 'checkIn',
    y: 'count',
    unit: 'hours',
  }),
  ask('business', 'Weekly visits, one line for each gym', pick(visits, 'checkIn', 'gym'), {
    mark: 'line',
    x: 'checkIn',
    y: 'count',
    unit: 'yearweek',
    color: 'gym',
  }),
  ask(
    'terse',
    'visits by plan',
    pick(visits, 'membershipPlan', 'minutesSpent'),
    { mark: 'bar', x: 'membershipPlan', y: 'count' },
    'the query gave minutes, and nothing says that they are not the measure of a visit',
  ),
  ask('terse', 'minutes spent histogram', pick(visits, 'minutesSpent'), {
    mark: 'bar',
    x: 'minutesSpent',
    y: 'count',
    bins: true,
  }),
  ask('plain', 'How old are our members?', pick(visits, 'memberAge'), {
    mark: 'bar',
    x: 'memberAge',
    y: 'count',
    bins: true,
  }),
  ask(
    'no names',
    'how long do people usually stay, by type of subscription',
    pick(visits, 'membershipPlan', 'minutesSpent'),
    {
      mark: ['bar', 'boxplot'],
      x: 'membershipPlan',
      y: 'mean(minutesSpent)',
    },
  ),
]

const drugs = table(14, {
  drug: each(
    'Abacor',
    'Belunex',
    'Cardizol',
    'Dermaline',
    'Entaphen',
    'Fluvirex',
    'Gastrinol',
    'Hepatec',
    'Immunol',
    'Jexadine',
    'Kalmidon',
    'Lipofen',
    'Morvital',
    'Neurodex',
  ),
  unitsSold: whole(20, 9_000),
  unitPrice: real(2, 180),
  category: among('antibiotic', 'painkiller', 'cardiac'),
})

export const pharmacy = [
  ask(
    'template',
    'For all drugs, give me the comparison about unitPrice over the drug by a bar chart, and sort by the Y from low to high please.',
    pick(drugs, 'drug', 'unitPrice'),
    {
      mark: 'bar',
      x: 'drug',
      y: 'unitPrice',
      sort: 'y asc',
    },
  ),
  ask('business', 'top 5 drugs by units sold, horizontal bars please', pick(drugs, 'drug', 'unitsSold'), {
    mark: 'bar',
    x: 'drug',
    y: 'unitsSold',
    top: 5,
    sort: 'y desc',
    horizontal: true,
  }),
  ask('plain', 'Do cheaper drugs sell better?', pick(drugs, 'unitPrice', 'unitsSold'), {
    mark: 'point',
    x: 'unitPrice',
    y: 'unitsSold',
  }),
  ask('terse', 'category share of units', grouped(drugs, ['category'], { units: ['sum', 'unitsSold'] }), {
    mark: 'arc',
    x: 'category',
    y: 'units',
  }),
  ask(
    'reworded',
    'Could you depict the least expensive price within every drug category, using vertical bars ordered alphabetically?',
    grouped(drugs, ['category'], { min: ['min', 'unitPrice'] }),
    {
      mark: 'bar',
      x: 'category',
      y: 'min',
      sort: 'x asc',
    },
  ),
  ask(
    'template',
    'What are the drug and units sold of the drugs with the category "cardiac"? Show me a bar chart, and could you rank by the units sold in descending?',
    firstOfEach(
      pick(
        drugs.filter(({ category }) => category === 'cardiac'),
        'drug',
        'unitsSold',
      ),
      'drug',
    ),
    {
      mark: 'bar',
      x: 'drug',
      y: 'unitsSold',
      sort: 'y desc',
    },
  ),
]
