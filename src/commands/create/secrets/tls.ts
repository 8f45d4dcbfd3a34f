import {createCommand} from '../define.js'
import {TLS_FLAGS} from './login-flags.js'

export const createSecretTls = createCommand({
  words: 'secret tls',
  summary: 'Create or update a Secret with TLS certificates',
  flags: {
    ...TLS_FLAGS,
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/secrets/tls.js')).createTlsSecret(ctx, options),
})
