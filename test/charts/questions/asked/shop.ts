import { asked } from './asked.ts'

const lines = 'FROM tbl_ord_item i JOIN tbl_ord o USING (ord_id) JOIN tbl_prod p USING (prod_id)'

export const shop = asked([
  [
    'number of orders per country',
    'SELECT country_nm, count(*) FROM tbl_ord JOIN tbl_cust USING (cust_id) JOIN tbl_country USING (country_id) GROUP BY 1',
  ],
  [
    'total sales by month',
    `SELECT date_trunc('month', ord_dt)::date, sum(i.qty * i.unit_price) ${lines} GROUP BY 1`,
  ],
  [
    'revenue by product category in 2024',
    `SELECT cat_nm, sum(i.qty * i.unit_price) ${lines} JOIN tbl_prod_cat USING (cat_id)
     WHERE ord_dt >= '2024-01-01' AND ord_dt < '2025-01-01' GROUP BY 1`,
  ],
  [
    'top 10 products by quantity sold',
    `SELECT prod_nm, sum(qty) ${lines} GROUP BY prod_id, prod_nm ORDER BY 2 DESC, 1 LIMIT 10`,
  ],
  ['orders by payment method', 'SELECT pay_method, count(*) FROM tbl_ord GROUP BY 1'],
  [
    'average stars per brand',
    'SELECT brand, avg(stars) FROM tbl_review JOIN tbl_prod USING (prod_id) GROUP BY 1',
  ],
  ['number of products by colour', 'SELECT color, count(*) FROM tbl_prod GROUP BY 1'],
  [
    'monthly revenue for the last 12 months split by country',
    `SELECT date_trunc('month', ord_dt)::date, country_nm, sum(i.qty * i.unit_price) ${lines}
     JOIN tbl_cust c USING (cust_id) JOIN tbl_country n USING (country_id)
     WHERE ord_dt >= '2024-06-01' AND ord_dt <= '2025-05-10' GROUP BY 1, 2`,
  ],
  [
    'new customers per week this year',
    `SELECT date_trunc('week', created_ts)::date, count(*) FROM tbl_cust WHERE created_ts >= '2025-01-01' AND created_ts <= '2025-05-10' GROUP BY 1`,
  ],
  [
    'average list price of products per category',
    'SELECT cat_nm, avg(list_price) FROM tbl_prod JOIN tbl_prod_cat USING (cat_id) GROUP BY 1',
  ],
  ['stock quantity by brand', 'SELECT brand, sum(stock_qty) FROM tbl_prod GROUP BY 1'],
  [
    'units sold by brand and quarter',
    `SELECT brand, date_trunc('quarter', ord_dt)::date, sum(qty) ${lines} GROUP BY 1, 2`,
  ],
  ['how do sales to pirates develop?', null, ['pirates']],
])
