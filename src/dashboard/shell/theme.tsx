import { useSyncExternalStore } from 'react'
import { shell as texts } from '../texts/shell.ts'
import styles from './theme.module.css'

type Theme = 'system' | 'light' | 'dark'
const key = 'quarry-theme'
const listeners = new Set<() => void>()

const current = (): Theme => {
  const kept = localStorage.getItem(key)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** The one chosen earlier, in any tab. To be called before anything is drawn. */
export function applyTheme(): void {
  const theme = current()
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

function listen(listener: () => void) {
  const changed = () => {
    applyTheme()
    listener()
  }
  listeners.add(changed)
  window.addEventListener('storage', changed)
  return () => {
    listeners.delete(changed)
    window.removeEventListener('storage', changed)
  }
}

function choose(theme: Theme) {
  localStorage.setItem(key, theme)
  for (const listener of listeners) listener()
}

export function ThemeChoice() {
  const theme = useSyncExternalStore(listen, current)
  return (
    <select
      className={styles.choice}
      aria-label={texts.theme.label}
      value={theme}
      onChange={(event) => choose(event.target.value as Theme)}
    >
      {(['system', 'light', 'dark'] as const).map((each) => (
        <option key={each} value={each}>
          {texts.theme[each]}
        </option>
      ))}
    </select>
  )
}
