import { domain } from './domain.ts'

export const shop = domain('shop', '2025-05-10T00:00:00Z', [
  [
    'customers from Italy with 3 or more orders',
    'tbl_cust',
    `country_id = 2 AND (SELECT count(*) FROM tbl_ord o WHERE o.cust_id = t.cust_id) >= 3`,
  ],
  ['VIP customers', 'tbl_cust', `vip_yn = 'Y'`],
  ['customers who are not VIP and get the newsletter', 'tbl_cust', `vip_yn = 'N' AND newsletter`],
  [
    'customers who signed up in the last 6 months',
    'tbl_cust',
    `created_ts >= '2024-11-10' AND created_ts <= '2025-05-10'`,
  ],
  [
    'customers who spent over 5,000 in 2024',
    'tbl_cust',
    `(SELECT sum(qty * unit_price) FROM tbl_ord o JOIN tbl_ord_item USING (ord_id) WHERE o.cust_id = t.cust_id AND ord_dt >= '2024-01-01' AND ord_dt < '2025-01-01') > 5000`,
  ],
  [
    'customers who bought something from Kuro',
    'tbl_cust',
    `EXISTS (SELECT FROM tbl_ord o JOIN tbl_ord_item USING (ord_id) JOIN tbl_prod p USING (prod_id) WHERE o.cust_id = t.cust_id AND brand = 'Kuro')`,
  ],
  ['orders shipped to Canada', 'tbl_ord', `ship_country_id = 3`],
  ['returned orders paid by PayPal', 'tbl_ord', `ord_status = 'returned' AND pay_method = 'paypal'`],
  ['orders with a coupon', 'tbl_ord', `coupon_cd IS NOT NULL`],
  [
    'orders that include a product in the Kitchen category',
    'tbl_ord',
    `EXISTS (SELECT FROM tbl_ord_item JOIN tbl_prod USING (prod_id) WHERE tbl_ord_item.ord_id = t.ord_id AND cat_id = 2)`,
  ],
  [
    'orders worth more than 2000',
    'tbl_ord',
    `(SELECT sum(qty * unit_price) FROM tbl_ord_item i WHERE i.ord_id = t.ord_id) > 2000`,
  ],
  [
    'orders placed between 2024-12-01 and 2024-12-24',
    'tbl_ord',
    `ord_dt >= '2024-12-01' AND ord_dt < '2024-12-25'`,
  ],
  ['orders from last year', 'tbl_ord', `ord_dt >= '2024-01-01' AND ord_dt < '2025-01-01'`],
  ['products priced below 50 that are in stock', 'tbl_prod', `list_price < 50 AND stock_qty > 0`],
  ['out of stock products', 'tbl_prod', `stock_qty = 0`],
  ['black or red products by Nordwood', 'tbl_prod', `color IN ('black', 'red') AND brand = 'Nordwood'`],
  [
    'products launched before 2023 that were never ordered',
    'tbl_prod',
    `launched_on < '2023-01-01' AND prod_id NOT IN (SELECT prod_id FROM tbl_ord_item)`,
  ],
  [
    'products with an average rating of at least 3.2 stars',
    'tbl_prod',
    `(SELECT avg(stars) FROM tbl_review r WHERE r.prod_id = t.prod_id) >= 3.2`,
  ],
  [
    'products with at least 5 reviews',
    'tbl_prod',
    `(SELECT count(*) FROM tbl_review r WHERE r.prod_id = t.prod_id) >= 5`,
  ],
  [
    '5-star reviews from this year',
    'tbl_review',
    `stars = 5 AND posted_ts >= '2025-01-01' AND posted_ts <= '2025-05-10'`,
  ],
  [
    'reviews with less than 3 stars by customers from Brazil',
    'tbl_review',
    `stars < 3 AND cust_id IN (SELECT cust_id FROM tbl_cust WHERE country_id = 4)`,
  ],
  [
    'the 10 customers with the most orders',
    'tbl_cust',
    `cust_id IN (SELECT c.cust_id FROM tbl_cust c ORDER BY (SELECT count(*) FROM tbl_ord o WHERE o.cust_id = c.cust_id) DESC, cust_id LIMIT 10)`,
  ],
  [
    'the three cheapest products',
    'tbl_prod',
    `prod_id IN (SELECT prod_id FROM tbl_prod ORDER BY list_price, prod_id LIMIT 3)`,
  ],
  ['waterproof products under 30 euros', null, ['waterproof']],
  [
    'customers in Germany and products that are discontinued',
    ['tbl_cust', 'tbl_prod'],
    [`country_id = 1`, `discontinued`],
  ],
  [
    'customers who ordered in 2023 but not in 2024',
    'tbl_cust',
    `EXISTS (SELECT FROM tbl_ord o WHERE o.cust_id=t.cust_id AND ord_dt>='2023-01-01' AND ord_dt<'2024-01-01') AND NOT EXISTS (SELECT FROM tbl_ord o WHERE o.cust_id=t.cust_id AND ord_dt>='2024-01-01' AND ord_dt<'2025-01-01')`,
  ],
  ['customers who never wrote a review', 'tbl_cust', `cust_id NOT IN (SELECT cust_id FROM tbl_review)`],
  [
    'products that have only been reviewed once',
    'tbl_prod',
    `(SELECT count(*) FROM tbl_review r WHERE r.prod_id=t.prod_id)=1`,
  ],
  [
    'orders paid by card with at least 3 items',
    'tbl_ord',
    `pay_method='card' AND (SELECT count(*) FROM tbl_ord_item i WHERE i.ord_id=t.ord_id)>=3`,
  ],
  [
    'orders without a coupon placed last month',
    'tbl_ord',
    `coupon_cd IS NULL AND ord_dt>='2025-04-01' AND ord_dt<'2025-05-01'`,
  ],
  ['orders by VIP customers', 'tbl_ord', `cust_id IN (SELECT cust_id FROM tbl_cust WHERE vip_yn='Y')`],
  [
    'green products costing more than $100 but less than $300',
    'tbl_prod',
    `color='green' AND list_price>100 AND list_price<300`,
  ],
  ['products with a color', 'tbl_prod', `color IS NOT NULL`],
  ['custmers from Brasil', 'tbl_cust', `country_id = 4`],
  ['products that are good', null, ['good']],
  ['customers from Italy with many orders', null, ['many']],
  ['vegan knives', null, ['vegan']],
  ['orders to be shipped', null, ['be']],
  ['orders under review', null, ['under', 'review']],
  [
    'customers without orders or reviews',
    'tbl_cust',
    `cust_id NOT IN (SELECT cust_id FROM tbl_ord) AND cust_id NOT IN (SELECT cust_id FROM tbl_review)`,
  ],
  ['customers whose orders were all returned', null, ['all']],
  [
    'customers from Italy and orders from last year',
    ['tbl_cust', 'tbl_ord'],
    [`country_id = 2`, `ord_dt >= '2024-01-01' AND ord_dt < '2025-01-01'`],
  ],
])
