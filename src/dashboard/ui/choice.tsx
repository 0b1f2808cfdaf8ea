import { useId } from 'react'
import styles from './choice.module.css'

/** One of a few, all of them seen at once, each with what it means. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: Value
  options: readonly { value: Value; label: string; hint?: string }[]
  onChange(value: Value): void
}) {
  const id = useId()
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      {options.map((option, index) => (
        <div key={option.value} className={styles.option}>
          <input
            type="radio"
            id={`${id}-${index}`}
            name={id}
            checked={option.value === value}
            aria-describedby={option.hint ? `${id}-${index}-hint` : undefined}
            onChange={() => onChange(option.value)}
          />
          <div>
            <label htmlFor={`${id}-${index}`}>{option.label}</label>
            {option.hint && (
              <p id={`${id}-${index}-hint`} className={styles.hint}>
                {option.hint}
              </p>
            )}
          </div>
        </div>
      ))}
    </fieldset>
  )
}
