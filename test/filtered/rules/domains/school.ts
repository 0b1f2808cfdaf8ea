import { domain } from './domain.ts'

export const school = domain('school', '2025-06-15T00:00:00Z', [
  ['students with a GPA above 3.5', 'students', `gpa > 3.5`],
  ['international students in grade 10', 'students', `is_international AND grade_level = 10`],
  ['students who are not international', 'students', `NOT is_international`],
  [
    'students enrolled in more than 5 courses',
    'students',
    `(SELECT count(*) FROM enrollments e WHERE e.student_id = t.id) > 5`,
  ],
  ['students taking Physics', 'students', `id IN (SELECT student_id FROM enrollments WHERE course_id = 3)`],
  ['courses taught by Paul Weber', 'courses', `teacher_id = 2`],
  ['advanced courses worth at least 4 credits', 'courses', `level = 'advanced' AND credits >= 4`],
  ['teachers earning less than 50000', 'teachers', `salary < 50000`],
  ['teachers who joined before 2012', 'teachers', `joined < '2012-01-01'`],
  ['teachers who are on leave', 'teachers', `on_leave`],
  ['the teacher with the highest salary', 'teachers', `id = 7`],
  ['students of house Falcon or Otter', 'students', `house_id IN (1, 2)`],
  ['students without a house', 'students', `house_id IS NULL`],
  ['courses with no exams', 'courses', `id NOT IN (SELECT course_id FROM exams)`],
  [
    'courses with an average final mark over 70',
    'courses',
    `(SELECT avg(final_mark) FROM enrollments e WHERE e.course_id = t.id) > 70`,
  ],
  [
    'students whose average mark is below 65',
    'students',
    `(SELECT avg(final_mark) FROM enrollments e WHERE e.student_id = t.id) < 65`,
  ],
  [
    'exams held in room B2 in the first quarter of 2025',
    'exams',
    `room = 'B2' AND held_on >= '2025-01-01' AND held_on < '2025-04-01'`,
  ],
  ['Swiss students except those in grade 7', 'students', `nationality = 'Swiss' AND grade_level <> 7`],
  ['lazy students', null, ['lazy']],
  ['students with a scholarship', null, ['scholarship']],
  [
    '10 students with the best GPA',
    'students',
    `id IN (SELECT id FROM students ORDER BY gpa DESC, id LIMIT 10)`,
  ],
  [
    'Mathematics teachers and exams in the Aula',
    ['teachers', 'exams'],
    [`department = 'Mathematics'`, `room = 'Aula'`],
  ],
  ['enrollments that were dropped', 'enrollments', `dropped_at IS NOT NULL`, 'student_id, course_id'],
  [
    'students who never dropped a course',
    'students',
    `id NOT IN (SELECT student_id FROM enrollments WHERE dropped_at IS NOT NULL)`,
  ],
])
