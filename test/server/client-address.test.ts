import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createAddressOf } from '../../src/server/client-address.ts'

const request = (remoteAddress: string | undefined, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage

describe('the address that a request came from', () => {
  it('is that of its connection, whatever X-Forwarded-For says, where no proxy is trusted', () => {
    const addressOf = createAddressOf([])
    expect(addressOf(request('203.0.113.9', '6.6.6.6'))).toBe('203.0.113.9')
    expect(addressOf(request('::ffff:203.0.113.9'))).toBe('203.0.113.9')
    expect(addressOf(request('2001:db8::1'))).toBe('2001:db8::1')
    expect(addressOf(request(undefined))).toBeNull()
  })

  it.each([
    ['203.0.113.9', 'that whom the proxy was called by'],
    ['6.6.6.6, 203.0.113.9', 'never one that a client wrote before it'],
    ['203.0.113.9, 10.1.2.3', 'the one before all proxies'],
    ['203.0.113.9:5123', 'without its port'],
    ['[203.0.113.9]:5123', 'without brackets'],
    ['::ffff:203.0.113.9', 'of IPv4 where it is written as one of IPv6'],
  ])('behind a trusted proxy that says %s is %s', (forwarded) => {
    expect(createAddressOf(['10.0.0.0/8'])(request('10.0.0.1', forwarded))).toBe('203.0.113.9')
  })

  it.each([undefined, '', 'unknown', '203.0.113.9, nonsense', '203.0.113.999'])(
    'is that of the proxy where it says %j',
    (forwarded) => {
      expect(createAddressOf(['10.0.0.0/8'])(request('10.0.0.1', forwarded))).toBe('10.0.0.1')
    },
  )

  it('is that of a stranger who pretends to be a proxy', () => {
    expect(createAddressOf(['10.0.0.0/8', '::1'])(request('203.0.113.9', '10.0.0.1'))).toBe('203.0.113.9')
    expect(createAddressOf(['::1'])(request('::1', '203.0.113.9'))).toBe('203.0.113.9')
  })
})
