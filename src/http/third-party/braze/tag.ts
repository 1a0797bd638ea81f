/** What the OpenAPI document calls the family. */
export const TAG = 'Braze'
