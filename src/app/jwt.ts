import type { JwtOptions } from '../access/jwt.ts'
import { createKeySet } from '../access/key-set.ts'
import { type Config, ConfigError } from '../config.ts'
import type { Log } from '../platform/log.ts'

/** @throws ConfigError where it is said what JWTs have to be, and not how one is known to be true */
export function jwtOf(config: Config, log: Log): JwtOptions | null {
  const { JWT_SECRET: secret, JWKS_URL: url } = config
  if (secret === undefined && url === undefined) {
    for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE'] as const)
      if (config[name] !== undefined) throw new ConfigError(`${name} needs JWT_SECRET or JWKS_URL`)
    return null
  }
  const onFailure = (message: string) => log.warn({ url, reason: message }, 'No keys came from JWKS_URL')
  return {
    secret,
    keySet:
      url === undefined ? undefined : createKeySet({ url, deniedHosts: config.DENIED_HOSTS, onFailure }),
    issuer: config.JWT_ISSUER,
    audiences: config.JWT_AUDIENCE,
    claims: {
      user: config.JWT_USER_CLAIM,
      workspace: config.JWT_WORKSPACE_CLAIM,
      role: config.JWT_ROLE_CLAIM,
    },
  }
}
