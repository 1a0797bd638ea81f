import type { Account, CampaignDefinition } from '../account.ts'
import { notFound } from '../errors.ts'

/** The campaign that a request names. @throws EmulatorError NOT_FOUND */
export const campaignNumbered = ({ campaigns }: Account, id: number): CampaignDefinition => {
  const campaign = campaigns.find((known) => known.id === id)
  if (campaign) return campaign
  throw notFound('campaign', id, '/campaignId')
}
