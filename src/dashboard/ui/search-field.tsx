import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import styles from './search-field.module.css'

/** So long after the last key the search begins. */
const restMs = 120

/** Words to search for; `onSearch` is told of them a moment after the last key. `value` is what is searched for now. */
export function SearchField({
  label,
  placeholder,
  value,
  onSearch,
  onKeyDown,
}: {
  label: string
  placeholder?: string
  value: string
  onSearch(text: string): void
  onKeyDown?(event: KeyboardEvent<HTMLInputElement>): void
}) {
  const [text, setText] = useState(value)
  const told = useRef(value)
  const tell = useRef(onSearch)
  tell.current = onSearch
  // Changed from elsewhere, such as by going back.
  if (value !== told.current) {
    told.current = value
    setText(value)
  }
  useEffect(() => {
    const words = text.trim()
    if (words === told.current) return
    const timer = setTimeout(() => {
      told.current = words
      tell.current(words)
    }, restMs)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <input
      type="search"
      className={styles.search}
      aria-label={label}
      placeholder={placeholder ?? label}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
    />
  )
}
