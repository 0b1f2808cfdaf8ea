import { fontFiles } from './font-files.ts'
import { readGlyphs } from './glyphs.ts'

/** Finds the letters that neither the bundled fonts nor these files have, each once. */
export function coverageOf(files: readonly string[]): (text: string) => string[] {
  const fonts = [fontFiles.regular, fontFiles.fallback, ...files].map(readGlyphs)
  return (text) =>
    [...new Set(text)].filter(
      (letter) =>
        !/[\p{C}\p{Z}\p{Variation_Selector}]/u.test(letter) &&
        fonts.every(({ advance }) => advance(letter.codePointAt(0)!) === null),
    )
}
