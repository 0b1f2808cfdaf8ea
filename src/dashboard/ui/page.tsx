import { type ReactNode, useEffect } from 'react'
import { shell } from '../texts/shell.ts'
import styles from './page.module.css'

/** A page: its heading, which is the window's title too, what can be done with the whole of it, and its content. */
export function Page({
  title,
  above,
  actions,
  children,
}: {
  title: string
  /** The way back to the list that it is of. */
  above?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · ${shell.name}`
  }, [title])
  return (
    <>
      <header className={styles.head}>
        <div>
          {above && <p className={styles.above}>{above}</p>}
          <h1>{title}</h1>
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.content}>{children}</div>
    </>
  )
}

/** A part of a page, with a surface of its own. */
export function Section({
  title,
  actions,
  children,
}: {
  title?: string
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section}>
      {(title || actions) && (
        <div className={styles.sectionHead}>
          {title && <h2>{title}</h2>}
          {actions && <div className={styles.actions}>{actions}</div>}
        </div>
      )}
      {children}
    </section>
  )
}

/** Names beside their values. */
export function Facts({ of }: { of: (readonly [name: string, value: ReactNode] | null | false)[] }) {
  return (
    <dl className={styles.facts}>
      {of
        .filter((fact) => !!fact)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
