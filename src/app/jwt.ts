import type { JwtOptions } from '../access/jwt.ts'
import { type Config, ConfigError } from '../config.ts'

/** @throws ConfigError where it is said what JWTs have to be, and not how one is known to be true */
export function jwtOf(config: Config): JwtOptions | null {
  if (config.JWT_SECRET === undefined) {
    for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE'] as const)
      if (config[name] !== undefined) throw new ConfigError(`${name} needs JWT_SECRET`)
    return null
  }
  return {
    secret: config.JWT_SECRET,
    issuer: config.JWT_ISSUER,
    audiences: config.JWT_AUDIENCE,
    claims: {
      user: config.JWT_USER_CLAIM,
      workspace: config.JWT_WORKSPACE_CLAIM,
      role: config.JWT_ROLE_CLAIM,
    },
  }
}
