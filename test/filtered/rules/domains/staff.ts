import { domain } from './domain.ts'

export const staff = domain('staff', '2025-03-20T10:00:00Z', [
  ['employees hired in 2015', 'employees', `hire_date >= '2015-01-01' AND hire_date < '2016-01-01'`],
  ['employees in the Engineering department', 'employees', `dept_no = 'd001'`],
  ['employees working in Berlin', 'employees', `dept_no IN ('d001', 'd002')`],
  ['female employees earning more than 80k', 'employees', `gender = 'F' AND salary > 80000`],
  [
    'software engineers with a salary between 50000 and 90000',
    'employees',
    `job_title = 'Software Engineer' AND salary BETWEEN 50000 AND 90000`,
  ],
  ['employees without a manager', 'employees', `manager_no IS NULL`],
  [
    'employees with more than 10 direct reports',
    'employees',
    `(SELECT count(*) FROM employees r WHERE r.manager_no = t.emp_no) > 10`,
  ],
  ['part-time employees', 'employees', `employment_type = 'part-time'`],
  ['contractors and part-timers', null, ['contractors', 'part-timers']],
  [
    'employees who know Python',
    'employees',
    `emp_no IN (SELECT emp_no FROM employee_skills WHERE skill_id = 1)`,
  ],
  [
    'employees with the skills Python and SQL',
    'employees',
    `emp_no IN (SELECT emp_no FROM employee_skills WHERE skill_id = 1) AND emp_no IN (SELECT emp_no FROM employee_skills WHERE skill_id = 2)`,
  ],
  ['employees who have no skills', 'employees', `emp_no NOT IN (SELECT emp_no FROM employee_skills)`],
  [
    'employees who are assigned to Apollo',
    'employees',
    `emp_no IN (SELECT emp_no FROM assignments WHERE project_id = 1)`,
  ],
  [
    'employees who worked more than 300 hours on projects',
    'employees',
    `(SELECT sum(hours) FROM assignments a WHERE a.emp_no = t.emp_no) > 300`,
  ],
  ['projects with a budget of at least $150,000', 'projects', `budget >= 150000`],
  ['running projects', 'projects', `status = 'running'`],
  ['projects without an end date', 'projects', `end_date IS NULL`],
  ['projects that started in 2023', 'projects', `start_date >= '2023-01-01' AND start_date < '2024-01-01'`],
  ['pending leave requests', 'leave_requests', `status = 'pending'`],
  ['sick leave requests longer than 10 days', 'leave_requests', `kind = 'sick' AND days > 10`],
  [
    'leave requests that were neither approved nor rejected',
    'leave_requests',
    `status NOT IN ('approved', 'rejected')`,
  ],
  [
    'employees who requested parental leave in 2024',
    'employees',
    `EXISTS (SELECT FROM leave_requests l WHERE l.emp_no = t.emp_no AND kind = 'parental' AND requested_at >= '2024-01-01' AND requested_at < '2025-01-01')`,
  ],
  ['employees who left the company', 'employees', `terminated_on IS NOT NULL`],
  [
    'the 10 best paid employees',
    'employees',
    `emp_no IN (SELECT emp_no FROM employees ORDER BY salary DESC, emp_no LIMIT 10)`,
  ],
  ['departments with no employees', 'departments', `dept_no NOT IN (SELECT dept_no FROM employees)`],
  [
    'departments with an average salary over 70,000',
    'departments',
    `(SELECT avg(salary) FROM employees e WHERE e.dept_no = t.dept_no) > 70000`,
  ],
  ['motivated employees', null, ['motivated']],
  ['employees older than 50', 'employees', `birth_date < '1975-03-20'`],
  [
    'emplyees hired after 1 June 2020, excluding contractors',
    'employees',
    `hire_date > '2020-06-01' AND employment_type <> 'contractor'`,
  ],
  [
    'employees whose salary is more than 100k and who work in Sales',
    'employees',
    `salary>100000 AND dept_no='d003'`,
  ],
  ['employees whose manager is Name2', 'employees', `manager_no=2`],
  ['everyone in the Engineering department', null, ['everyone']],
  [
    'leave requests of more than 10 days submitted in 2024',
    'leave_requests',
    `days>10 AND requested_at>='2024-01-01' AND requested_at<'2025-01-01'`,
  ],
  [
    'projects with more than 10 people',
    'projects',
    `(SELECT count(*) FROM assignments a WHERE a.project_id=t.project_id)>10`,
  ],
])
