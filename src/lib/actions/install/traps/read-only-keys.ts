import {conditionOf} from '../../conditions.js'
import type {Trap} from './traps.js'

const AUTOMATION = {apiVersion: 'image.toolkit.fluxcd.io/v1', kind: 'ImageUpdateAutomation'}

/** What servers answer to a push with a key that may only read. */
const READ_ONLY =
  /read[- ]?only|does not have write access|not authorized to (write|push)|write access to repository not granted/i

/** An automation that cannot push, because the deploy key may only read. */
export const readOnlyKeys: Trap = async ({kube, signal}) =>
  (await kube.list(AUTOMATION, {signal})).items.flatMap((object) => {
    const ready = conditionOf(object, 'Ready')
    if (ready?.status !== 'False' || !READ_ONLY.test(ready.message)) return []
    const {namespace, name} = object.metadata
    return [
      `ImageUpdateAutomation/${namespace}/${name} may not push: the deploy key of its source is read-only; delete the source's Secret and bootstrap again with --read-write-key`,
    ]
  })
