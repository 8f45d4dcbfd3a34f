import {listFlag, textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'

export const createAlert = createCommand({
  words: 'alert',
  summary: 'Create or update an Alert',
  examples: [
    'flux create alert webapp --provider-ref slack --event-severity error --event-source "Kustomization/*" --event-source HelmRelease/db',
  ],
  flags: {
    'provider-ref': textFlag({summary: 'name of the Provider that gets the events'}),
    'event-source': listFlag({delimiter: ',', summary: 'whose events: KIND/NAME[.NAMESPACE], * for every name'}),
    'event-severity': textFlag({summary: 'events of this severity only: info or error'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/notifications/alert.js')).createAlert(ctx, options),
})
