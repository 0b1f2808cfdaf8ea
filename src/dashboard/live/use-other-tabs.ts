import { useEffect, useRef } from 'react'

const channel = 'quarry-changes'

/** Tells the other tabs of this browser that something has changed which no event of a task says. `what` is a type of the API. */
export function tellOtherTabs(what: string): void {
  const others = new BroadcastChannel(channel)
  others.postMessage(what)
  others.close()
}

/** Asks anew where another tab has changed something of that type, and when one comes back to this one. */
export function useOtherTabs(what: string, refetch: () => void): void {
  const latest = useRef(refetch)
  latest.current = refetch
  useEffect(() => {
    const others = new BroadcastChannel(channel)
    others.onmessage = ({ data }) => {
      if (data === what) latest.current()
    }
    const onReturn = () => {
      if (!document.hidden) latest.current()
    }
    document.addEventListener('visibilitychange', onReturn)
    return () => {
      others.close()
      document.removeEventListener('visibilitychange', onReturn)
    }
  }, [what])
}
