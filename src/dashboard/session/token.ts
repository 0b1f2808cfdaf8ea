const key = 'quarry-token'

/**
 * The token of this tab: the address may bring one (`#token=…`, which no server log sees), which is then taken out of it; it is
 * kept for the tab alone. GraphiQL reads the same place.
 */
export function readToken(): string | null {
  const hash = new URLSearchParams(location.hash.slice(1))
  const brought = hash.get('token')
  if (brought) {
    sessionStorage.setItem(key, brought)
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  return sessionStorage.getItem(key)
}

export const keepToken = (token: string): void => sessionStorage.setItem(key, token)

export const forgetToken = (): void => sessionStorage.removeItem(key)
