import { Link } from 'wouter'
import styles from './tabs.module.css'

/** Parts of a page that have an address each. */
export function Tabs({
  label,
  current,
  of,
}: {
  label: string
  current: string
  of: readonly { id: string; name: string; href: string }[]
}) {
  return (
    <nav aria-label={label} className={styles.tabs}>
      <ul>
        {of.map(({ id, name, href }) => (
          <li key={id}>
            <Link href={href} aria-current={id === current ? 'page' : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
