import type { GraphiQLOptions } from 'graphql-yoga'

/** In lines that half a window holds. */
const firstQuery = `# Requests carry your access token: the address
# that Quarry prints at its start brings it along.
{
  viewer { userId role workspace { name } }
  databases {
    nodes {
      id
      name
      catalog { tableCount columnCount }
      elementCreation { status canStart reason }
    }
  }
}
`

export const graphiqlOptions: GraphiQLOptions = {
  title: 'Quarry',
  defaultQuery: firstQuery,
  // SSE carries the headers of the page's own requests; a WebSocket would ask for the token anew.
  subscriptionsProtocol: 'SSE',
}

/**
 * Takes the token from the address (`#token=…`, which no server log sees), keeps it for this tab alone, and sends it with
 * every request that has no Authorization of its own.
 */
const carryToken = `<script>
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token) {
    sessionStorage.setItem('quarry-token', token)
    history.replaceState(null, '', location.pathname + location.search)
  }
  const plainFetch = window.fetch
  window.fetch = (input, init = {}) => {
    const headers = new Headers(init.headers)
    const kept = sessionStorage.getItem('quarry-token')
    if (kept && !headers.has('authorization')) headers.set('authorization', 'Bearer ' + kept)
    return plainFetch(input, { ...init, headers })
  }
</script>`

/** The page, with all that it needs in itself; loaded when first asked for, since it is large. */
export async function renderGraphiqlPage(options?: GraphiQLOptions): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  return renderGraphiQL(options).replace('<div id="root"></div>', () => `${carryToken}<div id="root"></div>`)
}
