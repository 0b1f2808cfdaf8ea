import { asked } from './asked.ts'

export const billing = asked([
  ['share of tickets by priority', 'SELECT priority, count(*) FROM tickets GROUP BY 1'],
  [
    'tickets per agent',
    'SELECT a.name, count(*) FROM tickets LEFT JOIN agents a ON a.id = assigned_to GROUP BY 1',
  ],
  [
    'invoiced amount per quarter',
    `SELECT date_trunc('quarter', issued_on)::date, sum(total) FROM invoices GROUP BY 1`,
  ],
  ['accounts by plan', 'SELECT p.name, count(*) FROM accounts JOIN plans p ON p.code = plan_code GROUP BY 1'],
  ['number of users by role', 'SELECT role, count(*) FROM users GROUP BY 1'],
  ['new accounts per year', `SELECT date_trunc('year', created_at)::date, count(*) FROM accounts GROUP BY 1`],
  [
    'total of overdue invoices by currency',
    `SELECT currency, sum(total) FROM invoices WHERE status = 'overdue' GROUP BY 1`,
  ],
  [
    'average number of seats per plan',
    'SELECT p.name, avg(seats) FROM accounts JOIN plans p ON p.code = plan_code GROUP BY 1',
  ],
  [
    'tickets opened per week in the last 3 months',
    `SELECT date_trunc('week', opened_at)::date, count(*) FROM tickets WHERE opened_at >= '2025-06-01 12:00+00' AND opened_at <= '2025-09-01 12:00+00' GROUP BY 1`,
  ],
  [
    'churned accounts by country code',
    'SELECT country_code, count(*) FROM accounts WHERE churned_at IS NOT NULL GROUP BY 1',
  ],
  [
    'tickets by team and priority',
    'SELECT team, priority, count(*) FROM tickets LEFT JOIN agents a ON a.id = assigned_to GROUP BY 1, 2',
  ],
  ['average satisfaction per agent', null, ['satisfaction']],
])
