import { useEffect, useState } from 'react'
import { common } from '../texts/common.ts'
import { Button } from './button.tsx'

/** Copies a text, and says whether it has. `what` names it to those who do not see what it stands beside. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied'>()
  useEffect(() => {
    if (!outcome) return
    const timer = setTimeout(() => setOutcome(undefined), 2_000)
    return () => clearTimeout(timer)
  }, [outcome])
  const label = common[outcome ?? 'copy']
  return (
    <Button
      aria-label={`${label}: ${what}`}
      onClick={({ currentTarget }) =>
        copy(text, currentTarget).then(
          () => setOutcome('copied'),
          () => setOutcome('notCopied'),
        )
      }
    >
      {label}
    </Button>
  )
}

/** The clipboard has its own API over https alone, which a server within a network need not have. */
async function copy(text: string, button: HTMLElement): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  // Beside the button: what lies outside of an open dialog cannot be selected.
  button.after(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  button.focus()
  if (!isCopied) throw new Error('The browser does not let the page copy')
}
