import { asked } from './asked.ts'

const inDepartment = 'FROM employees LEFT JOIN departments USING (dept_no)'

export const staff = asked([
  ['average salary per department', `SELECT dept_name, avg(salary) ${inDepartment} GROUP BY 1`],
  [
    'count of employees hired each year',
    `SELECT date_trunc('year', hire_date)::date, count(*) FROM employees GROUP BY 1`,
  ],
  [
    'number of employees by job title and gender',
    'SELECT job_title, gender, count(*) FROM employees GROUP BY 1, 2',
  ],
  [
    'maximum and minimum salary for each job title',
    'SELECT job_title, max(salary), min(salary) FROM employees GROUP BY 1',
  ],
  ['headcount by location', null, ['headcount']],
  ['employees by location', `SELECT location, count(*) ${inDepartment} GROUP BY 1`],
  [
    'total hours per project',
    'SELECT name, sum(hours) FROM assignments JOIN projects USING (project_id) GROUP BY 1',
  ],
  [
    'How many days of leave were requested per month in 2024?',
    `SELECT date_trunc('month', requested_at)::date, sum(days) FROM leave_requests
     WHERE requested_at >= '2024-01-01' AND requested_at < '2025-01-01' GROUP BY 1`,
  ],
  ['leave requests by kind and status', 'SELECT kind, status, count(*) FROM leave_requests GROUP BY 1, 2'],
  ['share of employees by employment type', 'SELECT employment_type, count(*) FROM employees GROUP BY 1'],
  ['salary distribution', 'SELECT salary FROM employees'],
  [
    'top 5 employees by salary',
    `SELECT first_name || ' ' || last_name, salary FROM employees ORDER BY salary DESC LIMIT 5`,
  ],
  [
    'median salary of full-time employees by department',
    `SELECT dept_name, percentile_cont(0.5) WITHIN GROUP (ORDER BY salary) ${inDepartment} WHERE employment_type = 'full-time' GROUP BY 1`,
  ],
  [
    'number of employees per skill',
    'SELECT name, count(*) FROM employee_skills JOIN skills USING (skill_id) GROUP BY 1',
  ],
  ['project budgets', 'SELECT name, budget FROM projects'],
  [
    'employees per manager',
    `SELECT m.first_name || ' ' || m.last_name, count(*) FROM employees e LEFT JOIN employees m ON m.emp_no = e.manager_no GROUP BY m.emp_no`,
  ],
  ['average happiness per department', null, ['happiness']],
  ['top employees', null, ['top']],
])
