/** Letters and words that one thing is stored as, by the columns that hold it. */
const codes: readonly [column: RegExp, words: readonly string[], stored: readonly string[]][] = [
  [/gender|sex/, ['female', 'woman', 'women', 'females'], ['F', 'Female', 'W', 'Woman']],
  [/gender|sex/, ['male', 'man', 'men', 'males'], ['M', 'Male', 'Man']],
  [/marital|married/, ['married'], ['M', 'Married']],
  [/marital|married/, ['single', 'unmarried'], ['S', 'Single']],
]

/** What may be stored in a column for a word. */
export const storedAs = (word: string, column: string): readonly string[] =>
  codes
    .filter(([pattern, words]) => pattern.test(column) && words.includes(word))
    .flatMap(([, , stored]) => stored)

export const codedWords: readonly string[] = codes.flatMap(([, words]) => words)
