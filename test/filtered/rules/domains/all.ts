import { billing } from './billing.ts'
import { clinic } from './clinic.ts'
import type { Domain } from './domain.ts'
import { flights } from './flights.ts'
import { forum } from './forum.ts'
import { geo } from './geo.ts'
import { hotel } from './hotel.ts'
import { library } from './library.ts'
import { logistics } from './logistics.ts'
import { music } from './music.ts'
import { school } from './school.ts'
import { shop } from './shop.ts'
import { staff } from './staff.ts'

/** Databases of several trades, with prompts about them. */
export const domains: readonly Domain[] = [
  billing,
  clinic,
  flights,
  forum,
  geo,
  hotel,
  library,
  logistics,
  music,
  school,
  shop,
  staff,
]
