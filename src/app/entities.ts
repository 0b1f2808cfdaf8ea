import { accessEntities } from '../access/access.entities.ts'
import { AuditEntry } from '../access/audit/audit.entity.ts'
import { catalogEntities } from '../catalog/catalog.entities.ts'
import { Chart, ChartPicture } from '../charts/chart.entity.ts'
import { Message, MessageRows } from '../charts/message.entity.ts'
import { databaseEntities } from '../databases/database.entity.ts'
import { filteredEntities } from '../filtered/filtered-database.entity.ts'
import { taskEntities } from '../tasks/task.entity.ts'

export const entities = [
  ...accessEntities,
  AuditEntry,
  ...taskEntities,
  ...databaseEntities,
  ...catalogEntities,
  ...filteredEntities,
  Message,
  MessageRows,
  Chart,
  ChartPicture,
]
