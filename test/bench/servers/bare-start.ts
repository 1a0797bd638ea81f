import Fastify from 'fastify'

/** The least that a Fastify process can do: it listens, and says so. */
const url = await Fastify().listen({ host: '127.0.0.1', port: 0 })
console.log(JSON.stringify({ url }))
