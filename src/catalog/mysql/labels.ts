const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', 0: '\0', Z: '\x1a', b: '\b' }

/** The labels of ENUM('a','b') or SET('a','b') in their order, as information_schema writes them; null for other types. */
export function labelsIn(type: string): string[] | null {
  if (!/^(enum|set)\(/i.test(type)) return null
  return [...type.matchAll(/'((?:[^'\\]|''|\\[\s\S])*)'/g)].map(([, text]) =>
    text!.replace(/''|\\([\s\S])/g, (_, escaped?: string) =>
      escaped === undefined ? "'" : (escapes[escaped] ?? escaped),
    ),
  )
}
