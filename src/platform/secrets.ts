import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16

/**
 * Seals secrets for storage: AES-256-GCM with a random 96-bit nonce. `context` (what the secret belongs to, such as the
 * row's id) is authenticated with it, so that a sealed value copied to another row does not open.
 */
export type Sealer = {
  seal(secret: string, context: string): Buffer
  /** Throws where the value was tampered with, or sealed with another key or context. */
  open(sealed: Buffer, context: string): string
}

/** `key`: 32 bytes. A sealed value is: key id (4 bytes), nonce, tag, ciphertext. */
export function createSealer(key: Buffer): Sealer {
  const keyId = createHash('sha256').update(key).digest().subarray(0, 4)
  return {
    seal(secret, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([keyId, nonce, cipher.getAuthTag(), text])
    },
    open(sealed, context) {
      if (!sealed.subarray(0, keyId.length).equals(keyId)) {
        throw new Error('The secret was sealed with another ENCRYPTION_KEY than the one that is set')
      }
      const [nonceAt, tagAt] = [keyId.length, keyId.length + nonceBytes]
      const textAt = tagAt + tagBytes
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, tagAt), {
        authTagLength: tagBytes,
      })
      decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(tagAt, textAt))
      return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]).toString('utf8')
    },
  }
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
