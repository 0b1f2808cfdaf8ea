import { useEffect, useState } from 'react'
import { common } from '../texts/common.ts'
import { Button } from './button.tsx'

/** Copies a text, and says that it has. `what` names it to those who do not see what it stands beside. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <Button
      aria-label={`${copied ? common.copied : common.copy}: ${what}`}
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {copied ? common.copied : common.copy}
    </Button>
  )
}
