import fc from 'fast-check'

/** What others would like to be taken for something else than a name. */
const pieces = [
  '"; drop table public.kept; --',
  "'; drop table public.kept; --",
  '$$; drop table public.kept; $$',
  '");select pg_sleep(9);--',
  '\\',
  '\\\\" \\u0022',
  '"',
  '""',
  "''",
  '`rm -rf /`',
  '$(id)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what others might take for one
  '${process.exit(1)}',
  '{{constructor}}',
  '%s%n%1$I',
  '%00',
  ':name ? ?? $1',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '..',
  '.',
  '/',
  'C:\\nul',
  '\n  } t9 ||--|| t1 : "x"',
  '\r',
  '\t',
  '\u001b[2J\u001b]0;x\u0007',
  '\u202egnp.exe',
  '\u2066\u2069',
  '\u2028',
  '\u200b',
  '\ufeff',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '&lt;&#60;',
  '%%{init: {"securityLevel":"loose"}}%%',
  'click t1 call x()',
  'erDiagram',
  'PK',
  'fk "x"',
  '#quot;#35;',
  'select',
  'pg_catalog',
  'ünïcödé',
  '名前',
  '🗄️🚀',
  'Å'.repeat(40),
  '名'.repeat(30),
  'x'.repeat(80),
]

/** As PostgreSQL takes names: without NUL, up to 63 bytes, which must not end within a letter. */
export function asName(text: string, bytes = 63): string {
  let name = ''
  for (const letter of text.toWellFormed().replaceAll('\0', '')) {
    if (Buffer.byteLength(name + letter) > bytes) break
    name += letter
  }
  return name || '_'
}

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }) },
)

export const hostileText = fc
  .array(text, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('').toWellFormed().replaceAll('\0', ''))
  .filter((value) => value !== '')

export const hostileName = hostileText.map((value) => asName(value))

/** That differ also once they were cut off. */
export const hostileNames = (count: number) =>
  fc.uniqueArray(hostileName, { minLength: count, maxLength: count })
