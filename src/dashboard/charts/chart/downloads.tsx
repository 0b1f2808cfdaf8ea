import { useState } from 'react'
import { useClient } from 'urql'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import type { Spec } from '../picture/spec.ts'
import { wordsOf } from '../words-of.ts'
import styles from './downloads.module.css'
import { nameOfFile, save } from './save.ts'

const texts = charts.downloads
const ChartSvgQuery = graphql(/* GraphQL */ `
  query ChartSvg($id: ID!) {
    chart(id: $id) { id svg }
  }
`)
const ChartPngQuery = graphql(/* GraphQL */ `
  query ChartPng($id: ID!) {
    chart(id: $id) { id png(scale: 2) }
  }
`)

type Format = 'svg' | 'png' | 'json'

/** Saves a chart as the server draws it, whatever the colours of the page, or as its specification. */
export function Downloads({ id, title, spec }: { id: string; title: string; spec: Spec | undefined }) {
  const client = useClient()
  const [busy, setBusy] = useState<Format | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  async function contentOf(format: Format): Promise<Blob | string> {
    if (format === 'json') return new Blob([JSON.stringify(spec, null, 2)], { type: 'application/json' })
    if (format === 'svg') {
      const { data, error } = await client.query(ChartSvgQuery, { id }, { requestPolicy: 'network-only' })
      return data?.chart ? new Blob([data.chart.svg], { type: 'image/svg+xml' }) : gone(error)
    }
    const { data, error } = await client.query(ChartPngQuery, { id }, { requestPolicy: 'network-only' })
    return data?.chart
      ? new Blob([Uint8Array.from(atob(data.chart.png), (byte) => byte.charCodeAt(0))], { type: 'image/png' })
      : gone(error)
  }
  const gone = (error: Parameters<typeof wordsOf>[0]) => (error ? wordsOf(error) : charts.chart.gone)

  async function download(format: Format) {
    setBusy(format)
    setFailure(null)
    const content = await contentOf(format).finally(() => setBusy(null))
    if (typeof content === 'string') setFailure(content)
    else save(content, `${nameOfFile(title)}.${format === 'json' ? 'vl.json' : format}`)
  }

  return (
    <>
      <span className={styles.label}>{texts.heading}</span>
      {(['svg', 'png', 'json'] as const).map((format) => (
        <Button
          key={format}
          busy={busy === format}
          disabled={format === 'json' && !spec}
          aria-label={texts.label(texts[format], title)}
          onClick={() => download(format)}
        >
          {texts[format]}
        </Button>
      ))}
      {failure && <Note tone="bad" title={failure} />}
    </>
  )
}
