import { domain } from './domain.ts'

export const geo = domain('geo', '2025-01-01T00:00:00Z', [
  ['European countries', 'country', `continent_id = 1`, 'code'],
  [
    'countries in Africa with more than 30 million people',
    'country',
    `continent_id = 2 AND population > 30000000`,
    'code',
  ],
  ['landlocked countries', 'country', `landlocked`, 'code'],
  ['countries that are not landlocked', 'country', `NOT landlocked`, 'code'],
  [
    'countries where French is spoken',
    'country',
    `code IN (SELECT country_code FROM country_language WHERE language = 'French')`,
    'code',
  ],
  [
    'countries where French is an official language',
    'country',
    `code IN (SELECT country_code FROM country_language WHERE language = 'French' AND is_official)`,
    'code',
  ],
  [
    'countries with at least 3 languages',
    'country',
    `(SELECT count(*) FROM country_language l WHERE l.country_code = t.code) >= 3`,
    'code',
  ],
  ['countries that became independent after 1900', 'country', `indep_year > 1900`, 'code'],
  ['republics', null, ['republics']],
  ['capital cities', 'city', `is_capital`],
  [
    'cities in Switzerland with fewer than 500,000 inhabitants',
    'city',
    `country_code = 'CHE' AND population < 500000`,
  ],
  ['cities above 2000 metres elevation', 'city', `elevation_m > 2000`],
  ['cities with an unknown elevation', 'city', `elevation_m IS NULL`],
  [
    'the 10 largest cities by population',
    'city',
    `id IN (SELECT id FROM city ORDER BY population DESC, id LIMIT 10)`,
  ],
  ['the most populous country', 'country', `code = 'BRA'`, 'code'],
  ['rivers longer than 900 km', 'river', `length_km > 900`],
  ['countries the Rhone flows through', null, ['flows']],
  ['countries without a river', 'country', `code NOT IN (SELECT country_code FROM river_country)`, 'code'],
  [
    'cities in countries with a population below 10 million',
    'city',
    `country_code IN (SELECT code FROM country WHERE population < 10000000)`,
  ],
  ['countries smaller than 100000 square kilometers', 'country', `surface_area < 100000`, 'code'],
  ['romantic cities', null, ['romantic']],
  ['countries with a seaside', null, ['seaside']],
])
