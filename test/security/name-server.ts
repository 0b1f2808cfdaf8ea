import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'

/** Addresses of IPv4 and IPv6 that a question is answered with. */
export type Answer = { a?: string[]; aaaa?: string[] }

export type NameServer = {
  /** What a name leads to: one answer after the other, and the last one from then on. */
  answers(name: string, ...answers: Answer[]): void
  /** How often a name was asked for, by one question for each family. */
  asked(name: string): number
  /** As the system's resolver would give the addresses, were this its name server. */
  lookup(host: string): Promise<{ address: string }[]>
  close(): Promise<void>
}

const types = { 1: 'a', 28: 'aaaa' } as const

/** A name server on 127.0.0.1. Source of the form of its messages: RFC 1035, 4. */
export async function startNameServer(): Promise<NameServer> {
  const names = new Map<string, { answers: Answer[]; asked: Record<'a' | 'aaaa', number> }>()
  const socket = createSocket('udp4')
  socket.on('message', (message, { port, address }) => {
    const { name, type, end } = questionOf(message)
    const known = names.get(name)
    const family = types[type as keyof typeof types]
    const at = known && family ? known.asked[family]++ : 0
    const answer = known?.answers[Math.min(at, known.answers.length - 1)]
    const addresses = (family && answer?.[family]) ?? []
    const head = Buffer.from(message.subarray(0, 12))
    // An answer, of one with authority, recursion to be had; "no such name" where it is not known.
    head.writeUInt16BE(0x8580 | (known ? 0 : 3), 2)
    head.writeUInt16BE(addresses.length, 6)
    head.writeUInt32BE(0, 8)
    const records = addresses.map((text) => record(type, text))
    socket.send(Buffer.concat([head, message.subarray(12, end), ...records]), port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return {
    answers: (name, ...answers) => void names.set(name, { answers, asked: { a: 0, aaaa: 0 } }),
    asked: (name) => Math.max(...Object.values(names.get(name)!.asked)),
    async lookup(host) {
      const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
      const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
      if (addresses.length === 0) throw (found[0] as PromiseRejectedResult).reason
      return addresses.map((address) => ({ address }))
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message[at]!; length > 0; length = message[at]!) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 }
}

/** With a pointer to the name in the question, and no time to live. */
function record(type: number, text: string): Buffer {
  const data = type === 1 ? Buffer.from(text.split('.').map(Number)) : ipv6(text)
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function ipv6(text: string): Buffer {
  const [left, right = ''] = text.split('::') as [string, string?]
  const groups = (part: string) => part.split(':').filter(Boolean)
  const [before, after] = [groups(left), groups(right)]
  const all = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
