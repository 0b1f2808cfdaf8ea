import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { ConnectionFailedError } from '../../src/platform/errors.ts'
import { type HostRules, isHostRule, isLoopback, refusalOf, resolveHost } from '../../src/platform/hosts.ts'

const open: HostRules = { allowed: null, servesLoopback: true }
const served: HostRules = { allowed: null, servesLoopback: false }
const listed = (...allowed: string[]): HostRules => ({ allowed, servesLoopback: false })
/** Lists every address there is. */
const all = listed('0.0.0.0/0', '::/0')

const reasonFor = (host: string, rules: HostRules) =>
  resolveHost(host, rules).then(
    (addresses) => (addresses.length > 0 ? 'allowed' : 'no address'),
    (error) => {
      if (error instanceof ConnectionFailedError) return error.reason
      throw error
    },
  )

const loopbackSpellings = [
  '127.0.0.1',
  '127.1',
  '127.8.9.10',
  '0x7f000001',
  '0x7f.0.0.1',
  '2130706433',
  '0177.0.0.1',
  '017700000001',
  '::1',
  '0:0:0:0:0:0:0:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  'localhost',
  'LocalHost',
  // Letters and digits that only look otherwise: names are asked for as punycode has them.
  'ｌｏｃａｌｈｏｓｔ',
  '１２７.０.０.１',
  'ⓛocalhost',
]
const privateAddresses = [
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  'fd12:3456::1',
  '::ffff:10.1.2.3',
  '64:ff9b::10.1.2.3',
]
const publicAddresses = ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '64:ff9b::8.8.8.8']
/** Of gateways, relays and experiments, and what is given to nobody: only where ALLOWED_HOSTS lists them. */
const oddAddresses = [
  '64:ff9b:1::8.8.8.8',
  '::ffff:0:8.8.8.8',
  '2002:808:808::1',
  '2001:4:112::1',
  '4000::1',
  '5f00::1',
]
const neverConnected = [
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  'fe80::1',
  'fe80::1%1',
  'fd00:ec2::254',
  'fd00:ec2::254%1',
  'fd20:ce::254',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '0.0.0.0',
  '0',
  '::',
  '::ffff:0.0.0.0',
  '224.0.0.1',
  'ff02::1',
  '255.255.255.255',
  '240.0.0.1',
  '0.1.2.3',
  'ff05::1:3',
  'fec0::1',
  '100::1',
  '::127.0.0.1',
  '::2',
  // What gateways and relays make one of the above of (RFC 6052, 8215, 6145, 3056, 4380).
  '64:ff9b::169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b::127.0.0.1',
  '64:ff9b::0.0.0.0',
  '64:ff9b:1::169.254.169.254',
  '64:ff9b:1:a9fe:a9:fe00::',
  '64:ff9b:1:fea9:fe:a9fe::',
  '64:ff9b:1:2:a9:fea9:fe00:0',
  '64:ff9b:1::127.0.0.1',
  '::ffff:0:169.254.169.254',
  '2002:a9fe:a9fe::1',
  '2002:7f00:1::',
  '2001:0:a9fe:a9fe::1',
  '2001:0:808:808::5601:5601',
]

describe('the rules for hosts, where ALLOWED_HOSTS is not set', () => {
  it.each(loopbackSpellings)(
    'let %s through while the server itself listens on loopback alone',
    async (host) => {
      expect(await reasonFor(host, open)).toBe('allowed')
    },
  )

  it.each(loopbackSpellings)('refuse %s on a server that others reach', async (host) => {
    expect(await reasonFor(host, served)).toBe('HOST_NOT_ALLOWED')
  })

  it.each(privateAddresses)('refuse %s, an address of a private network', async (host) => {
    expect(await reasonFor(host, open)).toBe('HOST_NOT_ALLOWED')
  })

  it.each(publicAddresses)('let %s through, a public address', async (host) => {
    expect(await reasonFor(host, served)).toBe('allowed')
  })

  it.each(oddAddresses)('refuse %s, an address of no common network, unless it is listed', async (host) => {
    expect(await reasonFor(host, open)).toBe('HOST_NOT_ALLOWED')
    expect(await reasonFor(host, listed(host))).toBe('allowed')
  })

  it('say how the operator can open a private address', async () => {
    await expect(resolveHost('10.1.2.3', open)).rejects.toThrow(
      '10.1.2.3 leads to a private address; the operator can list it in ALLOWED_HOSTS',
    )
  })
})

