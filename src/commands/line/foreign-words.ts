import {KINDS, type KindRow} from '../../lib/kinds/registry.js'

/** Verbs of other tools, and what does the same here. */
const VERBS: Readonly<Record<string, string>> = {
  apply: 'kubectl apply -f FILE changes a cluster by hand; flux reconcile has it follow Git now',
  deploy: 'flux reconcile kustomization NAME --with-source has the cluster follow Git now',
  edit: 'change it in Git, or by hand with kubectl edit; flux suspend keeps the controller from changing it back',
  history: 'flux events --for KIND/NAME shows what happened to an object',
  kustomize: 'flux build dir FOLDER builds a folder, flux build kustomization NAME --path FOLDER what the cluster would get',
  list: 'flux get all -A lists the objects of Flux',
  ls: 'flux get all -A lists the objects of Flux',
  pause: 'flux suspend stops the reconciliation of an object',
  refresh: 'flux reconcile runs an object now',
  rm: 'flux delete deletes an object',
  remove: 'flux delete deletes an object',
  rollback: 'go back in Git; flux suspend keeps the controller from changing things meanwhile',
  show: 'flux get shows the status of objects, flux export their YAML',
  start: 'flux resume starts the reconciliation of an object again, flux cluster start an embedded API',
  status: 'flux get all -A shows the status of everything',
  stop: 'flux suspend stops the reconciliation of an object',
  sync: 'flux reconcile runs an object now, with --with-source its source first',
  template: 'flux build helmrelease NAME renders a release, flux build chart CHART a chart',
  unpause: 'flux resume starts the reconciliation of an object again',
  update: 'flux install and flux bootstrap bring the controllers to their own version, flux migrate manifests to newer APIs',
  upgrade: 'flux install and flux bootstrap bring the controllers to their own version, flux migrate manifests to newer APIs',
  validate: 'flux build kustomization NAME --path FOLDER --dry-run needs no cluster, flux diff kustomization asks the server',
  watch: 'flux get kustomizations --watch shows every change, and so for every kind',
}

/** Flags of the controllers, which no command of ours takes. */
const CONTROLLER_FLAG =
  /^(kustomize|helm|source|notification|image)-(concurrency|concurrent)$|^(concurrent|requeue-dependency|feature-gates|no-cross-namespace-refs|no-remote-bases)$/

/** What to type instead of a word that other tools have; undefined when it is nobody's. */
export function foreignHints(word: string, rest: readonly string[]): string[] | undefined {
  if (word !== 'describe') return Object.hasOwn(VERBS, word) ? [VERBS[word]!] : undefined
  const found = objectIn(rest)
  if (!found) return ['flux events --for KIND/NAME', 'flux get KIND NAME', 'kubectl describe KIND NAME']
  const {kind, name, namespace} = found
  const where = namespace === undefined ? '' : ` -n ${namespace}`
  const debug = `flux debug ${kind.words.join(' ')} ${name}${where} --show-status`
  return [
    ...(['Kustomization', 'HelmRelease'].includes(kind.kind) ? [debug] : []),
    `flux events --for ${kind.kind}/${name}${where}`,
    `kubectl describe ${kind.plural}.${kind.group} ${name} -n ${namespace ?? 'flux-system'}`,
  ]
}

/** Kind and name in `kustomization x`, `ks/x`, `source git x -n apps`. */
function objectIn(rest: readonly string[]): {kind: KindRow; name: string; namespace: string | undefined} | undefined {
  const words: string[] = []
  let namespace: string | undefined
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index]!
    if (word === '-n' || word === '--namespace') namespace = rest[++index]
    else if (word.startsWith('--namespace=')) namespace = word.slice('--namespace='.length)
    else if (!word.startsWith('-')) words.push(...word.split('/'))
  }
  for (const row of KINDS) {
    const spellings = [row.words, row.listWords, [row.kind.toLowerCase()], [row.plural], ...row.aliases.map((alias) => [alias])]
    const spelling = spellings.find((parts) => parts.every((part, index) => words[index]?.toLowerCase() === part))
    const name = spelling && words[spelling.length]
    if (name) return {kind: row, name, namespace}
  }
  return undefined
}

/** How a flag of a controller is set, for somebody who gives it to a command. */
export function foreignFlagHints(flag: string): string[] | undefined {
  if (!CONTROLLER_FLAG.test(flag)) return undefined
  const name = flag.replace(/^(kustomize|helm|source|notification|image)-concurren(cy|t)$/, 'concurrent')
  const controller = /^(kustomize|helm|source|notification|image)-/.exec(flag)?.[1] ?? 'kustomize'
  return [
    `--${name} is a flag of ${controller}-controller: add it in flux-system/kustomization.yaml, which bootstrap leaves alone:`,
    'patches: [{target: {kind: Deployment, name: ' +
      `${controller}-controller}, patch: '- {op: add, path: /spec/template/spec/containers/0/args/-, value: --${name}=VALUE}'}]`,
    'flux run takes --concurrent, --no-cross-namespace-refs and --no-remote-bases itself',
  ]
}
