import {FluxError} from '../../../../errors/flux-error.js'
import {sameValue} from '../../../../formats/json/same-value.js'
import type {FoundRelease, ReleaseFiles, Repository} from './repository.js'

const MOST_NAMES = 20

/**
 * The HelmRelease of a name. @throws FluxError `not-found`; `ambiguous` when several overlays make one of it; what keeps a
 * kustomization from being built when the release may be of it
 */
export function wantedRelease({releases, broken, unread}: Repository, name: string, files: ReleaseFiles): FoundRelease {
  const {namespace, path, helmReleaseFile} = files
  const named = releases.filter(({object}) => object.metadata.name === name && object.metadata.namespace === namespace)
  const listed = named.filter(({state}) => state !== 'unlisted')
  const found = distinct(listed.length > 0 ? listed : named)
  const [first, second] = found
  if (first !== undefined && second === undefined) return first
  if (second !== undefined) throw ambiguous(found, `${namespace}/${name}`)
  if (broken.length > 0) throw broken[0]!.failure
  const others = [...new Set(releases.map(({object}) => `${object.metadata.namespace}/${object.metadata.name}`))].sort()
  const more = others.length > MOST_NAMES ? ` and ${others.length - MOST_NAMES} more` : ''
  throw new FluxError('not-found', `there is no HelmRelease '${namespace}/${name}' in ${helmReleaseFile ?? path}`, {
    hints: [
      ...(others.length > 0 ? [`there are: ${others.slice(0, MOST_NAMES).join(', ')}${more}`] : []),
      ...unread.map((fault) => `this file cannot be read: ${fault}`),
    ],
  })
}

/** What two kustomizations build alike is one. */
function distinct(releases: readonly FoundRelease[]): FoundRelease[] {
  return releases.filter(
    ({object}, at) => !releases.slice(0, at).some((earlier) => sameValue(earlier.object as never, object as never)),
  )
}

function ambiguous(found: readonly FoundRelease[], subject: string): FluxError {
  const places = found.map(({from, place, state}) => (state === 'built' ? from : place))
  const {from, state} = found[0]!
  return new FluxError('ambiguous', `there are ${found.length} HelmReleases '${subject}': of ${places.join(', ')}`, {
    hints: [`choose one, for example with ${state === 'built' ? '--path' : '--helmrelease-file'} ${from}`],
  })
}
