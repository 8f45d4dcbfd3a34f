import {listFlag, textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'

export const createSecretNotation = createCommand({
  words: 'secret notation',
  summary: 'Create or update a Secret with certificates and a trust policy for Notation',
  examples: ['flux create secret notation trust --trust-policy-file ./trustpolicy.json --ca-cert-file ./ca.crt'],
  flags: {
    'ca-cert-file': listFlag({delimiter: ',', summary: 'file with a certificate (.crt or .pem), can be repeated'}),
    'trust-policy-file': textFlag({summary: 'file with the trust policy (JSON)'}),
  },
  run: async (ctx, options) =>
    (await import('../../../lib/actions/create/secrets/notation.js')).createNotationSecret(ctx, options),
})
