import {FluxError} from '../../errors/flux-error.js'
import {parseGoUrl} from '../../formats/url/go-url.js'

const REPOSITORY = 'abcdefghijklmnopqrstuvwxyz0123456789_-./'

/**
 * Checks the name of an image repository: no tag, no digest.
 * @throws FluxError `bad-image` in the words of the registry library that flux uses
 */
export function checkRepository(text: string): void {
  const fault = (words: string) => new FluxError('bad-image', words)
  if (text === '') throw fault('a repository name must be specified')
  const {registry, repository} = splitRegistry(text)
  const {length} = [...repository]
  if (length < 2 || length > 255) throw fault(`repository must be between 2 and 255 characters in length: ${repository}`)
  if ([...repository].some((char) => !REPOSITORY.includes(char))) {
    throw fault(`repository can only contain the characters \`${REPOSITORY}\`: ${repository}`)
  }
  if (!isAuthority(registry)) throw fault(`registries must be valid RFC 3986 URI authorities: ${registry}`)
}

/** True for a repository with or without tag or digest. */
export function isImageReference(text: string): boolean {
  return isTagged(text) || isDigested(text)
}

function isTagged(text: string): boolean {
  const colon = text.lastIndexOf(':')
  // a colon in front of the last slash belongs to a port
  if (colon < 0 || text.slice(colon).includes('/')) return isRepository(text)
  return /^[\w.-]{1,128}$/.test(text.slice(colon + 1)) && isRepository(text.slice(0, colon))
}

function isDigested(text: string): boolean {
  const [base = '', digest = '', ...more] = text.split('@')
  if (more.length > 0 || !/^sha256:[0-9a-f]{64}$/.test(digest)) return false
  return isTagged(base) || isRepository(base)
}

function isRepository(text: string): boolean {
  try {
    checkRepository(text)
    return true
  } catch {
    return false
  }
}

/** The first part is a registry when it looks like a host. */
function splitRegistry(text: string): {registry: string; repository: string} {
  const slash = text.indexOf('/')
  const first = text.slice(0, Math.max(slash, 0))
  if (/[.:]/.test(first) || first === 'localhost') return {registry: first, repository: text.slice(slash + 1)}
  return {registry: '', repository: text}
}

function isAuthority(registry: string): boolean {
  try {
    return parseGoUrl(`//${registry}`).host === registry
  } catch {
    return false
  }
}
