import {textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'

export const createAlertProvider = createCommand({
  words: 'alert-provider',
  summary: 'Create or update a Provider',
  examples: ['flux create alert-provider slack --type slack --channel general --secret-ref slack-url'],
  flags: {
    type: textFlag({summary: 'kind of service, e.g. slack, github or generic'}),
    channel: textFlag({summary: 'channel of a chat service'}),
    username: textFlag({summary: 'user name of the bot'}),
    address: textFlag({summary: 'address of the repository, chat or webhook'}),
    'secret-ref': textFlag({summary: 'name of a Secret with the token'}),
  },
  run: async (ctx, options) =>
    (await import('../../../lib/actions/create/notifications/provider.js')).createProvider(ctx, options),
})
