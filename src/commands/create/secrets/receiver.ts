import {textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {RECEIVER_TYPE} from '../notifications/receiver-type.js'

export const createSecretReceiver = createCommand({
  words: 'secret receiver',
  summary: 'Create or update a Secret with the token of a Receiver',
  examples: ['flux create secret receiver webhook-token --type github --hostname flux.example.com'],
  flags: {
    ...RECEIVER_TYPE,
    hostname: textFlag({summary: 'host name under which the Receiver is reached'}),
    token: textFlag({summary: 'token of the webhook (default: a random one)'}),
    'email-claim': textFlag({summary: 'e-mail address in the tokens of gcr'}),
    'audience-claim': textFlag({summary: 'audience in the tokens of gcr (default: the webhook)'}),
  },
  run: async (ctx, options) =>
    (await import('../../../lib/actions/create/secrets/receiver.js')).createReceiverSecret(ctx, options),
})
