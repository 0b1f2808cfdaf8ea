import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { type FakeServer, listen } from './sources.ts'

export const waysToLogIn = [
  'caching_sha2_password',
  'sha256_password',
  'mysql_clear_password',
  'mysql_native_password',
] as const
type Way = (typeof waysToLogIn)[number]

/** Who answers in the place of a server of MySQL, and tries to learn passwords. */
export type Impostor = FakeServer & {
  /** How many logins came to their end. */
  logins(): number
  learnt(password: string): boolean
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** Source: MySQL, "Client/Server Protocol", "Connection Phase". */
export async function startImpostor({
  way,
  tls,
  address,
}: {
  way: Way
  /** With this certificate; a server without TLS where left out. */
  tls?: { key: string; cert: string }
  address?: string
}): Promise<Impostor> {
  const heard: Buffer[] = []
  let logins = 0
  const scramble = Buffer.from(randomBytes(20).map((byte) => (byte % 94) + 33))

  async function swindle(socket: Socket): Promise<void> {
    let { next, send, release } = packetsOf(socket)
    send(greeting(way, scramble, tls !== undefined))
    let packet = await next()
    if (tls && packet.length === 32) {
      release()
      ;({ next, send } = packetsOf(new TLSSocket(socket, { isServer: true, ...tls }), 2))
      packet = await next()
    }
    heard.push(packet)
    send(Buffer.concat([Buffer.from([0xfe]), text(way), scramble, Buffer.from([0])]))
    packet = await next()
    heard.push(packet)
    if (way === 'caching_sha2_password') {
      send(Buffer.from([1, 4]))
      packet = await next()
      heard.push(packet)
    }
    const wantsKey = packet.length === 1 && /sha/.test(way)
    if (wantsKey) {
      send(Buffer.concat([Buffer.from([1]), Buffer.from(publicKey)]))
      const padding = constants.RSA_PKCS1_OAEP_PADDING
      const opened = privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, await next())
      heard.push(Buffer.from(opened.map((byte, at) => byte ^ scramble[at % scramble.length]!)))
    }
    logins++
    send(Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), Buffer.from('#28000Access denied')]))
  }

  const server = await listen((socket) => void swindle(socket).catch(() => {}), address)
  return {
    ...server,
    logins: () => logins,
    learnt: (password) => heard.some((bytes) => bytes.includes(`${password}\0`)),
  }
}

/** A length of three bytes, a number, and what is sent. */
function packetsOf(socket: Socket, first = 0) {
  let pending = Buffer.alloc(0)
  let number = first
  let wake = () => {}
  const onData = (data: Buffer) => {
    pending = Buffer.concat([pending, data])
    wake()
  }
  const { promise: ended, reject } = Promise.withResolvers<never>()
  ended.catch(() => {})
  socket.on('data', onData).on('error', reject)
  socket.on('close', () => reject(new Error('The client is gone')))
  return {
    async next(): Promise<Buffer> {
      while (pending.length < 4 || pending.length < pending.readUIntLE(0, 3) + 4) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        await Promise.race([promise, ended])
      }
      const end = pending.readUIntLE(0, 3) + 4
      const body = pending.subarray(4, end)
      number = pending[3]! + 1
      pending = pending.subarray(end)
      return body
    },
    send(body: Buffer): void {
      const head = Buffer.alloc(4)
      head.writeUIntLE(body.length, 0, 3)
      head[3] = number++
      socket.write(Buffer.concat([head, body]))
    },
    /** What came after the last packet is for who reads next. */
    release(): void {
      socket.pause()
      socket.off('data', onData)
      if (pending.length > 0) socket.unshift(pending)
    },
  }
}

const text = (value: string) => Buffer.from(`${value}\0`)

const protocol41 = 0x200
const tlsThere = 0x800
const secureConnection = 0x8000
const pluginAuthentication = 0x80000

function greeting(way: Way, scramble: Buffer, tls: boolean): Buffer {
  const capabilities = protocol41 | secureConnection | pluginAuthentication | (tls ? tlsThere : 0)
  const numbers = Buffer.alloc(18)
  numbers.writeUInt16LE(capabilities & 0xffff, 0)
  numbers[2] = 45
  numbers.writeUInt16LE(2, 3)
  numbers.writeUInt16LE(capabilities >>> 16, 5)
  numbers[7] = scramble.length + 1
  return Buffer.concat([
    ...[Buffer.from([10]), text('8.4.0'), Buffer.from([1, 0, 0, 0]), scramble.subarray(0, 8)],
    ...[Buffer.from([0]), numbers, scramble.subarray(8), Buffer.from([0]), text(way)],
  ])
}
