import {ApiError, isNotFound, NoMatchError} from '../errors/api-error.js'
import {FluxError} from '../errors/flux-error.js'
import {type MissingObject, missingObject} from '../errors/missing-object.js'
import {DEFAULT_COMPONENTS, EXTRA_COMPONENTS} from '../install/components.js'
import {KINDS, type KindRow} from '../kinds/registry.js'
import {valuesSteps} from './values-steps.js'

/** The command line that failed. */
export interface FailedLine {
  /** words of the command: `['reconcile', 'source', 'git']` */
  readonly words: readonly string[]
  readonly name: string | undefined
  readonly namespace: string | undefined
  /** flags of the command near to one that it does not know, without dashes */
  readonly nearFlags: readonly string[]
}

/** What to type next after an error, as people at a terminal are told it; empty when nothing helps for sure. */
export function nextSteps(error: unknown, line: FailedLine): string[] {
  const kind = KINDS.find((row) => endsWith(line.words, row.words) || endsWith(line.words, row.listWords))
  const values = valuesSteps(error, line.words[0] === 'build')
  if (values.length > 0) return values
  const missing = missingObject(error)
  // the object that the line names is there: it is another one that is not
  if (kind && missing && missing.resource !== kind.plural) return missingSteps(missing, error, line)
  // what a command says about an error may hide what is to be done about it
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const steps = [clusterSteps(at, line), kind ? kindSteps(at, kind, line) : [], wordSteps(at, line)]
    const found = steps.find((some) => some.length > 0)
    if (found) return found
  }
  return line.nearFlags.length > 0 ? [`did you mean ${line.nearFlags.map((flag) => `--${flag}`).join(' or ')}?`] : []
}

/** Steps after what has to do with the cluster and the way to it. */
function clusterSteps(error: Error, line: FailedLine): string[] {
  if (error instanceof NoMatchError || codeOf(error) === 'no-match') {
    return [
      'this cluster does not serve the kinds of Flux: `flux install` installs Flux; `flux run --install-crds` puts only their CRDs there, and reconciles',
    ]
  }
  if (codeOf(error) === 'unauthorized' || (error instanceof ApiError && error.code === 401)) {
    return ['the server refuses the credentials of this kubeconfig: log in anew, or choose another one with --context']
  }
  const known = knownOf(error)
  if (known !== undefined) return [known, ...(codeOf(error) === 'forbidden' ? [strangerStep(known) ?? rightsStep(line)] : [])]
  if (error instanceof ApiError && error.code === 403) return [rightsStep(line)]
  if (codeOf(error) === 'install-failed' && messageIn(error) === 'install failed') return unreadySteps(line)
  if (codeOf(error) === 'unreachable' && !error.message.startsWith('GitHub ')) {
    if (ABOUT_CLIENT.test(error.message)) {
      return [
        'the server refuses the client certificate of this kubeconfig, or misses one: log in anew, or choose another one with --context',
      ]
    }
    return ['is the right cluster meant? choose with --context or KUBECONFIG; `flux cluster start` starts one here']
  }
  if (['no-kubeconfig', 'bad-kubeconfig', 'bad-client', 'no-context', 'no-cluster', 'no-user'].includes(codeOf(error))) {
    return ['name another kubeconfig with --kubeconfig or KUBECONFIG; `flux cluster start` starts a cluster here']
  }
  return []
}

/** Alerts of a server about who wants to talk to it. */
const ABOUT_CLIENT =
  /: remote error: tls: (certificate required|(bad|unsupported|revoked|expired|unknown) certificate|unknown certificate authority)$/

