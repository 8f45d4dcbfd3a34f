import {ApiError, isNotFound, NoMatchError} from '../errors/api-error.js'
import {FluxError} from '../errors/flux-error.js'
import {KINDS, type KindRow} from '../kinds/registry.js'

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
  if (error instanceof NoMatchError || codeOf(error) === 'no-match') {
    return [
      'this cluster does not serve the kinds of Flux: `flux install` installs Flux; `flux run --install-crds` puts only their CRDs there, and reconciles',
    ]
  }
  if (error instanceof ApiError && error.code === 401) {
    return ['the server refuses the credentials of this kubeconfig: log in anew, or choose another one with --context']
  }
  if (error instanceof ApiError && error.code === 403) return [rightsStep(line)]
  if (codeOf(error) === 'install-failed' && messageIn(error) === 'install failed') return unreadySteps(line)
  if (codeOf(error) === 'bad-operator') return ['use the operators in, notin, = and ==, e.g. -l "team notin (web)"']
  if (codeOf(error) === 'unreachable') {
    return ['is the right cluster meant? choose with --context or KUBECONFIG; `flux cluster start` starts one here']
  }
  if (line.nearFlags.length > 0) return [`did you mean ${line.nearFlags.map((flag) => `--${flag}`).join(' or ')}?`]
  return kind ? kindSteps(error, kind, line) : []
}

function kindSteps(error: unknown, kind: KindRow, line: FailedLine): string[] {
  const [words, list] = [kind.words.join(' '), kind.listWords.join(' ')]
  const where = line.namespace === undefined ? '' : ` -n ${line.namespace}`
  const object = `${line.name ?? 'NAME'}${where}`
  if (isNotFound(error) || ['not-found', 'none-found'].includes(codeOf(error))) return [`see what there is: flux get ${list} -A`]
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

/** The controllers were applied and did not get ready. */
function unreadySteps({namespace = 'flux-system'}: FailedLine): string[] {
  return [`see why: kubectl describe pods -n ${namespace}`, 'wait longer with --timeout 10m; `flux check` looks again']
}

function rightsStep({namespace}: FailedLine): string {
  return `see what you may do: kubectl auth can-i --list${namespace === undefined ? '' : ` -n ${namespace}`}`
}

const codeOf = (error: unknown) => (error instanceof FluxError ? error.code : '')
const messageIn = (error: unknown) => (error instanceof Error ? error.message : '')

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return words.length > end.length && words.slice(-end.length).join(' ') === end.join(' ')
}
