import { useSearchParams } from 'wouter'
import { common } from '../texts/common.ts'
import { Button } from './button.tsx'
import styles from './pager.module.css'

type PageInfo = {
  hasNextPage: boolean
  hasPreviousPage: boolean
  startCursor?: string | null
  endCursor?: string | null
}

/** Which page of a list the address asks for, as the arguments of a connection. */
export function usePage(size: number) {
  const [params] = useSearchParams()
  const before = params.get('before')
  const after = params.get('after')
  return before ? { last: size, before } : { first: size, after }
}

/** The ways to the pages beside this one; nothing where the list has one page alone. */
export function Pager({ info, label }: { info: PageInfo; label: string }) {
  const [params, setParams] = useSearchParams()
  const isFirst = !params.has('after') && !params.has('before')
  // With `before` the server does not look whether there is more behind: there is, that is where the reader came from.
  const hasNext = info.hasNextPage || params.has('before')
  const hasPrevious = !isFirst && (info.hasPreviousPage || params.has('after'))
  function go(to: { after?: string | null; before?: string | null }) {
    setParams((params) => {
      const next = new URLSearchParams(params)
      next.delete('after')
      next.delete('before')
      for (const [key, value] of Object.entries(to)) if (value) next.set(key, value)
      return next
    })
  }
  if (isFirst && !hasNext) return null
  return (
    <nav className={styles.pager} aria-label={label}>
      <Button disabled={isFirst} onClick={() => go({})}>
        {common.firstPage}
      </Button>
      <Button disabled={!hasPrevious} onClick={() => go({ before: info.startCursor })}>
        {common.previousPage}
      </Button>
      <Button disabled={!hasNext} onClick={() => go({ after: info.endCursor })}>
        {common.nextPage}
      </Button>
    </nav>
  )
}
