import type {FlagDefs} from '../command-tree.js'

/** A command line with a flag that its command does not take. */
export interface FlagLine {
  /** words of the command */
  readonly words: readonly string[]
  /** flags that it takes */
  readonly defs: FlagDefs
}

/** Flags of other tools by what does the same here: the first of these flags that the command takes. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  debug: ['verbose'],
  file: ['filename', 'path'],
  filename: ['path'],
  kubecontext: ['context'],
  'kube-context': ['context'],
  'log-level': ['level', 'verbose'],
  ns: ['namespace'],
  quiet: ['silent'],
  'request-timeout': ['timeout'],
  selector: ['label-selector'],
  v: ['verbose'],
  'watch-only': ['watch'],
  yes: ['silent', 'yes'],
  y: ['silent', 'yes'],
}

/** Flags of kubectl about what it prints. */
const PRINTING = new Set(['show-labels', 'sort-by', 'field-selector', 'template', 'show-managed-fields', 'label-columns', 'L'])

/** What does for a command what flags of other tools do, or what a flag of another command of ours is meant to do. */
const BY_VERB: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  create: {
    'dry-run': '--export prints the object and changes nothing',
    f: 'kubectl apply -f FILE creates what is in a file',
    o: '--export prints the object as YAML',
    output: '--export prints the object as YAML',
  },
  delete: {
    A: 'one object at a time: flux delete KIND NAME -n NAMESPACE',
    all: 'one object at a time: flux delete KIND NAME',
    f: 'kubectl delete -f FILE deletes what is in a file',
  },
  envsubst: {f: 'it reads from its input: flux envsubst < FILE'},
  events: {
    kind: 'name the object with --for KIND/NAME',
    name: 'name the object with --for KIND/NAME',
    type: 'did you mean --types?',
  },
  export: {
    A: 'flux export all writes the objects of all namespaces, --all those of one namespace',
    'all-namespaces': 'flux export all writes the objects of all namespaces, --all those of one namespace',
    l: 'flux get KIND -l app=web -o yaml selects by labels',
    selector: 'flux get KIND -l app=web -o yaml selects by labels',
  },
  get: {
    all: 'did you mean --all-namespaces?',
    failed: '--status-selector ready=false shows those that are not ready',
    history: 'flux debug helmrelease NAME --show-history shows the history of a release',
    kind: 'the kind is a word of its own: flux get kustomizations',
    ready: '--status-selector ready=true shows those that are ready',
    revision: 'flux debug helmrelease NAME --show-history shows the history of a release',
    suspended: "-o json tells which are suspended: jq '.items[] | select(.spec.suspend)'",
  },
  install: {
    'dry-run': '--export prints the manifests and changes nothing',
    o: '--export prints the manifests as YAML',
    output: '--export prints the manifests as YAML',
  },
  logs: {
    c: 'choose lines by what they are about: --kind KIND --name NAME',
    container: 'choose lines by what they are about: --kind KIND --name NAME',
    controller: 'choose lines by what they are about: --kind KIND --name NAME',
    l: 'choose lines by what they are about: --kind KIND --name NAME',
    p: 'kubectl logs -n flux-system deploy/kustomize-controller --previous shows those of a container that ended',
    previous: 'kubectl logs -n flux-system deploy/kustomize-controller --previous shows those of a container that ended',
    selector: 'choose lines by what they are about: --kind KIND --name NAME',
  },
  reconcile: {
    A: 'one object at a time: flux reconcile KIND NAME -n NAMESPACE',
    'dry-run': 'flux diff kustomization NAME --path FOLDER shows what would change',
    o: 'flux get KIND NAME -o yaml shows the object',
    output: 'flux get KIND NAME -o yaml shows the object',
    w: 'it waits anyway, until --timeout',
    wait: 'it waits anyway, until --timeout',
  },
  resume: {
    A: 'one namespace at a time: flux resume KIND --all -n NAMESPACE',
    'all-namespaces': 'one namespace at a time: flux resume KIND --all -n NAMESPACE',
    l: 'flux get KIND -l app=web lists what has a label; flux resume takes several names',
    selector: 'flux get KIND -l app=web lists what has a label; flux resume takes several names',
  },
  suspend: {
    A: 'one namespace at a time: flux suspend KIND --all -n NAMESPACE',
    'all-namespaces': 'one namespace at a time: flux suspend KIND --all -n NAMESPACE',
    l: 'flux get KIND -l app=web lists what has a label; flux suspend takes several names',
    selector: 'flux get KIND -l app=web lists what has a label; flux suspend takes several names',
  },
  version: {short: '--client shows the version of this program alone'},
}

/** What to type instead of a flag that the command does not take, `flag` without dashes; empty when nothing is known of it. */
export function foreignFlag(flag: string, {words, defs}: FlagLine): string[] {
  const own = BY_VERB[words[0] ?? '']
  if (own && Object.hasOwn(own, flag))
    return [own[flag]!.replace(/\bKIND(?= NAME| --all| -l)/, () => words.slice(1).join(' ') || 'KIND')]
  const same = (Object.hasOwn(SAME, flag) ? SAME[flag]! : []).find((name) => Object.hasOwn(defs, name))
  if (same) return [`did you mean ${shown(same, defs)}?`]
  if (PRINTING.has(flag) && Object.hasOwn(defs, 'output'))
    return ['-o json or -o yaml prints all fields, for jq and the like to choose from']
  return otherCase(flag, defs)
}

/** `-a` for `-A`. */
function otherCase(flag: string, defs: FlagDefs): string[] {
  if (flag.length !== 1) return []
  const found = Object.entries(defs).find(([, {char}]) => char !== flag && char?.toLowerCase() === flag.toLowerCase())
  return found ? [`did you mean ${shown(found[0], defs)}?`] : []
}

function shown(name: string, defs: FlagDefs): string {
  const char = defs[name]?.char
  return char ? `-${char}, --${name}` : `--${name}`
}
