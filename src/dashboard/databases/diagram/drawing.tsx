import { memo, useState } from 'react'
import { useLocation } from 'wouter'
import { catalog } from '../../texts/catalog.ts'
import styles from './diagram.module.css'
import { endOf } from './ends.ts'
import { fitted, measures } from './measures.ts'
import type { Drawing as Drawn, Line, Placed } from './placed.ts'

const texts = catalog.diagram

/** Boxes and lines as they were placed. The table under the pointer has its lines stand out. */
export const Drawing = memo(function Drawing({
  drawing: { boxes, lines },
  hrefOf,
}: {
  drawing: Drawn
  hrefOf(tableId: string): string
}) {
  const [lit, setLit] = useState<string | null>(null)
  const titles = new Map(boxes.map(({ id, title }) => [id, title]))
  const isLit = ({ source, target }: Line) => lit === source || lit === target
  // What stands out is drawn last, over the rest.
  const inOrder = lit === null ? lines : [...lines].sort((a, b) => Number(isLit(a)) - Number(isLit(b)))
  return (
    <>
      {inOrder.map((line) => (
        <Tie
          key={line.id}
          line={line}
          isLit={isLit(line)}
          words={
            texts.tie(titles.get(line.source)!, line.sourceColumns.join(', '), titles.get(line.target)!) +
            (line.isCandidate ? texts.inferred : '')
          }
        />
      ))}
      {boxes.map((box) => (
        <TableBox key={box.id} box={box} href={hrefOf(box.id)} onLit={setLit} />
      ))}
    </>
  )
})

function Tie({ line, isLit, words }: { line: Line; isLit: boolean; words: string }) {
  const ends = [
    endOf(line.sourceEnd, { many: !line.isUnique, optional: true }),
    endOf(line.targetEnd, { many: false, optional: line.isOptional }),
  ]
  return (
    <g className={`${styles.line} ${isLit ? styles.lit : ''}`}>
      <title>{`${line.name}: ${words}`}</title>
      <path d={line.path} className={styles.reach} />
      <path d={line.path} className={line.isCandidate ? styles.candidate : undefined} />
      {ends.map(({ path, ring }) => (
        <g key={path}>
          <path d={path} />
          {ring && <circle cx={ring.x} cy={ring.y} r={4} />}
        </g>
      ))}
    </g>
  )
}

function TableBox({ box, href, onLit }: { box: Placed; href: string; onLit(id: string | null): void }) {
  const [, navigate] = useLocation()
  const { id, title, rows, more, x, y, width, height, nameAt, typeAt, isCentre } = box
  const { head, row, padding } = measures
  return (
    <a
      href={href}
      className={`${styles.box} ${isCentre ? styles.centre : ''}`}
      aria-label={title}
      // The list in words has the same links, without a hundred stops on the way to it.
      tabIndex={-1}
      onPointerEnter={() => onLit(id)}
      onPointerLeave={() => onLit(null)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        navigate(href)
      }}
    >
      <g transform={`translate(${x} ${y})`}>
        <title>{title}</title>
        <rect width={width} height={height} rx={6} className={styles.body} />
        <path className={styles.head} d={`M0 ${head}V6a6 6 0 0 1 6-6H${width - 6}a6 6 0 0 1 6 6V${head}z`} />
        <text x={padding} y={head / 2 + 5} className={styles.title}>
          {fitted(title, 'title')}
        </text>
        {rows.map(({ name, type, keys }, index) => {
          const baseline = head + index * row + row / 2 + 5
          return (
            <g key={name}>
              <text x={padding} y={baseline} className={styles.keys}>
                {keys}
              </text>
              <text x={nameAt} y={baseline}>
                {fitted(name, 'name')}
              </text>
              <text x={typeAt} y={baseline} className={styles.type}>
                {fitted(type, 'type')}
              </text>
            </g>
          )
        })}
        {more > 0 && (
          <text x={nameAt} y={head + rows.length * row + row / 2 + 5} className={styles.type}>
            {texts.moreColumns(more)}
          </text>
        )}
      </g>
    </a>
  )
}