describe('addresses that are never connected', () => {
  it.each(neverConnected)('include %s, also where ALLOWED_HOSTS lists every address', async (host) => {
    expect(await reasonFor(host, open)).not.toBe('allowed')
    expect(await reasonFor(host, all)).not.toBe('allowed')
    expect(await reasonFor(host, listed(host.replace(/%.*/, '')))).not.toBe('allowed')
  })
})

describe('ALLOWED_HOSTS', () => {
  it.each([
    ['an address', '10.1.2.3', listed('10.1.2.3'), 'allowed'],
    ['another address', '10.1.2.4', listed('10.1.2.3'), 'HOST_NOT_ALLOWED'],
    ['another spelling of an address', '0x0a010203', listed('10.1.2.3'), 'allowed'],
    ['another spelling of an IPv6 address', 'fd12:0:0::1', listed('fd12::1'), 'allowed'],
    ['an IPv4 range', '10.1.255.3', listed('10.1.0.0/16'), 'allowed'],
    ['what is beside an IPv4 range', '10.2.0.1', listed('10.1.0.0/16'), 'HOST_NOT_ALLOWED'],
    ['an IPv6 range', 'fd12:3456::1', listed('fd12::/16'), 'allowed'],
    ['what is beside an IPv6 range', 'fd13::1', listed('fd12::/16'), 'HOST_NOT_ALLOWED'],
    ['an IPv4 address by the range it is mapped to', '::ffff:10.1.2.3', listed('10.0.0.0/8'), 'allowed'],
    ['loopback by name', 'localhost', listed('localhost'), 'allowed'],
    ['a name in capitals and with its last dot', 'LOCALHOST', listed('localhost.'), 'allowed'],
    ['an address behind a name that alone is listed', '127.0.0.1', listed('localhost'), 'HOST_NOT_ALLOWED'],
    ['a name by its address', 'localhost', listed('127.0.0.0/8', '::1'), 'allowed'],
    ['public addresses that it leaves out', '8.8.8.8', listed('10.0.0.0/8'), 'HOST_NOT_ALLOWED'],
    [
      'loopback that it leaves out',
      '127.0.0.1',
      { allowed: ['8.8.8.8'], servesLoopback: true },
      'HOST_NOT_ALLOWED',
    ],
    ['anything, where it is an empty list', '8.8.8.8', listed(), 'HOST_NOT_ALLOWED'],
  ] as const)('decides on %s', async (_, host, rules, expected) => {
    expect(await reasonFor(host, rules as HostRules)).toBe(expected)
  })

  it('opens all names below a wildcard, and not the name itself or one that only ends alike', () => {
    const address = ipaddr.process('10.1.2.3')
    const refused = (host: string) => refusalOf(host, address, listed('*.example.com')) !== null
    expect(['db.example.com', 'a.b.EXAMPLE.com.'].map(refused)).toEqual([false, false])
    expect(['example.com', 'badexample.com', 'db.example.com.evil.org'].map(refused)).toEqual([
      true,
      true,
      true,
    ])
  })

  it.each([
    ['BÜCHER.example.', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'bücher.example'],
    ['a.bücher.example', '*.xn--bcher-kva.example'],
    ['ｄｂ.example', 'db.example'],
  ])('takes the name %s for the listed %s, as name servers do', (host, rule) => {
    expect(refusalOf(host, ipaddr.process('10.1.2.3'), listed(rule))).toBeNull()
  })

  it.each([
    'db',
    'db.example.com',
    '*.example.com',
    '10.0.0.1',
    '::1',
    '10.0.0.0/8',
    'fd00::/8',
    'bücher.example',
  ])('may hold %s', (rule) => expect(isHostRule(rule)).toBe(true))

  it.each(['', '*', 'a*.example.com', 'db:5432', '[::1]', '10.0.0.0/40', 'postgresql://db', 'a..b', 'a b'])(
    'may not hold "%s"',
    (rule) => expect(isHostRule(rule)).toBe(false),
  )
})

