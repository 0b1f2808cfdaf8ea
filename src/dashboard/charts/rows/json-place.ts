const token =
  /\s*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)/iuy

type Expected = 'value' | 'item or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing'

/** The line of a text, from 1, in which it stops being JSON. Engines say it in words of their own, or not at all. */
export function lineOfWrong(text: string): number {
  const within: ('[' | '{')[] = []
  let expected: Expected = 'value'
  let at = 0
  const after = (): Expected => (within.length === 0 ? 'nothing' : 'comma or end')

  for (;;) {
    token.lastIndex = at
    const found = token.exec(text)
    if (!found) break
    const [all, mark, string] = found
    const wantsValue = expected === 'value' || expected === 'item or end'
    const wantsKey = expected === 'key' || expected === 'key or end'
    const wantsEnd = expected.endsWith('or end')
    if (mark === '[' || mark === '{') {
      if (!wantsValue) break
      within.push(mark)
      expected = mark === '[' ? 'item or end' : 'key or end'
    } else if (mark === ']' || mark === '}') {
      const opens = mark === ']' ? '[' : '{'
      if (!wantsEnd || within.at(-1) !== opens) break
      within.pop()
      expected = after()
    } else if (mark === ',') {
      if (expected !== 'comma or end') break
      expected = within.at(-1) === '[' ? 'value' : 'key'
    } else if (mark === ':') {
      if (expected !== 'colon') break
      expected = 'value'
    } else if (wantsKey && string !== undefined) expected = 'colon'
    else if (wantsValue) expected = after()
    else break
    at += all.length
  }
  const wrong = at + /^\s*/.exec(text.slice(at))![0].length
  return text.slice(0, wrong).split('\n').length
}
