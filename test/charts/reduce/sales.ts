/** 30,000 sales of seven years, whose columns are of the types and in the disorder that tables have. */
export const sales = `
create type size as enum ('small', 'medium', 'large');
create function pick(i int, salt text, many int) returns int immutable language sql as
  $$ select (('x' || substr(md5(i || salt), 1, 7))::bit(28)::int) % many $$;
create table sales as
select
  i as id,
  timestamptz '2017-11-26 22:30:15.123+02' + (pick(i, 'time', 220000000) * interval '1 second') + i * interval '1 ms' as sold_at,
  case when pick(i, 'due', 40) = 0 then 'infinity' else timestamp '2019-01-01' + pick(i, 'due', 900) * interval '1 day' end as due,
  date '2018-01-01' + pick(i, 'day', 500) as day,
  (date '2015-03-01' + pick(i, 'month', 60) * interval '1 month')::date as month,
  (pick(i, 'year', 12) + 2010)::smallint as year,
  case when pick(i, 'amount', 50) = 0 then null when i = 777 then 'NaN' else (pick(i, 'amount', 100000) / 100.0)::numeric(10,2) end as amount,
  case when i = 888 then 'Infinity' when i = 889 then 'NaN' else pick(i, 'price', 1000000) / 997.0 - 100 end::float8 as price,
  (pick(i, 'ratio', 1000) / 1000.0)::real as ratio,
  pick(i, 'quantity', 40) as quantity,
  (pick(i, 'big', 1000000))::bigint * 1000003 as points,
  (pick(i, 'cost', 90000) / 100.0)::numeric::money as cost,
  (array['North', 'South', 'East ', ' East', 'West', '', null, E'Far\\tWest'])[pick(i, 'region', 8) + 1] as region,
  'Product ' || pick(i, 'product', 300) as product,
  'Customer ' || pick(i, 'customer', 9000) as customer,
  (array['small', 'medium', 'large'])[pick(i, 'size', 3) + 1]::size as size,
  pick(i, 'flag', 2) = 0 as paid,
  (array['1-9', '10-19', '20-49', '50+'])[pick(i, 'band', 4) + 1] as age_band,
  to_char(pick(i, 'written', 500000), 'FM999,999,990') as written_amount,
  case when i % 3 = 0 then '$' else '' end || (pick(i, 'paid', 5000) / 100.0)::numeric(6,2) as written_cost,
  to_char(date '2020-01-01' + pick(i, 'written day', 700), 'YYYY-MM-DD') as written_day,
  to_char(timestamp '2020-01-01' + pick(i, 'written time', 30000000) * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as written_at,
  to_char(date '2021-01-01' + pick(i, 'slashed', 300), 'DD/MM/YYYY') as slashed_day,
  md5(pick(i, 'code', 30)::text)::uuid as code,
  jsonb_build_object('kind', pick(i, 'kind', 5)) as details,
  repeat('x', 195) || pick(i, 'long', 12) || repeat('y', 20) as remark,
  pick(i, 'empty', 3) as "select", 'a' as "a""b", null::int as nothing
from generate_series(1, 30000) i;
`
