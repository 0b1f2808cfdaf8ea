import { setTimeout as sleep } from 'node:timers/promises'
import { worst } from './allowed.ts'

/** Clients in a process of their own that ask for the worst that is allowed, again and again. Arguments: address, database, the token of each. */
const [url, databaseId, ...tokens] = process.argv.slice(2) as [string, string, ...string[]]
const statuses: Record<string, number> = {}
let stopping = false

async function client(token: string, number: number) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  for (let at = 0; !stopping; at++) {
    const operation = worst[(number + at) % worst.length]!(databaseId, number * 1_000_000 + at)
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify(operation),
    })
    await response.arrayBuffer()
    statuses[response.status] = (statuses[response.status] ?? 0) + 1
    // One that keeps to what it is told, as most do; how soon the others come back is up to the server.
    const seconds = Number(response.headers.get('retry-after') ?? 0)
    if (seconds > 0 && number % 2 === 0) await sleep(seconds * 1_000)
  }
}

process.on('message', async () => {
  stopping = true
  process.send!(statuses)
  await sleep(100)
  process.exit()
})
for (const [number, token] of tokens.entries()) client(token, number).catch(() => process.exit(1))
