/** What a started emulator shows on a terminal: where it is, and a first request that can be pasted. */
export const banner = (
  url: string,
  { keysChecked, token, host }: { keysChecked: boolean; token: string | undefined; host: string },
): string => {
  const sink = `${url}/_mock/sink/demo`
  const bearer = token === undefined ? '' : ` -H 'Authorization: Bearer ${token}'`
  const key = keysChecked ? '"$TALON_ONE_KEY"' : 'anything'
  return `
talon-mock listens on ${url}${host === '0.0.0.0' || host === '::' ? ` (and on all other addresses, ${host})` : ''}
${token === undefined ? '' : `Control token: ${token}\n`}
Try it:

curl -X PUT ${url}/segment/customer_sessions/s1 \\
  -H 'Authorization: ApiKey-v1 '${key} -H 'destination-hostname: acme.talon.one' \\
  -H 'Content-Type: application/json' -H 'X-Callback-Destination-URI: ${sink}' \\
  -d '{"customerSession":{"profileId":"anna","cartItems":[{"sku":"mug","quantity":2,"price":12.5}]}}'

See the callback that came to the sink, and the ledger:

curl${bearer} ${url}/_mock/sinks/demo
curl${bearer} ${url}/_mock/exchanges

Describes itself: ${url}/_mock/docs   Stop: Ctrl+C

`
}
