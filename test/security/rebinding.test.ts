import { createServer, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { domainToASCII } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { parsePostgres } from '../../src/databases/connection-string.ts'
import { connectPostgres } from '../../src/databases/postgresql/connection.ts'
import { createCheckedFetch } from '../../src/platform/checked-fetch.ts'
import { ConnectionFailedError } from '../../src/platform/errors.ts'
import { configuredHosts, type HostRules, resolveHost } from '../../src/platform/hosts.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { asSuperuser, listen, withParts } from '../databases/sources.ts'
import { certificateFor } from './certificate.ts'
import { type NameServer, startNameServer } from './name-server.ts'

let names: NameServer
beforeAll(async () => {
  names = await startNameServer()
})
afterAll(() => names?.close())

const rules = (more: Partial<HostRules> = {}): HostRules => ({
  allowed: null,
  servesLoopback: false,
  lookup: names.lookup,
  ...more,
})
const outcome = (host: string, more?: Partial<HostRules>) =>
  resolveHost(host, rules(more)).catch((error) => {
    if (error instanceof ConnectionFailedError) return error.reason
    throw error
  })

describe('a name', () => {
  it('is refused where one of its addresses is, wherever that one stands among them', async () => {
    names.answers('one.example', { a: ['8.8.8.8', '10.0.0.1', '9.9.9.9'] })
    names.answers('other.example', { a: ['8.8.8.8'], aaaa: ['2606:4700::1111', 'fd00:ec2::254'] })
    names.answers('mapped.example', { a: ['8.8.8.8'], aaaa: ['::ffff:7f00:1'] })
    names.answers('public.example', { a: ['8.8.8.8', '9.9.9.9'], aaaa: ['2606:4700::1111'] })
    expect(await outcome('one.example')).toBe('HOST_NOT_ALLOWED')
    expect(await outcome('one.example', { allowed: ['8.8.8.8', '9.9.9.9'] })).toBe('HOST_NOT_ALLOWED')
    expect(await outcome('other.example', { allowed: ['other.example'] })).toBe('HOST_NOT_ALLOWED')
    expect(await outcome('mapped.example')).toBe('HOST_NOT_ALLOWED')
    expect(await outcome('public.example')).toEqual(['8.8.8.8', '9.9.9.9', '2606:4700::1111'])
    expect(await outcome('public.example', { denied: ['2606:4700::/32'] })).toBe('HOST_NOT_ALLOWED')
  })

  it('is the same with its last dot, and in punycode', async () => {
    names.answers('xn--bcher-kva.example', { a: ['8.8.8.8'] })
    const denied = ['bücher.example']
    for (const host of [
      'bücher.example',
      'BÜCHER.example.',
      'xn--bcher-kva.example',
      'xn--bcher-kva.example.',
    ]) {
      const lookup = (name: string) => names.lookup(domainToASCII(name))
      expect(await outcome(host, { lookup })).toEqual(['8.8.8.8'])
      expect(await outcome(host, { lookup, denied })).toBe('HOST_NOT_ALLOWED')
      expect(await outcome(host, { lookup, allowed: [] })).toBe('HOST_NOT_ALLOWED')
      expect(await outcome(host, { lookup, allowed: denied })).toEqual(['8.8.8.8'])
    }
  })

  it('that leads elsewhere at the next look is judged by where it leads then', async () => {
    names.answers('turns.example', { a: ['8.8.8.8'] }, { a: ['192.168.0.1'] })
    expect(await outcome('turns.example')).toEqual(['8.8.8.8'])
    expect(await outcome('turns.example')).toBe('HOST_NOT_ALLOWED')
  })

  it('without an address is unreachable', async () => {
    names.answers('empty.example', {})
    expect(await outcome('empty.example')).toBe('UNREACHABLE')
    expect(await outcome('missing.example')).toBe('UNREACHABLE')
  })
})

describe('a database behind a name that leads elsewhere after the check', () => {
  it('is connected, and its statements cancelled, at the address that was checked', async () => {
    const url = new URL(inject('postgresUrl'))
    const elsewhere: unknown[] = []
    const trap = await listen((socket) => void elsewhere.push(socket.remoteAddress))
    names.answers('rebound.example', { a: ['127.0.0.1'] }, { a: ['127.0.0.2'] })
    const target = parsePostgres(withParts(url.href, { host: 'rebound.example' }))
    const stop = new AbortController()
    const connection = await connectPostgres(target, {
      hosts: rules({ allowed: ['127.0.0.1'] }),
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 60_000,
      applicationName: 'quarry rebinding test',
      signal: stop.signal,
    })
    try {
      expect(await connection.query('select 1 as one')).toEqual([{ one: 1 }])
      const sleeping = connection.query('select pg_sleep(600)').catch((error) => error)
      const running = async () =>
        (
          await asSuperuser(
            `select from pg_stat_activity where application_name = 'quarry rebinding test' and query like '%pg_sleep(600)%'
             and state = 'active' and pid <> pg_backend_pid()`,
          )
        ).length
      expect(await waitUntil(async () => (await running()) === 1, 5_000)).toBe(true)
      stop.abort(new Error('enough'))
      expect(await sleeping).toMatchObject({ message: 'enough' })
      expect(await waitUntil(async () => (await running()) === 0, 5_000)).toBe(true)
      expect(names.asked('rebound.example')).toBe(1)
    } finally {
      await connection.close()
      await trap.close()
    }
    const again = connectPostgres(target, {
      hosts: rules({ allowed: ['127.0.0.1'] }),
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 5_000,
      applicationName: 'quarry rebinding test',
    })
    await expect(again).rejects.toMatchObject({ reason: 'HOST_NOT_ALLOWED' })
    expect(elsewhere).toEqual([])
  })
})

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port
const listening = <Any extends Pick<Server, 'listen'>>(server: Any, host: string, port = 0): Promise<Any> =>
  new Promise((resolve) => server.listen(port, host, () => resolve(server)))

describe('what the configuration names over HTTP', () => {
  it('is asked at the address that was checked, by its own name', async () => {
    const asked: (string | undefined)[] = []
    const server = await listening(
      createServer((request, response) => {
        asked.push(request.headers.host)
        let body = ''
        request.on('data', (chunk) => (body += chunk))
        request.on('end', () =>
          response.setHeader('x-said', 'yes').end(`${request.method} ${request.url} ${body}`),
        )
      }),
      '127.0.0.1',
    )
    const trapped: unknown[] = []
    const trap = await listening(
      createServer((request, response) => {
        trapped.push(request.url)
        response.end()
      }),
      '127.0.0.2',
      portOf(server),
    )
    try {
      names.answers('model.example', { a: ['127.0.0.1'] }, { a: ['127.0.0.2'] })
      const fetch = createCheckedFetch({ ...configuredHosts(['127.0.0.2']), lookup: names.lookup })
      const url = `http://model.example:${portOf(server)}/v1/chat?x=1`
      const response = await fetch(url, { method: 'POST', body: 'wörds', headers: { 'x-y': 'z' } })
      expect(response.status).toBe(200)
      expect(response.headers.get('x-said')).toBe('yes')
      expect(await response.text()).toBe('POST /v1/chat?x=1 wörds')
      expect(asked).toEqual([`model.example:${portOf(server)}`])
      expect(names.asked('model.example')).toBe(1)
      await expect(fetch(url)).rejects.toMatchObject({ reason: 'HOST_NOT_ALLOWED' })
      expect(trapped).toEqual([])
    } finally {
      server.close()
      trap.close()
    }
  })

  it.each([
    '169.254.169.254',
    '[fd00:ec2::254]',
    '[::ffff:169.254.169.254]',
    '0xa9fea9fe',
    '[64:ff9b::a9fe:a9fe]',
    '0',
  ])('is never asked at %s', async (host) => {
    await expect(
      createCheckedFetch(configuredHosts())(`http://${host}/latest/meta-data`),
    ).rejects.toMatchObject({
      reason: 'HOST_NOT_ALLOWED',
    })
  })

  it.each([301, 302, 303, 307, 308])(
    'is not followed where it answers %i, not even to itself',
    async (status) => {
      const asked: unknown[] = []
      const server = await listening(
        createServer((request, response) => {
          asked.push(request.url)
          response
            .writeHead(status, { location: request.url === '/a' ? '/b' : 'http://169.254.169.254/' })
            .end()
        }),
        '127.0.0.1',
      )
      try {
        const fetch = createCheckedFetch(configuredHosts())
        for (const path of ['/a', '/c'])
          await expect(fetch(`http://127.0.0.1:${portOf(server)}${path}`)).rejects.toThrow(
            'it answered with a redirect, which is not followed',
          )
        expect(asked).toEqual(['/a', '/c'])
      } finally {
        server.close()
      }
    },
  )

  it('is taken at its word over TLS only with a certificate for its name', async () => {
    const { key, cert } = await certificateFor('model.example')
    const answer = (_: unknown, response: ServerResponse) => void response.end('secured')
    const server = await listening(createSecureServer({ key, cert }, answer), '127.0.0.1')
    const trusted = getCACertificates('default')
    try {
      for (const name of ['model.example', 'other.example']) names.answers(name, { a: ['127.0.0.1'] })
      const fetch = createCheckedFetch({ ...configuredHosts(), lookup: names.lookup })
      const from = (name: string) => fetch(`https://${name}:${portOf(server)}/`)
      await expect(from('model.example')).rejects.toMatchObject({
        message: 'fetch failed',
        cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      })
      setDefaultCACertificates([...trusted, cert])
      expect(await (await from('model.example')).text()).toBe('secured')
      await expect(from('other.example')).rejects.toMatchObject({
        cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      })
    } finally {
      setDefaultCACertificates(trusted)
      server.closeAllConnections()
      server.close()
    }
  })

  it('is given up where its answer has no end, where it breaks off, and where nobody waits any more', async () => {
    const server = await listening(
      createServer((request, response) => {
        if (request.url === '/endless') {
          const more = () => {
            while (!response.destroyed && response.write(Buffer.alloc(2 ** 20)));
            if (!response.destroyed) response.once('drain', more)
          }
          return more()
        }
        if (request.url === '/broken') {
          response.writeHead(200, { 'content-length': 100 }).write('a')
          setTimeout(() => response.destroy(), 20)
        }
      }),
      '127.0.0.1',
    )
    try {
      const fetch = createCheckedFetch(configuredHosts())
      const at = (path: string) => `http://127.0.0.1:${portOf(server)}${path}`
      await expect(fetch(at('/endless'))).rejects.toThrow('its answer is larger than 16 MiB')
      await expect(fetch(at('/broken'))).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
      await expect(fetch(at('/silent'), { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
        name: 'TimeoutError',
      })
      await expect(fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