/** Steps after words that the command line could not make sense of, and after things that are named nowhere else. */
const WORDS: readonly (readonly [pattern: RegExp, step: string])[] = [
  [/: time: /, 'a duration is a number with a unit: 30s, 5m, 1h30m'],
  [/^expected status selector in /, 'name a condition and its status: --status-selector ready=false'],
  [/^unable to parse label selector: couldn't parse/, 'write labels as -l app=web,tier!=db or -l "app in (web, api)"'],
  [/^invalid resource path /, 'name the folder of the manifests with --path'],
  [/^source is required$/, 'see what there is: flux get sources all -A'],
  [/^GitHub API call failed: /, 'without --version GitHub is not asked: the release that this command line follows is installed'],
  [/^component \S+ is not available$/, `components are ${[...DEFAULT_COMPONENTS, ...EXTRA_COMPONENTS].join(', ')}`],
  [/^no Flux pods found in namespace/, 'look elsewhere with --flux-namespace; `flux check` tells what is installed'],
  [/^(x: )?\S+ "[^"]*" not found$/, 'look into another namespace with -n'],
]

function wordSteps(error: Error, {words}: FailedLine): string[] {
  if (words[0] === 'reconcile' && error.message === 'unknown flag: --all') {
    return [`one object at a time: flux ${words.join(' ')} NAME; the controllers reconcile all of them at their intervals`]
  }
  const stored = codeOf(error) === 'bad-release' ? /^in Secret ([^/]+)\/([^,]+),/.exec(error.message) : null
  if (stored) return [`Helm keeps that release in a Secret: kubectl describe secret ${stored[2]} -n ${stored[1]}`]
  if (codeOf(error) === 'bad-operator') return ['use the operators in, notin, = and ==, e.g. -l "team notin (web)"']
  const found = WORDS.find(([pattern]) => pattern.test(error.message))
  return found ? [found[1]] : []
}

function kindSteps(error: unknown, kind: KindRow, line: FailedLine): string[] {
  const [words, list] = [kind.words.join(' '), kind.listWords.join(' ')]
  const where = line.namespace === undefined ? '' : ` -n ${line.namespace}`
  const object = `${line.name ?? 'NAME'}${where}`
  const verb = line.words[0] ?? ''
  if (line.name === 'all' && isAbsent(error) && ['suspend', 'resume', 'export'].includes(verb)) {
    return [`all of them: flux ${verb} ${words}${where} --all`]
  }
  if (line.name === 'all' && isAbsent(error) && verb === 'get') return [`all of them: flux get ${list}${where}`]
  if (isAbsent(error)) return [`see what there is: flux get ${list} -A`]
  if (codeOf(error) === 'suspended') return [`flux resume ${words} ${object}`]
  if (codeOf(error) === 'usage' && /name is required$/.test(messageIn(error))) return [`see the names: flux get ${list}${where}`]
  if (!['deadline', 'reconcile-failed'].includes(codeOf(error)) || !line.name) return []
  const debug = ['Kustomization', 'HelmRelease'].includes(kind.kind) ? [`flux debug ${words} ${object} --show-status`] : []
  return [
    `flux events --for ${kind.kind}/${object}`,
    `flux logs --kind ${kind.kind} --name ${object}`,
    ...debug,
    ...(codeOf(error) === 'deadline' ? ['wait longer with --timeout 10m'] : []),
  ]
}

/** Where to look for an object that another one names, and how to do without it. */
function missingSteps({group, resource, inFiles}: MissingObject, error: unknown, {namespace}: FailedLine): string[] {
  if (resource === 'namespaces') return ['see what there is: kubectl get namespaces']
  const row = KINDS.find((one) => one.plural === resource && one.group === group)
  if (row) return [`see what there is: flux get ${row.listWords.join(' ')} -A`]
  const path = OPTIONAL[codeOf(error)] ?? OPTIONAL[error instanceof Error ? codeOf(error.cause) : '']
  const without = path ? [`or do without it: ${path}: true`] : []
  if (inFiles) return ['name a file that has it with --substitute-from', ...without]
  const full = group === '' ? resource : `${resource}.${group}`
  return [`see what there is: kubectl get ${full} -n ${namespace ?? 'flux-system'}`, ...without]
}

/** Fields that let an object do without what it names, by the code of the failure. */
const OPTIONAL: Readonly<Record<string, string>> = {
  'build-failed': 'spec.postBuild.substituteFrom[].optional',
}

const isAbsent = (error: unknown) => isNotFound(error) || ['not-found', 'none-found'].includes(codeOf(error))

/** The controllers were applied and did not get ready. */
function unreadySteps({namespace = 'flux-system'}: FailedLine): string[] {
  return [`see why: kubectl describe pods -n ${namespace}`, 'wait longer with --timeout 10m; `flux check` looks again']
}

function rightsStep({namespace}: FailedLine): string {
  return `see what you may do: kubectl auth can-i --list${namespace === undefined ? '' : ` -n ${namespace}`}`
}

/** For whom a server takes a caller: for nobody, when no credentials came to it, or none that it looks at. */
function strangerStep(known: string): string | undefined {
  if (!known.includes('User "system:anonymous" ')) return undefined
  return 'it does not know who asks: give the user of this kubeconfig a token or a certificate, or choose another one with --context'
}

/** What a refusal tells beside the words that flux has for it. */
function knownOf(error: Error): string | undefined {
  const {known} = error as {readonly known?: unknown}
  return error.name === 'RefusedError' && typeof known === 'string' ? known : undefined
}

const codeOf = (error: unknown) => (error instanceof FluxError ? error.code : '')
const messageIn = (error: unknown) => (error instanceof Error ? error.message : '')

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return words.length > end.length && words.slice(-end.length).join(' ') === end.join(' ')
}
