import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a secret belongs to. It is authenticated with it: a sealed value that is copied elsewhere does not open there. */
export type SecretContext = {
  /** The kind of secret, such as `database password`. */
  what: string
  /** The ids of the row that holds it, and of the row's workspace. */
  row: string
  workspace: string
  /** What values of this kind were bound to before they had the id of their key and their workspace in them. */
  earlier: string
}

/** Seals secrets for storage: AES-256-GCM with a random 96-bit nonce. */
export type Sealer = {
  /** With the newest key. */
  seal(secret: string, context: SecretContext): Buffer
  /**
   * @throws UnknownKey where the value was sealed with a key that is not among those given; also where it was tampered with, or
   * belongs to something else
   */
  open(sealed: Buffer, context: SecretContext): string
  /** What values begin with that were sealed in the form, and with the key, that `seal` uses. */
  readonly current: Buffer
}

export class UnknownKey extends Error {
  constructor() {
    super('It was sealed with a key that is neither ENCRYPTION_KEY nor in ENCRYPTION_KEY_PREVIOUS')
  }
}

const nonceBytes = 12
const tagBytes = 16
const form = Buffer.from([2])
const idBytes = 8
const earlierIdBytes = 4

/**
 * A sealed value is: form (1 byte, 2), id of the key (8 bytes), nonce, tag, ciphertext; form and id are authenticated as well. One of
 * the earlier form is: id of the key (4 bytes), nonce, tag, ciphertext.
 * @param key 32 bytes
 * @param previous keys that values may still be sealed with
 */
export function createSealer(key: Buffer, previous: Buffer[] = []): Sealer {
  const keys = [key, ...previous].map((key) => ({
    key,
    id: idOf(key),
    head: Buffer.concat([form, idOf(key)]),
  }))
  const current = keys[0]!.head

  /** The ways to read a value: all but one would need the same first bytes to mean two things. */
  function* ways(sealed: Buffer, context: SecretContext) {
    for (const { key, id, head } of keys) {
      if (startsWith(sealed, head))
        yield { key, body: sealed.subarray(head.length), aad: bound(head, context) }
      if (startsWith(sealed, id.subarray(0, earlierIdBytes)))
        yield { key, body: sealed.subarray(earlierIdBytes), aad: Buffer.from(context.earlier) }
    }
  }

  return {
    current,
    seal: (secret, context) => Buffer.concat([current, encrypt(key, secret, bound(current, context))]),
    open(sealed, context) {
      let failure: unknown = new UnknownKey()
      for (const { key, body, aad } of ways(sealed, context)) {
        try {
          return decrypt(key, body, aad)
        } catch (error) {
          failure = error
        }
      }
      throw failure
    },
  }
}

const idOf = (key: Buffer) => createHash('sha256').update(key).digest().subarray(0, idBytes)
const startsWith = (bytes: Buffer, head: Buffer) => bytes.subarray(0, head.length).equals(head)

/** As JSON, so that no two contexts are written alike. */
const bound = (head: Buffer, { what, row, workspace }: SecretContext) =>
  Buffer.concat([head, Buffer.from(JSON.stringify([what, row, workspace]))])

function encrypt(key: Buffer, secret: string, aad: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad)
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text])
}

function decrypt(key: Buffer, body: Buffer, aad: Buffer): string {
  const textAt = nonceBytes + tagBytes
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(aad).setAuthTag(body.subarray(nonceBytes, textAt))
  return Buffer.concat([decipher.update(body.subarray(textAt)), decipher.final()]).toString('utf8')
}

/** The 32 bytes of a key written as base64, base64url or hex; null where it is none of them. */
export function parseKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  // Node's decoder skips what is not base64: a passphrase must not become a key with fewer bits than it seems to have.
  return /^[a-z0-9+/_-]{43}=?$/i.test(text) ? Buffer.from(text, 'base64') : null
}

/** Compares in constant time, whatever the lengths. */
export function secretsEqual(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
