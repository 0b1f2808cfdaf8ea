import { execFile, type SpawnOptions } from 'node:child_process'
import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

export type Account = { uid: number; gid: number }

/** How PostgreSQL's programs are started here. */
export type Launcher = {
  /** Whom the cluster must belong to; null where it is the user of this process. */
  account: Account | null
  command(program: string, args: string[]): { file: string; args: string[]; options: SpawnOptions }
}

/**
 * PostgreSQL refuses to run as root. Where this process does, its programs run as the owner of `cluster`, or before that
 * exists as the user `postgres` or `nobody`.
 * @param directory the real path of the directory that holds the cluster
 * @throws where that user cannot reach `directory` or `program` and cannot be helped to
 */
export async function findLauncher(directory: string, cluster: string, program: string): Promise<Launcher> {
  // Neither PG* variables nor this process's secrets are for the server, whose messages must be in English to be read.
  const options = { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } }
  if (process.getuid?.() !== 0) {
    return { account: null, command: (file, args) => ({ file, args, options }) }
  }
  const account = (await ownerOf(cluster)) ?? (await unprivilegedAccount())
  const closed =
    (await untraversable(directory, account)) ?? (await untraversable(await realpath(program), account))
  if (closed === null) {
    return { account, command: (file, args) => ({ file, args, options: { ...options, ...account } }) }
  }
  const prefix = await prefixPassing(closed, account, program)
  return {
    account,
    command: (file, args) => ({ file: 'setpriv', args: [...prefix, file, ...args], options }),
  }
}

/**
 * The arguments of setpriv(1) under which `program` runs as `account` in spite of the closed directory: with the
 * capability to read everywhere or, where a container withholds that one, the one to ignore file modes.
 */
async function prefixPassing(closed: string, { uid, gid }: Account, program: string): Promise<string[]> {
  for (const capability of ['dac_read_search', 'dac_override']) {
    const prefix = [
      ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'],
      ...[`--inh-caps=-all,+${capability}`, `--ambient-caps=+${capability}`],
      // access(2), with which PostgreSQL looks for its own programs, ignores the capabilities of a user who is not root
      // unless this bit is set: capabilities(7).
      '--securebits=+no_setuid_fixup',
    ]
    const probe = promisify(execFile)('setpriv', [...prefix, program, '--version'], { cwd: '/' })
    if (
      await probe.then(
        () => true,
        () => false,
      )
    )
      return prefix
  }
  throw new Error(
    `The embedded PostgreSQL does not run as root, and its user (uid ${uid}) cannot enter ${closed}. ` +
      `Start Quarry as an ordinary user, or let others pass with "chmod o+x ${closed}", or install setpriv (util-linux)`,
  )
}

/** The nearest of `target` and the directories above it that `account` may not pass, by their modes alone. */
async function untraversable(target: string, account: Account): Promise<string | null> {
  const { uid, gid, mode } = await stat(target)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  if (!(mode & bit)) return target
  const parent = path.dirname(target)
  return parent === target ? null : untraversable(parent, account)
}

async function ownerOf(cluster: string): Promise<Account | null> {
  const owner = await stat(cluster).catch(() => null)
  return owner === null || owner.uid === 0 ? null : { uid: owner.uid, gid: owner.gid }
}

async function unprivilegedAccount(): Promise<Account> {
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find(Boolean)
  if (!user) {
    throw new Error(
      'The embedded PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody" to run it as. ' +
        'Start Quarry as an ordinary user',
    )
  }
  return { uid: Number(user[2]), gid: Number(user[3]) }
}
