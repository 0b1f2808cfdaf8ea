import { domain } from './domain.ts'

export const clinic = domain('clinic', '2025-07-01T00:00:00Z', [
  [
    'patients with at least 10 appointments',
    'patients',
    `patient_id IN (SELECT patient_id FROM appointments GROUP BY 1 HAVING count(*) >= 10)`,
  ],
  ['All female patients from Zurich', 'patients', `gender = 'F' AND city = 'Zurich'`],
  [
    'patients who registered in 2023',
    'patients',
    `registered_at >= '2023-01-01' AND registered_at < '2024-01-01'`,
  ],
  [
    'patients with an appointment in the last 30 days',
    'patients',
    `EXISTS (SELECT FROM appointments a WHERE a.patient_id = t.patient_id AND scheduled_at >= '2025-06-01' AND scheduled_at <= '2025-07-01')`,
  ],
  ['Appointments that were cancelled or no show', 'appointments', `status IN ('cancelled', 'no_show')`],
  ['appointments longer than 1 hour', 'appointments', `duration_minutes > 60`],
  ['patients without an email address', 'patients', `email IS NULL`],
  ['uninsured patients', 'patients', `insurer_id IS NULL`],
  [
    'patients insured with a private insurer',
    'patients',
    `insurer_id IN (SELECT insurer_id FROM insurers WHERE kind = 'private')`,
  ],
  [
    'doctors who have never had a cancelled appointment',
    'doctors',
    `NOT EXISTS (SELECT FROM appointments a WHERE a.doctor_id = t.doctor_id AND status = 'cancelled')`,
  ],
  ['inactive doctors', 'doctors', `NOT active`],
  ['cardiologists', null, ['cardiologists']],
  ['doctors in cardiology or neurology', 'doctors', `specialty IN ('cardiology', 'neurology')`],
  [
    'patients who were prescribed a controlled medication',
    'patients',
    `EXISTS (SELECT FROM appointments a JOIN prescriptions p USING (appointment_id) JOIN medications m USING (medication_id) WHERE a.patient_id = t.patient_id AND controlled)`,
  ],
  ['prescriptions for Amoxil with more than 2 refills', 'prescriptions', `medication_id = 1 AND refills > 2`],
  [
    'medications that have never been prescribed',
    'medications',
    `medication_id NOT IN (SELECT medication_id FROM prescriptions)`,
  ],
  [
    'patients born after 1980 who paid more than $1.5k in fees',
    'patients',
    `birth_date >= '1981-01-01' AND (SELECT sum(fee) FROM appointments a WHERE a.patient_id = t.patient_id) > 1500`,
  ],
  [
    'patients whose appointments cost more than 2,000 in total',
    'patients',
    `(SELECT sum(fee) FROM appointments a WHERE a.patient_id = t.patient_id) > 2000`,
  ],
  [
    'the 5 patients with the most appointments',
    'patients',
    `patient_id IN (SELECT t.patient_id FROM patients t ORDER BY (SELECT count(*) FROM appointments a WHERE a.patient_id = t.patient_id) DESC, patient_id LIMIT 5)`,
  ],
  [
    'appointments with Dr. Maria Keller this year',
    'appointments',
    `doctor_id = 1 AND scheduled_at >= '2025-01-01' AND scheduled_at <= '2025-07-01'`,
  ],
  ['diabetic patients', null, ['diabetic']],
  [
    'Please give me the appointmnts of Q3 2024',
    'appointments',
    `scheduled_at >= '2024-07-01' AND scheduled_at < '2024-10-01'`,
  ],
  [
    'Hi! Could you pull all patients from Bern who have had no appointments since January 2025, please?',
    'patients',
    `city='Bern' AND NOT EXISTS (SELECT FROM appointments a WHERE a.patient_id=t.patient_id AND scheduled_at>='2025-01-01')`,
  ],
  ['doctors hired before 2015 that are still active', 'doctors', `hired_on<'2015-01-01' AND active`],
  ['appointments with a fee between $100 and $150', 'appointments', `fee BETWEEN 100 AND 150`],
  ['male patients aged 60 or over', 'patients', `gender='M' AND birth_date<='1965-07-01'`],
  ['medications made by Pharmax', 'medications', `manufacturer='Pharmax'`],
  ['patients insured by Helvita or Nordcare', 'patients', `insurer_id IN (1,2)`],
  [
    'patients with more than 3 attended appointments in 2024',
    'patients',
    `(SELECT count(*) FROM appointments a WHERE a.patient_id=t.patient_id AND status='attended' AND scheduled_at>='2024-01-01' AND scheduled_at<'2025-01-01')>3`,
  ],
  ['prescriptions with a dosage of 200 mg or more', 'prescriptions', `dosage_mg>=200`],
  ['patients who smoke', null, ['smoke']],
])
