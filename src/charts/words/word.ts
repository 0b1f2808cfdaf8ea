/**
 * Letters, digits and underscores of Latin scripts, for a class of characters. All words of ours are in it, and an expression
 * with the letters of all scripts takes thirty times as long to make.
 */
export const letter = '\\w\\u00c0-\\u024f'

/** These words and no parts of longer ones, and no marks of columns. */
export const word = (source: string): RegExp =>
  new RegExp(`(?<![${letter}§])(?:${source})(?![${letter}§])`, 'i')
