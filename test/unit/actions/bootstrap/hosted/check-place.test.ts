import {describe, expect, it} from 'vitest'
import {checkPlace, type Place} from '../../../../../src/lib/actions/bootstrap/hosted/check-place.js'
import type {FluxError} from '../../../../../src/lib/errors/flux-error.js'

function said(place: Partial<Place>, domain = 'git.example.com'): string | undefined {
  try {
    checkPlace({provider: 'github', owner: 'acme', repository: 'fleet', personal: false, ...place}, domain)
    return undefined
  } catch (error) {
    const {message, hints, exitCode} = error as FluxError
    expect(exitCode).toBe(1)
    return [message, ...hints].join(' | ')
  }
}

const GET = 'failed to get Git repository "https://git.example.com/'
const NO_NAME = 'validation error for OrgRepositoryRef.RepositoryName: field is required'
const NO_OWNER = 'validation error for OrgRepositoryRef.Organization: field is required'
const NO_SUBS =
  "doesn't support sub-organizations: no provider support for this feature | give the name of the repository alone: --owner says whose it is"

// The words are those of CNCF's flux 2.9.5 before a host that listens, the hints ours.
describe('checkPlace', () => {
  it.each<[string, Partial<Place>, string]>([
    ['no repository', {repository: ''}, `${GET}acme/": provider error: ${NO_NAME} | give --repository`],
    ['no owner', {owner: ''}, `${GET}/fleet": provider error: ${NO_OWNER} | give --owner`],
    [
      'neither',
      {owner: '', repository: ''},
      `${GET}/": provider error: multiple errors occurred: \n- ${NO_OWNER}\n- ${NO_NAME} | give --owner and --repository`,
    ],
    ['sub-organisations', {repository: 'a/b/c'}, `${GET}acme/a/b/c": provider error: github ${NO_SUBS}`],
    ['an empty one', {repository: '/b'}, `${GET}acme//b": provider error: github ${NO_SUBS}`],
    ['of Gitea', {repository: 'a/b', provider: 'gitea'}, `${GET}acme/a/b": provider error: gitea ${NO_SUBS}`],
    ['a slash at the end', {repository: 'a/'}, `${GET}acme/a/": provider error: ${NO_NAME} | give --repository`],
    [
      'a user without a name',
      {owner: '', personal: true},
      `${GET}/fleet": provider error: validation error for UserRepositoryRef.UserLogin: field is required | give --owner`,
    ],
    [
      "a user's repository without a name",
      {repository: 'a/', personal: true},
      `${GET}acme/": provider error: validation error for UserRepositoryRef.RepositoryName: field is required | give --repository`,
    ],
    [
      'a project of Bitbucket without a name',
      {owner: '', repository: '', provider: 'bitbucket-server'},
      'failed to create new Git repository "": failed to get Git organization: validation error for OrganizationRef.Organization: field is required | give --owner',
    ],
    [
      'sub-projects of Bitbucket',
      {repository: 'a/b/c', provider: 'bitbucket-server'},
      `failed to create new Git repository "a/b/c": failed to get Git organization: stash ${NO_SUBS}`,
    ],
    [
      'a repository of Bitbucket without a name',
      {repository: '', provider: 'bitbucket-server'},
      `${GET}acme/": provider error: ${NO_NAME} | give --repository`,
    ],
  ])('refuses %s', (_, place, words) => expect(said(place)).toBe(words))

  it('names a host with its scheme as it is', () => {
    expect(said({provider: 'gitlab', owner: ''}, 'http://git.example.com')).toContain(
      'repository "http://git.example.com//fleet"',
    )
  })

  it.each<[Partial<Place>]>([
    [{}],
    [{personal: true}],
    [{repository: 'a/b/c', personal: true}],
    [{owner: 'a/b', provider: 'gitlab'}],
  ])('takes %j', (place) => expect(said(place)).toBeUndefined())
})
