import { common } from '../texts/common.ts'
import { Button } from './button.tsx'
import styles from './pager.module.css'

/** Where a page begins or ends, as the arguments of a connection; neither: the first page. */
export type Place = { after?: string; before?: string }

type PageInfo = {
  hasNextPage: boolean
  hasPreviousPage: boolean
  startCursor?: string | null
  endCursor?: string | null
}

/** The ways to the pages beside this one; nothing where the list has one page alone. */
export function Pager({
  info,
  label,
  onPlace,
}: {
  info: PageInfo
  label: string
  onPlace(place: Place): void
}) {
  if (!info.hasPreviousPage && !info.hasNextPage) return null
  return (
    <nav className={styles.pager} aria-label={label}>
      <Button
        disabled={!info.hasPreviousPage}
        onClick={() => onPlace(info.startCursor ? { before: info.startCursor } : {})}
      >
        {common.previous}
      </Button>
      <Button
        disabled={!info.hasNextPage}
        onClick={() => onPlace(info.endCursor ? { after: info.endCursor } : {})}
      >
        {common.next}
      </Button>
    </nav>
  )
}
