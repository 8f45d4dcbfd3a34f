import {textFlag} from '../../flags/flag-types.js'
import {createCommand} from '../define.js'

export const createSecretGitHubApp = createCommand({
  words: 'secret githubapp',
  summary: 'Create or update a Secret with the login of a GitHub App',
  examples: ['flux create secret githubapp webapp --app-id 1 --app-installation-id 2 --app-private-key ./app.pem'],
  flags: {
    'app-id': textFlag({summary: 'number of the app'}),
    'app-private-key': textFlag({summary: 'file with the private key of the app'}),
    'app-installation-id': textFlag({summary: 'number of the installation'}),
    'app-installation-owner': textFlag({summary: 'organization or user of the installation, instead of its number'}),
    'app-base-url': textFlag({summary: 'address of the API of a GitHub Enterprise Server'}),
  },
  run: async (ctx, options) =>
    (await import('../../../lib/actions/create/secrets/github-app.js')).createGitHubAppSecret(ctx, options),
})
