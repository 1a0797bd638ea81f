/**
 * Paths of the deployment's own API; everything else outside the control API is the Third-party API's.
 * A proxy's client sends the whole URL.
 */
export const INTEGRATION_PATH = /^(https?:\/\/[^/]*)?\/v[123]\//
