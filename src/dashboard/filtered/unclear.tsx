import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import styles from './filtered.module.css'
import { elsewhere, markedParts, suggestedPrompts } from './suggestions.ts'

export type Unclearness = { message: string; unrecognized: readonly string[]; suggestions: readonly string[] }

/** What of a prompt was not understood, marked where it stands, and prompts to try instead. */
export function Unclear({
  of: { message, unrecognized, suggestions },
  prompt,
  onPrompt,
}: {
  of: Unclearness
  /** That was asked with. */
  prompt: string
  onPrompt(prompt: string): void
}) {
  const instead = suggestedPrompts(prompt, unrecognized, suggestions)
  const others = elsewhere(prompt, unrecognized)
  return (
    <Note tone="warn" title={message}>
      <div className={styles.unclear}>
        <p className={styles.hint}>{texts.unclear.marked}</p>
        <p className={styles.marked}>
          {markedParts(prompt, unrecognized).map(({ text, marked }, index) =>
            marked ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have nothing but their place
              <mark key={index}>{text}</mark>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have nothing but their place
              <span key={index}>{text}</span>
            ),
          )}
        </p>
        {others.length > 0 && <p>{texts.unclear.elsewhere(others)}</p>}
        {instead.length > 0 && (
          <>
            <p className={styles.hint}>{texts.unclear.instead}</p>
            <ul className={styles.chips}>
              {instead.map((one) => (
                <li key={one}>
                  <Button
                    className={styles.chip}
                    aria-label={texts.unclear.fill(one)}
                    onClick={() => onPrompt(one)}
                  >
                    {one}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Note>
  )
}
