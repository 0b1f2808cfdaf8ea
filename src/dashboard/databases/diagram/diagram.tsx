import { useCallback, useMemo, useState } from 'react'
import type { DiagramTableFragment } from '../../generated/graphql.ts'
import { catalog } from '../../texts/catalog.ts'
import { Button } from '../../ui/button.tsx'
import styles from './diagram.module.css'
import { Drawing } from './drawing.tsx'
import { layoutOf } from './layout.ts'
import { CopyMermaid, type Scope } from './mermaid.tsx'
import { type Detail, hasCandidates, modelOf } from './model.ts'
import { useView } from './use-view.ts'
import { InWords } from './words.tsx'

const texts = catalog.diagram
const details: [Detail, string][] = [
  ['keys', texts.keysOnly],
  ['some', texts.someColumns],
  ['all', texts.allColumns],
]

/** An entity-relationship diagram of tables, with the same in words after it. */
export function Diagram({
  databaseId,
  tables,
  centre = null,
  scope,
}: {
  databaseId: string
  tables: readonly DiagramTableFragment[]
  /** The ID of the table that it is about. */
  centre?: string | null
  /** What the server is asked for the diagram as Mermaid with. */
  scope: Scope
}) {
  const [detail, setDetail] = useState<Detail>(tables.length > 15 ? 'keys' : 'some')
  const [candidates, setCandidates] = useState(true)
  const model = useMemo(
    () => modelOf(tables, { detail, centre, candidates }),
    [tables, detail, centre, candidates],
  )
  const drawing = useMemo(() => layoutOf(model), [model])
  const extent = useMemo(() => ({ x: 0, y: 0, width: drawing.width, height: drawing.height }), [drawing])
  const start = drawing.boxes.find(({ isCentre }) => isCentre) ?? null
  const { frame, transform, zoomBy, showAll, handlers } = useView(extent, start)
  const hrefOf = useCallback((id: string) => `/databases/${databaseId}/tables/${id}`, [databaseId])
  return (
    <div className={styles.diagram}>
      <div className={styles.tools}>
        <label className={styles.detail}>
          {texts.columns}{' '}
          <select value={detail} onChange={(event) => setDetail(event.target.value as Detail)}>
            {details.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {hasCandidates(tables) && (
          <label className={styles.detail}>
            <input
              type="checkbox"
              checked={candidates}
              onChange={({ target }) => setCandidates(target.checked)}
            />
            {texts.showInferred}
          </label>
        )}
        <span className={styles.hint}>{texts.hint}</span>
        <CopyMermaid databaseId={databaseId} scope={scope} />
      </div>
      <div className={styles.around}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form */}
        <div
          ref={frame}
          className={styles.frame}
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved and zoomed by keys
          tabIndex={0}
          aria-label={texts.label(model.boxes.length, model.ties.length)}
          {...handlers}
        >
          <svg className={styles.svg} aria-hidden="true">
            <g transform={transform}>
              <Drawing drawing={drawing} hrefOf={hrefOf} />
            </g>
          </svg>
        </div>
        <div className={styles.zoom}>
          <Button aria-label={texts.zoomIn} title={texts.zoomIn} onClick={() => zoomBy(1.25)}>
            +
          </Button>
          <Button aria-label={texts.zoomOut} title={texts.zoomOut} onClick={() => zoomBy(0.8)}>
            −
          </Button>
          <Button onClick={showAll}>{texts.fit}</Button>
        </div>
      </div>
      <InWords model={model} hrefOf={hrefOf} />
    </div>
  )
}
