import { useEffect, useState } from 'react'
import { queues as texts } from '../texts/queues.ts'
import { duration } from '../ui/amounts.ts'
import type { History } from './history.ts'
import styles from './queues.module.css'

const width = 600
const height = 56
const leastMs = 60_000

/** What waited (a line) and what ran (an area) since the page was opened. What holds goes on until it changes. */
export function Sparkline({ history, kind }: { history: History; kind: string }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const first = history[0]
  const last = history.at(-1)
  if (!first || !last) return null
  const end = Math.max(now, last.at)
  const span = Math.max(leastMs, end - first.at)
  const most = Math.max(1, ...history.map(({ pending, running }) => Math.max(pending, running)))
  const x = (at: number) => (width * (1 - (end - at) / span)).toFixed(1)
  const y = (amount: number) => (height - 3 - (height - 6) * (amount / most)).toFixed(1)

  function steps(of: 'pending' | 'running'): string {
    let path = `M${x(first!.at)},${y(first![of])}`
    for (const moment of history.slice(1)) path += `H${x(moment.at)}V${y(moment[of])}`
    return `${path}H${x(end)}`
  }
  return (
    <figure className={styles.history}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.history(kind)}
      >
        <path className={styles.area} d={`${steps('running')}V${height}H${x(first.at)}Z`} />
        <path className={styles.line} d={steps('pending')} />
      </svg>
      <figcaption>
        <span>
          {texts.historyOf(duration(Math.round(span / 1_000) * 1_000).replace(/\.0(?= s)| 0 s$/, ''))}
        </span>
        <span>{texts.most(String(most))}</span>
      </figcaption>
    </figure>
  )
}
