/** Values by key, of which a look-up sees those of its own schema, or all where that has none of them. */
export type Nearby<Value> = {
  add(key: string, value: Value): void
  of(key: string, schema: string): readonly Value[]
  all(key: string): readonly Value[]
}

/** As many of other schemas are alike, and none of them is meant more than another: as where every customer has a schema. */
const mostElsewhere = 20

export function nearby<Value>(schemaOf: (value: Value) => string): Nearby<Value> {
  const lists = new Map<string, Value[]>()
  const grouped = new Map<string, Map<string, Value[]>>()
  const all = (key: string): readonly Value[] => lists.get(key) ?? []
  return {
    add(key, value) {
      const list = lists.get(key)
      if (list) list.push(value)
      else lists.set(key, [value])
    },
    of(key, schema) {
      const list = all(key)
      if (list.length < 2) return list
      const bySchema = grouped.get(key) ?? Map.groupBy(list, schemaOf)
      grouped.set(key, bySchema)
      return bySchema.get(schema) ?? (list.length > mostElsewhere ? [] : list)
    },
    all,
  }
}
