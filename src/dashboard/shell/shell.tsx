import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import icon from '../icon.svg'
import { useViewer } from '../session/use-viewer.ts'
import { shell as texts } from '../texts/shell.ts'
import { Button } from '../ui/button.tsx'
import { Connection } from './connection.tsx'
import styles from './shell.module.css'
import { ThemeChoice } from './theme.tsx'

/** What stands around every page: where one can go, whether the page is live, who one is. */
export function Shell({ onSignOut, children }: { onSignOut(): void; children: ReactNode }) {
  const viewer = useViewer()
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {texts.skip}
      </a>
      <header className={styles.bar}>
        <Link href="/" className={styles.name}>
          <img src={icon} alt="" width="22" height="22" />
          {texts.name}
        </Link>
        <nav aria-label={texts.navigation} className={styles.nav}>
          <ul>
            <Place href="/tasks">{texts.pages.tasks}</Place>
            <Place href="/databases">{texts.pages.databases}</Place>
            <Place href="/filtered-databases">{texts.pages.filtered}</Place>
            <Place href="/messages">{texts.pages.charts}</Place>
            {viewer?.role === 'ADMIN' && <Place href="/queues">{texts.pages.queues}</Place>}
          </ul>
        </nav>
        <div className={styles.who}>
          <Connection />
          {viewer && (
            <span className={styles.viewer} title={`${viewer.userId}, ${viewer.role}`}>
              {viewer.workspace.name}
            </span>
          )}
          <ThemeChoice />
          <Button kind="quiet" onClick={onSignOut}>
            {texts.signOut}
          </Button>
        </div>
      </header>
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

function Place({ href, children }: { href: string; children: string }) {
  const [location] = useLocation()
  const isHere = location === href || location.startsWith(`${href}/`)
  return (
    <li>
      <Link href={href} aria-current={isHere ? 'page' : undefined}>
        {children}
      </Link>
    </li>
  )
}
