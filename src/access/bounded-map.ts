/** A map that forgets what was not asked for the longest, once it holds more than `most`. */
export function boundedMap<Key, Value>(most: number) {
  const entries = new Map<Key, Value>()
  return {
    get(key: Key): Value | undefined {
      const value = entries.get(key)
      if (value === undefined) return undefined
      entries.delete(key)
      entries.set(key, value)
      return value
    },
    set(key: Key, value: Value): void {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size > most) entries.delete(entries.keys().next().value!)
    },
    delete: (key: Key): void => void entries.delete(key),
    clear: (): void => entries.clear(),
  }
}
