import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonValue} from '../../formats/json/value.js'
import {apiVersionOf, KINDS, type KindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {specOf} from '../conditions.js'

/** Whose events are wanted; without a name all of the kind. */
export interface EventSubject {
  readonly kind: string
  readonly name?: string | undefined
  /** of the events; undefined: all */
  readonly namespace: string | undefined
}

/** Kinds of which controllers tell. */
export const EVENT_KINDS: ReadonlySet<string> = new Set(
  KINDS.filter(({kind}) => kind !== 'ExternalArtifact').map(({kind}) => kind),
)

/** The kind and the name of `--for Kind[/name]`. Throws FluxError for a kind that is none of Flux. */
export function parseFor(text: string): {row: KindRow; name: string | undefined} {
  const parts = text.split('/')
  // one that has only a name is read as a kind
  const [word, name] =
    parts.length > 2 ? [text] : parts[0] === '' && parts.length === 2 ? [parts[1]!] : (parts as [string, string?])
  const row = KINDS.find(({kind}) => kind.toLowerCase() === word.toLowerCase() && EVENT_KINDS.has(kind))
  if (!row) throw new FluxError('usage', `'${word}' is not a recognized Flux kind`)
  return {row, name: name || undefined}
}

const REFERRING: ReadonlySet<string> = new Set(['Kustomization', 'HelmRelease', 'HelmChart', 'Alert', 'ImagePolicy'])

/** The objects that one refers to, whose events tell why it is as it is (cli reference 9.4). */
export async function referencesOf(
  {kube, signal}: Pick<Context, 'kube' | 'signal'>,
  {row, name}: {row: KindRow; name: string},
  namespace: string,
): Promise<EventSubject[]> {
  // what refers to nothing need not be there: its events outlive it
  if (!REFERRING.has(row.kind)) return []
  const object = await kube.get({apiVersion: apiVersionOf(row), kind: row.kind, namespace, name}, {signal})
  switch (row.kind) {
    case 'Kustomization':
    case 'HelmChart':
      return [required(object, ['spec', 'sourceRef'])]
    case 'HelmRelease':
      return [
        required(object, ['spec', 'chart', 'spec', 'sourceRef']),
        {kind: 'HelmChart', name: `${namespace}-${name}`, namespace: chartNamespace(object) ?? namespace},
      ]
    case 'Alert':
      return named(object, 'Provider', specOf(object).providerRef)
    case 'ImagePolicy':
      return named(object, 'ImageRepository', specOf(object).imageRepositoryRef)
    default:
      return []
  }
}

/** A reference of kind and name; what is missing is an error, as in the original. */
function required(object: KubeObject, path: readonly string[]): EventSubject {
  let value: JsonValue | undefined = object
  for (const key of path) value = isObject(value) ? value[key] : undefined
  const {name, namespace} = object.metadata
  for (const field of ['kind', 'name']) {
    if (isObject(value) && value[field] !== undefined) continue
    throw new FluxError('bad-reference', `field '${[...path, field].join('.')}' for '${namespace}/${name}' not found`)
  }
  const reference = value as {kind: string; name: string; namespace?: string}
  return {kind: reference.kind, name: reference.name, namespace: reference.namespace || namespace}
}

function named(object: KubeObject, kind: string, reference: JsonValue | undefined): EventSubject[] {
  if (!isObject(reference)) return []
  const namespace = typeof reference.namespace === 'string' ? reference.namespace : object.metadata.namespace
  return [{kind, name: String(reference.name), namespace}]
}

/** Charts stand beside their source. */
function chartNamespace(object: KubeObject): string | undefined {
  return required(object, ['spec', 'chart', 'spec', 'sourceRef']).namespace
}
