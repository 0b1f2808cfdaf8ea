import { setTimeout as sleep } from 'node:timers/promises'

/** 1 MB of JSON that becomes as much in memory as a body may. */
const body = JSON.stringify({
  query: '{ viewer { role } }',
  variables: { rows: Array(149_000).fill([]), text: 'a'.repeat(600_000) },
})

/** Clients in a process of their own that send such a body at once. Arguments: address, the token of each. Tells how many answers had which status. */
const [url, ...tokens] = process.argv.slice(2) as [string, ...string[]]
const statuses: Record<string, number> = {}
await Promise.all(
  tokens.map(async (token) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
    })
    await response.arrayBuffer()
    statuses[response.status] = (statuses[response.status] ?? 0) + 1
  }),
)
process.send!(statuses)
await sleep(100)
process.exit()
