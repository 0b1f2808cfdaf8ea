/** As SQLite compares names: the letters of ASCII alone have no case. */
export const fold = (name: string): string =>
  isAscii.test(name) ? name.toLowerCase() : name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

const isAscii = /^[\0-\x7f]*$/

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
