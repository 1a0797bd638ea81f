/** Whoever made the certificate a moment ago has not told curl of it. */
const CURL = location.protocol === 'https:' ? 'curl -k' : 'curl'

/** A request that works when it is pasted, with a callback to the emulator's own sink. */
export const FIRST_REQUEST = `${CURL} -X PUT '${location.origin}/segment/customer_sessions/s1' \\
  -H 'Authorization: ApiKey-v1 anything' -H 'destination-hostname: acme.talon.one' \\
  -H 'Content-Type: application/json' \\
  -H 'X-Callback-Destination-URI: ${location.origin}/_mock/sink/demo' \\
  -d '{"customerSession":{"profileId":"anna","cartItems":[{"sku":"mug","quantity":2,"price":12.5}]}}'`
