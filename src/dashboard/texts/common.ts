/** English that every room uses. */
export const common = {
  loading: 'Loading…',
  tryAgain: 'Try again',
  more: 'Show more',
  previous: 'Previous',
  next: 'Next',
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Not copied',
  show: 'Show',
  hide: 'Hide',
  search: 'Search',
  none: '–',
  unreachable: 'The server cannot be reached. This is asked again when the connection is back.',
  requestId: (id: string) => `Request ${id}`,
  count: (count: number, one: string, many: string) =>
    `${count.toLocaleString('en')} ${count === 1 ? one : many}`,
}
