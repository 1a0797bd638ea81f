import { USER_ID_FIELDS } from '../../../contract/service/mparticle.ts'

const setting = (id: string, name: string, description: string, more: object = {}) => ({
  type: 'text',
  id,
  name,
  description,
  visible: true,
  required: true,
  confidential: true,
  default_value: '',
  ...more,
})

/**
 * What mParticle is told of the module: which settings it asks its user for, and what it may send.
 * Source: Third-party OpenAPI, `ModuleRegistrationResponse`.
 */
export const registration = () => {
  const account_settings = [
    setting('deploymentURL', 'Deployment URL', 'URL of the deployment'),
    setting('apiKey', 'API Key', 'Key that requests to the deployment carry'),
    setting('userIdField', 'User ID', `What customers are known by: ${USER_ID_FIELDS.join(', ')}`, {
      default_value: 'customerId',
    }),
    setting('runRuleEngine', 'Run Rule Engine', 'Run the rules with each change of memberships', {
      type: 'boolean',
      confidential: false,
      default_value: false,
    }),
  ]
  return {
    name: 'Talon.One',
    description: 'A local Talon.One: talon-mock',
    version: '0.0.1',
    permissions: {
      allow_consent_state: true,
      allow_access_mpid: true,
      allow_user_attributes: true,
      allow_audience_user_attributes: true,
      user_identities: ['email', 'customerId'].map((type) => ({
        type,
        encoding: 'raw',
        required: false,
      })),
    },
    audience_processing_registration: {
      account_settings,
      audience_subscription_settings: [
        {
          type: 'integer',
          id: 't1AudienceID',
          name: 'Talon.One Audience ID',
          visible: false,
          required: false,
        },
      ],
    },
    event_processing_registration: {
      account_settings,
      supported_event_types: ['custom_event'],
      supported_runtime_environments: RUNTIMES,
      supported_system_notification_types: [],
      max_data_age_hours: -1,
    },
  }
}

const RUNTIMES = [
  'unknown',
  'android',
  'ios',
  'tvos',
  'mobileweb',
  'roku',
  'xbox',
  'firetv',
  'alexa',
  'smarttv',
]
