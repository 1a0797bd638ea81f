import type { AudienceDefinition } from '../../core/account.ts'
import type { Arguments } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import { spend } from '../limits.ts'
import { EvaluationError, UnsupportedFunctionError } from '../talang/errors.ts'
import { toJson, ValueMap } from '../talang/value.ts'
import { type CallCheck, emit, type RuleFunctions } from './host-function.ts'

/** Effects that tell or mark something. Source: Integration API, effects of these names. */
export const MESSAGES: RuleFunctions = {
  showNotification: (args, env) =>
    emit(env, 'showNotification', {
      notificationType: args.optionalText(0, 'type') ?? 'Info',
      title: args.text(1, 'title'),
      body: bodyOf(args),
    }),

  triggerWebhook: (args, env) =>
    emitWebhook(args.wholeNumber(0, 'webhook'), args.text(1, 'name'), env),

  customEffect: (args, env) => emitCustom(args.text(0, 'name'), payloadOf(args), env),

  /**
   * A template: `callApi<id>` is a webhook, any other name a custom effect. Source: exported rulesets.
   * Assumed: a webhook, whose name only the account's settings would hold, is called as the call says;
   * what stands behind are its arguments.
   */
  '!'(args, env) {
    const name = args.text(0, 'name')
    const webhook = /^callApi(\d+)$/i.exec(name)?.[1]
    if (webhook !== undefined) return emitWebhook(Number(webhook), name, env)
    return emitCustom(name, payloadOf(args), env)
  },

  updateAttribute(args, env) {
    const path = args.text(0, 'path')
    const attribute = attributeAt(path)
    // No `catch` may pass it over: other entities are not emulated.
    if (!attribute) throw new UnsupportedFunctionError(UNSUPPORTED_PATH)
    const { entity, name } = attribute
    if (entity === 'Profile' && env.run.facts.session.profileId === '') {
      throw new EvaluationError('updateAttribute: the session has no profile')
    }
    const value = toJson(args.at(1) ?? null)
    env.run.updateAttribute({ entity, name, value })
    return emit(env, 'updateAttribute', { path, value })
  },

  addToAudience: (args, env) => changeAudience('addToAudience', args, env),

  removeFromAudience: (args, env) => changeAudience('removeFromAudience', args, env),
}

/** Calls that are refused before their rule runs. */
export const MESSAGE_CHECKS: Readonly<Record<string, CallCheck>> = {
  updateAttribute: ([path]) =>
    typeof path === 'string' && !attributeAt(path) ? UNSUPPORTED_PATH : undefined,
}

const UNSUPPORTED_PATH =
  'updateAttribute: path must be Session.Attributes.<name> or Profile.Attributes.<name>'

const attributeAt = (path: string) => {
  const [, entity, name] = /^(Session|Profile)\.Attributes\.(\w+)$/.exec(path) ?? []
  return (entity === 'Session' || entity === 'Profile') && name !== undefined
    ? ({ entity, name } as const)
    : undefined
}

/** Text, or a map that holds it. Source: a public tool that rewrites rulesets, `{"body": …}`. */
const bodyOf = (args: Arguments): string => {
  const given = args.at(2)
  if (!(given instanceof ValueMap)) return args.optionalText(2, 'body') ?? ''
  const body = given.get('body')
  return typeof body === 'string' ? body : ''
}

const payloadOf = (args: Arguments): Record<string, unknown> => {
  const [value, ...more] = args.from(1)
  // Assumed: how a template's arguments come into its payload is not documented.
  if (more.length > 0) return { value: [value ?? null, ...more].map(toJson) }
  if (value === undefined || value === null) return {}
  if (!(value instanceof ValueMap)) return { value: toJson(value) }
  return Object.fromEntries([...value.entries()].map(([name, part]) => [name, toJson(part)]))
}

/** Assumed: the ID of a custom effect, which the account's settings would hold, is 0. */
const emitCustom = (name: string, payload: Record<string, unknown>, env: RuleEnvironment): null => {
  spend(env.spender, { effect: 'customEffect' })
  return emit(env, 'customEffect', { effectId: 0, name, payload })
}

const emitWebhook = (webhookId: number, webhookName: string, env: RuleEnvironment): null => {
  spend(env.spender, { effect: 'callApi' })
  return emit(env, 'triggerWebhook', { webhookId, webhookName })
}

const changeAudience = (
  effectType: 'addToAudience' | 'removeFromAudience',
  args: Arguments,
  env: RuleEnvironment,
): null => {
  const audience = audienceOf(env, args)
  const { profile, session } = env.run.facts
  if (session.profileId === '')
    throw new EvaluationError(`${effectType}: the session has no profile`)
  env.run.updateAudience({
    id: audience.id,
    name: audience.name,
    member: effectType === 'addToAudience',
  })
  return emit(env, effectType, {
    audienceId: audience.id,
    audienceName: audience.name,
    profileIntegrationId: session.profileId,
    profileId: profile?.profile.id ?? 0,
  })
}

/** The audience that an argument names by ID, name or integration ID. */
export const audienceOf = (env: RuleEnvironment, args: Arguments): AudienceDefinition => {
  const wanted = toJson(args.at(0) ?? null)
  const audience = env.account.audiences.find(
    ({ id, name, integrationId }) => id === wanted || name === wanted || integrationId === wanted,
  )
  if (audience) return audience
  throw new EvaluationError(`there is no audience ${JSON.stringify(wanted)}`)
}
