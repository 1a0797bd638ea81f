import { ThirdPartyError } from '../../contract/service/errors.ts'

/** Statuses that every request to the Third-party API may be refused with. */
export const REFUSALS = {
  400: ThirdPartyError,
  401: ThirdPartyError,
  404: ThirdPartyError,
  413: ThirdPartyError,
  415: ThirdPartyError,
  429: ThirdPartyError,
  503: ThirdPartyError,
}
