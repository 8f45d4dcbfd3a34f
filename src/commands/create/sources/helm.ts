import {boolFlag, textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {SOURCE_FLAGS} from './source-flags.js'

export const createSourceHelm = createCommand({
  words: 'source helm',
  summary: 'Create or update a HelmRepository',
  examples: [
    'flux create source helm bitnami --url https://charts.bitnami.com/bitnami --interval 1h',
    'flux create source helm charts --url oci://ghcr.io/org/charts --secret-ref ghcr',
  ],
  flags: {
    ...SOURCE_FLAGS,
    url: textFlag({summary: 'address of the repository: http, https or oci'}),
    username: textFlag({char: 'u', summary: 'user of the repository'}),
    password: textFlag({char: 'p', summary: 'password of the user'}),
    'cert-file': textFlag({summary: 'file with the client certificate'}),
    'key-file': textFlag({summary: 'file with the key of the client certificate'}),
    'ca-file': textFlag({summary: 'file with the CA of the server'}),
    'secret-ref': textFlag({summary: 'name of an existing Secret with the credentials'}),
    'oci-provider': textFlag({summary: 'cloud whose login is used, for oci'}),
    'pass-credentials': boolFlag({summary: 'send the credentials to other hosts of the index too'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/sources/helm.js')).createHelmSource(ctx, options),
})
