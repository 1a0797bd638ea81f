import t from 'tap'
import { startCli } from '../helpers/run-cli.ts'

t.test('the bundle counts from its first request on, before anybody has looked', async (t) => {
  const { url } = await startCli(t)
  await fetch(`${url}/segment/v2/customer_sessions/s1`, { method: 'PUT' })
  const reply = await fetch(`${url}/_mock/metrics`)
  t.match(reply.headers.get('content-type'), /^text\/plain; version=0\.0\.4/)
  const text = await reply.text()
  const route = 'route="/segment/v2/customer_sessions/:customerSessionId",method="PUT"'
  t.ok(text.includes(`talon_mock_http_requests_total{${route},status="401"} 1\n`), text)
  t.ok(text.includes(`talon_mock_http_request_duration_seconds_count{${route}} 1\n`))
})
