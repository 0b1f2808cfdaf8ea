import type { IncomingMessage, ServerResponse } from 'node:http'
import { decodeIdOf } from '../graphql/nodes.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { publicPicture } from './store.sql.ts'

/** The pages of PUBLIC charts, for those who have no token: the picture itself. */
export type PublicCharts = {
  /** Answers /charts/<id>; false for any other address. */
  handle(request: IncomingMessage, response: ServerResponse, path: string, log: Log): boolean
}

const prefix = '/charts/'
export const pageOfChart = (id: string) => `${prefix}${id}`

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The picture may style itself, and nothing else: no script, nothing loaded, no frame around it that is not its own. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'"

export function createPublicCharts({ orm }: { orm: Orm }): PublicCharts {
  async function answer(request: IncomingMessage, response: ServerResponse, name: string) {
    const id = uuid.test(name) ? name : decodeIdOf('Chart', name)
    const svg = id && (await publicPicture(dbOf(orm.em.fork()), id))
    // Whoever hides a chart again wants it hidden everywhere.
    response.setHeader('cache-control', 'no-store')
    if (!svg) return plain(response, 404, 'There is no such chart\n')
    response.writeHead(200, {
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': policy,
      'cross-origin-resource-policy': 'cross-origin',
    })
    response.end(request.method === 'HEAD' ? undefined : svg)
  }

  return {
    handle(request, response, path, log) {
      if (!path.startsWith(prefix)) return false
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('allow', 'GET, HEAD')
        plain(response, 405, 'A chart can only be read\n')
        return true
      }
      answer(request, response, nameIn(path)).catch((error) => {
        log.warn({ err: error }, 'The page of a chart could not be answered')
        if (!response.headersSent) plain(response, 503, 'The chart cannot be read at the moment; try again\n')
        else response.destroy()
      })
      return true
    },
  }
}

function nameIn(path: string): string {
  try {
    return decodeURIComponent(path.slice(prefix.length))
  } catch {
    return ''
  }
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}
