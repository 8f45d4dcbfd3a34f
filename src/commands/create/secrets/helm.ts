import {createCommand} from '../define.js'
import {LOGIN_FLAGS, TLS_FLAGS} from './login-flags.js'

export const createSecretHelm = createCommand({
  words: 'secret helm',
  summary: 'Create or update a Secret with the login of a Helm repository',
  examples: ['flux create secret helm charts --username flux --password "$PASSWORD"'],
  flags: {
    ...LOGIN_FLAGS,
    ...TLS_FLAGS,
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/secrets/helm.js')).createHelmSecret(ctx, options),
})
