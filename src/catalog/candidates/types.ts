/**
 * What a column's values can be compared with: the same text for types whose values a foreign key can tie. Null: nothing that a
 * key is made of. Types are as the engines write them: bigint, int(11) unsigned, character varying(40), uuid, public.code.
 */
export function typeClass(dataType: string): string | null {
  const type = dataType.trim().toLowerCase()
  if (type === '' || type === 'unknown' || type.endsWith('[]')) return null
  if (
    /^(bool|bit|date|time|interval|year|real|float|double|json|xml|bytea|blob|tinyblob|mediumblob|longblob|money)/.test(
      type,
    )
  )
    return null
  if (/^tinyint\(1\)/.test(type)) return null
  if (
    /^(small|medium|big|tiny)?int(eger|\d+)?\b|^(small|big)?serial\b|^(unsigned big )?int\b|^oid$/.test(type)
  )
    return 'integer'
  const decimal = /^(?:decimal|numeric|number)\s*(?:\(\s*\d+\s*(?:,\s*(\d+)\s*)?\))?/.exec(type)
  if (decimal) return Number(decimal[1] ?? 0) === 0 ? 'integer' : null
  if (
    /^(n?(var)?char|character|text|(tiny|medium|long)text|citext|clob|name$|bpchar|nvarchar|string)/.test(
      type,
    )
  )
    return 'text'
  return type.replace(/\s+(unsigned|zerofill)$/, '')
}
