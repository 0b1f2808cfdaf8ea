import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)

const noto = (folder: string) => resolve(`@expo-google-fonts/noto-sans/${folder}/NotoSans_${folder}.ttf`)

/**
 * Noto Sans (SIL Open Font License) for Latin, Greek, Cyrillic and Devanagari; DejaVu Sans (Bitstream Vera licence) for what
 * it lacks: Arabic, Hebrew, Armenian, Georgian, symbols. Neither has Chinese, Japanese or Korean.
 */
export const fontFiles = {
  regular: noto('400Regular'),
  bold: noto('600SemiBold'),
  fallback: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
}

/**
 * What a browser that shows the SVG takes: places were reckoned for Noto Sans, and these are no wider, but for the last, which has
 * the most letters.
 */
export const fontFamily =
  'Noto Sans, Arial, Helvetica Neue, Helvetica, Liberation Sans, DejaVu Sans, sans-serif'
