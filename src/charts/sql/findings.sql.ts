import { asked, firstOwn, inSchema } from './asked.sql.ts'
import type { Uses } from './named.ts'

/** A function that a query runs, or may run; or something else that it may not name. */
export type Finding = {
  kind: 'function' | 'attribute' | 'operator' | 'cast' | 'domain' | 'relation' | 'missing'
  /** Which of the query's functions, attributes, operators or relations it is; casts and domains are the database's. */
  i: number | null
  /** By what it is called, where the query does not call it itself: a default, an aggregate, a cast, a domain. */
  through: string | null
  schema: string
  name: string
  volatile: boolean
  /** To which extension it belongs. */
  extension: string | null
  /** Types, by number: an operator's operands, a cast's source and target, a domain. 0 for an operand that is not there. */
  types: number[]
  /** A cast: whether it is made without being written. An operator: whether PostgreSQL has one for what is at its left, at its right. */
  flags: boolean[]
}

/** All functions that a stored expression calls, also by its operators. */
const calledIn = (expression: string) => `
  SELECT m[1]::oid AS oid FROM regexp_matches(${expression}::text, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') m
   UNION SELECT o.oprcode FROM regexp_matches(${expression}::text, ':opno (\\d+)', 'g') m JOIN pg_catalog.pg_operator o ON o.oid = m[1]::oid`

/** Whether PostgreSQL has an operator of the name for two operands of this one's type; where it is not PostgreSQL's, any of the name. */
const ownOperator = (side: string) => `EXISTS (SELECT FROM pg_catalog.pg_operator own
  WHERE own.oprname = op.oprname AND own.oid < ${firstOwn} AND own.oprkind = op.oprkind
    AND (op.${side} = 0 OR op.${side} >= ${firstOwn} OR own.oprleft = op.${side} AND own.oprright = op.${side}))`

const isOwnOperator = `(op.oid >= ${firstOwn} OR op.oprcode >= ${firstOwn})`
const isOwnCast = `(c.oid >= ${firstOwn} OR c.castfunc >= ${firstOwn})`
const isOwnCheck = `(k.contypid >= ${firstOwn} AND k.conbin IS NOT NULL)`

/** Whether a database has any of what else than a function can run one. */
export type OwnParts = { operators: boolean; casts: boolean; domains: boolean }

/** Most databases have none, and this is planned in a small part of the time that `findings` takes. */
export const ownParts = `
SELECT EXISTS (SELECT FROM pg_catalog.pg_operator op WHERE ${isOwnOperator}) AS operators,
       EXISTS (SELECT FROM pg_catalog.pg_cast c WHERE ${isOwnCast}) AS casts,
       EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE ${isOwnCheck}) AS domains`

const named = `
    SELECT asked.i, p.oid, p.pronargdefaults, p.proargdefaults, p.prokind
      FROM ${asked('functions', ', args int')} JOIN pg_catalog.pg_proc p ON p.proname = asked.name ${inSchema} AND n.oid = p.pronamespace
     WHERE asked.args IS NULL OR asked.args BETWEEN p.pronargs - p.pronargdefaults - (p.provariadic <> 0)::int
       AND CASE WHEN p.provariadic = 0 THEN p.pronargs ELSE 100000 END`

const called = `
    SELECT 'function', i, NULL, oid, '{}'::oid[], '{}'::bool[] FROM fn
     UNION ALL SELECT 'function', fn.i, 'aggregate', part, '{}', '{}' FROM fn JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = fn.oid
      CROSS JOIN LATERAL unnest(ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
                                      a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]::oid[]) part
      WHERE fn.oid >= ${firstOwn}
     UNION ALL SELECT 'function', fn.i, 'default of an argument', called.oid, '{}', '{}' FROM fn
      CROSS JOIN LATERAL (${calledIn('fn.proargdefaults')}) called WHERE fn.pronargdefaults > 0 AND fn.oid >= ${firstOwn}`

