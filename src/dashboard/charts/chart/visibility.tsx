import { useState } from 'react'
import type { ChartCardFragment } from '../../generated/graphql.ts'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { VisibilityDialog } from './visibility-dialog.tsx'

const texts = charts.visibility

/** Says who sees a chart, and leads to where that is changed, for those who may, and was changed. */
export function Visibility({
  chart,
  mayChange,
  onChange,
}: {
  chart: ChartCardFragment
  mayChange: boolean
  onChange(): void
}) {
  const [isOpen, setOpen] = useState(false)
  const now = texts.names[chart.visibility] ?? chart.visibility
  return (
    <>
      <Button aria-label={texts.of(now, chart.title)} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {texts.change(now)}
      </Button>
      {isOpen && (
        <VisibilityDialog
          chart={chart}
          mayChange={mayChange}
          onChange={onChange}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
