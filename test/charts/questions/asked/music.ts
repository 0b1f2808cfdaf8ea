import { asked } from './asked.ts'

export const music = asked([
  [
    'number of tracks per genre',
    'SELECT g.name, count(*) FROM track LEFT JOIN genre g USING (genre_id) GROUP BY 1',
  ],
  ['distribution of invoice totals', 'SELECT total FROM invoice'],
  [
    'total revenue by customer country',
    'SELECT country, sum(total) FROM invoice JOIN customer USING (customer_id) GROUP BY 1',
  ],
  ['sales per billing country', 'SELECT billing_country, sum(total) FROM invoice GROUP BY 1'],
  [
    'albums per artist, sorted by number descending',
    'SELECT a.name, count(*) FROM album JOIN artist a USING (artist_id) GROUP BY 1',
  ],
  [
    'yearly sales by genre',
    `SELECT date_trunc('year', invoice_date)::date, g.name, sum(l.unit_price * l.quantity) FROM invoice_line l
     JOIN invoice USING (invoice_id) JOIN track USING (track_id) LEFT JOIN genre g USING (genre_id) GROUP BY 1, 2`,
  ],
  [
    'average track length by media type',
    'SELECT m.name, avg(milliseconds) FROM track JOIN media_type m USING (media_type_id) GROUP BY 1',
  ],
  [
    'How many customers does each support rep have?',
    `SELECT e.first_name || ' ' || e.last_name, count(*) FROM customer c LEFT JOIN employee e ON e.employee_id = c.support_rep_id GROUP BY e.employee_id`,
  ],
  [
    'tracks per playlist',
    'SELECT p.name, count(*) FROM playlist_track JOIN playlist p USING (playlist_id) GROUP BY 1',
  ],
  [
    'number of invoices over time',
    `SELECT date_trunc('month', invoice_date)::date, count(*) FROM invoice GROUP BY 1`,
  ],
  [
    'top 3 artists by revenue',
    `SELECT a.name, sum(l.unit_price * l.quantity) FROM invoice_line l JOIN track USING (track_id) JOIN album USING (album_id)
     JOIN artist a USING (artist_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 3`,
  ],
  ['track length against file size', 'SELECT milliseconds, bytes FROM track'],
  ['average mood of tracks per genre', null, ['mood']],
])
