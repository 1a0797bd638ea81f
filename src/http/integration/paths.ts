/** Paths of the deployment's own API; everything else outside the control API is the Third-party API's. */
export const INTEGRATION_PATH = /^\/v[123]\//
