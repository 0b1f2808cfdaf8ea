import type { CodegenConfig } from '@graphql-codegen/cli'

const preset = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    importExtension: '.ts',
    emitLegacyCommonJSImports: false,
    useTypeImports: true,
    enumsAsTypes: true,
    strictScalars: true,
    scalars: {
      DateTime: 'string',
      JSON: 'unknown',
      JSONObject: 'Record<string, unknown>',
      BigInt: 'number | string',
    },
  },
} as const

/** So that bundles hold the documents that are used; the preset has no option for it. */
const pure = (content: string) =>
  content.replaceAll(
    /^(export const \w+ =) new TypedDocumentString/gm,
    '$1 /* @__PURE__ */ new TypedDocumentString',
  )

const config: CodegenConfig = {
  schema: 'schema.graphql',
  ignoreNoDocuments: true,
  generates: {
    'src/client/generated/': {
      ...preset,
      documents: ['src/client/operations/*.graphql'],
      // docs/decisions/typed-client.md says why they are texts.
      config: { ...preset.config, documentMode: 'string' },
      hooks: { beforeOneFileWrite: [(_path: string, content: string) => pure(content)] },
    },
    'src/dashboard/generated/': {
      ...preset,
      documents: ['src/dashboard/**/*.{ts,tsx}', '!src/dashboard/generated/**'],
    },
  },
}

export default config
