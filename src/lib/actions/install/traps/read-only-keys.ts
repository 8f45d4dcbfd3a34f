import {conditionOf} from '../../conditions.js'
import type {Trap} from './trap.js'

const AUTOMATION = {apiVersion: 'image.toolkit.fluxcd.io/v1', kind: 'ImageUpdateAutomation'}

/** What servers answer to a push with a key that may only read; a protected branch is another matter. */
const READ_ONLY = new RegExp(
  [
    // GitHub (marked as read only), Bitbucket (access via a deployment key is read-only)
    'read[- ]?only',
    'denied to deploy key|write access to repository not granted',
    // GitLab
    'does not have write access|not allowed to (push|upload) code to this project',
    // Gitea, Forgejo, Gogs
    'not authorized to (write|push)|cannot push with deployment key',
    // Gitee, Azure DevOps
    "deploykey does not support push|you need the git '?genericcontribute'? permission",
  ].join('|'),
  'i',
)

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
