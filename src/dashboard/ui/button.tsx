import type { ButtonHTMLAttributes } from 'react'
import { Link } from 'wouter'
import styles from './button.module.css'

type Kind = 'primary' | 'plain' | 'danger' | 'quiet'

const classesOf = (kind: Kind, others?: string) =>
  [styles.button, kind !== 'plain' && styles[kind], others].filter(Boolean).join(' ')

/** A thing to do. `busy` says that it is being done: it cannot be asked for twice, and keeps the focus that it has. */
export function Button({
  kind = 'plain',
  busy = false,
  type = 'button',
  disabled,
  className,
  onClick,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { kind?: Kind; busy?: boolean }) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      // One of type submit sends no form either.
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classesOf(kind, className)}
    />
  )
}

/** A way to another page that looks like the thing to do there. */
export function ButtonLink({ kind = 'plain', ...rest }: { kind?: Kind; href: string; children: string }) {
  return <Link {...rest} className={classesOf(kind)} />
}
