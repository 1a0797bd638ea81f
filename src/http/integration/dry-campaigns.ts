import { type Fault, invalid } from '../../core/errors.ts'

/** What is wrong with campaigns that only a dry run may choose. Source: Integration API, `evaluableCampaignIds`. */
export const campaignFaults = (
  campaigns: readonly number[] | null | undefined,
  isDry: boolean,
  source = '/evaluableCampaignIds',
): Fault[] => {
  if (!campaigns || isDry) return []
  return [{ title: 'Not dry', details: 'evaluableCampaignIds goes with dry=true alone', source }]
}

/** @throws EmulatorError REQUEST_INVALID */
export const checkCampaigns = (
  campaigns: readonly number[] | null | undefined,
  isDry: boolean,
): void => {
  const faults = campaignFaults(campaigns, isDry)
  if (faults.length > 0) throw invalid('REQUEST_INVALID', faults)
}
