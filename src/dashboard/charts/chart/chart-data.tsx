import { useMemo, useState } from 'react'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { type Spec, shownFields } from '../picture/spec.ts'
import { RowTable } from '../row-table.tsx'

const texts = charts.chart
const step = 200

/** What is drawn as a table, to unfold; so many rows at a time. */
export function ChartData({ spec, title }: { spec: Spec; title: string }) {
  const [isOpen, setOpen] = useState(false)
  const [shown, setShown] = useState(step)
  const fields = useMemo(() => shownFields(spec), [spec])
  const rows = spec.data.values
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.data(rows.length)}</summary>
      {isOpen && (
        <>
          <RowTable caption={texts.dataOf(title)} columns={fields} rows={rows.slice(0, shown)} />
          {rows.length > shown && (
            <Button onClick={() => setShown(shown + step)}>
              {texts.more(Math.min(step, rows.length - shown))}
            </Button>
          )}
        </>
      )}
    </details>
  )
}
