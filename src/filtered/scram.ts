import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const iterations = 4096
const keyBytes = 32
const saltBytes = 16

/**
 * What PostgreSQL stores in place of a password, so that the password itself is in no statement, and so in no log and no
 * pg_stat_activity. The password must be ASCII, for which SASLprep changes nothing. Source: RFC 5803.
 */
export async function scramVerifier(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const salted = await promisify(pbkdf2)(password, salt, iterations, keyBytes, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const serverKey = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
