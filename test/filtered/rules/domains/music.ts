import { domain } from './domain.ts'

export const music = domain('music', '2024-05-01T00:00:00Z', [
  ['rock songs longer than 5 minutes', 'track', `genre_id = 1 AND milliseconds > 300000`],
  ['Please extract the jazz and metal tracks for our demo', 'track', `genre_id IN (2, 3)`],
  ['tracks by Grey Heron', 'track', `album_id IN (SELECT album_id FROM album WHERE artist_id = 2)`],
  ['tracks without a composer', 'track', `composer IS NULL`],
  ['tracks that cost more than a dollar', 'track', `unit_price > 1`],
  ['tracks that were never sold', 'track', `track_id NOT IN (SELECT track_id FROM invoice_line)`],
  [
    'tracks on the playlist Workout',
    'track',
    `track_id IN (SELECT track_id FROM playlist_track WHERE playlist_id = 2)`,
  ],
  ['playlists with no tracks', 'playlist', `playlist_id NOT IN (SELECT playlist_id FROM playlist_track)`],
  ['albums released after 2005', 'album', `release_date >= '2006-01-01'`],
  [
    'albums with more than 10 tracks',
    'album',
    `(SELECT count(*) FROM track k WHERE k.album_id = t.album_id) > 10`,
  ],
  ['artists without albums', 'artist', `artist_id NOT IN (SELECT artist_id FROM album)`],
  [
    'artists that have at least 3 albums',
    'artist',
    `(SELECT count(*) FROM album a WHERE a.artist_id = t.artist_id) >= 3`,
  ],
  [
    'customers who bought jazz tracks',
    'customer',
    `EXISTS (SELECT FROM invoice JOIN invoice_line USING (invoice_id) JOIN track USING (track_id) WHERE customer_id = t.customer_id AND genre_id = 2)`,
  ],
  ['customers whose support rep is Jane Pike', 'customer', `support_rep_id = 3`],
  [
    'customers from Canada or the US without a phone number',
    'customer',
    `country IN ('Canada', 'USA') AND phone IS NULL`,
  ],
  [
    'customers that spent more than 90 dollars',
    'customer',
    `(SELECT sum(total) FROM invoice i WHERE i.customer_id = t.customer_id) > 90`,
  ],
  [
    'customers with an average invoice total over 14',
    'customer',
    `(SELECT avg(total) FROM invoice i WHERE i.customer_id = t.customer_id) > 14`,
  ],
  ['customers who have a company', 'customer', `company IS NOT NULL`],
  [
    'invoices over $20 from 2023',
    'invoice',
    `total > 20 AND invoice_date >= '2023-01-01' AND invoice_date < '2024-01-01'`,
  ],
  [
    'invoices billed to Germany in the last 12 months',
    'invoice',
    `billing_country = 'Germany' AND invoice_date >= '2023-05-01' AND invoice_date <= '2024-05-01'`,
  ],
  ['employees who report to Nora Ellis', 'employee', `reports_to = 2`],
  [
    'the five most expensive invoices',
    'invoice',
    `invoice_id IN (SELECT invoice_id FROM invoice ORDER BY total DESC, invoice_id LIMIT 5)`,
  ],
  [
    'the 3 genres with the fewest tracks',
    'genre',
    `genre_id IN (SELECT g.genre_id FROM genre g ORDER BY (SELECT count(*) FROM track k WHERE k.genre_id = g.genre_id), genre_id LIMIT 3)`,
  ],
  ['depressing songs', null, ['depressing']],
  ['tracks in AAC format recorded live', null, ['live', 'recorded']],
  ['customers who pay late', null, ['late', 'pay']],
  [
    'customers who have not bought anything since March 2023',
    'customer',
    `NOT EXISTS (SELECT FROM invoice i WHERE i.customer_id=t.customer_id AND invoice_date>='2023-03-01')`,
  ],
  ['tracks composed by J. Finch', 'track', `composer='J. Finch'`],
  [
    'the 10 longest tracks',
    'track',
    `track_id IN (SELECT track_id FROM track ORDER BY milliseconds DESC, track_id LIMIT 10)`,
  ],
  ['albums by artists whose name starts with "The"', 'album', `artist_id=4`],
])
