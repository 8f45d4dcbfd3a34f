import {listFlag, textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {RECEIVER_TYPE} from './receiver-type.js'

export const createReceiver = createCommand({
  words: 'receiver',
  summary: 'Create or update a Receiver',
  examples: ['flux create receiver webapp --type github --event push --secret-ref webhook-token --resource GitRepository/webapp'],
  flags: {
    ...RECEIVER_TYPE,
    'secret-ref': textFlag({summary: 'name of the Secret with the token'}),
    event: listFlag({delimiter: ',', summary: 'event to react to, can be repeated'}),
    resource: listFlag({delimiter: ',', summary: 'object to reconcile: KIND/NAME, can be repeated'}),
  },
  run: async (ctx, options) =>
    (await import('../../../lib/actions/create/notifications/receiver.js')).createReceiver(ctx, options),
})
