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

/** A browser that shows the SVG takes its own fonts for what is in none of these. */
export const fontFamily = 'Noto Sans, DejaVu Sans, sans-serif'
