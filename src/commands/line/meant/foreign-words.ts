import type {KindRow} from '../../../lib/kinds/registry.js'
import {calledKinds} from './called-kinds.js'
import {toComeHints} from './to-come.js'
import {plainWords} from './typed-words.js'

/** Verbs of other tools, and what does the same here. */
const VERBS: Readonly<Record<string, string>> = {
  add: 'flux create KIND NAME adds an object, with --export it prints its YAML alone',
  annotate: 'annotate it in Git, or by hand with kubectl annotate; flux reconcile asks for a reconciliation',
  'api-resources': 'kubectl api-resources lists the kinds of a cluster, flux check those of Flux',
  apply: 'kubectl apply -f FILE changes a cluster by hand; flux reconcile has it follow Git now',
  'cluster-info': 'flux check looks at the cluster and what is installed in it',
  config: 'kubectl config changes the kubeconfig; --context and --kubeconfig choose for one command',
  deploy: 'flux reconcile kustomization NAME --with-source has the cluster follow Git now',
  destroy: 'flux delete deletes an object, flux uninstall Flux itself',
  disable: 'flux suspend stops the reconciliation of an object',
  edit: 'change it in Git, or by hand with kubectl edit; flux suspend keeps the controller from changing it back',
  enable: 'flux resume starts the reconciliation of an object again',
  explain: 'kubectl explain KIND.spec tells the fields of a kind',
  history: 'flux events --for KIND/NAME shows what happened to an object',
  info: 'flux get all -A shows the status of everything, flux version and flux check what is installed',
  init: 'flux bootstrap installs Flux and has the cluster follow Git, flux install puts only its controllers there',
  inspect:
    'flux debug shows what the controller sees of an object, flux export its YAML, flux events --for KIND/NAME what happened',
  kustomize: 'flux build dir FOLDER builds a folder, flux build kustomization NAME --path FOLDER what the cluster would get',
  label: 'label it in Git, or by hand with kubectl label',
  lint: 'flux build kustomization NAME --path FOLDER --dry-run needs no cluster, flux diff kustomization asks the server',
  list: 'flux get all -A lists the objects of Flux',
  ls: 'flux get all -A lists the objects of Flux',
  new: 'flux create KIND NAME makes an object, with --export it prints its YAML alone',
  patch: 'change it in Git, or by hand with kubectl patch; flux suspend keeps the controller from changing it back',
  pause: 'flux suspend stops the reconciliation of an object',
  plan: 'flux diff kustomization NAME --path FOLDER shows what would change',
  preview: 'flux diff kustomization NAME --path FOLDER shows what would change',
  refresh: 'flux reconcile runs an object now',
  remove: 'flux delete deletes an object',
  repo: 'flux create source helm NAME --url URL has the cluster follow a repository of charts',
  restart: 'kubectl rollout restart starts Pods anew, flux reconcile runs an object now',
  rm: 'flux delete deletes an object',
  rollback: 'go back in Git; flux suspend keeps the controller from changing things meanwhile',
  rollout: 'kubectl rollout looks after Deployments, flux reconcile runs an object now',
  scale: 'change the replicas in Git, or by hand with kubectl scale; flux suspend keeps the controller from changing them back',
  show: 'flux get shows the status of objects, flux export their YAML',
  start: 'flux resume starts the reconciliation of an object again, flux cluster start an embedded API',
  status: 'flux get all -A shows the status of everything',
  stop: 'flux suspend stops the reconciliation of an object',
  sync: 'flux reconcile runs an object now, with --with-source its source first',
  template: 'flux build helmrelease NAME renders a release, flux build chart CHART a chart',
  top: 'flux stats counts the objects of Flux, kubectl top shows what Pods use',
  undo: 'go back in Git; flux suspend keeps the controller from changing things meanwhile',
  unpause: 'flux resume starts the reconciliation of an object again',
  update: 'flux install and flux bootstrap bring the controllers to their own version, flux migrate manifests to newer APIs',
  upgrade: 'flux install and flux bootstrap bring the controllers to their own version, flux migrate manifests to newer APIs',
  validate: 'flux build kustomization NAME --path FOLDER --dry-run needs no cluster, flux diff kustomization asks the server',
  values: 'flux debug helmrelease NAME --show-values shows the values of a release',
  view: 'flux get shows the status of objects, flux export their YAML',
  wait: 'flux reconcile runs an object now and waits for it; kubectl wait --for=condition=Ready KIND/NAME waits alone',
  watch: 'flux get kustomizations --watch shows every change, and so for every kind',
}

/** What to type instead of a word that other tools have; undefined when it is nobody's. */
export function foreignHints(word: string, rest: readonly string[]): string[] | undefined {
  const toCome = toComeHints([word, ...plainWords(rest)])
  if (toCome.length > 0) return toCome
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
    else if (!word.startsWith('-')) words.push(word)
  }
  const {rows, rest: names} = calledKinds(words)
  return rows.length === 1 && names[0] ? {kind: rows[0]!, name: names[0], namespace} : undefined
}
