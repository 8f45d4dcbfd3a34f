import {durationFlag, textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'

export const createImagePolicy = createCommand({
  words: 'image policy',
  summary: 'Create or update an ImagePolicy',
  examples: [
    'flux create image policy webapp --image-ref webapp --select-semver "1.x"',
    'flux create image policy webapp --image-ref webapp --filter-regex "^main-[a-f0-9]+-(?P<ts>[0-9]+)" --filter-extract "$ts" --select-numeric asc',
  ],
  flags: {
    'image-ref': textFlag({summary: 'name of the ImageRepository'}),
    'select-semver': textFlag({summary: 'semver range of tags, the highest is chosen'}),
    'select-alpha': textFlag({summary: 'alphabetical order of tags: asc takes the last, desc the first'}),
    'select-numeric': textFlag({summary: 'numeric order of tags: asc takes the last, desc the first'}),
    'filter-regex': textFlag({summary: 'expression that tags have to match'}),
    'filter-extract': textFlag({summary: 'what of a tag is compared, by groups of --filter-regex, e.g. $ts'}),
    'reflect-digest': textFlag({summary: 'when the digest is looked up: Never, IfNotPresent or Always'}),
    interval: durationFlag({default: 0, text: '0s', summary: 'how often digests are looked up, with Always'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/images/policy.js')).createImagePolicy(ctx, options),
})
