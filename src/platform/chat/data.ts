/** As JSON that ends no part of a prompt: a tag can only be written with < and >. */
export const asData = (value: unknown): string =>
  JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')
