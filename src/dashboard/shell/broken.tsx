import { Component, type ReactNode } from 'react'
import { shell as texts } from '../texts/shell.ts'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'

/** Around a page, so that a fault in it leaves the way to all others. */
export class Unbroken extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <Note tone="bad" title={texts.broken.title}>
        <p>{texts.broken.what}</p>
        <Button onClick={() => location.reload()}>{texts.broken.reload}</Button>
      </Note>
    )
  }
}