const dotted = `
    SELECT 'attribute', asked.i, NULL, p.oid, '{}'::oid[], '{}'::bool[]
      FROM ${asked('attributes')} JOIN pg_catalog.pg_proc p ON p.proname = asked.name ${inSchema} AND n.oid = p.pronamespace
     WHERE p.pronargs >= 1 AND p.pronargs - p.pronargdefaults - (p.provariadic <> 0)::int <= 1`

const operators = `
    SELECT 'operator', asked.i, NULL, op.oprcode::oid, ARRAY[op.oprleft, op.oprright], ARRAY[${ownOperator('oprleft')}, ${ownOperator('oprright')}]
      FROM ${asked('operators')} JOIN pg_catalog.pg_operator op ON op.oprname = asked.name ${inSchema} AND n.oid = op.oprnamespace
     WHERE ${isOwnOperator}`

const casts = `
    SELECT 'cast', NULL::int, format('cast from %s to %s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),
           c.castfunc, ARRAY[c.castsource, c.casttarget], ARRAY[c.castcontext = 'i']
      FROM pg_catalog.pg_cast c WHERE ${isOwnCast}`

const domains = `
    SELECT 'domain', NULL::int, 'domain ' || format_type(k.contypid, NULL), called.oid, ARRAY[k.contypid], '{}'::bool[]
      FROM pg_catalog.pg_constraint k CROSS JOIN LATERAL (${calledIn('k.conbin')}) called
     WHERE ${isOwnCheck}`

const runs = `SELECT run.kind, run.i, run.through, n.nspname AS schema, p.proname AS name, p.provolatile = 'v' AS volatile,
       (SELECT e.extname FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
         WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e' AND p.oid >= ${firstOwn}) AS extension,
       run.types::int8[]::float8[] AS types, run.flags
  FROM run JOIN pg_catalog.pg_proc p ON p.oid = run.oid JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace`

const secrets = `SELECT 'relation' AS kind, asked.i, NULL AS through, 'pg_catalog' AS schema, asked.name, false AS volatile, NULL AS extension,
       '{}'::float8[] AS types, '{}'::bool[] AS flags FROM ${asked('relations')}
  WHERE EXISTS (SELECT FROM unnest($2::text[]) secret
                 WHERE CASE WHEN asked.schema IS NULL THEN split_part(secret, '.', 2) = asked.name ELSE secret = asked.schema || '.' || asked.name END)`

const missing = `SELECT 'missing', asked.i, NULL, asked.schema, asked.name, false, NULL, '{}', '{}'
  FROM ${asked('functions', ', args int, "isSyntax" bool')}
  WHERE NOT asked."isSyntax" AND NOT EXISTS (SELECT FROM fn WHERE fn.i = asked.i)`

/**
 * The functions that all that a query names ($1: `Uses` with numbers) may stand for. Of PostgreSQL's own operators and casts only
 * those that are not what they are in PostgreSQL. What the query or the database has none of is left out: a new session takes
 * longer to plan it than to find nothing.
 * $2: relations that may not be named.
 */
export function findings(uses: Uses, own: OwnParts): string {
  const hasFunctions = uses.functions.length > 0
  const run = [
    ...(hasFunctions ? [called] : []),
    ...(uses.attributes.length > 0 ? [dotted] : []),
    ...(own.operators && uses.operators.length > 0 ? [operators] : []),
    ...(own.casts ? [casts] : []),
    ...(own.domains ? [domains] : []),
  ]
  const parts = [
    ...(hasFunctions ? [`fn AS MATERIALIZED (${named})`] : []),
    ...(run.length > 0
      ? [`run(kind, i, through, oid, types, flags) AS (${run.join('\n     UNION ALL')})`]
      : []),
  ]
  const found = [...(run.length > 0 ? [runs] : []), secrets, ...(hasFunctions ? [missing] : [])]
  return `${parts.length > 0 ? `WITH ${parts.join(',\n  ')}\n` : ''}${found.join('\n UNION ALL ')}`
}
