import type { FastifyBodyParser, FastifyInstance, FastifyRequest } from 'fastify'
import { invalid } from '../core/errors.ts'
import { redactBody } from '../world/redact.ts'

/**
 * Deepest nesting of a body. Past some thousand levels Node can read JSON and not write it again, and
 * what is stored must be written: into replies, callbacks and the ledger's pages.
 */
const MAX_DEPTH = 1000

/** The same of a control request, which may hold what an emulated one has stored some levels deeper. */
export const MAX_CONTROL_DEPTH = MAX_DEPTH + 10

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Whether JSON text opens more than so many lists and objects inside each other. */
export const isTooDeep = (json: string, max = MAX_DEPTH): boolean => {
  // A level takes two characters: most bodies are too short to be deep.
  if (json.length <= 2 * max) return false
  let depth = 0
  let inText = false
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i)
    if (inText) {
      if (code === BACKSLASH) i++
      else if (code === QUOTE) inText = false
    } else if (code === QUOTE) inText = true
    // `[` and `{`, `]` and `}`: they differ in this one bit.
    else if ((code & ~0x20) === 0x5b) {
      if (++depth > max) return true
    } else if ((code & ~0x20) === 0x5d) depth--
  }
  return false
}

/** What the parser has against a body: its own words, or a key that would poison prototypes. */
const reasonOf = (body: string): Error => {
  try {
    JSON.parse(body)
  } catch (error) {
    if (error instanceof Error) return error
  }
  return new Error('the keys __proto__ and constructor.prototype are not taken')
}

/**
 * Parses bodies as Fastify does; besides, lets the ledger have the text, says what is wrong with one, and
 * refuses it when too deep.
 */
export const createJsonBodyParser = (app: FastifyInstance): FastifyBodyParser<string> => {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request, body, done) => {
    const shown = redactBody(body)
    request.exchange.body = shown
    // Clients that send a content type with every request may have no body to send.
    if (body === '' && !request.routeOptions.schema?.body) return done(null, undefined)
    if (isTooDeep(body)) {
      // As JSON of its text: the ledger could not show what is in it.
      request.exchange.body = JSON.stringify(shown)
      const details = `body must not be nested deeper than ${MAX_DEPTH} levels`
      done(invalid('REQUEST_INVALID', [{ title: 'Too deep', details, source: '/' }]))
      return
    }
    return parse(request, body, (error, value) => {
      if (error && body.length > 0) error.cause = reasonOf(shown)
      done(error, value)
    })
  }
}

/** What a control request's text comes to: a value, or why it is refused. */
type ReadBody = (
  request: FastifyRequest,
  text: string,
  done: (error: Error | null, value?: unknown) => void,
) => void

/**
 * Takes JSON and nothing else: the content types of a form go without asking across origins. Clients that
 * send a content type with every request may have no body to send: that is none, no fault.
 */
const takeJson = (app: FastifyInstance, read: ReadBody): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      if (body === '') return done(null, undefined)
      if (!isTooDeep(body, MAX_CONTROL_DEPTH)) return void read(request, body, done)
      const details = `body must not be nested deeper than ${MAX_CONTROL_DEPTH} levels`
      done(invalid('REQUEST_INVALID', [{ title: 'Too deep', details, source: '/' }]))
    },
  )
}

/** Parses the bodies of control requests. `anyKey`: with keys that would poison prototypes, too. */
export const takeControlBodies = (
  app: FastifyInstance,
  { anyKey }: { anyKey: boolean } = { anyKey: false },
): void => {
  const onPoison = anyKey ? 'ignore' : 'error'
  const parse = app.getDefaultJsonParser(onPoison, onPoison)
  takeJson(
    app,
    (request, body, done) =>
      void parse(request, body, (error, value) => {
        if (error) error.cause = reasonOf(body)
        done(error, value)
      }),
  )
}

/** Hands on the text of bodies that are JSON, for who reads it in its own way. */
export const takeJsonText = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('ignore', 'ignore')
  takeJson(
    app,
    (request, body, done) =>
      void parse(request, body, (error) => {
        if (error) error.cause = reasonOf(body)
        done(error, body)
      }),
  )
}
