import {textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'
import {GIT_FLAGS} from '../git-flags.js'

export const createSecretGit = createCommand({
  words: 'secret git',
  summary: 'Create or update a Secret with the login of a Git repository',
  examples: [
    'flux create secret git webapp --url ssh://git@github.com/org/webapp',
    'flux create secret git webapp --url https://github.com/org/webapp --username flux --password "$TOKEN"',
  ],
  flags: {
    ...GIT_FLAGS,
    url: textFlag({summary: 'address of the repository: ssh, http or https'}),
    'bearer-token': textFlag({summary: 'token instead of user and password'}),
    'ca-crt-file': textFlag({summary: 'file with the CA of the server'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/secrets/git.js')).createGitSecret(ctx, options),
})
