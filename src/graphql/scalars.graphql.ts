import { GraphQLBigInt, GraphQLDateTimeISO, GraphQLJSON, GraphQLJSONObject } from 'graphql-scalars'
import { builder } from './builder.ts'

builder.addScalarType('DateTime', GraphQLDateTimeISO, {
  description: 'A moment as ISO 8601 has it, in UTC: 2026-03-15T12:00:00.000Z.',
})
builder.addScalarType('JSON', GraphQLJSON, { description: 'Any JSON value.' })
builder.addScalarType('JSONObject', GraphQLJSONObject, { description: 'A JSON object.' })
builder.addScalarType('BigInt', GraphQLBigInt, {
  description:
    '64-bit whole number, for row counts and bytes; a string where a JSON number would not be exact.',
})
