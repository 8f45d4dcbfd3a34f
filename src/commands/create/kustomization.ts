import {boolFlag, durationFlag, listFlag, parsedFlag, textFlag} from '../flags/flag-types.js'
import {choiceFlag, unsupported} from './choice-flag.js'
import {createCommand} from './define.js'
import {manifestSourceFlag} from './reference-flags.js'
import {safePath} from './safe-path.js'

export const createKustomization = createCommand({
  words: 'kustomization',
  alias: 'ks',
  summary: 'Create or update a Kustomization',
  examples: [
    'flux create kustomization webapp --source GitRepository/webapp --path ./deploy --prune --interval 10m',
    'flux create kustomization webapp --source GitRepository/webapp --path ./deploy --prune --depends-on infrastructure --export > webapp.yaml',
  ],
  flags: {
    source: manifestSourceFlag('source of the manifests: [KIND/]NAME[.NAMESPACE]'),
    path: parsedFlag({default: './', summary: 'folder in the source'}, safePath),
    prune: boolFlag({summary: 'delete objects that left the source'}),
    wait: boolFlag({summary: 'wait until all objects are ready'}),
    'health-check': listFlag({delimiter: ',', summary: 'object to wait for: KIND/NAME.NAMESPACE'}),
    'health-check-timeout': durationFlag({default: 120_000, text: '2m0s', summary: 'how long to wait for objects'}),
    'depends-on': listFlag({delimiter: ',', summary: 'Kustomization that has to be ready first: [NAMESPACE/]NAME'}),
    'service-account': textFlag({summary: 'service account to impersonate'}),
    'decryption-provider': choiceFlag({...unsupported('decryption provider', ['sops']), summary: 'who decrypts secrets'}),
    'decryption-secret': textFlag({summary: 'name of the Secret with the decryption keys'}),
    'target-namespace': textFlag({summary: 'namespace of all objects'}),
    'kubeconfig-secret-ref': textFlag({summary: 'name of a Secret with the kubeconfig of another cluster'}),
    'retry-interval': durationFlag({default: 0, text: '0s', summary: 'how soon a failed reconciliation is repeated'}),
    validation: textFlag({
      summary: 'has no effect any more',
      deprecated: {
        message: 'this arg is no longer used, all resources are validated using server-side apply dry-run',
      },
    }),
  },
  run: async (ctx, options) => (await import('../../lib/actions/create/kustomization.js')).createKustomization(ctx, options),
})
