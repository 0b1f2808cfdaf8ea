import { type ReactNode, useEffect, useId, useRef } from 'react'
import { common } from '../texts/common.ts'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

/** Over the page, until it is closed; Escape closes it, and the focus goes back to where it was. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string
  onClose(): void
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const { activeElement } = document
    dialog.current?.showModal()
    return () => (activeElement as HTMLElement | null)?.focus?.()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}

/** Asks before something is done that cannot be taken back. */
export function Confirm({
  title,
  action,
  kind = 'danger',
  busy,
  disabled,
  onConfirm,
  onClose,
  children,
}: {
  title: string
  action: string
  kind?: 'danger' | 'primary'
  busy?: boolean
  /** While it is not to be confirmed yet, such as before a name was typed. */
  disabled?: boolean
  onConfirm(): void
  onClose(): void
  children?: ReactNode
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className={styles.actions}>
        <Button onClick={onClose}>{common.close}</Button>
        <Button kind={kind} busy={busy} disabled={disabled} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
