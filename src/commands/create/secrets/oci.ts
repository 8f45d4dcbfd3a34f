import {textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {LOGIN_FLAGS} from './login-flags.js'

export const createSecretOci = createCommand({
  words: 'secret oci',
  summary: 'Create or update a Secret with the login of a registry',
  examples: ['flux create secret oci ghcr --url ghcr.io --username flux --password "$TOKEN"'],
  flags: {
    ...LOGIN_FLAGS,
    url: textFlag({summary: 'registry or repository that the login is for'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/secrets/oci.js')).createOciSecret(ctx, options),
})
