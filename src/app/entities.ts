import { accessEntities } from '../access/access.entities.ts'
import { catalogEntities } from '../catalog/catalog.entities.ts'
import { databaseEntities } from '../databases/database.entity.ts'
import { filteredEntities } from '../filtered/filtered-database.entity.ts'
import { taskEntities } from '../tasks/task.entity.ts'

export const entities = [
  ...accessEntities,
  ...taskEntities,
  ...databaseEntities,
  ...catalogEntities,
  ...filteredEntities,
]
