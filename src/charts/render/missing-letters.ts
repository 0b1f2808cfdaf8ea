import { coverageOf } from '../fonts/coverage.ts'

const note = 'Letters that no font here has stand as boxes.'

/** Texts of an SVG; its own words are in attributes. */
const textsOf = (svg: string) => svg.replace(/<[^>]*>/g, ' ')

/**
 * What a PNG has to say where it shows boxes in place of letters: an SVG is shown with the fonts of whoever looks at it, a PNG
 * with those that are here.
 */
export function createMissingLetters(fonts: readonly string[]) {
  let lacking: ((text: string) => string[]) | null = null
  return {
    in(svg: string): string[] {
      lacking ??= coverageOf(fonts)
      return lacking(textsOf(svg))
    },
    /** The same chart with a note below its title; specifications of another form stay as they are. */
    noted(spec: object): object {
      const { title } = spec as { title?: { text: unknown; subtitle?: string | string[] } }
      if (typeof title !== 'object' || title === null || !('text' in title)) return spec
      return { ...spec, title: { ...title, subtitle: [...[title.subtitle ?? []].flat(), note] } }
    },
    warning: (letters: readonly string[]) =>
      `No font has ${letters.slice(0, 20).join(' ')}${letters.length > 20 ? ' …' : ''}: name one in CHART_FONTS`,
  }
}
