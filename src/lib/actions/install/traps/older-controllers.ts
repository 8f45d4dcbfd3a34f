import {compareVersions, parseTagVersion} from '../../../formats/semver/version.js'
import type {Trap} from './traps.js'

/** Controllers of an older release than the CRDs: they drop fields that the CRDs take. */
export const olderControllers: Trap = (_, {info, controllers}) => {
  const definitions = parseTagVersion(info?.version ?? '')
  if (!definitions) return []
  return controllers.flatMap(({metadata}) => {
    const own = parseTagVersion(metadata.labels?.['app.kubernetes.io/version'] ?? '')
    if (!own || compareVersions(own, definitions) >= 0) return []
    return [
      `${metadata.name} is of Flux ${own.original}, older than the CRDs of ${definitions.original}: it ignores what they are newer in; upgrade both together`,
    ]
  })
}
