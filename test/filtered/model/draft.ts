/** A draft as the schema asks for it; everything of the prompt is accounted for. */
export const draft = (prompt: string, parts: object) => ({
  parts: [{ words: prompt, meaning: 'as the subjects say' }],
  unclear: [],
  subjects: [],
  excludeTables: [],
  ...parts,
})
