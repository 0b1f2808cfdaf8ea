import { useSyncExternalStore } from 'react'

const prefersDark = matchMedia('(prefers-color-scheme: dark)')

/** Chosen in the page, or else by the system. */
function current(): 'light' | 'dark' {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'light' || chosen === 'dark') return chosen
  return prefersDark.matches ? 'dark' : 'light'
}

function listen(listener: () => void) {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  prefersDark.addEventListener('change', listener)
  return () => {
    observer.disconnect()
    prefersDark.removeEventListener('change', listener)
  }
}

/** The colours that the page has now. */
export const useScheme = (): 'light' | 'dark' => useSyncExternalStore(listen, current)
