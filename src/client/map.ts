/** The same iterator with other items. */
export const map = <From, To>(
  items: AsyncIterableIterator<From, void>,
  change: (item: From) => To,
): AsyncIterableIterator<To, void> => ({
  [Symbol.asyncIterator]() {
    return this
  },
  async next() {
    const { done, value } = await items.next()
    return done ? { done, value: undefined } : { done: false, value: change(value as From) }
  },
  async return() {
    await items.return!()
    return { done: true, value: undefined }
  },
})
