import { useEffect, useId, useRef, useState } from 'react'
import { tasks as texts } from '../texts/tasks.ts'
import { Field } from '../ui/field.tsx'

const restMs = 400

/** Who started the tasks: the whole of a user's id, as tokens have it. */
export function MakerFilter({
  by,
  me,
  onChoose,
}: {
  by: string | null
  me: string | undefined
  onChoose(by: string | null): void
}) {
  const list = useId()
  const [text, setText] = useState(by ?? '')
  useEffect(() => setText(by ?? ''), [by])
  const choose = useRef(onChoose)
  choose.current = onChoose
  useEffect(() => {
    if (text === (by ?? '')) return
    const timer = setTimeout(() => choose.current(text || null), restMs)
    return () => clearTimeout(timer)
  }, [text, by])
  return (
    <Field label={texts.filters.maker}>
      {(field) => (
        <>
          <input
            {...field}
            type="search"
            list={list}
            placeholder={texts.filters.anyMaker}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <datalist id={list}>{me && <option value={me}>{texts.filters.me}</option>}</datalist>
        </>
      )}
    </Field>
  )
}
