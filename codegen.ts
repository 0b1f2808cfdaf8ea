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

const config: CodegenConfig = {
  schema: 'schema.graphql',
  ignoreNoDocuments: true,
  generates: {
    'src/client/generated/': {
      ...preset,
      documents: ['src/client/**/*.ts', '!src/client/generated/**'],
    },
    'src/dashboard/generated/': {
      ...preset,
      documents: ['src/dashboard/**/*.{ts,tsx}', '!src/dashboard/generated/**'],
    },
  },
}

export default config
