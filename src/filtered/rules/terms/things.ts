/**
 * Words of business for one another, in the singular, closest first. A table whose name is (or ends with) one of a line is also
 * found by the others of that line; a word may stand in several lines.
 */
export const things: readonly (readonly string[])[] = `
customer, client, buyer, shopper, purchaser, consumer, patron
customer, user, account, member, subscriber, guest
user, account, member, person, login, profile
member, subscriber, person
employee, person
student, person
guest, person
patient, person
passenger, person
person, people, individual, contact
order, purchase, sale, booking
order, sales order, customer order, purchase
invoice, bill, purchase, sale, order, receipt
sale, transaction, purchase, order
sales order header, order, purchase, sale, sales order
purchase order header, purchase order
transaction, payment, purchase
payment, transaction, remittance, pay
order item, line item, order line, order detail, item, order position, purchased item
order detail, line item, order line, order item, item, position
order line, line item, order item, order detail, item, position
invoice line, line item, invoice item, order line, item, sold item, position
invoice item, line item, invoice line, order line, item
sales order detail, line item, order line, order item, order detail, item
item, product, article
product, article, good, item, merchandise, sku, ware
part, component, piece
employee, staff, staff member, worker, personnel, colleague, team member, co worker
staff, employee, staff member, worker, team member
salesperson, sales person, seller, sales rep, salesman, sales representative, agent
agent, representative, rep
seller, merchant, vendor
film, movie, motion picture, picture
movie, film, motion picture
show, series, program
title, film, movie, book
actor, performer, cast member, actress, star
artist, band, musician, singer, performer, group
track, song, tune, piece
song, track, tune
album, record, lp, cd
playlist, list
genre, category, style
category, genre, type, kind, class
media type, format, file format, file type
book, publication, volume
author, writer
publisher, publishing house
library, branch
loan, borrowing, lending, checkout
supplier, vendor, provider, wholesaler, manufacturer
vendor, supplier, provider
manufacturer, maker, brand, producer
brand, make, manufacturer
shipper, carrier, shipping company, freight company, delivery company, forwarder
shipment, delivery, consignment
delivery, shipment, consignment
store, shop, branch, outlet
shop, store, branch, outlet
office, branch, location
location, place, site
warehouse, depot, storage
inventory, copy, stock, inventory item
stock, inventory
rental, rent, hire, lease
country, nation
city, town, municipality
region, area, district
state, province
territory, sales territory
address, location
department, division, dept, unit
team, squad, side, club, crew
club, team
company, organization, organisation, firm, business, corporation
organization, organisation, company
account, company, customer
salary, pay, wage
project, assignment
task, todo, ticket, work item
ticket, issue, case, request
issue, ticket, bug
comment, remark, note
post, article, entry
article, post, story
review, rating, feedback, evaluation
rating, review, score
tag, label, keyword
message, email, mail
event, occurrence
campaign, promotion
promotion, special offer, discount, deal
coupon, voucher, discount code, promo code
discount, coupon
subscription, membership, contract
plan, tier, package
student, pupil, learner
teacher, instructor, professor, lecturer, tutor, educator
instructor, teacher, professor, lecturer, tutor
professor, teacher, instructor, lecturer
course, class, module, subject, lecture
class, course, section
section, class, course section
enrollment, enrolment, registration
enrolment, enrollment, registration
exam, test, examination
grade, mark, score
school, university, college
flight, trip
airport, airfield
airplane, plane, aircraft
aircraft, plane, airplane, jet
airline, carrier
passenger, traveler, traveller, flyer, rider
boarding pass, boarding card
booking, reservation
reservation, booking
ride, trip, journey
trip, ride, journey, tour
vehicle, car, automobile
car, vehicle, automobile
driver, chauffeur, pilot
pilot, driver
race, grand prix
circuit, track, race track
constructor, team
match, game, fixture
game, match, fixture
player, athlete, sportsman, footballer
coach, trainer, manager
stadium, arena, ground, venue
venue, location, stadium
league, competition, division
season, year
goal, score
patient, sick person
doctor, physician, clinician, practitioner
physician, doctor
nurse, caregiver
appointment, visit, consultation
visit, appointment, encounter, admission
encounter, visit
prescription, medication
medication, medicine, drug
drug, medicine, medication
treatment, procedure, therapy
diagnosis, condition
hospital, clinic
insurance, insurer, policy
policy, insurance
claim, insurance claim
hotel, accommodation, lodging
room, accommodation, chamber
guest, visitor, customer
listing, property, offer
property, listing, real estate, estate
owner, proprietor, landlord
pet, animal
animal, pet
restaurant, eatery, diner
menu item, dish, meal
dish, meal, menu item
recipe, dish
ingredient, component
language, tongue
currency, money
device, machine, gadget
session, login
page, site
bank, financial institution
card, credit card
credit card, card
loan, credit
branch, office, store
manager, boss, supervisor
skill, competence, ability
job, position, role, occupation
role, position, job
dependent, child, relative
award, prize
nomination, nominee
director, film director
set, kit
theme, topic
topic, theme, subject
group, team
return, returned item, refund
refund, return
wishlist, wish list, favorite list
wishlist item, wish
cart, basket, shopping cart
question, query
answer, reply, response
vote, ballot
badge, medal
log, log entry, record
document, file, paper
file, document, attachment
image, picture, photo
picture, image, photo
photo, picture, image
`
  .trim()
  .split('\n')
  .map((line) => line.split(', '))
