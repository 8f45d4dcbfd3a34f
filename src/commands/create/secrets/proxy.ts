import {textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {LOGIN_FLAGS} from './login-flags.js'

export const createSecretProxy = createCommand({
  words: 'secret proxy',
  summary: 'Create or update a Secret with the address of a proxy',
  examples: ['flux create secret proxy proxy --address https://proxy.example.com --username flux --password "$PASSWORD"'],
  flags: {
    ...LOGIN_FLAGS,
    address: textFlag({summary: 'address of the proxy'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/secrets/proxy.js')).createProxySecret(ctx, options),
})
