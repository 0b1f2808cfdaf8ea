import { networkInterfaces } from 'node:os'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseConnectionString } from '../../src/databases/connection-string.ts'
import { sslModes } from '../../src/databases/engine.ts'
import { connectMysql } from '../../src/databases/mysql/connection.ts'
import { tellsPassword } from '../../src/databases/mysql/password.ts'
import type { ServerTarget } from '../../src/databases/target.ts'
import { addressOf, neverConnected } from '../../src/platform/addresses.ts'
import { certificateFor } from '../security/certificate.ts'
import { type Impostor, startImpostor, waysToLogIn } from './mysql-impostor.ts'

const password = 'correct horse'
const loopback = '127.0.0.1'
/** Of this machine, and not only for itself; a machine without a network has none. */
const others = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, address }) => !internal && neverConnected(addressOf(address)) === null)
  .map(({ address }) => address)

let certificate: { key: string; cert: string }
const usual = getCACertificates('default')
const open: Impostor[] = []

beforeAll(async () => {
  certificate = await certificateFor('localhost')
})
afterEach(async () => {
  setDefaultCACertificates(usual)
  for (const impostor of open.splice(0)) await impostor.close()
})
afterAll(() => setDefaultCACertificates(usual))

/** How a login ends at who answers in the server's place, and whether they know the password by then. */
async function swindled(
  options: Parameters<typeof startImpostor>[0],
  mode: string | null,
  host = options.address ?? loopback,
) {
  const impostor = await startImpostor(options)
  open.push(impostor)
  const place = `${host.includes(':') ? `[${host}]` : host}:${impostor.port}`
  const user = `guest:${encodeURIComponent(password)}`
  const target = parseConnectionString(`mysql://${user}@${place}/shop${mode ? `?sslmode=${mode}` : ''}`)
  const error = await connectMysql(target as ServerTarget, {
    hosts: { allowed: ['0.0.0.0/0', '::/0', 'localhost'], servesLoopback: true },
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 5_000,
    applicationName: 'quarry test',
  }).then(
    () => ({ reason: 'NONE', message: '' }),
    (error) => error,
  )
  return { error, learnt: impostor.learnt(password), logins: impostor.logins() }
}

describe('the password of a login to MySQL', () => {
  it.each(waysToLogIn)(
    'is known to nobody who checks no certificate, unless someone said so (%s)',
    async (way) => {
      const tellsItself = /sha/.test(way)
      for (const address of [loopback, ...others])
        for (const tls of [undefined, certificate]) {
          const told = async (mode: string | null) => (await swindled({ way, tls, address }, mode)).learnt
          const where = `${address}, ${tls ? 'with' : 'without'} TLS`
          expect(await told(null), where).toBe(tellsItself && address === loopback)
          expect(await told('prefer'), where).toBe(tellsItself && address === loopback)
          // What someone who writes these takes upon them.
          expect(await told('disable'), where).toBe(tellsItself)
          expect(await told('require'), where).toBe(tellsItself && tls !== undefined)
          for (const mode of ['verify-ca', 'verify-full']) expect(await told(mode), where).toBe(false)
        }
    },
  )

  it.each(waysToLogIn.slice(0, 3))('is known to a server whose certificate was checked (%s)', async (way) => {
    setDefaultCACertificates([...usual, certificate.cert])
    const asked = (mode: string, host: string) =>
      swindled({ way, tls: certificate, address: loopback }, mode, host)
    expect(await asked('verify-full', 'localhost')).toMatchObject({ learnt: true, logins: 1 })
    expect(await asked('verify-full', loopback)).toMatchObject({ learnt: false, error: { reason: 'TLS' } })
    expect(await asked('verify-ca', loopback)).toMatchObject({ learnt: true, logins: 1 })
  })

  it.each(sslModes)('is told with sslmode=%s as it is written down', (mode) => {
    for (const address of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])
      expect(tellsPassword(mode, address), address).toBe(true)
    for (const address of ['192.168.1.2', '10.0.0.1', '8.8.8.8', 'fd00::2', '2a00::1', '64:ff9b::7f00:1'])
      expect(tellsPassword(mode, address), address).toBe(mode !== 'prefer')
  })

  it.each(others)(
    'is kept from a server on %s that asks for it, with words on what to write',
    async (address) => {
      for (const way of ['caching_sha2_password', 'sha256_password'] as const)
        expect(await swindled({ way, tls: certificate, address }, null)).toMatchObject({
          learnt: false,
          logins: 0,
          error: {
            reason: 'AUTHENTICATION',
            message: expect.stringMatching(/sslmode=verify-full, or sslmode=require/),
          },
        })
    },
  )
})
