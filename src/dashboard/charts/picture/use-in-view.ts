import { type RefObject, useEffect, useRef, useState } from 'react'

/** So far ahead of the window that what is scrolled to is there. */
const ahead = '400px'

/** Whether an element has come into view, or near it; once it has, it stays so. */
export function useInView<Element extends HTMLElement>(): [RefObject<Element | null>, boolean] {
  const place = useRef<Element>(null)
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    if (isSeen) return
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true),
      {
        rootMargin: ahead,
      },
    )
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [isSeen])
  return [place, isSeen]
}
