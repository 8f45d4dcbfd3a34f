import {durationFlag, textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'

export const createImageRepository = createCommand({
  words: 'image repository',
  summary: 'Create or update an ImageRepository',
  examples: ['flux create image repository webapp --image ghcr.io/org/webapp --interval 5m --secret-ref ghcr'],
  flags: {
    image: textFlag({summary: 'repository to scan, without a tag'}),
    'secret-ref': textFlag({summary: 'name of a Secret with the login'}),
    'cert-ref': textFlag({summary: 'name of a Secret with TLS certificates'}),
    'scan-timeout': durationFlag({default: 0, text: '0s', summary: 'how long one scan may take'}),
  },
  run: async (ctx, options) =>
    (await import('../../../lib/actions/create/images/repository.js')).createImageRepository(ctx, options),
})
