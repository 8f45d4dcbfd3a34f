import {createCommand} from '../define.js'
import {TLS_FLAGS} from './login-flags.js'

export const createSecretTls = createCommand({
  words: 'secret tls',
  summary: 'Create or update a Secret with TLS certificates',
  examples: [
    'flux create secret tls registry-tls --tls-crt-file ./client.crt --tls-key-file ./client.key --ca-crt-file ./ca.crt',
  ],
  flags: {
    ...TLS_FLAGS,
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/secrets/tls.js')).createTlsSecret(ctx, options),
})
