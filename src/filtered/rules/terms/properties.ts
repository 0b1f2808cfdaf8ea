/** Words for one another in the names of columns, in the singular. As in `things`, each finds the first of its line. */
export const properties: readonly (readonly string[])[] = `
price, cost, value
cost, price, expense
rate, price, fee, charge
fee, charge, price
fare, price
amount, sum, value, total, amount paid, size
total, amount, total amount, value, sum, total value, order value, order total, grand total, worth
subtotal, sub total, net total
quantity, amount, count, number of unit, unit, volume
salary, pay, wage, earning, income, compensation
income, salary, earning
length, duration, running time, runtime, run time, playing time
duration, length, running time, runtime, run time, time
runtime, running time, length, duration
millisecond, duration, length, playing time, running time
minute, duration, length
second, duration, length
byte, file size, size
size, dimension
weight, mass
title, name
title, job title, position, role, job
job title, title, position, role, job
role, position, job title
name, title, label
description, text, body, label
body, text, content
first name, given name, forename, christian name
given name, first name, forename
forename, first name, given name
last name, surname, family name
family name, surname, last name
surname, last name, family name
full name, name
company name, company, name, firm, business name
email, e mail, email address, e mail address, mail, mail address
phone, telephone, phone number, telephone number, tel
telephone, phone, phone number, telephone number
mobile, mobile phone, cell phone, cell, mobile number
fax, fax number, telefax
postal code, postcode, post code, zip code, zip, plz
postcode, postal code, zip code, zip
zip, zip code, postal code, postcode
zip code, zip, postal code, postcode
city, town
country, nation, country of origin
state, province, region
region, area, territory
street, address, street address
address, street, street address
birth date, date of birth, birthday, birthdate, birth, dob
date of birth, birth date, birthday, birthdate
birthdate, birthday, date of birth
hire date, start date, hiring date, employment date
create date, creation date, registration date, sign up date, signup date
created, creation date, registration date, sign up date
updated, last change, last update, modification date
rating, score, age rating, star, grade
score, rating, point, result
star, rating, score
point, score
grade, mark, score
status, state, stage
state, status
type, kind, category, class
category, kind, type
genre, category
gender, sex
sex, gender
age, year old
population, inhabitant, people, resident
area, surface, surface area, size
height, size, tall
colour, color
color, colour
discount, rebate, reduction
tax, vat
freight, shipping cost, freight cost, shipping fee, shipping charge, freight charge
shipping cost, freight, shipping fee, delivery cost
stock, inventory
units in stock, stock, unit on hand, stock level, inventory, stock quantity
stock quantity, stock, in stock, inventory, unit in stock, stock level, quantity in stock, on hand
quantity in stock, stock, in stock, unit in stock, stock level
quantity on hand, stock, in stock, on hand
stock level, stock, in stock
stock, in stock
license class, licence class
license, licence
on hand, in stock, stock, available
units on order, on order
homepage, website, web site, url, site
website, homepage, web site, url
url, link, website
comment, note, remark
note, comment, remark
capacity, seat, seating capacity
budget, funding
credit limit, credit line
balance, account balance
gdp, gnp, gross domestic product
life expectancy, lifespan
composer, writer
author, writer
manager, boss, supervisor, superior
page, page count, length
language, tongue
currency, money
`
  .trim()
  .split('\n')
  .map((line) => line.split(', '))

/** What references are called that are named for what one row is to another. */
export const roles: readonly (readonly string[])[] = `
report to, manager, boss, supervisor, superior, reporting to, reports to
manager, boss, supervisor, superior
supervisor, manager, boss, superior
mgr, manager, boss, supervisor
parent, superior
referred by, referrer
created by, creator
head, boss, leader
`
  .trim()
  .split('\n')
  .map((line) => line.split(', '))

/** What columns and tables are often called in short. */
export const abbreviations: Record<string, string> = {
  nm: 'name',
  indep: 'independence',
  qty: 'quantity',
  quant: 'quantity',
  amt: 'amount',
  dob: 'date of birth',
  cust: 'customer',
  custno: 'customer number',
  addr: 'address',
  desc: 'description',
  descr: 'description',
  tel: 'telephone',
  ph: 'phone',
  dept: 'department',
  emp: 'employee',
  prod: 'product',
  cat: 'category',
  acct: 'account',
  mgr: 'manager',
  yr: 'year',
  fname: 'first name',
  lname: 'last name',
  pct: 'percent',
  perc: 'percent',
  lang: 'language',
  curr: 'currency',
  pmt: 'payment',
  pymt: 'payment',
  ord: 'order',
  cd: 'code',
  dt: 'date',
  ts: 'time',
  nr: 'number',
  num: 'number',
  no: 'number',
  org: 'organization',
  msg: 'message',
  img: 'image',
  pic: 'picture',
  sal: 'salary',
  lvl: 'level',
  loc: 'location',
  min: 'minimum',
  max: 'maximum',
  avg: 'average',
  val: 'value',
  inv: 'invoice',
  txn: 'transaction',
  trx: 'transaction',
  tx: 'transaction',
  ctry: 'country',
  cty: 'city',
  st: 'state',
  firstname: 'first name',
  lastname: 'last name',
  fullname: 'full name',
  username: 'user name',
  birthday: 'birth date',
  birthdate: 'birth date',
  postalcode: 'postal code',
  zipcode: 'zip code',
  unitprice: 'unit price',
  orderdate: 'order date',
  companyname: 'company name',
  productname: 'product name',
  startdate: 'start date',
  enddate: 'end date',
  hiredate: 'hire date',
  activebool: 'active',
  isactive: 'active',
  lineitem: 'line item',
  orderdetail: 'order detail',
  orderitem: 'order item',
  orderline: 'order line',
  invoiceline: 'invoice line',
  mediatype: 'media type',
  lifeexpectancy: 'life expectancy',
  surfacearea: 'surface area',
  indepyear: 'independence year',
  countrycode: 'country code',
  countrylanguage: 'country language',
  isofficial: 'official',
  governmentform: 'government form',
  headofstate: 'head of state',
  mfr: 'manufacturer',
  mfg: 'manufacturing',
  req: 'required',
  recv: 'received',
  est: 'estimated',
  temp: 'temperature',
  pop: 'population',
  sqft: 'square feet',
  reg: 'registration',
}
