import { type RefObject, useLayoutEffect } from 'react'

/** Where a part of the page goes that has the focus, the page's content has it: who uses the keyboard goes on from there. */
export function useFocusKept(part: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = part.current
    return () => {
      if (element?.contains(document.activeElement)) document.getElementById('content')?.focus()
    }
  }, [part])
}
