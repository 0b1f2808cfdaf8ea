/**
 * Names for the fields of the inline data. A column's own name is taken where it is made of letters, digits, spaces and
 * underscores; of any other, those parts: Vega-Lite writes names into expressions and reads dots and brackets as paths.
 */
export function fieldNames(): (wanted: string) => string {
  const taken = new Set<string>()
  return (wanted) => {
    const plain = wanted
      .replace(/[^\p{L}\p{N}_ ]+/gu, '_')
      .replace(/^[^\p{L}]+/u, '')
      .trim()
      .slice(0, 60)
    const own = plain === '' || forbidden.has(plain) ? 'value' : plain
    let name = own
    for (let number = 2; taken.has(name); number++) name = `${own}_${number}`
    taken.add(name)
    return name
  }
}

// Names that an object of JavaScript has without being given them.
const forbidden = new Set(Object.getOwnPropertyNames(Object.prototype))
