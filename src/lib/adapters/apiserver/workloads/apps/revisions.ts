import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {Work} from '../runtime/controller.js'
import {revisionHash, templateHash} from '../runtime/hash.js'
import {controlledBy, controllerOf, numberOf, ownerReference, section, specOf, statusOf} from '../runtime/objects.js'

/** What a ControllerRevision keeps of a StatefulSet or DaemonSet: its pod template, as a patch that replaces it. */
function dataOf(set: KubeObject): JsonObject {
  return {spec: {template: {$patch: 'replace', ...section(specOf(set), 'template')}}}
}

/** Template that a revision keeps. */
export function templateOf(revision: KubeObject): JsonObject {
  const {$patch: _, ...template} = section(section(section(revision, 'data'), 'spec'), 'template')
  return template
}

/** Label of a revision with the hash of its template; DaemonSets have a name of their own for it. */
function hashLabelOf(set: string): string {
  return set === 'StatefulSet' ? 'controller.kubernetes.io/hash' : 'controller-revision-hash'
}

export function hashOf(revision: KubeObject): string {
  return revision.metadata.labels?.[hashLabelOf(controllerOf(revision)?.kind ?? '')] ?? ''
}

function numberOfRevision(revision: KubeObject): number {
  return numberOf(revision.revision, 0)
}

/** The set's revisions, oldest first. */
export function revisionsOf({client}: Work, set: KubeObject): KubeObject[] {
  return controlledBy(client, set, 'ControllerRevision').sort((a, b) => numberOfRevision(a) - numberOfRevision(b))
}

/** The revision of today's template: a new one, or an old one that becomes the newest. */
export async function syncRevision(work: Work, set: KubeObject, known: readonly KubeObject[]): Promise<KubeObject> {
  const data = dataOf(set)
  const newest = known.at(-1)
  const found = known.find((revision) => sameValue(revision.data, data))
  const next = newest ? numberOfRevision(newest) + 1 : 1
  if (found) return found === newest ? found : work.client.update({...found, revision: next})
  const template = section(specOf(set), 'template')
  const {collisionCount} = statusOf(set)
  const collisions = collisionCount === undefined ? undefined : numberOf(collisionCount, 0)
  const hash = set.kind === 'StatefulSet' ? revisionHash(data, collisions ?? 0) : templateHash(template, collisions)
  const labels = section(section(template, 'metadata'), 'labels') as Record<string, string>
  return work.client.create({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${set.metadata.name}-${hash}`,
      namespace: set.metadata.namespace ?? '',
      labels: {...labels, [hashLabelOf(set.kind)]: hash},
      ...(set.metadata.annotations === undefined ? {} : {annotations: {...set.metadata.annotations}}),
      ownerReferences: [ownerReference(set)],
    },
    data,
    revision: next,
  })
}

/** Deletes revisions beyond the history limit that no pod and no status names. */
export async function trimRevisions(
  work: Work,
  set: KubeObject,
  revisions: readonly KubeObject[],
  used: ReadonlySet<string>,
): Promise<void> {
  const spare = revisions.filter((revision) => !used.has(revision.metadata.name ?? ''))
  const limit = numberOf(specOf(set).revisionHistoryLimit, 10)
  for (const revision of spare.slice(0, Math.max(0, spare.length - limit))) {
    const {name = '', namespace} = revision.metadata
    await work.client.delete({apiVersion: 'apps/v1', kind: 'ControllerRevision', namespace, name})
  }
}
