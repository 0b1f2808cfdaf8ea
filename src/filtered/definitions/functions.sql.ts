import { notOfExtension, notOfItself, ownSchema, type Reader } from './fragments.sql.ts'

export const signature = `n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'`

const ownFunctions = (prokinds: string) => `
 WHERE p.prokind IN (${prokinds}) AND ${ownSchema('n')} AND ${notOfExtension('pg_proc', 'p.oid')} AND ${notOfItself('pg_proc', 'p.oid')}`

/** LEAKPROOF is a superuser's word; without it the function does the same. */
export const functions: Reader = () => `
SELECT 'pg_proc:' || p.oid AS id, 'FUNCTION' AS kind, ${signature} AS name,
       CASE WHEN p.proleakproof THEN regexp_replace(pg_get_functiondef(p.oid), E'(\\n [A-Z ]*)LEAKPROOF ?', E'\\\\1')
            ELSE rtrim(pg_get_functiondef(p.oid), chr(10)) END AS sql,
       jsonb_build_object('language', l.lanname) AS requires
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang
${ownFunctions(`'f', 'p', 'w'`)} AND p.prosupport::oid = 0`

const modifies = (column: string) =>
  `CASE ${column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END`

/** The server writes no aggregate; one without arguments is declared with a star. */
export const aggregates: Reader = () => `
SELECT 'pg_proc:' || p.oid AS id, 'AGGREGATE' AS kind, ${signature} AS name,
       format('CREATE AGGREGATE %I.%I(%s) (', n.nspname, p.proname, coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'))
       || concat_ws(', ',
         format('SFUNC = %s', g.aggtransfn), format('STYPE = %s', format_type(g.aggtranstype, NULL)),
         CASE WHEN g.aggtransspace <> 0 THEN format('SSPACE = %s', g.aggtransspace) END,
         'INITCOND = ' || quote_literal(g.agginitval),
         CASE WHEN g.aggfinalfn::oid <> 0 THEN format('FINALFUNC = %s', g.aggfinalfn) END,
         CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
         CASE WHEN g.aggfinalfn::oid <> 0 THEN 'FINALFUNC_MODIFY = ' || ${modifies('g.aggfinalmodify')} END,
         CASE WHEN g.aggcombinefn::oid <> 0 THEN format('COMBINEFUNC = %s', g.aggcombinefn) END,
         CASE WHEN g.aggserialfn::oid <> 0 THEN format('SERIALFUNC = %s', g.aggserialfn) END,
         CASE WHEN g.aggdeserialfn::oid <> 0 THEN format('DESERIALFUNC = %s', g.aggdeserialfn) END,
         CASE WHEN g.aggmtransfn::oid <> 0 THEN format('MSFUNC = %s', g.aggmtransfn) END,
         CASE WHEN g.aggminvtransfn::oid <> 0 THEN format('MINVFUNC = %s', g.aggminvtransfn) END,
         CASE WHEN g.aggmtranstype <> 0 THEN format('MSTYPE = %s', format_type(g.aggmtranstype, NULL)) END,
         CASE WHEN g.aggmtransspace <> 0 THEN format('MSSPACE = %s', g.aggmtransspace) END,
         'MINITCOND = ' || quote_literal(g.aggminitval),
         CASE WHEN g.aggmfinalfn::oid <> 0 THEN format('MFINALFUNC = %s', g.aggmfinalfn) END,
         CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
         CASE WHEN g.aggmfinalfn::oid <> 0 THEN 'MFINALFUNC_MODIFY = ' || ${modifies('g.aggmfinalmodify')} END,
         (SELECT format('SORTOP = OPERATOR(%I.%s)', sn.nspname, s.oprname)
            FROM pg_operator s JOIN pg_namespace sn ON sn.oid = s.oprnamespace WHERE s.oid = g.aggsortop),
         CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END,
         CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END) || ')' AS sql
  FROM pg_aggregate g
  JOIN pg_proc p ON p.oid = g.aggfnoid
  JOIN pg_namespace n ON n.oid = p.pronamespace
${ownFunctions(`'a'`)}`

const otherOperator = (keyword: string, oid: string) => `
         (SELECT format('${keyword} = OPERATOR(%I.%s)', en.nspname, e.oprname)
            FROM pg_operator e JOIN pg_namespace en ON en.oid = e.oprnamespace WHERE e.oid = ${oid})`

/** One without a function is only the promise of one that another operator named. */
export const operators: Reader = () => `
SELECT 'pg_operator:' || o.oid AS id, 'OPERATOR' AS kind,
       n.nspname || '.' || o.oprname || ' (' || format_type(nullif(o.oprleft, 0), NULL) || ', '
         || format_type(nullif(o.oprright, 0), NULL) || ')' AS name,
       format('CREATE OPERATOR %I.%s (', n.nspname, o.oprname)
       || concat_ws(', ',
         format('PROCEDURE = %s', o.oprcode),
         CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || format_type(o.oprleft, NULL) END,
         CASE WHEN o.oprright <> 0 THEN 'RIGHTARG = ' || format_type(o.oprright, NULL) END,
         ${otherOperator('COMMUTATOR', 'o.oprcom')},
         ${otherOperator('NEGATOR', 'o.oprnegate')},
         CASE WHEN o.oprrest::oid <> 0 THEN format('RESTRICT = %s', o.oprrest) END,
         CASE WHEN o.oprjoin::oid <> 0 THEN format('JOIN = %s', o.oprjoin) END,
         CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) || ')' AS sql
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
 WHERE o.oprcode::oid <> 0 AND ${ownSchema('n')} AND ${notOfExtension('pg_operator', 'o.oid')}`

/** Casts that only see a value's bytes as another type's are a superuser's to make. */
export const casts: Reader = () => `
SELECT 'pg_cast:' || c.oid AS id, 'CAST' AS kind,
       format_type(c.castsource, NULL) || ' to ' || format_type(c.casttarget, NULL) AS name,
       format('CREATE CAST (%s AS %s) WITH ', format_type(c.castsource, NULL), format_type(c.casttarget, NULL))
       || CASE c.castmethod WHEN 'i' THEN 'INOUT' ELSE (
            SELECT format('FUNCTION %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = c.castfunc) END
       || CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END AS sql
  FROM pg_cast c
 WHERE c.castmethod <> 'b' AND c.oid >= 16384 AND ${notOfExtension('pg_cast', 'c.oid')} AND ${notOfItself('pg_cast', 'c.oid')}`
