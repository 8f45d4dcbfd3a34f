import type {Command, Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, durationFlag, intFlag, listFlag, textFlag} from '../flags/flag-types.js'
import {runtimeFlags} from './runtime-flags.js'

const HELM_INDEX = 52_428_800
const HELM_CHART = 10_485_760
const HELM_FILE = 5_242_880

/** What each controller takes beside the flags that all have; durations of the Helm cache are texts, as there. */
const FLAGS = {
  'source-controller': {
    ...runtimeFlags({concurrent: 2}),
    'storage-path': textFlag({summary: 'folder of the artifacts, which must exist (default /data or STORAGE_PATH)'}),
    'storage-addr': textFlag({summary: 'address of the artifact server (default :9090 or STORAGE_ADDRESS)'}),
    'storage-adv-addr': textFlag({summary: 'address of the artifact server as others know it (default STORAGE_ADV_ADDR)'}),
    'artifact-retention-ttl': durationFlag({default: 60_000, text: '1m0s', summary: 'how long old artifacts are kept'}),
    'artifact-retention-records': intFlag({default: 2, summary: 'artifacts kept at most per source'}),
    'artifact-digest-algo': textFlag({default: 'sha256', summary: 'algorithm of the digests of artifacts'}),
    'helm-index-max-size': intFlag({default: HELM_INDEX, summary: 'largest index of a Helm repository, bytes'}),
    'helm-chart-max-size': intFlag({default: HELM_CHART, summary: 'largest Helm chart, bytes'}),
    'helm-chart-file-max-size': intFlag({default: HELM_FILE, summary: 'largest file in a Helm chart, bytes'}),
    'helm-cache-max-size': intFlag({default: 0, summary: 'Helm indexes kept in memory at most'}),
    'helm-cache-ttl': textFlag({default: '15m', summary: 'how long a Helm index is kept'}),
    'helm-cache-purge-interval': textFlag({default: '1m', summary: 'pause between two looks for old Helm indexes'}),
    'ssh-kex-algos': listFlag({delimiter: ',', summary: 'key exchange algorithms of ssh, best first'}),
    'ssh-hostkey-algos': listFlag({delimiter: ',', summary: 'host key algorithms of ssh, best first'}),
  },
  'kustomize-controller': {
    ...runtimeFlags({concurrent: 4}),
    'concurrent-ssa': intFlag({default: 4, summary: 'applies at the same time per Kustomization'}),
    'custom-apply-stage-kinds': textFlag({default: '', summary: 'kinds applied before all others of a namespace: g/Kind,...'}),
    'default-decryption-service-account': textFlag({default: '', summary: 'service account that decrypts'}),
    'default-kubeconfig-service-account': textFlag({default: '', summary: 'service account that logs in to other clusters'}),
    'http-retry': intFlag({default: 9, summary: 'tries after a download that failed'}),
    'insecure-kubeconfig-exec': boolFlag({summary: 'kubeconfigs of other clusters may run programs'}),
    'insecure-kubeconfig-tls': boolFlag({summary: 'kubeconfigs of other clusters may skip TLS checks'}),
    'no-cross-namespace-refs': boolFlag({summary: 'refuse references to other namespaces'}),
    'no-remote-bases': boolFlag({summary: 'refuse remote bases in kustomizations'}),
    'override-manager': listFlag({summary: 'field manager whose changes are undone (repeatable)'}),
    'sops-age-secret': textFlag({default: '', summary: 'Secret with an age key for what names none'}),
    'sops-vault-configmap': textFlag({default: '', summary: 'ConfigMap with the Vault servers that are trusted'}),
  },
}

/** Controllers of Flux that have no reconcilers here yet. */
const OTHERS = [
  'helm-controller',
  'notification-controller',
  'image-reflector-controller',
  'image-automation-controller',
  'source-watcher',
]

/** What can be run, for a refusal of anything else. */
const CHOICE = `must be one of: ${Object.keys(FLAGS).join(', ')}`

class ControllerGroup extends BaseCommand {
  static override id = 'controller'
  static override summary = 'Run one controller of Flux in a cluster'
  static override usage = 'controller NAME [flags]'
  static override examples = ['$ flux controller kustomize-controller --enable-leader-election']

  async execute({args: [name]}: Session): Promise<void> {
    const what = name === undefined ? 'no controller given' : `unknown controller '${name}'`
    throw new FluxError('usage', `${what}, ${CHOICE}`)
  }
}

/** With the flags that a Deployment gives it, so that it is refused for what it is. */
function missingController(name: string): Command.Class {
  return class extends BaseCommand {
    static override id = `controller:${name}`
    static override summary = `Not available yet: ${name} has no reconciler in this release`
    static override usage = `controller ${name} [flags]`
    static override flagFault = 2
    static override flags: Interfaces.FlagInput = runtimeFlags({concurrent: 4})

    async execute(): Promise<void> {
      throw new FluxError('no-reconciler', `${name} has no reconciler in this release, ${CHOICE}`, {
        hints: [`run CNCF's image of ${name} beside these: it works on the same objects`],
      })
    }
  } as unknown as Command.Class
}

function controllerCommand(name: keyof typeof FLAGS): Command.Class {
  return class extends BaseCommand {
    static override id = `controller:${name}`
    static override summary = `Run ${name} in a cluster`
    static override usage = `controller ${name} [flags]`
    // Go's flag package: words that are no flags are passed over, as those of a patch on args: [--no-remote-bases, 'true']
    static override flagFault = 2
    static override checksNamespace = false
    static override windsDown = true
    static override flags = FLAGS[name] as Interfaces.FlagInput

    async execute(session: Session): Promise<void> {
      const {runController} = await import('./run-controller.js')
      await runController(name, session as never)
    }
  } as unknown as Command.Class
}

/** `flux controller` and what is below it. */
export const CONTROLLER_COMMANDS: Readonly<Record<string, Command.Class>> = {
  controller: ControllerGroup as unknown as Command.Class,
  ...Object.fromEntries(
    (Object.keys(FLAGS) as (keyof typeof FLAGS)[]).map((name) => [`controller:${name}`, controllerCommand(name)]),
  ),
  ...Object.fromEntries(OTHERS.map((name) => [`controller:${name}`, missingController(name)])),
}
