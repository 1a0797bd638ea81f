import type { IncomingMessage } from 'node:http'
import type { FastifyPluginCallback, FastifyReply } from 'fastify'
import { replyProblem } from './problem-reply.ts'

/** One file of the built dashboard, as it is served. */
export interface DashboardFile {
  readonly type: string
  readonly body: Buffer
}

/** The files by name; the page is `index.html`. Read when first asked for, then held in memory. */
export type DashboardFiles = () => Promise<ReadonlyMap<string, DashboardFile>>

const PAGE = '/_mock/ui/'

/** Everything comes from here, and nothing is inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Where a request goes: a browser that opens `/` gets the dashboard, everybody else what the emulated service
 * answers there. Fastify's `rewriteUrl`.
 */
export const toDashboard = ({ url = '/', method, headers }: IncomingMessage): string => {
  const opens = (url === '/' || url.startsWith('/?')) && method === 'GET'
  return opens && headers.accept?.includes('text/html') ? PAGE : url
}

/** The dashboard's files. Anybody may read them: they show nothing of a user's. */
export const dashboardRoutes: FastifyPluginCallback<{ dashboard: DashboardFiles }> = (
  app,
  { dashboard },
  done,
) => {
  const serve = async (reply: FastifyReply, name: string): Promise<FastifyReply> => {
    const file = (await dashboard()).get(name)
    if (!file) return replyProblem(reply, 404, 'not-found', `no file ${name} of the dashboard`)
    const isPage = name === 'index.html'
    return reply
      .headers({
        'content-type': file.type,
        'content-security-policy': POLICY,
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        // The other files have their content in their names.
        // Others than browsers get something else at the page's address.
        ...(isPage && { vary: 'accept' }),
        'cache-control': isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
      })
      .send(file.body)
  }
  const open = { config: { open: true }, schema: { hide: true } }
  app.get('/ui', open, (_request, reply) => reply.redirect(PAGE))
  app.get('/ui/', open, (_request, reply) => serve(reply, 'index.html'))
  app.get<{ Params: { file: string } }>('/ui/:file', open, (request, reply) =>
    serve(reply, request.params.file),
  )
  done()
}
