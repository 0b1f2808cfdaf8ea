const width = 24
const fraction = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** `progress` from 0 to 1, as a bar of 24 characters. */
export function drawBar(progress: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, progress)) * width * 8)
  const filled = '█'.repeat(Math.floor(eighths / 8)) + fraction[eighths % 8]
  return filled.padEnd(width, '·')
}

/** A bar that redraws its line in a terminal; elsewhere each new message is a line of its own. */
export function progressBar(out: NodeJS.WriteStream = process.stdout) {
  let shown = ''
  return {
    show(progress: number, message: string) {
      const line = `${drawBar(progress)} ${String(Math.round(progress * 100)).padStart(3)} %  ${message}`
      if (out.isTTY) out.write(`\r\x1b[2K${line.slice(0, (out.columns || 80) - 1)}`)
      else if (message !== shown) out.write(`${line}\n`)
      shown = message
    },
    end(message: string) {
      out.write(out.isTTY ? `\r\x1b[2K${message}\n` : `${message}\n`)
    },
  }
}
