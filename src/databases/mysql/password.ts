import mysql, { type AuthPlugin } from 'mysql2'
import { addressOf } from '../../platform/addresses.ts'
import type { SslMode } from '../engine.ts'

/**
 * Whether a server may be told the password itself. Two ways to log in do so: within TLS as it is, and without TLS encrypted by a key
 * that comes from whoever answers; and it is the server that chooses the way. Whoever answers in its place would be told the password
 * under `prefer`, which checks nobody and is what nobody has to write. Each other mode is someone's word: that the server be checked, or
 * that the network leads to the right one.
 */
export const tellsPassword = (mode: SslMode, address: string): boolean =>
  mode !== 'prefer' || addressOf(address).range() === 'loopback'

/** A server asked for the password itself, and was not told. */
export class PasswordKept extends Error {}

/** Until then the server has a hash alone; the answer to this is the password. */
const fullAuthentication = Buffer.from([4])

/** In the place of the driver's own. Source: MySQL, "Caching SHA-2 Pluggable Authentication", "SHA-256 Pluggable Authentication". */
export const keepingPassword = {
  caching_sha2_password: (metadata) => {
    const answer = mysql.authPlugins.caching_sha2_password()(metadata)
    return (data) => {
      if (fullAuthentication.equals(data)) throw new PasswordKept()
      return answer(data)
    }
  },
  sha256_password: () => () => {
    throw new PasswordKept()
  },
} satisfies Record<string, AuthPlugin>
