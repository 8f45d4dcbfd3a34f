import {boolFlag, listFlag, textFlag} from '../../flags/flag-types.js'
import {choiceFlag} from '../choice-flag.js'
import {createCommand} from '../define.js'
import {GIT_FLAGS} from '../git-flags.js'
import {IGNORE_FLAG, SECRET_FLAGS, SOURCE_FLAGS} from './source-flags.js'

const PROVIDERS = ['generic', 'github', 'aws', 'azure']

export const createSourceGit = createCommand({
  words: 'source git',
  summary: 'Create or update a GitRepository',
  examples: [
    'flux create source git webapp --url https://github.com/org/webapp --branch main --export > webapp-source.yaml',
    'flux create source git webapp --url ssh://git@github.com/org/webapp --branch main --private-key-file ./id_ed25519',
  ],
  flags: {
    ...SOURCE_FLAGS,
    ...GIT_FLAGS,
    ...SECRET_FLAGS,
    ...IGNORE_FLAG,
    url: textFlag({summary: 'address of the repository: ssh, http or https'}),
    branch: textFlag({summary: 'branch to follow'}),
    tag: textFlag({summary: 'tag to follow'}),
    'tag-semver': textFlag({summary: 'semver range of tags to follow'}),
    'ref-name': textFlag({summary: 'Git reference to follow, e.g. refs/pull/1/head'}),
    commit: textFlag({summary: 'commit to check out'}),
    provider: choiceFlag({
      words: PROVIDERS,
      refused: (word) => `source Git provider '${word}' is not supported, must be one of: ${PROVIDERS.join('|')}`,
      empty: 'no source Git provider given, please specify the Git provider name',
      summary: 'cloud whose login is used',
    }),
    'ca-file': textFlag({summary: 'file with the CA of the server, for https'}),
    'recurse-submodules': boolFlag({summary: 'check out submodules too'}),
    silent: boolFlag({char: 's', summary: 'do not ask whether the deploy key is in place'}),
    'sparse-checkout-paths': listFlag({delimiter: ',', summary: 'folders to check out'}),
  },
  run: async (ctx, options) => (await import('../../../lib/actions/create/sources/git.js')).createGitSource(ctx, options),
})
