import { useState } from 'react'
import type { DatabaseEngine } from '../../generated/graphql.ts'
import { common } from '../../texts/common.ts'
import { databases } from '../../texts/databases.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import styles from '../databases.module.css'
import {
  connectionStringOf,
  engineOf,
  engines,
  fileOf,
  fileString,
  noParts,
  partsFor,
  partsOf,
} from './connection-string.ts'
import { PartFields } from './part-fields.tsx'

const texts = databases.register

/**
 * Which engine, then its connection string, hidden unless it is to be seen, or the parts that it is put together from; of SQLite the
 * path of the file. A string says by itself which engine it is of.
 */
export function ConnectionField({
  value,
  onValue,
  engine: first = 'POSTGRESQL',
  hint,
  error,
  required,
}: {
  value: string
  onValue(connectionString: string): void
  /** The one that is chosen at first. */
  engine?: DatabaseEngine
  /** In place of how a string of the engine is written. */
  hint?: string
  error?: string
  required?: boolean
}) {
  const [isShown, setShown] = useState(false)
  const [chosen, setChosen] = useState(first)
  const [parts, setParts] = useState(noParts(first))
  const engine = engineOf(value) ?? chosen
  const isFile = engine === 'SQLITE'

  function choose(engine: DatabaseEngine) {
    const next = partsFor(engine, parts)
    setChosen(engine)
    setParts(next)
    onValue(engine === 'SQLITE' ? '' : connectionStringOf(engine, next))
  }
  function write(text: string) {
    const said = engineOf(text)
    if (said) {
      setChosen(said)
      setParts(partsOf(text) ?? parts)
    }
    onValue(isFile && !said ? fileString(text) : text)
  }

  return (
    <>
      <Choice
        label={texts.engine}
        value={engine}
        options={engines.map((each) => ({ value: each, label: databases.engine[each] }))}
        onChange={choose}
      />
      <Field label={isFile ? texts.file : texts.string} hint={hint ?? texts.stringHint[engine]} error={error}>
        {(field) => (
          <span className={styles.secret}>
            <input
              {...field}
              type={isShown || isFile ? 'text' : 'password'}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              required={required}
              value={isFile ? fileOf(value) : value}
              onChange={(event) => write(event.target.value)}
            />
            {!isFile && (
              <Button
                aria-label={`${isShown ? common.hide : common.show}: ${texts.string}`}
                onClick={() => setShown(!isShown)}
              >
                {isShown ? common.hide : common.show}
              </Button>
            )}
          </span>
        )}
      </Field>
      {!isFile && (
        <PartFields
          parts={parts}
          onParts={(next) => {
            setParts(next)
            onValue(connectionStringOf(engine, next))
          }}
        />
      )}
    </>
  )
}