describe('DENIED_HOSTS', () => {
  const denied = (...rules: string[]): HostRules => ({ ...all, denied: rules })
  it.each([
    ['an address', '8.8.8.8', '8.8.8.8'],
    ['another spelling of an address', '0x08080808', '8.8.8.8'],
    ['an IPv4 range', '8.8.8.8', '8.0.0.0/8'],
    ['an IPv4 range that is written as one of IPv6', '8.8.8.8', '::ffff:8.0.0.0/104'],
    ['an address that is written as one of IPv6', '8.8.8.8', '::ffff:808:808'],
    ['an IPv6 range', '2606:4700::1111', '2606:4700::/32'],
    ['every address', '2606:4700::1111', '::/0'],
    ['loopback by its range', 'localhost', '127.0.0.0/8'],
    ['a name', 'localhost', 'localhost'],
    ['a name in other letters, listed with its last dot', 'LOCALHOST', 'localhost.'],
    ['a range, by what a gateway of the network makes of it', '64:ff9b::10.1.2.3', '10.0.0.0/8'],
    ['a range, by what any gateway makes of it', '64:ff9b:1::10.1.2.3', '10.0.0.0/8'],
    ['a range, by what a relay makes of it', '2002:a01:203::1', '10.0.0.0/8'],
    ['a private address that is listed by itself', '10.1.2.3', '10.1.2.3'],
  ])('wins over ALLOWED_HOSTS with %s', async (_, host, rule) => {
    expect(await reasonFor(host, denied())).toBe('allowed')
    expect(await reasonFor(host, denied('192.0.2.1', rule))).toBe('HOST_NOT_ALLOWED')
    expect(await reasonFor(host, { ...listed(host, '0.0.0.0/0', '::/0'), denied: [rule] })).toBe(
      'HOST_NOT_ALLOWED',
    )
  })

  it('wins over what is public, and what loopback may do while the server listens there', async () => {
    expect(await reasonFor('8.8.8.8', { ...open, denied: ['8.8.8.0/24'] })).toBe('HOST_NOT_ALLOWED')
    expect(await reasonFor('127.0.0.1', { ...open, denied: ['127.0.0.1'] })).toBe('HOST_NOT_ALLOWED')
    expect(await reasonFor('127.0.0.2', { ...open, denied: ['127.0.0.1'] })).toBe('allowed')
  })

  it('denies all names below a wildcard, whatever they are written like', () => {
    const refused = (host: string) =>
      refusalOf(host, ipaddr.process('8.8.8.8'), denied('*.corp.example')) !== null
    expect(['db.corp.example', 'DB.CORP.example.', 'ｄｂ.corp。example'].map(refused)).toEqual([
      true,
      true,
      true,
    ])
    expect(['corp.example', 'db.corp.example.org'].map(refused)).toEqual([false, false])
  })

  it('says that it is what refuses', async () => {
    await expect(resolveHost('8.8.8.8', denied('8.0.0.0/8'))).rejects.toThrow(
      '8.8.8.8 is listed in DENIED_HOSTS, or leads to an address that is',
    )
  })
})

describe('a name', () => {
  it('is given with all of its addresses, of which each is allowed', async () => {
    const addresses = await resolveHost('localhost', open)
    expect(addresses).toContain('127.0.0.1')
    for (const address of addresses) expect(isLoopback(address)).toBe(true)
  })

  it('that does not resolve is unreachable, with words that say so', async () => {
    await expect(resolveHost('no-such-host.invalid', open)).rejects.toMatchObject({
      reason: 'UNREACHABLE',
      message: expect.stringContaining('no-such-host.invalid'),
    })
  })
})

describe('a server that listens on loopback', () => {
  it.each(['localhost', '127.0.0.1', '127.0.0.2', '::1'])('is one with HOST=%s', (host) => {
    expect(isLoopback(host)).toBe(true)
  })
  it.each(['0.0.0.0', '::', '192.168.1.1', 'quarry.example.com'])('is not one with HOST=%s', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})
