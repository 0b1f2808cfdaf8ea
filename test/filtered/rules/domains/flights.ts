import { domain } from './domain.ts'

export const flights = domain('flights', '2025-06-10T00:00:00Z', [
  [
    'cancelled flights in May 2025',
    'flights',
    `status = 'cancelled' AND scheduled_departure >= '2025-05-01' AND scheduled_departure < '2025-06-01'`,
  ],
  ['flights from Oslo to Madrid', 'flights', `departure_airport = 'OSL' AND arrival_airport = 'MAD'`],
  ['flights departing from Spain', 'flights', `departure_airport IN ('BCN', 'MAD')`],
  ['flights operated by ZipJet', 'flights', `airline = 'ZJ'`],
  ['flights of low cost airlines longer than 1500 km', 'flights', `airline = 'ZJ' AND distance_km > 1500`],
  ['flights delayed by more than 2 hours', 'flights', `delay_minutes > 120`],
  [
    'passengers who booked at least 4 times',
    'passengers',
    `(SELECT count(*) FROM bookings b WHERE b.passenger_id = t.passenger_id) >= 4`,
  ],
  ['Spanish or Swiss passengers', 'passengers', `nationality IN ('Spanish', 'Swiss')`],
  ['frequent flyers', 'passengers', `frequent_flyer`],
  ['passengers who are frequent flyers', 'passengers', `frequent_flyer`],
  [
    'passengers who flew business class',
    'passengers',
    `EXISTS (SELECT FROM bookings b JOIN tickets k USING (booking_id) WHERE b.passenger_id = t.passenger_id AND fare_class = 'business')`,
  ],
  [
    'passengers that have never booked through the app',
    'passengers',
    `NOT EXISTS (SELECT FROM bookings b WHERE b.passenger_id = t.passenger_id AND channel = 'app')`,
  ],
  [
    'bookings made via the agency in the last 90 days',
    'bookings',
    `channel = 'agency' AND booked_at >= '2025-03-12' AND booked_at <= '2025-06-10'`,
  ],
  ['bookings over 800', 'bookings', `total_amount > 800`],
  ['first class tickets', 'tickets', `fare_class = 'first'`],
  ['economy tickets cheaper than 100', 'tickets', `fare_class = 'economy' AND price < 100`],
  ['tickets without a seat', 'tickets', `seat IS NULL`],
  [
    'tickets for flights to Vienna',
    'tickets',
    `flight_id IN (SELECT flight_id FROM flights WHERE arrival_airport = 'VIE')`,
  ],
  [
    'flights with fewer than 2 tickets',
    'flights',
    `(SELECT count(*) FROM tickets k WHERE k.flight_id = t.flight_id) < 2`,
  ],
  ['airports in Spain', 'airports', `country = 'Spain'`],
  [
    'passengers born in the 1960s',
    'passengers',
    `date_of_birth >= '1960-01-01' AND date_of_birth < '1970-01-01'`,
  ],
  [
    'passengers who spent less than 500 in total on bookings',
    'passengers',
    `(SELECT sum(total_amount) FROM bookings b WHERE b.passenger_id = t.passenger_id) < 500`,
  ],
  ['haunted flights', null, ['haunted']],
  [
    'yesterday’s flights',
    'flights',
    `scheduled_departure >= '2025-06-09' AND scheduled_departure < '2025-06-10'`,
  ],
  [
    'flights before 8 March 2025 that were neither cancelled nor delayed',
    'flights',
    `scheduled_departure < '2025-03-08' AND status NOT IN ('cancelled', 'delayed')`,
  ],
  ['flights that left more than an hour late', null, ['late']],
  [
    'bookings of Norwegian passengers over 300',
    'bookings',
    `total_amount>300 AND passenger_id IN (SELECT passenger_id FROM passengers WHERE nationality='Norwegian')`,
  ],
  [
    'passengers with no tickets',
    'passengers',
    `NOT EXISTS (SELECT FROM bookings b JOIN tickets k USING (booking_id) WHERE b.passenger_id=t.passenger_id)`,
  ],
  [
    'airlines with more than 70 flights',
    'airlines',
    `(SELECT count(*) FROM flights f WHERE f.airline=t.code)>70`,
  ],
])
