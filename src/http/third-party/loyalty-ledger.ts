import type { FastifyRequest } from 'fastify'
import type { LedgerReply } from '../../contract/service/platform-loyalty.ts'

/** A profile's points in a program. Source: Third-party OpenAPI, `LoyaltyResponse`. */
export const ledgerAskedBy = async (
  request: FastifyRequest,
  asked: { profileIntegrationId: string; loyaltyProgramId: number },
): Promise<LedgerReply> => {
  const { profileIntegrationId: profileId, loyaltyProgramId: programId } = asked
  request.exchange.profileId = profileId
  const program = await request.world.loyalty.ledgers(programId, profileId)
  const { id, title, name, ledger, subLedgers } = program
  return { id, title, name, ledger, subLedgers }
}
