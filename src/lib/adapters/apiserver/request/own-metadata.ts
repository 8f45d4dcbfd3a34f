import type {JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'

const GENERATION = 'deprecated.daemonset.template.generation'

/** Metadata in the server's own form: there the count of a DaemonSet's templates is a field, not an annotation. */
export function ownMetadata({kind, metadata}: KubeObject): JsonObject {
  const annotations = metadata.annotations
  if (annotations?.[GENERATION] === undefined || (kind !== 'DaemonSet' && kind !== undefined)) return metadata as JsonObject
  const {[GENERATION]: _, ...rest} = annotations
  const {annotations: __, ...others} = metadata as JsonObject
  return Object.keys(rest).length > 0 ? {...metadata, annotations: rest} : others
}
