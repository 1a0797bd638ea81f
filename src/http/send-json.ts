import type { FastifyReply } from 'fastify'

const asItIs = (json: string) => json

/**
 * Sends text that is JSON already. Without a serializer of its own, Fastify would add a charset to
 * the content type, which the service doesn't send.
 */
export const sendJson = (
  reply: FastifyReply,
  status: number,
  json: string,
  contentType = 'application/json',
): FastifyReply =>
  reply.code(status).header('content-type', contentType).serializer(asItIs).send(json)

/** Answers that it is done, and nothing else. */
export const sendNothing = (reply: FastifyReply): FastifyReply => reply.code(204).send()
