import { asked } from './asked.ts'

const doctor = `d.first_name || ' ' || d.last_name`

export const clinic = asked([
  [
    'number of appointments per doctor',
    `SELECT ${doctor}, count(*) FROM appointments a JOIN doctors d USING (doctor_id) GROUP BY d.doctor_id`,
  ],
  ['appointments by status as a pie chart', 'SELECT status, count(*) FROM appointments GROUP BY status'],
  [
    'How many patients registered per month this year?',
    `SELECT date_trunc('month', registered_at)::date, count(*) FROM patients
     WHERE registered_at >= '2025-01-01' AND registered_at <= '2025-07-01' GROUP BY 1`,
  ],
  [
    'average fee by specialty',
    'SELECT specialty, avg(fee) FROM appointments JOIN doctors USING (doctor_id) GROUP BY 1',
  ],
  [
    'total fees per month in 2024',
    `SELECT date_trunc('month', scheduled_at)::date, sum(fee) FROM appointments
     WHERE scheduled_at >= '2024-01-01' AND scheduled_at < '2025-01-01' GROUP BY 1`,
  ],
  ['patients by city and gender', 'SELECT city, gender, count(*) FROM patients GROUP BY 1, 2'],
  [
    'number of prescriptions by medication',
    'SELECT name, count(*) FROM prescriptions JOIN medications USING (medication_id) GROUP BY 1',
  ],
  ['distribution of appointment durations', 'SELECT duration_minutes FROM appointments'],
  [
    'patients per insurer',
    'SELECT i.name, count(*) FROM patients LEFT JOIN insurers i USING (insurer_id) GROUP BY 1',
  ],
  [
    'count of cancelled appointments per weekday',
    `SELECT to_char(scheduled_at, 'Dy'), count(*) FROM appointments WHERE status = 'cancelled' GROUP BY 1`,
  ],
  ['doctors hired each year', `SELECT date_trunc('year', hired_on)::date, count(*) FROM doctors GROUP BY 1`],
  ['average waiting room temperature by doctor', null, ['waiting', 'temperature']],
  ['number of surgeries per month', null, ['surgeries']],
])
