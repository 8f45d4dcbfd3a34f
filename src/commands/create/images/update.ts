import {textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'

export const createImageUpdate = createCommand({
  words: 'image update',
  summary: 'Create or update an ImageUpdateAutomation',
  examples: [
    'flux create image update webapp --git-repo-ref webapp --git-repo-path ./deploy --checkout-branch main --author-name flux --author-email flux@example.com',
  ],
  flags: {
    'git-repo-ref': textFlag({summary: 'name of the GitRepository'}),
    'git-repo-namespace': textFlag({summary: 'namespace of the GitRepository'}),
    'git-repo-path': textFlag({summary: 'folder in the repository'}),
    'checkout-branch': textFlag({summary: 'branch to check out'}),
    'push-branch': textFlag({summary: 'branch to push to (default: the one that is checked out)'}),
    'commit-template': textFlag({summary: 'template of the commit message'}),
    'author-name': textFlag({summary: 'name of the author of commits'}),
    'author-email': textFlag({summary: 'e-mail address of the author of commits'}),
    'signing-key-secret': textFlag({summary: 'name of a Secret with the key that signs commits'}),
    'signing-key-type': textFlag({summary: 'type of that key: gpg or ssh'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/images/update.js')).createImageUpdate(ctx, options),
})
