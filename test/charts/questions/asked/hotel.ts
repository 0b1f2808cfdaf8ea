import { asked } from './asked.ts'

const ofHotel = 'JOIN rooms USING (room_id) JOIN hotels h USING (hotel_id)'

export const hotel = asked([
  ['reservations per hotel', `SELECT h.name, count(*) FROM reservations ${ofHotel} GROUP BY 1`],
  ['average price per night by room type', 'SELECT room_type, avg(price_per_night) FROM rooms GROUP BY 1'],
  [
    'total payments per month',
    `SELECT date_trunc('month', paid_on)::date, sum(amount) FROM payments GROUP BY 1`,
  ],
  ['payments by method, as a donut', 'SELECT method, count(*) FROM payments GROUP BY 1'],
  ['guests by country and loyalty tier', 'SELECT country, loyalty_tier, count(*) FROM guests GROUP BY 1, 2'],
  ['price versus beds of rooms', 'SELECT price_per_night, beds FROM rooms'],
  [
    'How many reservations were cancelled per month?',
    `SELECT date_trunc('month', booked_at)::date, count(*) FROM reservations WHERE status = 'cancelled' GROUP BY 1`,
  ],
  [
    'number of nights per hotel in 2024',
    `SELECT h.name, sum(nights) FROM reservations ${ofHotel} WHERE booked_at >= '2024-01-01' AND booked_at < '2025-01-01' GROUP BY 1`,
  ],
  ['number of staff by position', 'SELECT position, count(*) FROM staff GROUP BY 1'],
  [
    'average hourly wage by hotel',
    'SELECT h.name, avg(hourly_wage) FROM staff JOIN hotels h USING (hotel_id) GROUP BY 1',
  ],
  [
    'average total price of reservations by guest country',
    'SELECT country, avg(total_price) FROM reservations JOIN guests USING (guest_id) GROUP BY 1',
  ],
  [
    'which 5 guests have the most reservations?',
    `SELECT first_name || ' ' || last_name, count(*) FROM reservations JOIN guests USING (guest_id)
     GROUP BY guests.guest_id ORDER BY 2 DESC, 1 LIMIT 5`,
  ],
  ['occupancy by month', null, ['occupancy']],
])
